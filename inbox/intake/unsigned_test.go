package intake_test

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"testing"
	"time"

	"okienko/fixtures/pkitest"
	"okienko/forms"
	"okienko/inbox"
	"okienko/inbox/intake"
	"okienko/xades"
	"okienko/xades/trust"
)

// TestNothingUnsignedCounts: what somebody else puts into a letter where its
// signature does not reach is no part of it.
func TestNothingUnsignedCounts(t *testing.T) {
	pki, stranger := newPKI(t), newPKI(t)
	o := newOffice(t, func(opt *intake.Options) {
		opt.Trust = trust.Config{Anchors: []trust.Anchor{{Certificate: pki.QualifiedCA.Certificate, Kind: "qualified"}}}
	})
	letter := signBy(t, pki, withoutAttachment(t), nil)
	want := func(name string, letter []byte) {
		t.Helper()
		out, err := o.post("/umprzykladowo/skrytka", letter)
		if err != nil || out.State != inbox.Refused || len(out.Reasons) != 1 || out.Reasons[0].Code != forms.CodeAttachmentMissing {
			t.Errorf("%s: %v %s %+v", name, err, out.State, out.Reasons)
		}
	}
	want("as signed", letter)
	const attachment = `<ds:Object><str:Zalacznik xmlns:str="http://crd.gov.pl/xml/schematy/struktura/2009/11/16/" format="text/plain" kodowanie="base64" nazwaPliku="a.txt">` +
		`<str:DaneZalacznika>eA==</str:DaneZalacznika></str:Zalacznik></ds:Object></ds:Signature>`
	want("in an Object of the signature", bytes.Replace(letter, []byte("</ds:Signature>"), []byte(attachment), 1))
	foreign, err := xades.SignEnveloping([]xades.Object{{Data: []byte("x")}}, xades.SignOptions{
		Signer: stranger.Signer.Key, Certificate: stranger.Signer.Certificate, Time: time.Now().Add(-time.Second), Rand: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	_, inner, _ := strings.Cut(string(foreign), "<ds:Signature ")
	inner = strings.Replace("<ds:Signature "+inner, "</ds:Signature>", attachment, 1)
	want("in a stranger's signature inside the letter", bytes.Replace(letter, []byte("</meta:Obce>"), []byte(inner+"</meta:Obce>"), 1))
}

// TestSenderIsWhoIsBelieved: a second signature, though it covers all of the
// letter and claims to be somebody, does not say who sent it.
func TestSenderIsWhoIsBelieved(t *testing.T) {
	pki, stranger := newPKI(t), newPKI(t)
	o := newOffice(t, func(opt *intake.Options) {
		opt.Trust = trust.Config{Anchors: []trust.Anchor{{Certificate: pki.QualifiedCA.Certificate, Kind: "qualified"}}}
	})
	claim := []byte(`<p:PodpisZP xmlns:p="http://crd.gov.pl/xml/schematy/ppzp/"/>`)
	first := signBy(t, stranger, signBy(t, pki, sampleOf(t, "pismo-ogolne", "4566"), nil), claim)
	last := signBy(t, pki, signBy(t, stranger, sampleOf(t, "pismo-ogolne", "4566"), claim), nil)
	for name, letter := range map[string][]byte{"stranger last": first, "stranger first": last} {
		out, err := o.post("/umprzykladowo/skrytka", letter)
		if err != nil || out.State != inbox.Accepted || out.Letter == nil {
			t.Fatalf("%s: %v %s %+v", name, err, out.State, out.Reasons)
		}
		if s := out.Letter.Sender; s.Kind != "qualified" || s.CertificateSHA256 != hexSHA256(pki.Signer.Certificate.Raw) {
			t.Errorf("%s: %+v", name, s)
		}
	}
}

func hexSHA256(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

func newPKI(t *testing.T) *pkitest.PKI {
	t.Helper()
	pki, err := pkitest.New(pkitest.Options{Rand: rand.Reader, Now: time.Now().Add(-time.Hour)})
	if err != nil {
		t.Fatal(err)
	}
	return pki
}

func sampleOf(t *testing.T, form, version string) []byte {
	t.Helper()
	catalogue, err := forms.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	sample, ok := catalogue.File(form, version, "sample.xml")
	if !ok {
		t.Fatal("no sample")
	}
	return sample
}

// withoutAttachment is a vehicle letter that lacks its contract and has metadata
// of a kind nobody knows.
func withoutAttachment(t *testing.T) []byte {
	t.Helper()
	text := string(sampleOf(t, "zbycie-nabycie-pojazdu", "1"))
	before, rest, ok := strings.Cut(text, "<str:Zalaczniki>")
	_, after, also := strings.Cut(rest, "</str:Zalaczniki>")
	if !ok || !also || !strings.Contains(text, "</poj:OpisDokumentu>") {
		t.Fatal("the sample is another")
	}
	return []byte(strings.Replace(before+after, "</poj:OpisDokumentu>", "<meta:Obce></meta:Obce></poj:OpisDokumentu>", 1))
}

func signBy(t *testing.T, pki *pkitest.PKI, document, claim []byte) []byte {
	t.Helper()
	letter, err := xades.Sign(document, xades.SignOptions{Signer: pki.Signer.Key, Certificate: pki.Signer.Certificate,
		Time: time.Now().Add(-time.Second), Rand: rand.Reader, XPath: true, ClaimedRole: claim})
	if err != nil {
		t.Fatal(err)
	}
	return letter
}
