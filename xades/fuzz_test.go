package xades_test

import (
	"strings"
	"testing"

	"okienko/xades"
	"okienko/xades/xmltree"
)

// FuzzVerify changes a signed letter: whatever is left passing in full must
// say what was signed.
func FuzzVerify(f *testing.F) {
	w := newWorld(f)
	opt := w.signer.options()
	opt.ClaimedRole = []byte(podpisZP)
	signed := sign(f, letter, opt)
	f.Add(0, 0, "")
	f.Add(strings.Index(signed, "Proszę"), 6, "Żądam")
	f.Add(strings.Index(signed, "<ds:Signature "), 0, "<x/>")
	f.Add(strings.Index(signed, "<ds:KeyInfo>"), 12, "<ds:KeyInfo Id='a'>")
	f.Fuzz(func(t *testing.T, at, length int, text string) {
		if at < 0 || at > len(signed) || length < 0 || length > len(signed)-at {
			t.Skip()
		}
		doc, err := xmltree.Parse([]byte(signed[:at]+text+signed[at+length:]), xmltree.Options{})
		if err != nil {
			return
		}
		report, err := xades.Verify(doc, w.options())
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range report.Signatures {
			body := doc.Root().Child("urn:test:pismo", "Tresc").StringValue()
			if s.Cryptographic == xades.CryptoPassed && s.Coverage == xades.CoverageFull && string(body) != "Proszę o zaświadczenie." {
				t.Fatalf("passes with %q", body)
			}
		}
	})
}

// FuzzTimeStamps changes a letter with an archive time-stamp: a time is proved
// only by a token that still stands over what it was made for.
func FuzzTimeStamps(f *testing.F) {
	a := newArchive(f, false)
	document := a.extend(f, a.sign(f), xades.LevelBLTA)
	_, value, _ := strings.Cut(element(f, document, "ds:SignatureValue"), ">")
	value = strings.TrimSuffix(value, "</ds:SignatureValue>")
	f.Add(0, 0, "")
	f.Add(strings.Index(document, "<xades:SignatureTimeStamp"), 0, "<xades:SignatureTimeStamp/>")
	f.Add(strings.Index(document, "<xades:CRLValues>"), 17, "<xades:OCSPValues>")
	f.Add(strings.Index(document, "<xades:EncapsulatedTimeStamp>")+40, 8, "AAAAAAAA")
	f.Add(strings.LastIndex(document, "xml-exc-c14n#"), 13, "xml-exc-c14n#WithComments")
	f.Fuzz(func(t *testing.T, at, length int, text string) {
		if at < 0 || at > len(document) || length < 0 || length > len(document)-at {
			t.Skip()
		}
		doc, err := xmltree.Parse([]byte(document[:at]+text+document[at+length:]), xmltree.Options{})
		if err != nil {
			return
		}
		report, err := xades.Verify(doc, a.options(now))
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range report.Signatures {
			if s.BestSignatureTime == nil {
				continue
			}
			text, _ := s.Node.Child("http://www.w3.org/2000/09/xmldsig#", "SignatureValue").SimpleText()
			if !s.BestSignatureTime.Equal(now) || string(text) != value {
				t.Fatalf("proved at %v for the value %q", s.BestSignatureTime, text)
			}
		}
	})
}
