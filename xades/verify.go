package xades

import (
	"crypto"
	"crypto/x509"
	"errors"
	"time"

	"okienko/xades/dsig"
	"okienko/xades/revocation"
	"okienko/xades/trust"
	"okienko/xades/xmltree"
)

// MaxSignatures in one document. Each costs a key operation (30 to 80 µs) and
// the digest of what it covers; an official letter has one to three.
const MaxSignatures = 64

// VerifyOptions say what to believe. The zero value trusts nobody, knows no
// detached content and refuses to evaluate without At.
type VerifyOptions struct {
	Trust   trust.Config
	At      time.Time                               // validation time; required
	Key     crypto.PublicKey                        // used where a signature carries no certificate; never means trust
	Content func(uri string) (data []byte, ok bool) // detached content by Reference URI; nil: none. Nothing is ever fetched

	// Certificates are looked through for the one that a signature names without
	// holding it; never means trust.
	Certificates []*x509.Certificate
	// Revocation holds CRLs and OCSP answers in DER, beside those that the
	// signature carries. They count by their own signatures.
	Revocation [][]byte
	// Evidence, when not nil, gives more of these about one certificate, read
	// already. It is asked while judging, so it does not dial.
	Evidence func(cert, issuer *x509.Certificate) []revocation.Evidence
	// Now is when the caller judges, where that is later than At: evidence may
	// be as new. Zero: At.
	Now time.Time
	// RequireRevocation wants fresh evidence that no certificate of the signer's
	// and the time-stamp authorities' paths was revoked; without it only
	// evidence that there is counts.
	RequireRevocation bool
}

// Verify judges every ds:Signature of the document. An error means that it
// could not evaluate; a bad signature is a verdict in the report.
func Verify(doc *xmltree.Document, opt VerifyOptions) (*Report, error) {
	if doc == nil {
		return nil, errors.New("xades: no document")
	}
	if opt.At.IsZero() {
		return nil, errors.New("xades: no validation time")
	}
	v := newVerification(doc, opt)
	nodes := signatureNodes(doc)
	switch {
	case len(nodes) == 0:
		return &Report{Signatures: []Signature{}, Verdict: TotalFailed, Reasons: []Reason{v.reasonAt(doc.Root(), CodeMissing, "no ds:Signature")}}, nil
	case len(nodes) > MaxSignatures:
		reason := v.reasonAt(nodes[MaxSignatures], CodeTooMany, "too many signatures")
		return &Report{Signatures: []Signature{}, Verdict: Indeterminate, Reasons: []Reason{reason}}, nil
	}
	return reportOn(v.judgeAll(nodes)), nil
}

// verification is what judging the signatures of one document shares.
type verification struct {
	opt     VerifyOptions
	checker *dsig.Checker
	stamper *dsig.Checker // digests what time-stamps cover, within a budget of its own
	paths   int           // reasons that may still tell their path

	supplied     []revocation.Evidence // the caller's
	tokensLeft   int                   // time-stamp tokens that may still be verified
	evidenceLeft int                   // octets of embedded evidence that may still be read
	read         nameReader
	names        map[string]string // texts of DER names: a report tells the same few again and again
}

// nameText is the function of that name, which is asked once for each name.
func (v *verification) nameText(der []byte) string {
	text, known := v.names[string(der)]
	if !known {
		text = nameText(der)
		v.names[string(der)] = text
	}
	return text
}

func newVerification(doc *xmltree.Document, opt VerifyOptions) *verification {
	if opt.Now.Before(opt.At) {
		opt.Now = opt.At
	}
	opt.Trust.Algorithms, opt.Trust.WeakPaths = opt.Trust.Suite(), true
	if opt.Trust.KeyWork == nil {
		opt.Trust.KeyWork = KeyWork(len(doc.Text()))
	}
	return &verification{opt: opt, checker: dsig.NewChecker(doc, opt.Content), stamper: dsig.NewChecker(doc, opt.Content),
		supplied: parseEvidence(opt.Revocation), paths: maxPaths, tokensLeft: maxTokens, evidenceLeft: maxEmbeddedOctets, read: newNameReader(), names: map[string]string{}}
}

func signatureNodes(doc *xmltree.Document) []xmltree.Node {
	var nodes []xmltree.Node
	for n := doc.Root(); !n.IsZero() && len(nodes) <= MaxSignatures; n = n.Next() {
		if n.Is(dsig.Namespace, "Signature") {
			nodes = append(nodes, n)
		}
	}
	return nodes
}

func (v *verification) judgeAll(nodes []xmltree.Node) []*judgement {
	judged := make([]*judgement, len(nodes))
	for i, n := range nodes {
		judged[i] = v.judge(n)
	}
	return judged
}

// reportOn collects what was found. The verdict is the worst of the signatures
// that stand in no other: a counter-signature or a signed object inside one is
// reported, but neither raises nor lowers what surrounds it.
func reportOn(judged []*judgement) *Report {
	report := &Report{Verdict: TotalPassed}
	for _, j := range judged {
		if !j.out.Nested {
			report.Verdict = worse(report.Verdict, j.out.Indication)
		}
		report.Signatures = append(report.Signatures, j.out)
	}
	return report
}

func insideSignature(n xmltree.Node) bool {
	for p := n.Parent(); !p.IsZero(); p = p.Parent() {
		if p.Is(dsig.Namespace, "Signature") {
			return true
		}
	}
	return false
}

// worse returns the worse of two indications.
func worse(a, b Indication) Indication {
	switch {
	case a == TotalFailed || b == TotalFailed:
		return TotalFailed
	case a == Indeterminate || b == Indeterminate:
		return Indeterminate
	}
	return TotalPassed
}
