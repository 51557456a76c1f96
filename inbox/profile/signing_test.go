package profile_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base32"
	"encoding/pem"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"

	"okienko/fixtures/pkitest"
	"okienko/forms"
	"okienko/inbox"
	"okienko/inbox/profile"
	"okienko/inbox/receipt"
	"okienko/xades"
	"okienko/xades/trust"
	"okienko/xades/xmltree"
)

// post keeps the notices that were sent.
type post struct {
	sent []profile.Notice
	fail error
}

func (m *post) Mail(_ context.Context, n profile.Notice) error {
	if m.fail != nil {
		return m.fail
	}
	m.sent = append(m.sent, n)
	return nil
}

// last is the newest notice to somebody.
func (m *post) last(t *testing.T, to string) profile.Notice {
	t.Helper()
	for i := len(m.sent) - 1; i >= 0; i-- {
		if m.sent[i].To == to {
			return m.sent[i]
		}
	}
	t.Fatalf("no mail to %s", to)
	return profile.Notice{}
}

var points = []inbox.ConfirmationPoint{
	{ID: "urzad", Name: "Sala obsługi", Address: "ul. Testowa 1"},
	{ID: "wideo", Name: "Rozmowa wideo", Video: true},
}

const (
	anna      = "anna.testowa@example.pl"
	jan       = "jan.probny@example.pl"
	confirmer = "punkt-testowy"
)

var (
	annaIdentity = inbox.Identity{GivenNames: "Anna Maria", FamilyName: "Testowa", PESEL: "44051401458"}
	janIdentity  = inbox.Identity{GivenNames: "Jan", FamilyName: "Próbny", PESEL: "90090515836"}
	examined     = profile.Examination{Point: "urzad", Face: true, Data: true,
		Document: inbox.IdentityDocument{Kind: "id-card", Number: "ABC 123456", Until: "2030-01-31"}}
)

// provider is a room that provides trusted profiles, with its people.
type provider struct {
	*room
	post *post
	pki  *pkitest.PKI
}

// onePKI serves all tests: making keys takes longer than they do.
var onePKI = sync.OnceValues(func() (*pkitest.PKI, error) {
	return pkitest.New(pkitest.Options{Now: time.Date(2026, 5, 4, 7, 0, 0, 0, time.UTC)})
})

