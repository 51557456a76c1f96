// Package web is what the pages for residents and for clerks share: layout,
// languages, browser sessions, protection of forms, static files, and the one
// translator from an error to a page.
//
// The pages work without JavaScript and load nothing from elsewhere; the
// Content-Security-Policy allows one stylesheet and images of this site.
package web

import (
	"log/slog"
	"net/http"
	"strings"
	"time"

	"okienko/inbox"
	"okienko/inbox/profile"
)

// Options are what a site works with; all but Departments and Secure are required.
type Options struct {
	Profile     *profile.Profile
	Entity      inbox.Entity // whose office this is
	Departments []inbox.Department
	Now         func() time.Time
	Log         *slog.Logger
	// SignIns are the providers people may sign in with; none by default.
	SignIns []SignIn
	// Secure says that people reach the site by https: cookies then go by
	// https only.
	Secure bool
}

// Site renders pages and keeps sessions; New makes it.
type Site struct {
	Options
	layout *layout
	cross  *http.CrossOriginProtection
}

// New returns a site.
func New(opt Options) *Site {
	return &Site{Options: opt, layout: newLayout(), cross: http.NewCrossOriginProtection()}
}

// Mount puts the two doors under one roof: /clerk for clerks, /static/ for the
// site's own files, everything else for residents.
func (s *Site) Mount(resident, clerk http.Handler) http.Handler {
	static := s.static()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case strings.HasPrefix(r.URL.Path, staticPrefix):
			static.ServeHTTP(w, r)
		case r.URL.Path == "/clerk", strings.HasPrefix(r.URL.Path, "/clerk/"):
			clerk.ServeHTTP(w, r)
		default:
			resident.ServeHTTP(w, r)
		}
	})
}

// DepartmentName returns a department's name, its id when it is not one of ours.
func (s *Site) DepartmentName(id string) string {
	for _, d := range s.Departments {
		if d.ID == id {
			return d.Name
		}
	}
	return id
}
