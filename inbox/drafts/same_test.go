package drafts_test

import (
	"crypto/rand"
	"errors"
	"strings"
	"testing"
	"time"

	"okienko/fixtures/pkitest"
	"okienko/inbox/drafts"
	"okienko/xades"
)

const document = `<?xml version="1.0" encoding="UTF-8"?>
<Dokument xmlns="urn:test"><Tresc>Zażółć &amp; gęślą</Tresc><Zalacznik nazwa='a.txt'/></Dokument>`

func signed(t *testing.T, document string) string {
	t.Helper()
	pki, err := pkitest.New(pkitest.Options{Rand: rand.Reader, Now: time.Now()})
	check(t, err)
	out, err := xades.Sign([]byte(document), xades.SignOptions{Signer: pki.Signer.Key, Certificate: pki.Signer.Certificate, Time: time.Now(), Rand: rand.Reader})
	check(t, err)
	return string(out)
}

func TestCheckSigned(t *testing.T) {
	ours := signed(t, document)
	for _, c := range []struct {
		name, file string
		want       error
	}{
		{"signed", ours, nil},
		{"signed twice", signed(t, ours), nil},
		{"written anew by the program that signs", strings.NewReplacer(`'a.txt'/>`, `"a.txt"></Zalacznik>`, `<?xml version="1.0" encoding="UTF-8"?>`+"\n", "", "<ds:Signature ", "\n  <ds:Signature ").Replace(ours), nil},
		{"not signed", document, drafts.ErrUnsigned},
		{"another letter", signed(t, strings.Replace(document, "gęślą", "gęśle", 1)), drafts.ErrOther},
		{"a word changed after signing", strings.Replace(ours, "gęślą", "gęśle", 1), drafts.ErrOther},
		{"an element more", strings.Replace(ours, "<Zalacznik", "<Zalacznik/><Zalacznik", 1), drafts.ErrOther},
		{"white space inside a field", strings.Replace(ours, "<Tresc>", "<Tresc> ", 1), drafts.ErrOther},
		{"text beside the fields", strings.Replace(ours, "<Zalacznik", "tekst<Zalacznik", 1), drafts.ErrOther},
		{"the signature hidden in a field", strings.Replace(document, "</Tresc>", `<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"/></Tresc>`, 1), drafts.ErrUnsigned},
		{"another namespace", strings.ReplaceAll(ours, "urn:test", "urn:tost"), drafts.ErrOther},
		{"no XML", "%PDF-1.7", drafts.ErrUnreadable},
		{"nothing", "", drafts.ErrUnreadable},
	} {
		if err := drafts.CheckSigned([]byte(document), []byte(c.file)); !errors.Is(err, c.want) || (c.want == nil) != (err == nil) {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
	}
}
