package xades

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/sha256"
	"crypto/x509"
	"fmt"
	"time"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"okienko/xades/c14n"
	"okienko/xades/dsig"
	"okienko/xades/xmltree"
)

const (
	uriSHA256   = "http://www.w3.org/2001/04/xmlenc#sha256"
	uriExc      = "http://www.w3.org/2001/10/xml-exc-c14n#"
	uriC14N10   = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
	uriXPath    = "http://www.w3.org/TR/1999/REC-xpath-19991116"
	uriEnvelope = dsig.Namespace + "enveloped-signature"
	uriProps    = "http://uri.etsi.org/01903#SignedProperties"
)

// block is the ds:Signature to be inserted.
type block struct {
	opt      *SignOptions
	method   signMethod
	id       string
	document []byte // digest of the document without signatures; nil: not enveloped
	objects  []envelopedObject
}

// openDigest stands for the digest of SignedProperties while it is not known:
// as long as one in base64, and of characters no base64 has.
const openDigest = "--------------------------------------------"

// sign builds the signature. Digest and value are taken from the canonical
// form of the very bytes that will be inserted, parsed once.
func (b *block) sign() ([]byte, error) {
	before, after := b.head(), b.tail()
	doc, err := xmltree.Parse(append(bytes.Clone(before), after...), xmltree.Options{})
	if err != nil {
		return nil, fmt.Errorf("xades: signature block: %w", err)
	}
	properties, ok := doc.ByID(b.id + "-props")
	if !ok {
		return nil, fmt.Errorf("xades: ClaimedRole takes the Id of the signature")
	}
	digest := sha256.New()
	exclusive := c14n.Options{Method: c14n.Exclusive}
	if err := c14n.Write(digest, properties, exclusive); err != nil {
		return nil, err
	}
	var info bytes.Buffer
	if err := c14n.Write(&info, doc.Root().FirstChild(), exclusive); err != nil {
		return nil, err
	}
	sum := []byte(encode(digest.Sum(nil)))
	value, err := b.value(bytes.Replace(info.Bytes(), []byte(openDigest), sum, 1))
	if err != nil {
		return nil, err
	}
	head := bytes.Replace(before, []byte(openDigest), sum, 1)
	return append(append(head, encode(value)...), after...), nil
}

// value signs the canonical SignedInfo.
func (b *block) value(info []byte) ([]byte, error) {
	h := b.method.hash.New()
	h.Write(info)
	value, err := b.opt.Signer.Sign(b.opt.Rand, h.Sum(nil), b.method.hash)
	if err != nil {
		return nil, err
	}
	if key, ok := b.opt.Signer.Public().(*ecdsa.PublicKey); ok {
		return dsig.RawFromDER(key.Curve, value)
	}
	return value, nil
}

// head is everything up to the text of SignatureValue.
func (b *block) head() []byte {
	var w markup
	w.open("ds:Signature", "xmlns:ds", dsig.Namespace, "Id", b.id)
	w.open("ds:SignedInfo")
	w.empty("ds:CanonicalizationMethod", "Algorithm", uriExc)
	w.empty("ds:SignatureMethod", "Algorithm", b.method.uri)
	if b.document != nil {
		b.documentReference(&w)
	}
	for i := range b.objects {
		b.objectReference(&w, i)
	}
	w.open("ds:Reference", "Type", uriProps, "URI", "#"+b.id+"-props")
	w.transforms(func() { w.empty("ds:Transform", "Algorithm", uriExc) })
	w.digest(openDigest)
	w.close("ds:Reference")
	for i, d := range b.opt.Detached {
		w.open("ds:Reference", "Id", b.referenceID(b.inside()+i), "URI", d.URI)
		w.digest(encode(d.Digest))
		w.close("ds:Reference")
	}
	w.close("ds:SignedInfo")
	w.open("ds:SignatureValue", "Id", b.id+"-value")
	return w.Bytes()
}

// documentReference signs the whole document; what is taken away and the
// canonical form are both named, nothing is left to defaults.
func (b *block) documentReference(w *markup) {
	w.open("ds:Reference", "Id", b.referenceID(0), "URI", "")
	w.transforms(func() {
		if b.opt.XPath {
			w.open("ds:Transform", "Algorithm", uriXPath)
			w.element("ds:XPath", "not(ancestor-or-self::ds:Signature)")
			w.close("ds:Transform")
		} else {
			w.empty("ds:Transform", "Algorithm", uriEnvelope)
		}
		w.empty("ds:Transform", "Algorithm", uriC14N10)
	})
	w.digest(encode(b.document))
	w.close("ds:Reference")
}

