package web_test

import (
	"bytes"
	"cmp"
	"context"
	"crypto/rand"
	"crypto/x509"
	"io"
	"io/fs"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"path"
	"regexp"
	"strings"
	"testing"
	"time"

	"okienko/fixtures"
	"okienko/fixtures/pkitest"
	"okienko/forms"
	"okienko/forms/compose"
	"okienko/inbox"
	"okienko/inbox/boxes"
	"okienko/inbox/desk"
	"okienko/inbox/drafts"
	"okienko/inbox/intake"
	"okienko/inbox/profile"
	"okienko/inbox/receipt"
	"okienko/inbox/store"
	"okienko/inbox/store/storetest"
	"okienko/inbox/web"
	"okienko/inbox/web/clerk"
	"okienko/inbox/web/resident"
	"okienko/xades"
	"okienko/xades/trust"
)

// office is a whole installation with its pages, on a database of its own.
type office struct {
	url      string
	site     *web.Site
	store    *store.Store
	pki      *pkitest.PKI
	now      time.Time
	log      *bytes.Buffer
	post     *post
	believed trust.Config

	catalogue *forms.Catalogue
	profile   *profile.Profile
	elsewhere *elsewhere
	notices   *notebook
}

// notebook is a notifier that remembers whom it was to tell what.
type notebook struct{ told []desk.Notice }

func (n *notebook) NotifyReply(_ context.Context, notice desk.Notice) error {
	n.told = append(n.told, notice)
	return nil
}

// post keeps the notices people were sent.
type post struct{ sent []profile.Notice }

func (p *post) Mail(_ context.Context, n profile.Notice) error {
	p.sent = append(p.sent, n)
	return nil
}

var points = []inbox.ConfirmationPoint{
	{ID: "urzad", Name: "Punkt w urzędzie", Address: "ul. Testowa 1, Przykładowo"},
	{ID: "wideo", Name: "Rozmowa wideo", Address: "Termin: tel. 00 000 00 00", Video: true},
}

const password = "haslo-testowe-1"

var departments = []inbox.Department{
	{ID: "or", Name: "Wydział Organizacyjny"},
	{ID: "so", Name: "Wydział Spraw Obywatelskich"},
	{ID: "km", Name: "Wydział Komunikacji"},
	{ID: "pl", Name: "Wydział Podatków i Opłat Lokalnych"},
	{ID: "dg", Name: "Wydział Działalności Gospodarczej"},
	{ID: "usc", Name: "Urząd Stanu Cywilnego"},
}

var entity = inbox.Entity{ID: "umprzykladowo", Name: pkitest.EntityName, REGON: "123456785", NIP: "1234563218",
	Address: inbox.Address{Street: "Rynek", House: "1", Postcode: "00-001", Town: "Przykładowo"}}

func openOffice(t *testing.T) *office {
	t.Helper()
	return openOfficeWith(t)
}

