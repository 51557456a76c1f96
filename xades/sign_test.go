package xades_test

import (
	"crypto/elliptic"
	"testing"

	"okienko/xades"
)

func TestSignedLetterPasses(t *testing.T) {
	w := newWorld(t)
	for name, kind := range map[string]kindOfKey{"rsa": rsaKey, "p256": ec(elliptic.P256()), "p384": ec(elliptic.P384()), "p521": ec(elliptic.P521())} {
		for _, xpath := range []bool{false, true} {
			id := issue(t, w.ca, kind, person)
			opt := id.options()
			opt.XPath = xpath
			report := verify(t, sign(t, letter, opt), w.options())
			s := report.Signatures[0]
			if report.Verdict != xades.TotalPassed || s.Coverage != xades.CoverageFull || s.Level != "B-B" || s.Kind != xades.KindQualified || len(s.Reasons) != 0 {
				t.Errorf("%s xpath=%v: %+v", name, xpath, s)
			}
			if s.Signer.Person == nil || s.Signer.Person.PESEL != "44051401458" || s.SigningTime == nil {
				t.Errorf("%s: signer %+v", name, s.Signer)
			}
		}
	}
}
