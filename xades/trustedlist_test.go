package xades_test

import (
	"crypto/elliptic"
	"crypto/x509"
	"strings"
	"testing"
	"time"

	"okienko/xades"
	"okienko/xades/xmltree"
)

const trustedList = `<TrustServiceStatusList xmlns="http://uri.etsi.org/02231/v2#" Id="list"><SchemeInformation Id="part"><SchemeTerritory>PL</SchemeTerritory></SchemeInformation></TrustServiceStatusList>`

// TestVerifyTrustedList: what makes a list's signature no signature of the list.
func TestVerifyTrustedList(t *testing.T) {
	w := newWorld(t)
	operator, stranger := w.signer, issue(t, w.ca, ec(elliptic.P256()), person)
	signed := sign(t, trustedList, operator.options())
	signature := signed[strings.Index(signed, "<ds:Signature "):strings.Index(signed, "</TrustServiceStatusList>")]
	signers := []*x509.Certificate{operator.cert}
	for name, c := range map[string]struct {
		document string
		signers  []*x509.Certificate
		at       time.Time
		want     xades.Indication
		code     string
	}{
		"signed by its operator":      {signed, signers, now, passed, ""},
		"signed by one of several":    {signed, []*x509.Certificate{stranger.cert, operator.cert}, now, passed, ""},
		"signed by another":           {signed, []*x509.Certificate{stranger.cert}, now, indeterminate, xades.CodeUntrusted},
		"issued by one of them":       {signed, []*x509.Certificate{w.ca.cert}, now, indeterminate, xades.CodeUntrusted},
		"nobody may sign":             {signed, nil, now, indeterminate, xades.CodeUntrusted},
		"changed":                     {replace(t, signed, ">PL<", ">PT<"), signers, now, failed, ""},
		"not signed":                  {trustedList, signers, now, failed, xades.CodeMissing},
		"the certificate has expired": {signed, signers, now.AddDate(10, 0, 0), indeterminate, ""},
		"signed twice":                {sign(t, signed, operator.options()), signers, now, failed, xades.CodeStructure},
		"signed by two":               {signedByTwo(t, operator, stranger), []*x509.Certificate{stranger.cert, operator.cert}, now, indeterminate, xades.CodeStructure},
		"deeper than the root":        {replace(t, replace(t, signed, signature, ""), "</SchemeInformation>", signature+"</SchemeInformation>"), signers, now, indeterminate, xades.CodeStructure},
		"a part alone is signed":      {partly(t, signed, operator), signers, now, indeterminate, xades.CodeCoverage},
	} {
		doc, err := xmltree.Parse([]byte(c.document), xmltree.Options{})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		report, err := xades.VerifyTrustedList(doc, c.signers, c.at)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if report.Verdict != c.want || c.code != "" && !strings.Contains(strings.Join(codes(report.Reasons), " "), c.code) {
			t.Errorf("%s: %s, %+v", name, report.Verdict, report.Reasons)
		}
	}
	if _, err := xades.VerifyTrustedList(nil, signers, now); err == nil {
		t.Error("no document is judged")
	}
}

// signedByTwo bears two signatures that both hold.
func signedByTwo(t *testing.T, first, second *identity) string {
	document := trustedList
	for _, id := range []*identity{first, second} {
		opt := id.options()
		opt.XPath = true
		document = sign(t, document, opt)
	}
	return document
}

// partly turns the signature into one of the scheme information alone.
func partly(t *testing.T, signed string, operator *identity) string {
	const enveloped = `<ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"></ds:Transform>`
	return resign(t, replace(t, replace(t, signed, `URI=""`, `URI="#part"`), enveloped, ""), operator)
}
