package xades

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"slices"
	"strings"

	"okienko/xades/dsig"
	"okienko/xades/revocation"
	"okienko/xades/trust"
	"okienko/xades/xmltree"
)

// materialRef is one reference to a certificate, a CRL or an OCSP answer: a
// digest, and beside it what the thing is called.
type materialRef struct {
	node   xmltree.Node // Cert, CRLRef or OCSPRef
	hash   crypto.Hash
	digest []byte
}

// judgeCompleteRefs holds the references of levels C and X against what is at
// hand (EN 319 132-1 A.1.1, A.1.2, TS 101 903 7.4.1, 7.4.2). One that names a
// thing and has the digest of another is a fault of the signature; what is
// missing, from the references or to hold them against, is noted.
func (j *judgement) judgeCompleteRefs() {
	var certificates, evidence []xmltree.Node
	for _, n := range j.unsigned.list {
		switch {
		case n.Is(j.props.space, "CompleteCertificateRefs"), n.Is(ns141, "CompleteCertificateRefsV2"):
			certificates = append(certificates, n)
		case n.Is(j.props.space, "CompleteRevocationRefs"):
			evidence = append(evidence, n)
		}
	}
	if len(certificates)+len(evidence) == 0 {
		return
	}
	if len(certificates) == 0 || len(evidence) == 0 {
		j.notice(j.reasonAt(j.props.qualifying, CodeProperties, "references to certificates and to revocation data belong together, and one of them is missing"))
	}
	if len(certificates) > 0 {
		j.compareCertificateRefs(certificates)
	}
	if len(evidence) > 0 {
		j.compareEvidenceRefs(evidence)
	}
}

// notice adds what was found and decides nothing.
func (j *judgement) notice(r Reason) {
	if len(j.out.Notes) < maxReasons {
		j.out.Notes = append(j.out.Notes, r)
	}
}

// maxMaterialRefs of one signature are compared. Full sets have some ten.
const maxMaterialRefs = 128

// materialRefs reads the references in properties; a broken one is a fault.
func (j *judgement) materialRefs(properties []xmltree.Node, locals ...string) []materialRef {
	var refs []materialRef
	for _, property := range properties {
		for group := range property.Elements() {
			for n := range group.Elements() {
				if !slices.Contains(locals, n.Local()) || len(refs) == maxMaterialRefs {
					continue
				}
				ref, problem := j.readMaterialRef(n)
				if problem != "" {
					j.doubt(SigConstraintsFailure, j.reasonAt(n, CodeProperties, problem))
					continue
				}
				refs = append(refs, ref)
			}
		}
	}
	return refs
}

// readMaterialRef reads a digest, which an OCSPRef may leave out.
func (j *judgement) readMaterialRef(n xmltree.Node) (ref materialRef, problem string) {
	for child := range n.Elements() {
		if child.Local() == "CertDigest" || child.Local() == "DigestAlgAndValue" {
			ref.hash, ref.digest, problem = j.readDigest(child)
			ref.node = n
			return ref, problem
		}
	}
	if n.Local() == "OCSPRef" {
		return materialRef{node: n}, ""
	}
	return ref, "no digest"
}

func (r materialRef) fits(der []byte) bool {
	if r.hash == 0 {
		return false
	}
	h := r.hash.New()
	h.Write(der)
	return bytes.Equal(h.Sum(nil), r.digest)
}

func (j *judgement) compareCertificateRefs(properties []xmltree.Node) {
	refs := j.materialRefs(properties, "Cert")
	atHand := j.certificatesAtHand()
	for _, ref := range refs {
		if slices.ContainsFunc(atHand, func(c *certificate) bool { return ref.fits(c.der) }) {
			continue
		}
		if slices.ContainsFunc(atHand, func(c *certificate) bool { return namesCertificate(ref.node, c) }) {
			j.doubt(SigConstraintsFailure, j.reasonAt(ref.node, CodeProperties, "the digest is not that of the certificate it names"))
		} else if j.has(j.props.space, "CertificateValues") {
			j.notice(j.reasonAt(ref.node, CodeProperties, "a certificate that is referred to is not there"))
		}
	}
	for _, issuer := range issuersOf(j.signer.chosen, atHand) {
		if !slices.ContainsFunc(refs, func(r materialRef) bool { return r.fits(issuer.der) }) {
			j.notice(j.reasonAt(properties[0], CodeProperties, "no reference to the certificate of "+nameText(issuer.cert.RawSubject)))
		}
	}
}

