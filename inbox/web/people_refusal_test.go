package web_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"okienko/inbox"
)

// TestSigningIsRefused is the table of what a page must not sign.
func TestSigningIsRefused(t *testing.T) {
	o := openOffice(t)
	b := o.registered(t, annaMail)
	b.get("/sign").want(t, http.StatusOK)
	b.upload("/sign", map[string]string{"token": b.tokenOf("/sign")}, sampleLetter(t)).want(t, http.StatusForbidden, "potrzebna jest potwierdzona")
	o.confirmed(t, b, "urzad")
	for file, why := range map[string]string{"": "Proszę wybrać plik.", "<cos/>": "wzor", "to nie XML": "nie możemy tu pokazać", "<pismo": "nie możemy tu pokazać"} {
		b.upload("/sign", map[string]string{"token": b.tokenOf("/sign")}, []byte(file)).want(t, http.StatusUnprocessableEntity, why)
	}
	page := b.begin(sampleLetter(t))
	path := page.Request.URL.Path
	page = b.follow(b.form(page, path+"/code"))
	right := o.lastMail(t, annaMail).Code
	wrong := "1" + right[1:]
	if right[0] == '1' {
		wrong = "2" + right[1:]
	}
	for left := 4; left > 0; left-- {
		b.form(page, path, "code", wrong).want(t, http.StatusUnprocessableEntity, "Kod jest niepoprawny. Pozostałe próby: "+itoa(int64(left))+".")
	}
	b.form(page, path, "code", wrong).want(t, http.StatusUnprocessableEntity, "Tego kodu nie można już użyć")
	b.form(page, path, "code", right).want(t, http.StatusUnprocessableEntity, "Tego kodu nie można już użyć")
	b.get(path+"/signed").want(t, http.StatusNotFound)
}

func TestATemporaryProfileSignsUntilItExpires(t *testing.T) {
	o := openOffice(t)
	b := o.registered(t, annaMail)
	o.confirmed(t, b, "wideo")
	b.get("/account").want(t, http.StatusOK, "tymczasowy", "Rozmowa wideo", "Potwierdź na miejscu")
	o.now = o.now.AddDate(0, 3, 0).Add(-time.Hour)
	b = o.loggedIn(t, annaMail)
	page := b.begin(sampleLetter(t))
	path := page.Request.URL.Path
	page = b.follow(b.form(page, path+"/code"))
	o.now = o.now.Add(time.Hour)
	b.form(page, path, "code", o.lastMail(t, annaMail).Code).want(t, http.StatusConflict, "minął czas na podpisanie")
	b.get("/account").want(t, http.StatusOK, "wygasły", "Wystąp o potwierdzenie")
	b.upload("/sign", map[string]string{"token": b.tokenOf("/sign")}, sampleLetter(t)).want(t, http.StatusForbidden)
}

// loggedIn signs a resident in with the password of registered.
func (o *office) loggedIn(t testing.TB, email string) *browser {
	t.Helper()
	b := o.browser(t)
	b.follow(b.form(b.get("/login"), "/login", "login", email, "password", newPassword)).want(t, http.StatusOK, "Moje konto")
	return b
}

// TestAnothersSigningDoesNotExist for other residents, staff and nobody.
func TestAnothersSigningDoesNotExist(t *testing.T) {
	o := openOffice(t)
	anna := o.registered(t, annaMail)
	o.confirmed(t, anna, "urzad")
	path := anna.begin(sampleLetter(t)).Request.URL.Path
	jan := o.registered(t, "jan.probny@example.pl")
	token := jan.tokenOf("/account")
	for _, below := range []string{"", "/document", "/attachments/0", "/signed"} {
		jan.get(path+below).want(t, http.StatusNotFound)
		o.signedIn(t, "urzednik-or").get(path+below).want(t, http.StatusForbidden)
		if a := o.browser(t).get(path + below); a.StatusCode != http.StatusSeeOther || !strings.HasPrefix(a.Header.Get("Location"), "/login?next=") {
			t.Errorf("%s: nobody gets %d %s", below, a.StatusCode, a.Header.Get("Location"))
		}
	}
	for _, below := range []string{"", "/code", "/continue"} {
		jan.post(path+below, url.Values{"token": {token}, "code": {"12345678"}}).want(t, http.StatusNotFound)
	}
	anna.get("/signing/"+strings.Repeat("A", 43)).want(t, http.StatusNotFound)
}

