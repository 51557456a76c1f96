package web_test

import (
	"bytes"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"okienko/forms"
	"okienko/inbox/profile"
	"okienko/xades"
	"okienko/xades/xmltree"
)

const (
	annaMail    = "anna.testowa@example.pl"
	annaPESEL   = "44051401458"
	newPassword = "cztery zwykłe słowa tutaj"
)

var (
	hiddenPattern = regexp.MustCompile(`<input type="hidden" name="([^"]+)" value="([^"]*)"`)
	codePattern   = regexp.MustCompile(`<strong>([A-Z0-9]{4}-[A-Z0-9]{4})</strong>`)
)

// lastMail is the newest notice to somebody.
func (o *office) lastMail(t testing.TB, to string) profile.Notice {
	t.Helper()
	for i := len(o.post.sent) - 1; i >= 0; i-- {
		if o.post.sent[i].To == to {
			return o.post.sent[i]
		}
	}
	t.Fatalf("no mail to %s", to)
	return profile.Notice{}
}

// form posts what stands in a page's form with the values filled in: its hidden
// fields and its token come from the page, as in a browser.
func (b *browser) form(page answer, action string, pairs ...string) answer {
	b.t.Helper()
	values := b.hidden(page, action)
	for i := 0; i+1 < len(pairs); i += 2 {
		values.Set(pairs[i], pairs[i+1])
	}
	return b.post(action, values)
}

// hidden are the hidden fields of the form with this action.
func (b *browser) hidden(page answer, action string) url.Values {
	b.t.Helper()
	_, form, ok := strings.Cut(page.body, `action="`+action+`"`)
	if !ok {
		b.t.Fatalf("no form %s on the page: %s", action, text(page.body))
	}
	form, _, _ = strings.Cut(form, "</form>")
	values := url.Values{}
	for _, m := range hiddenPattern.FindAllStringSubmatch(form, -1) {
		values.Set(m[1], m[2])
	}
	return values
}

// registered makes an account and is signed in to it.
func (o *office) registered(t testing.TB, email string) *browser {
	t.Helper()
	b := o.browser(t)
	page := b.follow(b.form(b.get("/account/register"), "/account/register", "email", email, "password", newPassword))
	page.want(t, http.StatusOK, "Sprawdź pocztę")
	page = b.follow(b.form(page, "/account/confirm", "code", o.lastMail(t, email).Code))
	page.want(t, http.StatusOK, "Konto jest gotowe", "Moje konto")
	return b
}

// confirmed takes somebody signed in through a confirmation point.
func (o *office) confirmed(t testing.TB, b *browser, point string) {
	t.Helper()
	page := b.follow(b.form(b.get("/account/identity"), "/account/identity", "given", "Anna", "family", "Testowa", "pesel", annaPESEL))
	page.want(t, http.StatusOK, "niepotwierdzony", "Kod do punktu")
	o.confirmedAtPoint(t, codePattern.FindStringSubmatch(page.body)[1], point)
}

// confirmedAtPoint is the clerk's part.
func (o *office) confirmedAtPoint(t testing.TB, code, point string) {
	t.Helper()
	clerk := o.browser(t)
	page := clerk.login("punkt")
	page = clerk.follow(clerk.form(page, "/clerk/confirm", "code", strings.ToLower(code)))
	page.want(t, http.StatusOK, "Anna", "Testowa", annaPESEL)
	page = clerk.follow(clerk.form(page, "/clerk/confirm/application", "point", point, "kind", "id-card", "number", "ABC 123456",
		"until", "2090-01-31", "face", "1", "data", "1"))
	page.want(t, http.StatusOK, "Tożsamość potwierdzono")
}

// TestFromNothingToASignedFile is the journey of a new person.
func TestFromNothingToASignedFile(t *testing.T) {
	o := openOffice(t)
	b := o.registered(t, annaMail)
	o.confirmed(t, b, "urzad")
	b.get("/account").want(t, http.StatusOK, "potwierdzony", "Punkt w urzędzie", "Nie jest to państwowy profil zaufany", "Zalogowano: Anna Testowa")
	page := b.begin(sampleLetter(t))
	page.want(t, http.StatusOK, "Przeczytaj i podpisz", "Co podpisujesz", "Anna Testowa", "Wyślij kod")
	path := page.Request.URL.Path
	page = b.follow(b.form(page, path+"/code"))
	page.want(t, http.StatusOK, "Kod wysłaliśmy")
	page = b.follow(b.form(page, path, "code", o.lastMail(t, annaMail).Code))
	page.want(t, http.StatusOK, "Dokument podpisany")
	signed := b.get(path + "/signed")
	checkSignedByAnna(t, o, []byte(signed.body))
	sent := b.follow(b.upload("/letters", map[string]string{"box": "/umprzykladowo/skrytka", "token": b.tokenOf("/account")}, []byte(signed.body)))
	sent.want(t, http.StatusOK, "Pismo przyjęte", "podpis zaufany", "Anna Testowa")
	b.get("/account/history").want(t, http.StatusOK, "Założono konto", "Potwierdzono tożsamość na miejscu: Punkt w urzędzie", "Podpisano dokument: Pismo ogólne")
	if strings.Contains(o.log.String(), annaPESEL) || strings.Contains(o.log.String(), "example.pl") || strings.Contains(o.log.String(), "123456") {
		t.Errorf("personal data in the log:\n%s", o.log)
	}
}

