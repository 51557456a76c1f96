package web

import (
	"bytes"
	"embed"
	"html/template"
	"io/fs"
	"net/http"
	"net/url"
	"path"
	"strings"
)

//go:embed templates
var templateFiles embed.FS

// Page is one compiled page.
type Page struct{ t *template.Template }

// layout is what every page stands in.
type layout struct {
	shared  *template.Template
	failure *Page
}

func newLayout() *layout {
	shared := template.Must(template.ParseFS(templateFiles, "templates/*.html"))
	return &layout{shared: shared, failure: compilePage(shared, templateFiles, "templates/failure/failure.html")}
}

// Pages compiles the pages of a door, by file name without extension. Each file
// defines the template "content"; what pages of the door share stands in
// templates/parts. A broken template panics: they are compiled in.
func (s *Site) Pages(files fs.FS) map[string]*Page {
	names, err := fs.Glob(files, "templates/*.html")
	if err != nil || len(names) == 0 {
		panic("web: no templates")
	}
	shared := template.Must(s.layout.shared.Clone())
	if parts, err := fs.Glob(files, "templates/parts/*.html"); err == nil && len(parts) > 0 {
		shared = template.Must(shared.ParseFS(files, parts...))
	}
	pages := make(map[string]*Page)
	for _, name := range names {
		pages[strings.TrimSuffix(path.Base(name), ".html")] = compilePage(shared, files, name)
	}
	return pages
}

func compilePage(shared *template.Template, files fs.FS, name string) *Page {
	clone := template.Must(shared.Clone())
	return &Page{t: template.Must(clone.ParseFS(files, name))}
}

// Render writes a page. The page is complete before its first byte leaves, so
// that a failing template becomes an error page and not half a page.
func (s *Site) Render(w http.ResponseWriter, r *http.Request, p *Page, v View) {
	v = s.complete(r, v)
	var body bytes.Buffer
	if err := p.t.ExecuteTemplate(&body, "layout", v); err != nil {
		s.Log.ErrorContext(r.Context(), "template failed", "err", err)
		http.Error(w, v.T("failure.plain"), http.StatusInternalServerError)
		return
	}
	h := w.Header()
	guard(h)
	if v.Script != "" {
		h.Set("Content-Security-Policy", scriptPolicy())
	}
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Language", string(v.Lang))
	h.Add("Vary", "Accept-Language, Cookie")
	w.WriteHeader(v.Status)
	_, _ = w.Write(body.Bytes()) // the visitor may have gone
}

func (s *Site) complete(r *http.Request, v View) View {
	visitor := VisitorOf(r)
	v.site, v.Entity, v.Stylesheet, v.Icon = s, s.Entity, stylesheetPath, iconPath
	if v.Helped {
		v.Script = scriptPath
	}
	v.Lang, v.Token, v.Path = visitor.Lang, visitor.Session.CSRF, r.URL.Path
	v.Clerk = r.URL.Path == "/clerk" || strings.HasPrefix(r.URL.Path, "/clerk/")
	v.Provides = s.Profile.Provides()
	if visitor.SignedIn() {
		v.Role = visitor.Session.Actor.Role
		v.Account = visitor.Session.Name
		if v.Account == "" {
			v.Account = visitor.Session.Actor.Login
		}
	}
	if v.Self == "" {
		v.Self = selfOf(r, v.Clerk)
	}
	if v.Status == 0 {
		v.Status = http.StatusOK
	}
	v.Bad = v.Bad || len(v.Errors) > 0
	return v
}

// selfOf is the address at which the page can be had again: a link cannot post,
// so after a POST it is the door's first page.
func selfOf(r *http.Request, clerk bool) string {
	switch {
	case isRead(r):
		return LocalPath(r.URL.EscapedPath(), r.URL.RawQuery)
	case clerk:
		return "/clerk"
	}
	return "/"
}

// withParameter returns a local address with one query parameter set.
func withParameter(address, name, value string) string {
	u, err := url.Parse(address)
	if err != nil {
		u = &url.URL{Path: "/"}
	}
	query := u.Query()
	query.Set(name, value)
	return LocalPath(u.EscapedPath(), query.Encode())
}
