package receipt

import (
	"bytes"
	"crypto/rand"
	"strings"
	"testing"
	"time"

	"okienko/fixtures/pkitest"
	"okienko/inbox"
)

func TestConfirm(t *testing.T) {
	issuer, stranger := newIssuer(t, pkitest.P256), newIssuer(t, pkitest.P256)
	f := someFacts()
	upp, err := issuer.UPP(f)
	if err != nil {
		t.Fatal(err)
	}
	refusal, err := issuer.Refusal(f)
	if err != nil {
		t.Fatal(err)
	}
	replaced := func(old, new string) []byte {
		out := bytes.Replace(upp.Bytes, []byte(old), []byte(new), 1)
		if bytes.Equal(out, upp.Bytes) {
			t.Fatalf("the receipt has no %s", old)
		}
		return out
	}
	unsigned := append(bytes.Clone(upp.Bytes[:bytes.Index(upp.Bytes, []byte("<ds:Signature"))]), "</pos:Dokument>"...)
	otherValue, at := bytes.Clone(upp.Bytes), bytes.Index(upp.Bytes, []byte("</ds:SignatureValue>"))
	copy(otherValue[at-30:], "AAAAAAAAAA")
	for _, c := range []struct {
		name     string
		issuer   *Issuer
		receipt  []byte
		document []byte
		want     Finding
	}{
		{"receipt and document", issuer, upp.Bytes, f.Raw, Confirmed},
		{"refusal and document", issuer, refusal.Bytes, f.Raw, Confirmed},
		{"one octet more", issuer, upp.Bytes, append(bytes.Clone(f.Raw), ' '), OtherDocument},
		{"no document", issuer, upp.Bytes, nil, OtherDocument},
		{"another body's receipt", stranger, upp.Bytes, f.Raw, NotOurs},
		{"another day", issuer, replaced("<pos:DataDoreczenia>2026", "<pos:DataDoreczenia>2025"), f.Raw, Changed},
		{"another document id", issuer, replaced("<pos:IdentyfikatorDokumentu>6<", "<pos:IdentyfikatorDokumentu>5<"), f.Raw, Changed},
		{"another value", issuer, otherValue, f.Raw, Changed},
		{"no signature", issuer, unsigned, f.Raw, Changed},
		{"the letter instead of the receipt", issuer, f.Raw, f.Raw, NotAReceipt},
		{"no XML", issuer, []byte("%PDF-1.7"), f.Raw, NotAReceipt},
		{"nothing", issuer, nil, f.Raw, NotAReceipt},
		{"a namespace alone", issuer, []byte(`<Dokument xmlns="` + NamespaceUPO + `"/>`), f.Raw, NotAReceipt},
		{"a UPP without anything", issuer, []byte(`<Dokument xmlns="` + NamespaceUPO + `"><UPP/></Dokument>`), f.Raw, NotAReceipt},
		{"a day for ever", issuer, []byte(`<Odmowa xmlns="` + NamespaceRefusal + `"><DataOtrzymania>zawsze</DataOtrzymania></Odmowa>`), f.Raw, NotAReceipt},
		{"too much", issuer, append([]byte("<a>"), strings.Repeat(" ", MaxBytes)...), f.Raw, NotAReceipt},
	} {
		got := c.issuer.Confirm(c.receipt, c.document)
		if got.Finding != c.want {
			t.Errorf("%s: %s, want %s", c.name, got.Finding, c.want)
		}
		told := got.Finding == Confirmed || got.Finding == OtherDocument
		if told != (got.Document == 6 && got.Received.Equal(f.Arrived.Truncate(time.Millisecond))) || told == (got.Kind == "") {
			t.Errorf("%s: told %+v", c.name, got)
		}
	}
}

// TestConfirmAUPD: what the office sent, and what its addressee confirmed of it.
func TestConfirmAUPD(t *testing.T) {
	issuer, stranger := newIssuer(t, pkitest.P256), newIssuer(t, pkitest.P256)
	d := someDelivery()
	upd, err := issuer.UPD(d)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name     string
		issuer   *Issuer
		receipt  []byte
		document []byte
		want     Finding
	}{
		{"UPD and reply", issuer, upd.Bytes, d.Raw, Confirmed},
		{"another reply", issuer, upd.Bytes, append(bytes.Clone(d.Raw), ' '), OtherDocument},
		{"another body's UPD", stranger, upd.Bytes, d.Raw, NotOurs},
		{"another case", issuer, bytes.Replace(upd.Bytes, []byte("RPW/2026/17"), []byte("RPW/2026/18"), 1), d.Raw, Changed},
		{"called a UPP", issuer, bytes.ReplaceAll(upd.Bytes, []byte("pos:UPD>"), []byte("pos:UPP>")), d.Raw, NotAReceipt},
	} {
		got := c.issuer.Confirm(c.receipt, c.document)
		if got.Finding != c.want {
			t.Errorf("%s: %s, want %s", c.name, got.Finding, c.want)
		}
		if c.want == Confirmed && (got.Kind != inbox.UPD || got.Document != d.Reply || !got.Received.Equal(d.Received.Truncate(time.Millisecond))) {
			t.Errorf("%s: told %+v", c.name, got)
		}
	}
}

// TestConfirmAfterRenewal: a receipt outlives the certificate it was sealed with.
func TestConfirmAfterRenewal(t *testing.T) {
	pki, err := pkitest.New(pkitest.Options{Rand: rand.Reader, Now: now})
	if err != nil {
		t.Fatal(err)
	}
	clock := now
	first, err := NewIssuer(sealOf(pki), rand.Reader, func() time.Time { return clock })
	if err != nil {
		t.Fatal(err)
	}
	f := someFacts()
	upp, err := first.UPP(f)
	if err != nil {
		t.Fatal(err)
	}
	renewed := sealOf(pki)
	other := *renewed.Certificate
	other.Raw = append(bytes.Clone(other.Raw), 0) // not the same certificate, as far as Equal sees
	second := *first
	second.seal.Certificate = &other
	if got := second.Confirm(upp.Bytes, f.Raw); got.Finding != Confirmed || got.Kind != inbox.UPP {
		t.Errorf("under a renewed seal: %+v", got)
	}
	signer := sealOf(pki)
	signer.Certificate = pki.Signer.Certificate
	third := *first
	third.seal.Certificate = pki.Signer.Certificate
	if got := third.Confirm(upp.Bytes, f.Raw); got.Finding != NotOurs {
		t.Errorf("under a certificate of another name: %+v", got)
	}
}