// openOfficeWith has forms of its own beside those of the catalogue.
func openOfficeWith(t *testing.T, own ...fs.FS) *office {
	t.Helper()
	o := &office{store: storetest.Open(t), now: time.Now(), log: new(bytes.Buffer), post: &post{}, notices: &notebook{}, elsewhere: &elsewhere{left: map[string][2]string{}}}
	now := func() time.Time { return o.now }
	log := slog.New(slog.NewTextHandler(o.log, nil))
	pki, err := pkitest.New(pkitest.Options{Rand: rand.Reader, Now: o.now})
	check(t, err)
	o.pki = pki
	issuer, err := receipt.NewIssuer(receipt.Seal{
		Signer: pki.ReceiptSeal.Key, Certificate: pki.ReceiptSeal.Certificate, Chain: append(pki.ReceiptSeal.Chain(), pki.ReceiptCA.Certificate),
	}, rand.Reader, now)
	check(t, err)
	believed, err := fixtures.Trust()
	check(t, err)
	believed.Anchors = append(believed.Anchors, trust.Anchor{Certificate: pki.QualifiedCA.Certificate, Kind: string(xades.KindQualified)})
	believed.Seals = append(believed.Seals, trust.Seal{Scheme: pkitest.TrustedProfileScheme, Certificates: []*x509.Certificate{pki.TrustedProfileSeal.Certificate}})
	o.believed = believed
	catalogue, err := forms.EmbeddedWith(own...)
	check(t, err)
	o.catalogue = catalogue
	boxes, err := boxes.New(demoBoxes())
	check(t, err)
	in, err := intake.New(intake.Options{Store: o.store, Boxes: boxes, Catalogue: catalogue, Issuer: issuer, Trust: believed, Departments: departments, Log: log})
	check(t, err)
	accounts := profile.New(o.store, now, rand.Reader)
	check(t, accounts.Provide(profile.Provider{
		Seal:   receipt.Seal{Signer: pki.TrustedProfileSeal.Key, Certificate: pki.TrustedProfileSeal.Certificate},
		Scheme: pkitest.TrustedProfileScheme, Points: points, Mailer: o.post,
	}))
	counter := desk.New(desk.Options{
		Store: o.store, Departments: departments, Entity: entity, Issuer: issuer, Catalogue: catalogue, Verify: in.Verify, Notifier: o.notices, Now: now, Log: log,
	})
	site := web.New(web.Options{Profile: accounts, Entity: entity, Departments: departments, Now: now, Log: log,
		SignIns: []web.SignIn{{ID: "miasto", Title: "Konto miasta (test)", Issuer: issuerElsewhere, Provider: o.elsewhere}}})
	o.site, o.profile = site, accounts
	pages := site.Mount(
		resident.Handler(resident.Options{Site: site, Intake: in, Desk: counter, Drafts: drafts.New(drafts.Options{Store: o.store, Now: now, Random: rand.Reader}),
			Profile: accounts, Boxes: boxes, Catalogue: catalogue, Issuer: issuer, PublicURL: "https://okienko.example.pl"}),
		clerk.Handler(clerk.Options{Site: site, Desk: counter, Profile: accounts, Catalogue: catalogue}),
	)
	for _, a := range staff {
		check(t, accounts.Create(context.Background(), a, password, ""))
	}
	server := httptest.NewServer(pages)
	t.Cleanup(server.Close)
	o.url = server.URL
	return o
}

var staff = []inbox.Account{
	{Login: "urzednik-or", Name: "Olga Testowa", Role: inbox.RoleClerk, Department: "or"},
	{Login: "urzednik-or-2", Name: "Oskar Testowy", Role: inbox.RoleClerk, Department: "or"},
	{Login: "urzednik-km", Name: "Karol Testowy", Role: inbox.RoleClerk, Department: "km"},
	{Login: "kierownik-or", Name: "Hanna Testowa", Role: inbox.RoleHead, Department: "or"},
	{Login: "audytor", Name: "Adam Testowy", Role: inbox.RoleAuditor},
	{Login: "system", Role: inbox.RoleIntegrator},
	{Login: "punkt", Name: "Piotr Testowy", Role: inbox.RoleConfirmer},
}