func (b *block) referenceID(i int) string { return fmt.Sprintf("%s-ref-%d", b.id, i) }

// inside counts the references to content inside the document.
func (b *block) inside() int {
	if b.document != nil {
		return 1 + len(b.objects)
	}
	return len(b.objects)
}

// tail is everything after the text of SignatureValue.
func (b *block) tail() []byte {
	var w markup
	w.close("ds:SignatureValue")
	w.open("ds:KeyInfo")
	w.open("ds:X509Data")
	w.element("ds:X509Certificate", encode(b.opt.Certificate.Raw))
	for _, cert := range b.opt.Chain {
		w.element("ds:X509Certificate", encode(cert.Raw))
	}
	w.close("ds:X509Data")
	w.close("ds:KeyInfo")
	w.open("ds:Object")
	w.open("xades:QualifyingProperties", "xmlns:xades", ns132, "Target", "#"+b.id)
	b.signedProperties(&w)
	w.close("xades:QualifyingProperties")
	w.close("ds:Object")
	for _, o := range b.objects {
		w.Write(o.element)
	}
	w.close("ds:Signature")
	return w.Bytes()
}

func (b *block) signedProperties(w *markup) {
	w.open("xades:SignedProperties", "Id", b.id+"-props")
	w.open("xades:SignedSignatureProperties")
	w.element("xades:SigningTime", b.opt.Time.UTC().Format(time.RFC3339))
	b.signingCertificate(w)
	if b.opt.ClaimedRole != nil {
		w.open("xades:SignerRole")
		w.open("xades:ClaimedRoles")
		w.open("xades:ClaimedRole")
		w.Write(b.opt.ClaimedRole)
		w.close("xades:ClaimedRole")
		w.close("xades:ClaimedRoles")
		w.close("xades:SignerRole")
	}
	w.close("xades:SignedSignatureProperties")
	w.open("xades:SignedDataObjectProperties")
	if b.document != nil {
		b.objectFormat(w, 0, "text/xml")
	}
	for i, o := range b.objects {
		b.objectFormat(w, i, o.mimeType)
	}
	for i, d := range b.opt.Detached {
		b.objectFormat(w, b.inside()+i, d.MimeType)
	}
	w.close("xades:SignedDataObjectProperties")
	w.close("xades:SignedProperties")
}

func (b *block) signingCertificate(w *markup) {
	sum := sha256.Sum256(b.opt.Certificate.Raw)
	w.open("xades:SigningCertificateV2")
	w.open("xades:Cert")
	w.open("xades:CertDigest")
	w.digest(encode(sum[:]))
	w.close("xades:CertDigest")
	w.element("xades:IssuerSerialV2", encode(issuerSerial(b.opt.Certificate)))
	w.close("xades:Cert")
	w.close("xades:SigningCertificateV2")
}

func (b *block) objectFormat(w *markup, i int, mimeType string) {
	if mimeType == "" {
		mimeType = "application/octet-stream"
	}
	w.open("xades:DataObjectFormat", "ObjectReference", "#"+b.referenceID(i))
	w.element("xades:MimeType", mimeType)
	w.close("xades:DataObjectFormat")
}

// issuerSerial is the DER of IssuerSerial (RFC 5035 3) with a directoryName.
func issuerSerial(cert *x509.Certificate) []byte {
	var b cryptobyte.Builder
	b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
			b.AddASN1(asn1.Tag(4).ContextSpecific().Constructed(), func(b *cryptobyte.Builder) { b.AddBytes(cert.RawIssuer) })
		})
		b.AddASN1BigInt(cert.SerialNumber)
	})
	return b.BytesOrPanic()
}

// documentDigest is the digest that documentReference will have: at this time
// the new signature does not stand in the document yet.
func documentDigest(doc *xmltree.Document, xpath bool) ([]byte, error) {
	opt := c14n.Options{Method: c14n.C14N10}
	if xpath {
		opt.Omit = func(n xmltree.Node) bool { return n.Is(dsig.Namespace, "Signature") }
	}
	h := sha256.New()
	if err := c14n.Write(h, doc.Node(), opt); err != nil {
		return nil, err
	}
	return h.Sum(nil), nil
}
