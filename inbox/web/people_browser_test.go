//go:build browser

package web_test

import (
	"testing"
)

// peopleVisits are the pages of accounts, trusted profiles, signing and
// confirmation points, as a newcomer, a confirmed resident and a clerk see them.
func peopleVisits(t *testing.T, o *office) []visit {
	t.Helper()
	visitor, point := o.browser(t), o.browser(t)
	point.login("punkt")
	newcomer := o.registered(t, "nowa.osoba@example.pl")
	applicant := o.registered(t, "jan.probny@example.pl")
	applied := applicant.follow(applicant.form(applicant.get("/account/identity"), "/account/identity",
		"given", "Jan", "family", "Próbny", "pesel", "90090515836"))
	application := "/clerk/confirm/application?code=" + codePattern.FindStringSubmatch(applied.body)[1]
	anna := o.registered(t, annaMail)
	o.confirmed(t, anna, "urzad")
	signing := anna.begin(sampleLetter(t)).Request.URL.Path
	signed := o.signedFile(t, anna, "<!-- inny plik -->")
	setUp := anna.follow(anna.form(anna.get("/account/second-factor"), "/account/second-factor"))
	protected := o.registered(t, "dwa.skladniki@example.pl")
	secret := o.protected(t, protected, "dwa.skladniki@example.pl")
	waiting := o.browser(t)
	waiting.follow(waiting.form(waiting.get("/login"), "/login", "login", "dwa.skladniki@example.pl", "password", newPassword))
	if secret == "" {
		t.Fatal("no second factor")
	}
	return []visit{
		{"login-resident", visitor, "/login", ""},
		{"login-resident-errors", visitor, "/login", "/login"},
		{"login-code", waiting, "/login/code", ""},
		{"login-code-errors", waiting, "/login/code", "/login/code"},
		{"register", visitor, "/account/register", ""},
		{"register-errors", visitor, "/account/register", "/account/register"},
		{"confirm-address", visitor, "/account/confirm?id=x", ""},
		{"confirm-address-errors", visitor, "/account/confirm?id=x", "/account/confirm"},
		{"recover", visitor, "/account/recover", ""},
		{"recover-errors", visitor, "/account/recover", "/account/recover"},
		{"reset", visitor, "/account/reset?id=x", ""},
		{"reset-errors", visitor, "/account/reset?id=x", "/account/reset"},
		{"account-new", newcomer, "/account?done=registered", ""},
		{"account-applied", applicant, "/account?done=applied", ""},
		{"account-confirmed", anna, "/account", ""},
		{"history", anna, "/account/history", ""},
		{"password", anna, "/account/password", ""},
		{"password-errors", anna, "/account/password", "/account/password"},
		{"apply", newcomer, "/account/identity", ""},
		{"apply-errors", newcomer, "/account/identity", "/account/identity"},
		{"revoke-own", anna, "/account/revoke", ""},
		{"factor-off", anna, "/account/second-factor", ""},
		{"factor-set-up", anna, setUp.Request.URL.RequestURI(), ""},
		{"factor-set-up-errors", anna, setUp.Request.URL.RequestURI(), "/account/second-factor/set-up"},
		{"factor-on", protected, "/account/second-factor", ""},
		{"factor-on-errors", protected, "/account/second-factor", "/account/second-factor/off"},
		{"sign", anna, "/sign", ""},
		{"sign-errors", anna, "/sign", "/sign"},
		{"signing", anna, signing, ""},
		{"signing-code", anna, signing + "?sent=1", ""},
		{"signing-errors", anna, signing + "?sent=1", signing},
		{"signed", anna, signed, ""},
		{"confirm-point", point, "/clerk/confirm", ""},
		{"confirm-point-errors", point, "/clerk/confirm", "/clerk/confirm"},
		{"application", point, application, ""},
		{"application-errors", point, application, "/clerk/confirm/application"},
		{"revoke-point", point, "/clerk/confirm/revoke", ""},
		{"revoke-point-errors", point, "/clerk/confirm/revoke", "/clerk/confirm/revoke"},
	}
}
