package receipt

import (
	"bytes"
	"crypto/sha256"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"okienko/fixtures/pkitest"
	"okienko/inbox"
	"okienko/xades/xmltree"
)

func someDelivery() Delivery {
	raw := []byte("<odpowiedz>zażółć</odpowiedz>")
	return Delivery{ReceiptID: 9, Reply: 8, Entity: someFacts().Box.Entity, Addressee: "Anna Testowa", Case: "RPW/2026/17",
		Received: now.Add(-time.Minute), Raw: raw, SHA256: sha256.Sum256(raw)}
}

func TestUPD(t *testing.T) {
	for _, key := range []pkitest.KeyType{pkitest.P256, pkitest.RSA2048} {
		d := someDelivery()
		r, err := newIssuer(t, key).UPD(d)
		if err != nil {
			t.Fatal(err)
		}
		if r.Kind != inbox.UPD || r.ID != 9 || r.Document != 8 || !r.Made.Equal(now) {
			t.Errorf("%+v", r)
		}
		doc, err := xmltree.Parse(r.Bytes, xmltree.Options{})
		if err != nil {
			t.Fatal(err)
		}
		upd := doc.Root().Child(NamespaceUPO, "UPD")
		for name, want := range map[string]string{
			"IdentyfikatorPoswiadczenia": "9", "IdentyfikatorDokumentu": "8", "IdentyfikatorSprawy": "RPW/2026/17",
			"DataOdbioru": "2026-11-20T10:29:00.123+01:00", "DataUtworzeniaPoswiadczenia": "2026-11-20T10:30:00.123+01:00",
			"PodmiotWystawiajacyPoswiadczenie": d.Entity.Name + "umprzykladowo", "Adresat": "Anna Testowa",
		} {
			if got := string(upd.Child(NamespaceUPO, name).StringValue()); got != want {
				t.Errorf("%s: %s = %q, want %q", key, name, got, want)
			}
		}
	}
}

func TestNoUPDLeavesUnchecked(t *testing.T) {
	issuer := newIssuer(t, "")
	for name, spoil := range map[string]func(*Delivery){
		"no name of the body":     func(d *Delivery) { d.Entity.Name = "" },
		"no case":                 func(d *Delivery) { d.Case = "" },
		"no reply":                func(d *Delivery) { d.Reply = 0 },
		"no receipt id":           func(d *Delivery) { d.ReceiptID = -1 },
		"digest of other bytes":   func(d *Delivery) { d.SHA256[0] ^= 1 },
		"the letter is another's": func(d *Delivery) { d.Raw = []byte("other") },
	} {
		d := someDelivery()
		spoil(&d)
		if _, err := issuer.UPD(d); err == nil {
			t.Errorf("%s: a UPD was issued", name)
		}
	}
}

// TestXMLSecVerifiesAUPD: public tools alone, as for a UPP.
func TestXMLSecVerifiesAUPD(t *testing.T) {
	if _, err := exec.LookPath("xmlsec1"); err != nil {
		t.Skip("xmlsec1 is not installed")
	}
	d := someDelivery()
	pki, issuer := newPKI(t)
	r, err := issuer.UPD(d)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	write := func(name string, data []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	root, reply := write("ca.pem", pki.ReceiptCA.CertificatePEM()), write("reply.xml", d.Raw)
	verify := func(data []byte) error {
		return exec.Command("xmlsec1", "--verify", "--trusted-pem", root, "--id-attr:Id", "http://uri.etsi.org/01903/v1.3.2#:SignedProperties",
			"--url-map:"+DocumentURI(d.Reply), reply, write("upd.xml", data)).Run()
	}
	if err := verify(r.Bytes); err != nil {
		t.Errorf("xmlsec1: %v", err)
	}
	if verify(bytes.Replace(r.Bytes, []byte("RPW/2026/17"), []byte("RPW/2026/18"), 1)) == nil {
		t.Error("xmlsec1 takes a changed UPD")
	}
}

func TestSealLetter(t *testing.T) {
	issuer := newIssuer(t, "")
	signed, err := issuer.SealLetter([]byte("<pismo>treść</pismo>"))
	if err != nil {
		t.Fatal(err)
	}
	doc, err := xmltree.Parse(signed, xmltree.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := issuer.passes(doc, now, nil); err != nil {
		t.Error(err)
	}
	changed, err := xmltree.Parse(bytes.Replace(signed, []byte("treść"), []byte("inna"), 1), xmltree.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if issuer.passes(changed, now, nil) == nil {
		t.Error("a changed letter passes")
	}
	if _, err := issuer.SealLetter([]byte("<niedomknięte>")); err == nil {
		t.Error("what is no document was sealed")
	}
}
