package xades

import (
	"crypto/x509"
	"fmt"

	"okienko/xades/dsig"
	"okienko/xades/revocation"
)

// What is put into a signature later declares the namespaces it uses itself, so
// that the signature's own prefixes do not matter.
var declarations = []string{"xmlns:xades", ns132, "xmlns:xades141", ns141, "xmlns:ds", dsig.Namespace}

// stampMarkup writes a time-stamp property (EN 319 132-1 5.1.4). Exclusive
// canonicalisation makes what it covers independent of where the signature
// stands; without a token the property is the one the token is asked for.
func stampMarkup(kind, space, id string, token []byte) []byte {
	name := "xades:" + kind
	if space == ns141 {
		name = "xades141:" + kind
	}
	var w markup
	w.open(name, append([]string{"Id", id}, declarations...)...)
	w.empty("ds:CanonicalizationMethod", "Algorithm", uriExc)
	w.element("xades:EncapsulatedTimeStamp", encode(token))
	w.close(name)
	return w.Bytes()
}

// materialMarkup writes CertificateValues and RevocationValues (EN 319 132-1
// 5.4.1, 5.4.2).
func materialMarkup(certificates []*x509.Certificate, evidence [][]byte) ([]byte, error) {
	var crls, ocsps [][]byte
	for i, der := range evidence {
		piece, err := revocation.Parse(der)
		if err != nil {
			return nil, fmt.Errorf("evidence %d: %w", i, err)
		}
		if _, ok := piece.(*revocation.CRL); ok {
			crls = append(crls, der)
		} else {
			ocsps = append(ocsps, der)
		}
	}
	var w markup
	if len(certificates) > 0 {
		w.open("xades:CertificateValues", declarations...)
		for _, cert := range certificates {
			w.element("xades:EncapsulatedX509Certificate", encode(cert.Raw))
		}
		w.close("xades:CertificateValues")
	}
	w.open("xades:RevocationValues", declarations...)
	w.values("CRL", crls)
	w.values("OCSP", ocsps)
	w.close("xades:RevocationValues")
	return w.Bytes(), nil
}

// values writes CRLValues or OCSPValues, where there are any.
func (w *markup) values(kind string, list [][]byte) {
	if len(list) == 0 {
		return
	}
	w.open("xades:" + kind + "Values")
	for _, der := range list {
		w.element("xades:Encapsulated"+kind+"Value", encode(der))
	}
	w.close("xades:" + kind + "Values")
}

// wrapped puts markup into an element.
func wrapped(name string, content []byte) []byte {
	var w markup
	w.open(name, declarations...)
	w.Write(content)
	w.close(name)
	return w.Bytes()
}