func demoBoxes() []inbox.Box {
	box := func(address, title string, policy inbox.BoxPolicy) inbox.Box {
		policy.MaxBytes = fixtures.MaxLetterBytes
		return inbox.Box{Entity: entity, Name: path.Base(address), Title: title, DefaultDepartment: "or", Policy: policy}
	}
	return []inbox.Box{
		box(fixtures.BoxLetters, "Skrzynka podawcza", inbox.BoxPolicy{Anonymous: true}),
		box(fixtures.BoxDefects, "Skrzynka, która przyjmuje pisma z brakami", inbox.BoxPolicy{Anonymous: true,
			MissingSignature: inbox.Accept, UnknownIssuer: inbox.Accept, MissingAttachment: inbox.Accept, SignerKind: inbox.Accept}),
		box(fixtures.BoxAccount, "Skrzynka dla systemów dziedzinowych", inbox.BoxPolicy{}),
		box(fixtures.BoxHeld, "Skrzynka, która wstrzymuje pisma nieznanych wystawców", inbox.BoxPolicy{Anonymous: true, UnknownIssuer: inbox.Hold}),
	}
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// letter returns a fixture by its file.
func letter(t testing.TB, file string) fixtures.Letter {
	t.Helper()
	letters, err := fixtures.Letters()
	check(t, err)
	for _, l := range letters {
		if l.File == file {
			return l
		}
	}
	t.Fatalf("no fixture %s", file)
	return fixtures.Letter{}
}

// browser is a visitor with cookies; it follows no redirect unless asked.
type browser struct {
	t      testing.TB
	office *office
	client *http.Client
	lang   string
}

func (o *office) browser(t testing.TB) *browser {
	jar, err := cookiejar.New(nil)
	check(t, err)
	return &browser{t: t, office: o, lang: "pl", client: &http.Client{
		Jar:           jar,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// answer is a response with its whole body.
type answer struct {
	*http.Response
	body string
}

func (b *browser) do(req *http.Request) answer {
	b.t.Helper()
	req.Header.Set("Accept-Language", b.lang)
	resp, err := b.client.Do(req)
	check(b.t, err)
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	check(b.t, err)
	return answer{resp, string(body)}
}

func (b *browser) get(path string) answer {
	b.t.Helper()
	req, err := http.NewRequest(http.MethodGet, b.office.url+path, nil)
	check(b.t, err)
	return b.do(req)
}

// follow gets where an answer redirects to.
func (b *browser) follow(a answer) answer {
	b.t.Helper()
	if a.StatusCode != http.StatusSeeOther {
		b.t.Fatalf("status %d, want a redirect: %s", a.StatusCode, text(a.body))
	}
	return b.get(a.Header.Get("Location"))
}

func (b *browser) post(path string, values url.Values) answer {
	b.t.Helper()
	req, err := http.NewRequest(http.MethodPost, b.office.url+path, strings.NewReader(values.Encode()))
	check(b.t, err)
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return b.do(req)
}

// upload posts a form with a file, fields first, as a browser does.
func (b *browser) upload(path string, fields map[string]string, file []byte) answer {
	b.t.Helper()
	values := url.Values{}
	for name, value := range fields {
		values.Set(name, value)
	}
	return b.postFiles(path, values, map[string][]byte{"file": file})
}

// postFiles posts a form with files, all of one name.
func (b *browser) postFiles(path string, values url.Values, files map[string][]byte) answer {
	b.t.Helper()
	return b.postNamedFiles(path, values, files, nil)
}

// postNamedFiles posts a form with files that have names of their own.
func (b *browser) postNamedFiles(path string, values url.Values, files map[string][]byte, named compose.Files) answer {
	b.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for name, all := range values {
		for _, value := range all {
			check(b.t, form.WriteField(name, value))
		}
	}
	for name, file := range files {
		part, err := form.CreateFormFile(name, cmp.Or(named[name].Name, "pismo.xml"))
		check(b.t, err)
		_, err = part.Write(file)
		check(b.t, err)
	}
	check(b.t, form.Close())
	req, err := http.NewRequest(http.MethodPost, b.office.url+path, &body)
	check(b.t, err)
	req.Header.Set("Content-Type", form.FormDataContentType())
	return b.do(req)
}

// send posts a letter to its box as the start page does.
func (b *browser) send(l fixtures.Letter) answer {
	b.t.Helper()
	return b.upload("/letters", map[string]string{"box": l.Box}, l.Data)
}

// login signs in and returns the page after it.
func (b *browser) login(login string) answer {
	b.t.Helper()
	return b.follow(b.post("/clerk/login", url.Values{"login": {login}, "password": {password}}))
}

var tokenPattern = regexp.MustCompile(`name="token" value="([^"]+)"`)

// token is the form token of the page last seen.
func (b *browser) token() string {
	b.t.Helper()
	m := tokenPattern.FindStringSubmatch(b.get("/clerk/letters").body)
	if m == nil {
		b.t.Fatal("no form token on the page")
	}
	return m[1]
}

var tags = regexp.MustCompile(`(?s)<head>.*?</head>|<[^>]+>`)

// text is a page without its markup, for messages and searches.
func text(body string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(tags.ReplaceAllString(body, " "), "\u00a0", " ")), " ")
}

// want checks status and words of an answer.
func (a answer) want(t testing.TB, status int, words ...string) {
	t.Helper()
	if a.StatusCode != status {
		t.Fatalf("status %d, want %d: %s", a.StatusCode, status, text(a.body))
	}
	for _, w := range words {
		if !strings.Contains(text(a.body), w) {
			t.Errorf("the page lacks %q: %s", w, text(a.body))
		}
	}
}