// TestFormsOfOthersAreRefused: without the session's token, and from another site.
func TestFormsOfOthersAreRefused(t *testing.T) {
	o := openOffice(t)
	anna := o.registered(t, annaMail)
	o.confirmed(t, anna, "urzad")
	path := anna.begin(sampleLetter(t)).Request.URL.Path
	for _, action := range []string{"/logout", "/account/password", "/account/identity", "/account/extend", "/account/revoke",
		"/account/second-factor", "/account/second-factor/set-up", "/account/second-factor/off", path, path + "/code", path + "/continue"} {
		anna.post(action, url.Values{"token": {"obcy"}}).want(t, http.StatusForbidden)
	}
	anna.upload("/sign", map[string]string{"token": "obcy"}, sampleLetter(t)).want(t, http.StatusForbidden)
	anna.get("/account").want(t, http.StatusOK, "potwierdzony")
	point := o.signedIn(t, "punkt")
	for _, action := range []string{"/clerk/confirm", "/clerk/confirm/application", "/clerk/confirm/revoke"} {
		point.post(action, url.Values{"token": {"obcy"}}).want(t, http.StatusForbidden)
	}
	for _, action := range []string{"/login", "/account/register", "/account/recover", "/account/confirm", "/account/reset", "/login/code"} {
		req, err := http.NewRequest(http.MethodPost, o.url+action, strings.NewReader("login=a"))
		check(t, err)
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("Sec-Fetch-Site", "cross-site")
		anna.do(req).want(t, http.StatusForbidden)
	}
}

// TestTheCookieRotates at sign-in and at the second factor: a cookie that an
// attacker planted before is worth nothing afterwards.
func TestTheCookieRotates(t *testing.T) {
	o := openOffice(t)
	o.protected(t, o.registered(t, annaMail), annaMail)
	secretOf, _, err := o.store.SecondFactorOf(context.Background(), annaMail)
	check(t, err)
	victim, attacker := o.browser(t), o.browser(t)
	attacker.send(letter(t, "good/pismo-4566.xml")) // begins a session
	here, err := url.Parse(o.url)
	check(t, err)
	planted := attacker.client.Jar.Cookies(here)
	if len(planted) == 0 {
		t.Fatal("no cookie to plant")
	}
	victim.client.Jar.SetCookies(here, planted)
	page := victim.follow(victim.form(victim.get("/login"), "/login", "login", annaMail, "password", newPassword))
	page.want(t, http.StatusOK, "Drugi składnik logowania")
	half := cookieOf(t, victim, here)
	if half == cookieOf(t, attacker, here) {
		t.Error("the planted cookie survived the password")
	}
	victim.get("/account").want(t, http.StatusSeeOther)
	victim.follow(victim.form(page, "/login/code", "code", o.totp(t, secretOf.Secret))).want(t, http.StatusOK, "Moje konto")
	if cookieOf(t, victim, here) == half {
		t.Error("the cookie survived the second factor")
	}
	attacker.get("/account").want(t, http.StatusSeeOther)
}

func cookieOf(t *testing.T, b *browser, here *url.URL) string {
	t.Helper()
	for _, c := range b.client.Jar.Cookies(here) {
		if c.Name == "okienko" {
			return c.Value
		}
	}
	t.Fatal("no session cookie")
	return ""
}

