package xades

import (
	"crypto/x509"
	"encoding/asn1"
	"strings"
)

// Attributes of a natural person's subject (ETSI EN 319 412-2 4.2.4).
var (
	oidSurname      = asn1.ObjectIdentifier{2, 5, 4, 4}
	oidSerialNumber = asn1.ObjectIdentifier{2, 5, 4, 5}
	oidGivenName    = asn1.ObjectIdentifier{2, 5, 4, 42}
)

// readSubject takes the person from the subject of a trusted certificate.
func (j *judgement) readSubject() {
	if j.out.Certificate == nil || !j.identityHolds() {
		return
	}
	p := Person{
		GivenName:  subjectValue(j.out.Certificate, oidGivenName),
		FamilyName: subjectValue(j.out.Certificate, oidSurname),
		PESEL:      peselOf(subjectValue(j.out.Certificate, oidSerialNumber)),
	}
	if p.GivenName != "" || p.FamilyName != "" {
		j.out.Signer.Person = &p
	}
}

func subjectValue(cert *x509.Certificate, oid asn1.ObjectIdentifier) string {
	for _, attribute := range cert.Subject.Names {
		if attribute.Type.Equal(oid) {
			text, _ := attribute.Value.(string)
			return text
		}
	}
	return ""
}

// peselOf reads a serialNumber that names a PESEL: PNOPL-… (EN 319 412-1
// 5.1.3) or PESEL:… (Polish issuers before it). Other identifiers, such as
// those of documents, are none.
func peselOf(serialNumber string) string {
	for _, prefix := range []string{"PNOPL-", "PESEL:", "PESEL-", "PESEL "} {
		if rest, ok := strings.CutPrefix(serialNumber, prefix); ok && isPESEL(strings.TrimSpace(rest)) {
			return strings.TrimSpace(rest)
		}
	}
	return ""
}
