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
