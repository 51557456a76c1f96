package web

import (
	"encoding/hex"
	"net/http"
	"slices"
	"time"

	"okienko/inbox"
	"okienko/inbox/locale"
)

// View is one page as its template sees it. A handler sets the first part,
// Render the second.
type View struct {
	Title  string       // the page's heading and, with the office, the window's title
	Status int          // of HTTP; 0 = 200
	Bad    bool         // something went wrong: the window's title says so first
	Errors []FieldError // of a form; not empty means Bad
	Self   string       // address of this page for the language links; "" = as requested
	Data   any
	Helped bool // the page runs the script, which it works without

	Lang       locale.Lang
	Token      string // of the session, for forms
	Account    string // name of who is signed in, "" = nobody
	Role       inbox.Role
	Provides   bool // residents can register here
	Clerk      bool // this page belongs to the clerks' door
	Path       string
	Stylesheet string
	Icon       string
	Script     string // "" = none
	Entity     inbox.Entity

	site *Site
}

// NewView begins a page: its title by key, and its data.
func NewView(r *http.Request, titleKey string, data any) View {
	lang := VisitorOf(r).Lang
	return View{Lang: lang, Title: locale.Text(lang, titleKey), Data: data}
}

// SeesSubmissions reports whether who looks may go through what was held and refused.
func (v View) SeesSubmissions() bool { return inbox.MaySeeSubmissions(inbox.Actor{Role: v.Role}) }

// Folds reports whether the menu is long enough to be folded away on a phone: staff
// who have not signed in have one link.
func (v View) Folds() bool { return !v.Clerk || v.Account != "" }

// FieldError is a fault in one field of a form.
type FieldError struct {
	Field string // id of the field, which the summary links to
	Page  string // address of the page the field is on; "" = this one
	Text  string
}

// Href is where the summary leads to.
func (e FieldError) Href() string { return e.Page + "#" + e.Field }

// Place is a choice of language as a link.
type Place struct {
	Lang    locale.Lang
	Name    string
	Href    string
	Current bool
}

// T returns a sentence; args are name, value, name, value.
func (v View) T(key string, args ...any) string { return text(v.Lang, key, args) }

// Count returns a sentence with a number in it, in the right plural.
func (v View) Count(key string, n int) string { return locale.Count(v.Lang, key, n) }

// With returns the same view over other data, for a part of a page.
func (v View) With(data any) View {
	v.Data = data
	return v
}

// Reason returns what is wrong and how to mend it.
func (v View) Reason(r inbox.Reason) Explained {
	message, remedy := locale.Reason(v.Lang, r)
	return Explained{Message: message, Remedy: remedy, Line: r.Line, Column: r.Column, Path: r.Path}
}

// Messages returns what was found, in words, each sentence once, for notes that
// nobody has to mend.
func (v View) Messages(notes []inbox.Reason) (messages []string) {
	for _, n := range notes {
		if m := v.Reason(n).Message; !slices.Contains(messages, m) {
			messages = append(messages, m)
		}
	}
	return messages
}

// Explained is a reason in words. Line 0 means that it has no place.
type Explained struct {
	Message, Remedy string
	Line, Column    int
	Path            string
}

// DateTime writes an instant, Day a day, Size a number of octets, as people do.
func (v View) DateTime(t time.Time) string { return locale.DateTime(v.Lang, t) }

// Day writes a calendar day.
func (v View) Day(d inbox.Day) string { return locale.Day(v.Lang, d) }

// Size writes a number of octets.
func (v View) Size(n int64) string { return locale.Size(v.Lang, n) }

// HasDigest reports a digest that is one, Hex writes it as people compare it.
func (v View) HasDigest(sum [32]byte) bool { return sum != [32]byte{} }

// Hex writes a digest.
func (v View) Hex(sum [32]byte) string { return hex.EncodeToString(sum[:]) }

// Department returns a department's name.
func (v View) Department(id string) string { return v.site.DepartmentName(id) }

// Error returns the fault of a field, "" for none.
func (v View) Error(field string) string {
	for _, e := range v.Errors {
		if e.Field == field {
			return e.Text
		}
	}
	return ""
}

// Languages lists the languages as links to this same page.
func (v View) Languages() []Place {
	var places []Place
	for _, l := range locale.Languages() {
		places = append(places, Place{
			Lang: l, Name: locale.Text(l, "lang."+string(l)), Current: l == v.Lang,
			Href: withParameter(v.Self, languageParameter, string(l)),
		})
	}
	return places
}

// SignIns are the providers people may sign in with.
func (v View) SignIns() []SignIn { return v.site.SignIns }