// TestPagesDoNotTellWhoHasAnAccount: the answers are the same, word for word.
func TestPagesDoNotTellWhoHasAnAccount(t *testing.T) {
	o := openOffice(t)
	o.registered(t, annaMail)
	for _, action := range []string{"/account/register", "/account/recover"} {
		var pages []string
		for _, email := range []string{annaMail, "nikt@example.pl"} {
			b := o.browser(t)
			a := b.form(b.get(action), action, "email", email, "password", newPassword)
			location, err := url.Parse(a.Header.Get("Location"))
			check(t, err)
			page := b.follow(a)
			refused := b.form(page, location.Path, "code", "12345678", "password", newPassword)
			pages = append(pages, location.Path+text(page.body)+text(refused.body))
		}
		if pages[0] != pages[1] {
			t.Errorf("%s tells:\n%s\n%s", action, pages[0], pages[1])
		}
	}
}

// TestAPointConfirmsAndRevokes shows the clerk what is wrong, and ends a profile.
func TestAPointConfirmsAndRevokes(t *testing.T) {
	o := openOffice(t)
	b := o.registered(t, annaMail)
	page := b.follow(b.form(b.get("/account/identity"), "/account/identity", "given", "Anna", "family", "Testowa", "pesel", annaPESEL))
	code := codePattern.FindStringSubmatch(page.body)[1]
	point := o.signedIn(t, "punkt")
	start := point.get("/clerk/confirm")
	point.form(start, "/clerk/confirm", "code", "AAAA-BBBB").want(t, http.StatusNotFound, "Nie ma wniosku ani profilu")
	page = point.follow(point.form(start, "/clerk/confirm", "code", code))
	const action = "/clerk/confirm/application"
	point.form(page, action).want(t, http.StatusUnprocessableEntity, "Proszę wybrać punkt potwierdzający.")
	point.form(page, action, "point", "urzad").want(t, http.StatusUnprocessableEntity, "Proszę wybrać rodzaj dokumentu.")
	point.form(page, action, "point", "urzad", "kind", "passport").want(t, http.StatusUnprocessableEntity, "Proszę podać serię i numer dokumentu.")
	point.form(page, action, "point", "urzad", "kind", "passport", "number", "AB 1", "until", "2001-01-01").want(t, http.StatusUnprocessableEntity, "Dokument musi być nadal ważny.")
	point.form(page, action, "point", "urzad", "kind", "passport", "number", "AB 1", "face", "1").want(t, http.StatusUnprocessableEntity, "sprawdzono jedno i drugie")
	point.follow(point.form(page, action, "point", "urzad", "kind", "passport", "number", "AB 1", "face", "1", "data", "1")).want(t, http.StatusOK, "na trzy lata")
	point.form(page, action, "point", "urzad", "kind", "passport", "number", "AB 1", "face", "1", "data", "1").want(t, http.StatusNotFound)

	start = point.get("/clerk/confirm/revoke")
	point.form(start, "/clerk/confirm/revoke", "pesel", "90090515836").want(t, http.StatusNotFound, "Nie ma wniosku ani profilu")
	found := point.form(start, "/clerk/confirm/revoke", "pesel", annaPESEL)
	found.want(t, http.StatusOK, "Czy to ten profil?", "Anna", "Testowa")
	b.get("/account").want(t, http.StatusOK, "potwierdzony")
	point.follow(point.form(found, "/clerk/confirm/revoke")).want(t, http.StatusOK, "Profil unieważniono.")
	b.get("/account").want(t, http.StatusOK, "unieważniony")
	b.get("/account/history").want(t, http.StatusOK, "Profil unieważniono w punkcie potwierdzającym")
	for _, login := range []string{"urzednik-or", "audytor", "kierownik-or"} {
		o.signedIn(t, login).get("/clerk/confirm").want(t, http.StatusForbidden)
	}
	point.get("/clerk/letters").want(t, http.StatusForbidden)
}

