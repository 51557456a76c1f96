package web_test

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"okienko/inbox"
)

// elsewhere is a provider of one person, who signs in there without delay.
type elsewhere struct {
	who  inbox.ExternalIdentity
	left map[string][2]string // nonce and verifier by state
}

const issuerElsewhere = "https://id.example"

func (p *elsewhere) Address(_ context.Context, state, nonce, verifier string) (string, error) {
	p.left[state] = [2]string{nonce, verifier}
	return issuerElsewhere + "/authorize?" + url.Values{"state": {state}}.Encode(), nil
}

func (p *elsewhere) Redeem(_ context.Context, code, nonce, verifier string) (inbox.ExternalIdentity, error) {
	if p.left[code] != [2]string{nonce, verifier} {
		return inbox.ExternalIdentity{}, errors.New("code of another sign-in")
	}
	return p.who, nil
}

// back is where the provider sends the browser after address: the stub's code is
// the state it was given.
func back(t *testing.T, address string) string {
	t.Helper()
	u, err := url.Parse(strings.ReplaceAll(address, "&amp;", "&"))
	check(t, err)
	state := u.Query().Get("state")
	return "/login/with/miasto/back?" + url.Values{"state": {state}, "code": {state}}.Encode()
}

func TestSignInElsewhere(t *testing.T) {
	o := openOffice(t)
	o.elsewhere.who = inbox.ExternalIdentity{Issuer: issuerElsewhere, Subject: "s-1", Email: annaMail, EmailVerified: true}
	b := o.browser(t)
	b.get("/login").want(t, http.StatusOK, "Konto miasta (test)")
	away := b.get("/login/with/miasto?next=/account/history")
	if away.StatusCode != http.StatusSeeOther || !strings.HasPrefix(away.Header.Get("Location"), issuerElsewhere) {
		t.Fatalf("%d to %s", away.StatusCode, away.Header.Get("Location"))
	}
	address := back(t, away.Header.Get("Location"))
	home := b.get(address)
	if home.Header.Get("Location") != "/account/history" {
		t.Fatalf("%d to %q: %s", home.StatusCode, home.Header.Get("Location"), text(home.body))
	}
	b.follow(home).want(t, http.StatusOK, annaMail)
	b.get(address).want(t, http.StatusUnprocessableEntity, "nie udało")
	o.browser(t).get(address).want(t, http.StatusUnprocessableEntity, "nie udało")
}

func TestSignInElsewhereRefused(t *testing.T) {
	o := openOffice(t)
	o.registered(t, annaMail)
	o.elsewhere.who = inbox.ExternalIdentity{Issuer: issuerElsewhere, Subject: "s-1", Email: annaMail, EmailVerified: true}
	b := o.browser(t)
	leave := func() string { return back(t, b.get("/login/with/miasto").Header.Get("Location")) }
	b.get(leave()).want(t, http.StatusUnprocessableEntity, "nie otwiera jeszcze żadnego konta")
	if body := b.get("/account").body; strings.Contains(body, annaMail) {
		t.Error("signed in by an address alone")
	}
	stranger := o.browser(t)
	stranger.get("/login/with/miasto")
	stranger.get(leave()).want(t, http.StatusUnprocessableEntity, "nie udało") // one browser's code in another
	leave()
	b.get("/login/with/miasto/back?error=access_denied&state=x").want(t, http.StatusUnprocessableEntity, "nie udało")
	b.get("/login/with/inny").want(t, http.StatusNotFound)
}

func TestLinkedSignInOpensTheAccount(t *testing.T) {
	o := openOffice(t)
	o.elsewhere.who = inbox.ExternalIdentity{Issuer: issuerElsewhere, Subject: "s-1"}
	b := o.registered(t, annaMail)
	page := b.get("/account/sign-ins")
	page.want(t, http.StatusOK, "Niepołączone")
	b.post("/account/sign-ins/miasto", nil).want(t, http.StatusForbidden) // no token: from elsewhere
	if away := b.get("/login/with/miasto"); away.Header.Get("Location") != "/account/sign-ins" {
		t.Errorf("a link takes somebody signed in to %q", away.Header.Get("Location"))
	}
	page = b.form(page, "/account/sign-ins/miasto")
	_, rest, _ := strings.Cut(page.body, `href="`+issuerElsewhere)
	address, _, _ := strings.Cut(rest, `"`)
	page = b.follow(b.get(back(t, issuerElsewhere+address)))
	page.want(t, http.StatusOK, "Połączone z tym kontem")

	other := o.browser(t)
	other.follow(other.get(back(t, other.get("/login/with/miasto").Header.Get("Location")))).want(t, http.StatusOK, annaMail)

	b.follow(b.form(page, "/account/sign-ins/miasto/remove")).want(t, http.StatusOK, "Niepołączone")
	third := o.browser(t)
	third.get(back(t, third.get("/login/with/miasto").Header.Get("Location"))).want(t, http.StatusUnprocessableEntity, "nie otwiera")
}

func TestStaffLinkTheirAccountsToo(t *testing.T) {
	o := openOffice(t)
	o.elsewhere.who = inbox.ExternalIdentity{Issuer: issuerElsewhere, Subject: "s-2"}
	b := o.browser(t)
	b.get("/clerk/login").want(t, http.StatusOK, "Konto miasta (test)")
	b.login("urzednik-or")
	page := b.form(b.get("/account/sign-ins"), "/account/sign-ins/miasto")
	_, rest, _ := strings.Cut(page.body, `href="`+issuerElsewhere)
	address, _, _ := strings.Cut(rest, `"`)
	b.follow(b.get(back(t, issuerElsewhere+address))).want(t, http.StatusOK, "Połączone z tym kontem")
	other := o.browser(t)
	page = other.follow(other.get(back(t, other.get("/login/with/miasto").Header.Get("Location"))))
	other.follow(page).want(t, http.StatusOK, "Wydział Organizacyjny")
}