// begin uploads a file to be signed and returns the page that shows it.
func (b *browser) begin(document []byte) answer {
	b.t.Helper()
	return b.follow(b.upload("/sign", map[string]string{"token": b.tokenOf("/sign")}, document))
}

func (b *browser) tokenOf(path string) string {
	b.t.Helper()
	m := tokenPattern.FindStringSubmatch(b.get(path).body)
	if m == nil {
		b.t.Fatal("no form token on " + path)
	}
	return m[1]
}

func sampleLetter(t testing.TB) []byte {
	t.Helper()
	catalogue, err := forms.Embedded()
	check(t, err)
	document, ok := catalogue.File("pismo-ogolne", "4566", "sample.xml")
	if !ok {
		t.Fatal("no sample of pismo-ogolne/4566")
	}
	return document
}

func checkSignedByAnna(t *testing.T, o *office, signed []byte) {
	t.Helper()
	doc, err := xmltree.Parse(signed, xmltree.Options{})
	check(t, err)
	report, err := xades.Verify(doc, xades.VerifyOptions{At: o.now, Trust: o.believed})
	check(t, err)
	s := report.Signatures[0]
	if s.Indication != xades.TotalPassed || s.Kind != xades.KindTrustedProfile || s.Signer.Person == nil || s.Signer.Person.PESEL != annaPESEL {
		t.Errorf("%s %s %+v", s.Indication, s.Kind, s.Signer.Person)
	}
	if !bytes.Contains(signed, []byte("PodpisZP")) {
		t.Error("no PodpisZP")
	}
}

// signedFile signs a file and returns the page of the session.
func (o *office) signedFile(t testing.TB, b *browser, more string) string {
	t.Helper()
	page := b.begin(append(sampleLetter(t), more...))
	path := page.Request.URL.Path
	page = b.follow(b.form(page, path+"/code"))
	b.follow(b.form(page, path, "code", o.lastMail(t, annaMail).Code)).want(t, http.StatusOK, "Dokument podpisany")
	return path
}

// protected sets up a second factor and returns its secret. The office's clock
// goes on by a step, so that its next code is a new one.
func (o *office) protected(t testing.TB, b *browser, email string) (secret string) {
	t.Helper()
	page := b.follow(b.form(b.get("/account/second-factor"), "/account/second-factor"))
	secret = strings.ReplaceAll(secretPattern.FindStringSubmatch(page.body)[1], " ", "")
	page = b.form(page, "/account/second-factor/set-up", "code", o.totp(t, secret), "mailed", o.lastMail(t, email).Code)
	page.want(t, http.StatusOK, "Drugi składnik jest włączony", "Kody zapasowe")
	o.now = o.now.Add(30 * time.Second)
	return secret
}

func (o *office) totp(t testing.TB, secret string) string {
	t.Helper()
	code, err := totp.GenerateCode(secret, o.now)
	check(t, err)
	return code
}

var secretPattern = regexp.MustCompile(`<code class="secret">([A-Z2-7 ]+)</code>`)

// TestNoKeyIsShownToPeople: every key of people's pages has a sentence in every
// language, and no page shows a key.
func TestNoKeyIsShownToPeople(t *testing.T) {
	key := regexp.MustCompile(`\b(?:layout|account|profile|profile-state|signing-state|document-kind|extend|revoke|revoke-point|apply|factor|sign|signing|signed|confirm|application|person-event|fault|mail|form|technical|failure)\.[a-z0-9]+[a-z0-9-]*\b`)
	o := openOffice(t)
	anna := o.registered(t, annaMail)
	o.confirmed(t, anna, "urzad")
	signed := o.signedFile(t, anna, "")
	open := anna.begin(append(sampleLetter(t), "<!-- inny -->"...)).Request.URL.Path
	jan := o.registered(t, "jan.probny@example.pl")
	jan.form(jan.get("/account/identity"), "/account/identity", "given", "Jan", "family", "Próbny", "pesel", "90090515836")
	o.protected(t, jan, "jan.probny@example.pl")
	visitor, point := o.browser(t), o.signedIn(t, "punkt")
	for path, b := range map[string]*browser{
		"/login": visitor, "/account/register": visitor, "/account/confirm": visitor, "/account/recover": visitor, "/account/reset": visitor, "/login/code": visitor,
		"/account": anna, "/account?done=extended": anna, "/account/history": anna, "/account/password": anna, "/account/revoke": anna, "/account/second-factor": anna,
		"/sign": anna, signed: anna, open: anna, open + "?sent=1": anna, "/account?done=applied": jan, "/account/identity": jan, "/account/history?": jan,
		"/account/second-factor?": jan, "/clerk/confirm?done=temporary": point, "/clerk/confirm/revoke": point,
	} {
		for _, lang := range []string{"pl", "en", "uk"} {
			b.lang = lang
			if found := key.FindAllString(text(b.get(path).body), -1); found != nil {
				t.Errorf("%s %s shows keys: %v", lang, path, found)
			}
		}
	}
}