// has reports an unsigned property.
func (j *judgement) has(space, local string) bool {
	return slices.ContainsFunc(j.unsigned.list, func(n xmltree.Node) bool { return n.Is(space, local) })
}

// certificatesAtHand are those that validation had before it.
func (j *judgement) certificatesAtHand() []*certificate {
	list := slices.Clone(j.signer.certificates)
	add := func(certs []*x509.Certificate) {
		for _, cert := range certs {
			if raw, ok := trust.ParseRaw(cert.Raw); ok {
				list = append(list, &certificate{der: cert.Raw, raw: raw, cert: cert, key: cert.PublicKey})
			}
		}
	}
	add(j.unsigned.certificates)
	add(j.trusted.Path)
	add(j.opt.Certificates)
	for _, t := range j.tokens {
		add(t.path)
	}
	return list
}

// namesCertificate reports that a reference says whose digest it has, and means
// this certificate.
func namesCertificate(ref xmltree.Node, c *certificate) bool {
	for n := range ref.Elements() {
		if n.Local() == "IssuerSerial" || n.Local() == "IssuerSerialV2" {
			return issuerSerialFits(ref, c)
		}
	}
	return false
}

// issuersOf walks up from a certificate by names and signatures, whoever is
// trusted, up to a self-signed one.
func issuersOf(c *certificate, atHand []*certificate) []*certificate {
	var chain []*certificate
	for c != nil && c.cert != nil && len(chain) < dsig.MaxCertificates {
		var issuer *certificate
		for _, candidate := range atHand {
			if candidate.cert == nil || bytes.Equal(candidate.cert.RawIssuer, candidate.cert.RawSubject) {
				continue
			}
			if _, err := trust.IssuedBy(c.cert, candidate.cert); err == nil && !slices.Contains(chain, candidate) {
				issuer = candidate
				break
			}
		}
		if issuer != nil {
			chain = append(chain, issuer)
		}
		c = issuer
	}
	return chain
}

func (j *judgement) compareEvidenceRefs(properties []xmltree.Node) {
	var pieces [][]byte
	for _, e := range j.carried {
		pieces = append(pieces, e.der)
	}
	pieces = append(pieces, j.opt.Revocation...)
	for _, ref := range j.materialRefs(properties, "CRLRef", "OCSPRef") {
		if ref.hash == 0 || slices.ContainsFunc(pieces, ref.fits) {
			continue
		}
		if slices.ContainsFunc(pieces, func(der []byte) bool { return namesCRL(ref.node, der) }) {
			j.doubt(SigConstraintsFailure, j.reasonAt(ref.node, CodeProperties, "the digest is not that of the CRL it names"))
		} else if j.has(j.props.space, "RevocationValues") {
			j.notice(j.reasonAt(ref.node, CodeProperties, "revocation data that is referred to is not there"))
		}
	}
}

// namesCRL reports that a CRLRef means this CRL: by issuer, time and number,
// for one without a number may have another of the same second beside it.
// Answers of OCSP have no such name.
func namesCRL(ref xmltree.Node, der []byte) bool {
	if ref.Local() != "CRLRef" {
		return false
	}
	list, err := revocation.ParseCRL(der)
	if err != nil || list.Number == nil {
		return false
	}
	for id := range ref.Elements() {
		if id.Local() == "CRLIdentifier" {
			at, _, err := parseDateTime(childText(id, "IssueTime"))
			return err == nil && at.Equal(list.ThisUpdate) && childText(id, "Number") == list.Number.String() && sameNameText(childText(id, "Issuer"), list.Issuer)
		}
	}
	return false
}

// childText is the text of the child of this name in the element's namespace.
func childText(n xmltree.Node, local string) string {
	text, _ := n.Child(n.Space(), local).SimpleText()
	return strings.TrimSpace(string(text))
}
