package xades

import (
	"bytes"
	"crypto/x509"
	"slices"
	"strings"

	"okienko/xades/dsig"
	"okienko/xades/revocation"
	"okienko/xades/trust"
	"okienko/xades/xmltree"
)

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

func (j *judgement) compareCertificateRefs(properties []xmltree.Node) {
	atHand := j.certificatesAtHand()
	var held pieces
	for _, c := range atHand {
		held.list = append(held.list, c.der)
	}
	referred := map[string]bool{} // certificates, by their DER
	for _, ref := range j.materialRefs(properties, "Cert") {
		if i := held.one(ref); i >= 0 {
			referred[string(held.list[i])] = true
		} else if slices.ContainsFunc(atHand, func(c *certificate) bool { return j.namesCertificate(ref.node, c) }) {
			j.doubt(SigConstraintsFailure, j.reasonAt(ref.node, CodeProperties, "the digest is not that of the certificate it names"))
		} else if j.has(j.props.space, "CertificateValues") {
			j.notice(j.reasonAt(ref.node, CodeProperties, "a certificate that is referred to is not there"))
		}
	}
	for _, issuer := range issuersOf(j.signer.chosen, atHand, j.opt.Trust.KeyWork) {
		if !referred[string(issuer.der)] {
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
// this certificate. An issuer that cannot be read names nobody.
func (j *judgement) namesCertificate(ref xmltree.Node, c *certificate) bool {
	for n := range ref.Elements() {
		switch n.Local() {
		case "IssuerSerial":
			text, _ := n.Child(dsig.Namespace, "X509IssuerName").SimpleText()
			return j.serialTextFits(n, c) && j.read.sameText(string(text), c.raw.Issuer)
		case "IssuerSerialV2":
			return j.serialDERFits(n, c)
		}
	}
	return false
}

// maxIssuerTries: signatures of certificates that are verified to find issuers,
// at up to 2 ms each.
const maxIssuerTries = 32

// issuersOf walks up from a certificate by names and signatures, whoever is
// trusted, up to a self-signed one.
func issuersOf(c *certificate, atHand []*certificate, work *trust.KeyWork) []*certificate {
	var chain []*certificate
	tries := 0
	for c != nil && c.cert != nil && len(chain) < dsig.MaxCertificates {
		i := slices.IndexFunc(atHand, func(candidate *certificate) bool {
			if candidate.cert == nil || !bytes.Equal(candidate.cert.RawSubject, c.cert.RawIssuer) || bytes.Equal(candidate.cert.RawIssuer, candidate.cert.RawSubject) ||
				slices.Contains(chain, candidate) || tries == maxIssuerTries {
				return false
			}
			tries++
			_, err := work.IssuedBy(c.cert, candidate.cert)
			return err == nil
		})
		if i < 0 {
			break
		}
		c = atHand[i]
		chain = append(chain, c)
	}
	return chain
}

func (j *judgement) compareEvidenceRefs(properties []xmltree.Node) {
	var held pieces
	for _, e := range j.carried {
		held.list = append(held.list, e.der)
	}
	for _, der := range j.opt.Revocation {
		if len(der) <= maxEmbeddedOctets { // nobody embeds longer ones, and every signature would digest them anew
			held.list = append(held.list, der)
		}
	}
	lists := crlsOf(held.list)
	for _, ref := range j.materialRefs(properties, "CRLRef", "OCSPRef") {
		switch {
		case ref.hash == 0, held.one(ref) >= 0:
		case slices.ContainsFunc(lists, func(l *revocation.CRL) bool { return j.namesCRL(ref.node, l) }):
			j.doubt(SigConstraintsFailure, j.reasonAt(ref.node, CodeProperties, "the digest is not that of the CRL it names"))
		case j.has(j.props.space, "RevocationValues"):
			j.notice(j.reasonAt(ref.node, CodeProperties, "revocation data that is referred to is not there"))
		}
	}
}

// crlsOf reads the CRLs that have a number.
func crlsOf(list [][]byte) []*revocation.CRL {
	var crls []*revocation.CRL
	for _, der := range list {
		if crl, err := revocation.ParseCRL(der); err == nil && crl.Number != nil {
			crls = append(crls, crl)
		}
	}
	return crls
}

// namesCRL reports that a CRLRef means this CRL: by issuer, time and number,
// for one without a number may have another of the same second beside it.
// Answers of OCSP have no such name.
func (j *judgement) namesCRL(ref xmltree.Node, list *revocation.CRL) bool {
	for id := range ref.Elements() {
		if id.Local() == "CRLIdentifier" {
			at, _, err := parseDateTime(childText(id, "IssueTime"))
			return err == nil && at.Equal(list.ThisUpdate) && childText(id, "Number") == list.Number.String() && j.read.sameText(childText(id, "Issuer"), list.Issuer)
		}
	}
	return false
}

// childText is the text of the child of this name in the element's namespace.
func childText(n xmltree.Node, local string) string {
	text, _ := n.Child(n.Space(), local).SimpleText()
	return strings.TrimSpace(string(text))
}
