package xades

import (
	"bytes"
	"crypto/x509"
	"errors"
	"fmt"
	"time"

	"okienko/xades/trust"
	"okienko/xades/xmltree"
)

// VerifyTrustedList judges the signature of a trusted list (ETSI TS 119 612
// 5.7.1, TS 119 615 4.1, 4.2): one enveloped signature of the whole list, by
// one of the given certificates, compared octet by octet. No authority vouches
// for a signer whom the list of the lists does not name, and none is needed
// for one whom it names. The verdict is TotalPassed only when all of it holds.
func VerifyTrustedList(doc *xmltree.Document, signers []*x509.Certificate, at time.Time) (*Report, error) {
	if doc == nil {
		return nil, errors.New("xades: no document")
	}
	var config trust.Config
	for _, signer := range signers {
		config.Anchors = append(config.Anchors, trust.Anchor{Certificate: signer})
	}
	report, err := Verify(doc, VerifyOptions{At: at, Trust: config})
	if err != nil {
		return nil, err
	}
	report.judgeList(doc, signers)
	return report, nil
}

// ConfirmTrustedList is VerifyTrustedList at the list's issue, for a list may
// outlive the certificate of its signer. It returns who signed; the error says
// why the signature does not count.
func ConfirmTrustedList(doc *xmltree.Document, signers []*x509.Certificate, issued time.Time) (*x509.Certificate, error) {
	report, err := VerifyTrustedList(doc, signers, issued)
	if err != nil {
		return nil, err
	}
	if report.Verdict != TotalPassed {
		return nil, fmt.Errorf("the signature of the trusted list does not hold: %s", report.firstReason())
	}
	return report.Signatures[0].Certificate, nil
}

func (r *Report) firstReason() string {
	var reasons []Reason
	for _, s := range r.Signatures {
		reasons = append(reasons, s.Reasons...)
	}
	reasons = append(reasons, r.Reasons...)
	if len(reasons) == 0 {
		return string(r.Verdict)
	}
	return reasons[0].Code + " " + reasons[0].Detail
}

// judgeList adds what is asked of a list's signature beyond any other's.
func (r *Report) judgeList(doc *xmltree.Document, signers []*x509.Certificate) {
	refuse := func(code, detail string) {
		r.Reasons = append(r.Reasons, Reason{Code: code, Detail: detail})
		r.Verdict = worse(r.Verdict, Indeterminate)
	}
	switch {
	case len(r.Signatures) == 0:
		return // Verify has said what is wrong
	case len(r.Signatures) > 1:
		refuse(CodeStructure, "a trusted list bears one signature")
		return
	}
	s := &r.Signatures[0]
	if s.Node.Parent() != doc.Root() {
		refuse(CodeStructure, "the signature of a trusted list stands below its root element")
	}
	if s.Coverage != CoverageFull {
		refuse(CodeCoverage, "the signature does not cover the whole list")
	}
	if !isOneOf(s.Certificate, signers) {
		refuse(CodeUntrusted, "the signer is none of those who may sign this list")
	}
}

// isOneOf compares by octets: Judge also accepts what a signer, were it an
// authority, issued.
func isOneOf(cert *x509.Certificate, list []*x509.Certificate) bool {
	for _, one := range list {
		if cert != nil && bytes.Equal(one.Raw, cert.Raw) {
			return true
		}
	}
	return false
}
