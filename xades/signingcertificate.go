package xades

import (
	"bytes"
	"crypto"
	"math/big"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"okienko/xades/dsig"
	"okienko/xades/xmltree"
)

// certificateRef is the first Cert of SigningCertificate or
// SigningCertificateV2: the signer (EN 319 132-1 5.2.2; the others are its chain).
type certificateRef struct {
	node   xmltree.Node
	hash   crypto.Hash
	digest []byte
}

// bindCertificate finds the certificate of KeyInfo that SigningCertificate and
// SigningCertificateV2 name. A digest that fits none, or an issuer and serial
// number that are not the certificate's, leaves the signer open.
func (j *judgement) bindCertificate() {
	for _, ref := range j.certificateRefs() {
		match := j.certificateOf(ref)
		switch {
		case match == nil, j.signer.bound != nil && j.signer.bound != match:
			j.doubt(NoSigningCertificateFound, j.reasonAt(ref.node, CodeCertificateMismatch, "the digest is not that of the certificate"))
		case !j.issuerSerialFits(ref.node, match):
			j.doubt(NoSigningCertificateFound, j.reasonAt(ref.node, CodeCertificateMismatch, "issuer and serial number are not the certificate's"))
		}
		if match != nil && j.signer.bound == nil {
			j.signer.bound = match
			j.signer.binds = append(j.signer.binds, ref.hash)
		}
	}
}

// certificateRefs reads the references, one of each version at most; what
// cannot be read is reported.
func (j *judgement) certificateRefs() []certificateRef {
	return j.eachCertificateRef(func(n xmltree.Node, problem string) {
		j.doubt(NoSigningCertificateFound, j.reasonAt(n, CodeCertificateMismatch, problem))
	})
}

// readableRefs reads the references and says nothing.
func (j *judgement) readableRefs() []certificateRef {
	return j.eachCertificateRef(func(xmltree.Node, string) {})
}

func (j *judgement) eachCertificateRef(report func(n xmltree.Node, problem string)) []certificateRef {
	if j.props.none() {
		return nil
	}
	var refs []certificateRef
	for _, local := range []string{"SigningCertificate", "SigningCertificateV2"} {
		found := all(j.signedSignatureProperties(), j.props.space, local)
		if len(found) == 0 {
			continue
		}
		ref, problem := j.readCertificateRef(found[0])
		if len(found) > 1 {
			problem = "more than one " + local
		}
		if problem != "" {
			report(found[0], problem)
			continue
		}
		refs = append(refs, ref)
	}
	return refs
}

func (j *judgement) readCertificateRef(n xmltree.Node) (ref certificateRef, problem string) {
	ref.node = n.Child(j.props.space, "Cert")
	ref.hash, ref.digest, problem = j.readDigest(ref.node.Child(j.props.space, "CertDigest"))
	return ref, problem
}

// readDigest reads a DigestAlgAndValueType.
func (j *judgement) readDigest(n xmltree.Node) (hash crypto.Hash, digest []byte, problem string) {
	method, value := j.digestChild(n, "DigestMethod"), j.digestChild(n, "DigestValue")
	if method.IsZero() || value.IsZero() {
		return 0, nil, "no digest"
	}
	uri, _ := method.Attr("", "Algorithm")
	hash, ok := dsig.DigestByURI(uri)
	if !ok {
		return 0, nil, "digest algorithm " + uri + " is outside the closed list"
	}
	text, ok := value.SimpleText()
	digest, err := dsig.DecodeBase64(text)
	if !ok || err != nil {
		return 0, nil, "the digest is no base64"
	}
	return hash, digest, ""
}

// digestChild reads a child of CertDigest, which the versions before 1.3.2
// have in their own namespace.
func (j *judgement) digestChild(digest xmltree.Node, local string) xmltree.Node {
	if n := digest.Child(dsig.Namespace, local); !n.IsZero() || j.props.space == ns132 {
		return n
	}
	return digest.Child(j.props.space, local)
}

func (j *judgement) certificateOf(ref certificateRef) *certificate {
	for _, c := range j.signer.certificates {
		h := ref.hash.New()
		h.Write(c.der)
		if bytes.Equal(h.Sum(nil), ref.digest) {
			return c
		}
	}
	return nil
}

// issuerSerialFits compares IssuerSerial or IssuerSerialV2 where it is given.
// The digest already binds the certificate: this only finds contradictions.
func (j *judgement) issuerSerialFits(cert xmltree.Node, c *certificate) bool {
	for n := range cert.Elements() {
		switch n.Local() {
		case "IssuerSerial":
			return j.serialTextFits(n, c)
		case "IssuerSerialV2":
			return j.serialDERFits(n, c)
		}
	}
	return true
}

// serialTextFits compares the serial number of a ds:X509IssuerSerialType and
// the values of its issuer name, whatever names and order the attributes have.
func (j *judgement) serialTextFits(n xmltree.Node, c *certificate) bool {
	number, name := n.Child(dsig.Namespace, "X509SerialNumber"), n.Child(dsig.Namespace, "X509IssuerName")
	if number.IsZero() || name.IsZero() {
		return false
	}
	serial := dsig.SerialNumber(number)
	if serial == nil || len(c.raw.Serial) > maxSerial+1 || serial.Cmp(signedInteger(c.raw.Serial)) != 0 {
		return false
	}
	text, ok := name.SimpleText()
	return ok && j.read.textFits(string(text), c.raw.Issuer)
}

// signedInteger reads the content octets of a DER INTEGER; real certificates
// have negative serial numbers, too.
func signedInteger(content []byte) *big.Int {
	n := new(big.Int).SetBytes(content)
	if len(content) > 0 && content[0]&0x80 != 0 {
		n.Sub(n, new(big.Int).Lsh(big.NewInt(1), uint(8*len(content))))
	}
	return n
}

// serialDERFits compares IssuerSerialV2, base64 of an IssuerSerial (RFC 5035 3)
// with a directoryName.
func (j *judgement) serialDERFits(n xmltree.Node, c *certificate) bool {
	text, ok := n.SimpleText()
	if !ok || len(text) > maxName {
		return false
	}
	der, err := dsig.DecodeBase64(text)
	if err != nil {
		return false
	}
	input := cryptobyte.String(der)
	var pair, names, directory, name, serial cryptobyte.String
	ok = input.ReadASN1(&pair, asn1.SEQUENCE) && pair.ReadASN1(&names, asn1.SEQUENCE) &&
		names.ReadASN1(&directory, asn1.Tag(4).ContextSpecific().Constructed()) &&
		directory.ReadASN1Element(&name, asn1.SEQUENCE) && pair.ReadASN1(&serial, asn1.INTEGER)
	return ok && bytes.Equal(serial, c.raw.Serial) && j.read.same(name, c.raw.Issuer)
}
