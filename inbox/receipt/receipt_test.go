package receipt

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"strings"
	"testing"
	"time"

	"okienko/fixtures/pkitest"
	"okienko/forms/xsd"
	"okienko/inbox"
	"okienko/xades/xmltree"
)

var now = time.Date(2026, 11, 20, 9, 30, 0, 123e6, time.UTC)

func newIssuer(t *testing.T, key pkitest.KeyType) *Issuer {
	t.Helper()
	_, issuer := newPKI(t, key)
	return issuer
}

// newPKI makes certificates and an issuer under them, with a key of P-256 unless
// another kind is asked for.
func newPKI(t *testing.T, key ...pkitest.KeyType) (*pkitest.PKI, *Issuer) {
	t.Helper()
	opt := pkitest.Options{Rand: rand.Reader, Now: now}
	if len(key) > 0 {
		opt.ReceiptKey = key[0]
	}
	pki, err := pkitest.New(opt)
	if err != nil {
		t.Fatal(err)
	}
	issuer, err := NewIssuer(sealOf(pki), rand.Reader, func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	return pki, issuer
}

func sealOf(pki *pkitest.PKI) Seal {
	return Seal{Signer: pki.ReceiptSeal.Key, Certificate: pki.ReceiptSeal.Certificate, Chain: append(pki.ReceiptSeal.Chain(), pki.ReceiptCA.Certificate)}
}

func someFacts() Facts {
	raw := []byte("<letter>zażółć & <b/></letter>")
	content := sha256.Sum256([]byte("content"))
	return Facts{
		ReceiptID: 7, Document: 6, Arrived: now.Add(-time.Second), Raw: raw, SHA256: sha256.Sum256(raw), ContentSHA256: &content,
		Box:    inbox.Box{Entity: inbox.Entity{ID: "umprzykladowo", Name: `Urząd <Miejski> & "Rada" w Przykładowie`}, Name: "skrytka"},
		Sender: inbox.Sender{Name: "Anna Testowa", PESEL: "44051401458"}, Namespace: "http://crd.gov.pl/wzor/2017/10/24/4566/",
		Reasons: []inbox.Reason{{Code: "schema.pattern", Line: 3, Column: 9, Path: "/Dokument/Sekret", Args: map[string]string{"value": "tajne"}}, {Code: "box.addressee"}},
	}
}

func TestUPP(t *testing.T) {
	for _, key := range []pkitest.KeyType{pkitest.P256, pkitest.RSA2048} {
		f := someFacts()
		r, err := newIssuer(t, key).UPP(f)
		if err != nil {
			t.Fatal(err)
		}
		if r.Kind != inbox.UPP || r.ID != 7 || r.Document != 6 || !r.Made.Equal(now) {
			t.Errorf("%+v", r)
		}
		doc, err := xmltree.Parse(r.Bytes, xmltree.Options{})
		if err != nil {
			t.Fatal(err)
		}
		upp := doc.Root().Child(NamespaceUPO, "UPP")
		for name, want := range map[string]string{
			"IdentyfikatorPoswiadczenia": "7", "IdentyfikatorDokumentu": "6",
			"DataDoreczenia": "2026-11-20T10:29:59.123+01:00", "DataWytworzeniaPoswiadczenia": "2026-11-20T10:30:00.123+01:00",
			"Adresat": f.Box.Entity.Name + "umprzykladowo", "Nadawca": "Anna Testowa",
		} {
			if got := string(upp.Child(NamespaceUPO, name).StringValue()); got != want {
				t.Errorf("%s: %s = %q, want %q", key, name, got, want)
			}
		}
		if bytes.Contains(r.Bytes, []byte("44051401458")) {
			t.Error("the receipt holds a PESEL")
		}
	}
}

// TestRefusal: its own namespace, reason codes and places, and no content.
func TestRefusal(t *testing.T) {
	r, err := newIssuer(t, "").Refusal(someFacts())
	if err != nil {
		t.Fatal(err)
	}
	text := string(r.Bytes)
	for _, want := range []string{`xmlns="urn:okienko:refusal:1"`, `kod="schema.pattern" wiersz="3" kolumna="9"`, `kod="box.addressee"`} {
		if !strings.Contains(text, want) {
			t.Errorf("no %s in %s", want, text)
		}
	}
	for _, never := range []string{"tajne", "Sekret", "Anna", "44051401458", NamespaceUPO} {
		if strings.Contains(text, never) {
			t.Errorf("the refusal quotes %q", never)
		}
	}
}

// TestNothingLeavesUnchecked: facts that make no valid receipt make none.
func TestNothingLeavesUnchecked(t *testing.T) {
	issuer := newIssuer(t, "")
	for name, spoil := range map[string]func(*Facts){
		"no name of the body":     func(f *Facts) { f.Box.Entity.Name = "" },
		"no document id":          func(f *Facts) { f.Document = 0 },
		"digest of other bytes":   func(f *Facts) { f.SHA256[0] ^= 1 },
		"no receipt id":           func(f *Facts) { f.ReceiptID = -1 },
		"the letter is another's": func(f *Facts) { f.Raw = []byte("other") },
	} {
		f := someFacts()
		spoil(&f)
		if _, err := issuer.UPP(f); err == nil {
			t.Errorf("%s: a receipt was issued", name)
		}
	}
}

func TestNewIssuerRefuses(t *testing.T) {
	one, err := pkitest.New(pkitest.Options{Rand: rand.Reader, Now: now})
	if err != nil {
		t.Fatal(err)
	}
	other, err := pkitest.New(pkitest.Options{Rand: rand.Reader, Now: now})
	if err != nil {
		t.Fatal(err)
	}
	for name, spoil := range map[string]func(*Seal){
		"no key":      func(s *Seal) { s.Signer = nil },
		"another key": func(s *Seal) { s.Signer = other.ReceiptSeal.Key },
		"a CA's own key": func(s *Seal) {
			s.Signer, s.Certificate, s.Chain = one.ReceiptCA.Key, one.ReceiptCA.Certificate, nil
		},
		"chain without its root":  func(s *Seal) { s.Chain = nil },
		"chain of another issuer": func(s *Seal) { s.Chain = append(s.Chain[:0:0], other.ReceiptCA.Certificate) },
	} {
		seal := sealOf(one)
		spoil(&seal)
		if _, err := NewIssuer(seal, rand.Reader, func() time.Time { return now }); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	late := func() time.Time { return now.AddDate(100, 0, 0) }
	if _, err := NewIssuer(sealOf(one), rand.Reader, late); err == nil {
		t.Error("an expired seal was accepted")
	}
}

func TestSchemasRefuse(t *testing.T) {
	schema, err := compile("upo.xsd")
	if err != nil {
		t.Fatal(err)
	}
	for _, content := range []string{"", "<pos:UPP/>", "<pos:UPD/>"} {
		doc, err := xmltree.Parse([]byte(`<pos:Dokument xmlns:pos="`+NamespaceUPO+`">`+content+`</pos:Dokument>`), xmltree.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if len(schema.Validate(doc.Root(), xsd.ValidateOptions{})) == 0 {
			t.Errorf("%q is a valid receipt", content)
		}
	}
}