func newProvider(t *testing.T) *provider {
	t.Helper()
	r := newRoom(t)
	pki, err := onePKI()
	if err != nil {
		t.Fatal(err)
	}
	p := &provider{room: r, post: &post{}, pki: pki}
	err = r.Provide(profile.Provider{
		Seal:   receipt.Seal{Signer: pki.TrustedProfileSeal.Key, Certificate: pki.TrustedProfileSeal.Certificate, Chain: pki.TrustedProfileSeal.Chain()},
		Scheme: pkitest.TrustedProfileScheme, Points: points, Mailer: p.post,
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, login := range []string{anna, jan} {
		r.create(t, inbox.Account{Login: login, Role: inbox.RoleResident, Language: "pl"}, "", "")
	}
	return p
}

// withPassword lets a resident sign in: hashing takes its time, so few can.
func (p *provider) withPassword(t *testing.T, login string) {
	t.Helper()
	p.create(t, inbox.Account{Login: login, Role: inbox.RoleResident, Language: "pl"}, password, "")
}

func resident(login string) inbox.Actor { return inbox.Actor{Login: login, Role: inbox.RoleResident} }

var atPoint = inbox.Actor{Login: confirmer, Role: inbox.RoleConfirmer}

// apply returns the code for a confirmation point.
func (p *provider) apply(t *testing.T, login string, who inbox.Identity) string {
	t.Helper()
	applied, err := p.Apply(context.Background(), resident(login), who)
	if err != nil {
		t.Fatal(err)
	}
	return applied.Code
}

// confirm takes somebody through a confirmation point.
func (p *provider) confirm(t *testing.T, login string, who inbox.Identity, e profile.Examination) inbox.TrustedProfile {
	t.Helper()
	after, err := p.Confirm(context.Background(), atPoint, p.apply(t, login, who), e)
	if err != nil {
		t.Fatal(err)
	}
	return after
}

// begin opens a signing session and mails its code.
func (p *provider) begin(t *testing.T, login string, document []byte, purpose string) (profile.Signing, string) {
	t.Helper()
	s, err := p.BeginSigning(context.Background(), resident(login), document, "Pismo próbne", purpose)
	if err != nil {
		t.Fatal(err)
	}
	if s.TOTP {
		return s, ""
	}
	if err := p.SendSigningCode(context.Background(), resident(login), s.ID); err != nil {
		t.Fatal(err)
	}
	return s, p.post.last(t, login).Code
}

func sample(t *testing.T) []byte {
	t.Helper()
	catalogue, err := forms.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	document, ok := catalogue.File("pismo-ogolne", "4566", "sample.xml")
	if !ok {
		t.Fatal("no sample of pismo-ogolne/4566")
	}
	return document
}

// setUpTOTP gives a resident a second factor and returns its secret.
func (p *provider) setUpTOTP(t *testing.T, login string) (secret string, recovery []string) {
	t.Helper()
	ctx := context.Background()
	p.withPassword(t, login)
	session, err := p.Login(ctx, "", login, password)
	if err != nil {
		t.Fatal(err)
	}
	offer, err := p.Offer(ctx, session.Cookie)
	if err != nil {
		t.Fatal(err)
	}
	proof := profile.Proof{}
	if proof.ID, err = p.BeginEnrol(ctx, session.Cookie); err != nil {
		t.Fatal(err)
	}
	proof.Code = p.post.last(t, login).Code
	if _, recovery, err = p.Enrol(ctx, session.Cookie, proof, p.totp(t, offer.Secret)); err != nil {
		t.Fatal(err)
	}
	p.pass(30 * time.Second) // the code of this step is used up
	return offer.Secret, recovery
}

func (p *provider) totp(t *testing.T, secret string) string {
	t.Helper()
	if _, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(secret); err != nil {
		t.Fatalf("secret %q: %v", secret, err)
	}
	code, err := totp.GenerateCodeCustom(secret, p.now(), totp.ValidateOpts{Period: 30, Digits: otp.DigitsSix})
	if err != nil {
		t.Fatal(err)
	}
	return code
}

func TestASignatureHoldsTheConfirmedIdentity(t *testing.T) {
	for _, method := range []string{"mail", "totp"} {
		t.Run(method, func(t *testing.T) {
			p := newProvider(t)
			p.confirm(t, anna, annaIdentity, examined)
			secret := ""
			if method == "totp" {
				secret, _ = p.setUpTOTP(t, anna)
			}
			document := sample(t)
			s, code := p.begin(t, anna, document, "file:1")
			if s.TOTP != (method == "totp") || s.SHA256 != sha256.Sum256(document) || !bytes.Equal(s.Document, document) {
				t.Fatalf("session %+v", s)
			}
			if s.TOTP {
				code = p.totp(t, secret)
			}
			signed, after, err := p.Sign(context.Background(), resident(anna), s.ID, code)
			if err != nil {
				t.Fatal(err)
			}
			if after.State != inbox.SigningSigned || after.Purpose != "file:1" {
				t.Errorf("session afterwards %+v", after)
			}
			p.checkSignature(t, signed, annaIdentity)
			checkXMLSec(t, p.pki, signed)
			history, err := p.History(context.Background(), resident(anna))
			if err != nil || history[0].Kind != "signed" || history[0].SHA256 != s.SHA256 || history[0].Detail != "Pismo próbne" {
				t.Errorf("history %+v, %v", history, err)
			}
		})
	}
}

// checkSignature asks our own verifier.
func (p *provider) checkSignature(t *testing.T, signed []byte, who inbox.Identity) {
	t.Helper()
	doc, err := xmltree.Parse(signed, xmltree.Options{})
	if err != nil {
		t.Fatal(err)
	}
	report, err := xades.Verify(doc, xades.VerifyOptions{At: p.now(), Trust: trust.Config{Seals: []trust.Seal{
		{Scheme: pkitest.TrustedProfileScheme, Certificates: []*x509.Certificate{p.pki.TrustedProfileSeal.Certificate}},
	}}})
	if err != nil || len(report.Signatures) != 1 {
		t.Fatalf("%+v, %v", report, err)
	}
	s := report.Signatures[0]
	if s.Indication != xades.TotalPassed || s.Kind != xades.KindTrustedProfile || s.Coverage != xades.CoverageFull {
		t.Errorf("%s %s %s %+v", s.Indication, s.Kind, s.Coverage, s.Reasons)
	}
	person := s.Signer.Person
	if person == nil || person.GivenName != who.GivenNames || person.FamilyName != who.FamilyName || person.PESEL != who.PESEL ||
		person.Scheme != pkitest.TrustedProfileScheme {
		t.Errorf("person %+v", person)
	}
}

// checkXMLSec asks a public tool about the value and every reference.
func checkXMLSec(t *testing.T, pki *pkitest.PKI, signed []byte) {
	t.Helper()
	dir := t.TempDir()
	file, ca := filepath.Join(dir, "signed.xml"), filepath.Join(dir, "ca.pem")
	root := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: pki.TrustedProfileCA.Certificate.Raw})
	for name, data := range map[string][]byte{file: signed, ca: root} {
		if err := os.WriteFile(name, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	out, err := exec.Command("xmlsec1", "--verify", "--trusted-pem", ca, "--verification-time", "2026-05-04 09:00:00",
		"--id-attr:Id", "http://uri.etsi.org/01903/v1.3.2#:SignedProperties", file).CombinedOutput()
	if err != nil {
		t.Errorf("xmlsec1: %v\n%s", err, out)
	}
}