func TestExtensionOnThePages(t *testing.T) {
	o := openOffice(t)
	b := o.registered(t, annaMail)
	o.confirmed(t, b, "urzad")
	o.now = o.now.AddDate(2, 0, 0)
	b = o.loggedIn(t, annaMail)
	page := b.follow(b.form(b.get("/account"), "/account/extend"))
	page.want(t, http.StatusOK, "Przedłużenie profilu zaufanego", annaPESEL)
	path := page.Request.URL.Path
	page = b.follow(b.form(page, path+"/code"))
	until := o.now.AddDate(3, 0, 0).In(inbox.Warsaw()).Format("2006")
	b.follow(b.form(page, path, "code", o.lastMail(t, annaMail).Code)).want(t, http.StatusOK, "Ważność profilu przedłużono.", until)
	b.get(path).want(t, http.StatusOK, "Dokument podpisany", "Dokończ")
	b.follow(b.form(b.get(path), path+"/continue")).want(t, http.StatusOK, "Ważność profilu przedłużono.")
	b.follow(b.form(b.get("/account/revoke"), "/account/revoke")).want(t, http.StatusOK, "Profil unieważniono.", "unieważniony")
}

func TestRecoveryOnThePages(t *testing.T) {
	o := openOffice(t)
	o.registered(t, annaMail)
	b := o.browser(t)
	page := b.follow(b.form(b.get("/account/recover"), "/account/recover", "email", strings.ToUpper(annaMail)))
	code := o.lastMail(t, annaMail).Code
	b.form(page, "/account/reset", "code", code, "password", "krótkie").want(t, http.StatusUnprocessableEntity, "co najmniej 12 znaków")
	page = b.follow(b.form(page, "/account/reset", "code", code, "password", "nowe hasło do konta"))
	page.want(t, http.StatusOK, "Hasło zmieniono.")
	b.form(b.get("/account/password"), "/account/password", "old", newPassword, "password", newPassword).want(t, http.StatusUnprocessableEntity, "To nie jest obecne hasło.")
	b.follow(b.form(b.get("/account/password"), "/account/password", "old", "nowe hasło do konta", "password", newPassword)).want(t, http.StatusOK, "Hasło zmieniono.")
	b.form(b.get("/account"), "/logout")
	o.loggedIn(t, annaMail)
}

// TestStaffSetASecondFactorUp where it is required, through the same pages.
func TestStaffSetASecondFactorUp(t *testing.T) {
	o := openOffice(t)
	o.site.Profile.RequireStaffTOTP()
	b := o.browser(t)
	page := b.follow(b.form(b.get("/clerk/login"), "/clerk/login", "login", "urzednik-or", "password", password))
	page.want(t, http.StatusOK, "wymaga drugiego składnika")
	b.get("/clerk/letters").want(t, http.StatusSeeOther)
	page = b.follow(b.form(page, "/account/second-factor"))
	secret := strings.ReplaceAll(secretPattern.FindStringSubmatch(page.body)[1], " ", "")
	qr := b.get("/account/second-factor/qr.png")
	if qr.Header.Get("Content-Type") != "image/png" || !strings.HasPrefix(qr.body, "\x89PNG") || qr.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("QR code: %v", qr.Header)
	}
	b.form(page, "/account/second-factor/set-up", "code", "000000").want(t, http.StatusUnprocessableEntity, "Kod jest niepoprawny.")
	b.form(page, "/account/second-factor/set-up", "code", o.totp(t, secret)).want(t, http.StatusOK, "Kody zapasowe", `Zalogowano: Olga Testowa`)
	b.get("/clerk/letters").want(t, http.StatusOK, "Kolejka")
	o.now = o.now.Add(30 * time.Second)
	b = o.browser(t)
	page = b.follow(b.form(b.get("/clerk/login"), "/clerk/login", "login", "urzednik-or", "password", password))
	page = b.follow(b.follow(b.form(page, "/login/code", "code", o.totp(t, secret))))
	page.want(t, http.StatusOK, "Kolejka: Wydział Organizacyjny")
	o.now = o.now.Add(30 * time.Second)
	b.follow(b.form(b.get("/account/second-factor"), "/account/second-factor/off", "code", o.totp(t, secret))).want(t, http.StatusOK, "Ustaw drugi składnik")
	for _, path := range []string{"/account/second-factor", "/account/second-factor/set-up", "/account/second-factor/qr.png"} {
		o.browser(t).get(path).want(t, http.StatusUnauthorized)
	}
}
