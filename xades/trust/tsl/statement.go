package tsl

import (
	"crypto/x509"
	"encoding/asn1"
	"slices"
)

// Statements is what a certificate says of itself (ETSI EN 319 412-5, and the
// policies of TS 101 456 from before the Regulation).
type Statements struct {
	Qualified bool     // QcCompliance, or a policy for qualified certificates; under the law of the Union
	Device    bool     // QcSSCD, or the policy that includes it
	Uses      []string // ForSignatures, ForSeals, ForWebsites by QcType; empty: signatures
}

var (
	oidStatements   = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 1, 3}
	oidKeyPurposes  = asn1.ObjectIdentifier{2, 5, 29, 37}
	oidCompliance   = asn1.ObjectIdentifier{0, 4, 0, 1862, 1, 1}
	oidDevice       = asn1.ObjectIdentifier{0, 4, 0, 1862, 1, 4}
	oidLegislation  = asn1.ObjectIdentifier{0, 4, 0, 1862, 1, 7}
	oidType         = asn1.ObjectIdentifier{0, 4, 0, 1862, 1, 6}
	useOfType       = map[string]string{"0.4.0.1862.1.6.1": ForSignatures, "0.4.0.1862.1.6.2": ForSeals, "0.4.0.1862.1.6.3": ForWebsites}
	policyQualified = "0.4.0.1456.1.2" // QCP public
	policyDevice    = "0.4.0.1456.1.1" // QCP public + SSCD
)

type statement struct {
	ID   asn1.ObjectIdentifier
	Info asn1.RawValue `asn1:"optional"`
}

// ReadStatements reads the statements of a certificate. Ones that cannot be
// read are as if they were not there.
func ReadStatements(cert *x509.Certificate) Statements { return readFacts(cert).said }

// facts are read of a certificate once, for all the states and criteria it is
// held against.
type facts struct {
	cert     *x509.Certificate
	policies []string
	said     Statements
}

func readFacts(cert *x509.Certificate) *facts {
	f := &facts{cert: cert, policies: policies(cert), said: qcStatements(cert)}
	if cert.NotBefore.Before(regulation) {
		f.said.addPolicies(f.policies)
	}
	return f
}

func qcStatements(cert *x509.Certificate) Statements {
	var s Statements
	var list []statement
	if rest, err := asn1.Unmarshal(extension(cert, oidStatements), &list); err != nil || len(rest) > 0 {
		list = nil
	}
	foreign := false
	for _, one := range list {
		switch {
		case one.ID.Equal(oidCompliance):
			s.Qualified = true
		case one.ID.Equal(oidLegislation):
			// Stated only by certificates that are qualified under another law
			// (ETSI EN 319 412-5 4.2.4).
			foreign = true
		case one.ID.Equal(oidDevice):
			s.Device = true
		case one.ID.Equal(oidType):
			s.Uses = append(s.Uses, typesOf(one.Info)...)
		}
	}
	s.Qualified = s.Qualified && !foreign
	return s
}

// addPolicies counts the policies that stood for the statements when
// certificates were issued under the Directive.
func (s *Statements) addPolicies(policies []string) {
	device := slices.Contains(policies, policyDevice)
	s.Qualified = s.Qualified || device || slices.Contains(policies, policyQualified)
	s.Device = s.Device || device
}

// typesOf reads QcType; a type that is none of the three is kept as its OID,
// so that it does not pass for no type at all.
func typesOf(info asn1.RawValue) []string {
	var oids []asn1.ObjectIdentifier
	if _, err := asn1.Unmarshal(info.FullBytes, &oids); err != nil {
		return nil
	}
	var uses []string
	for _, oid := range oids {
		use, ok := useOfType[oid.String()]
		if !ok {
			use = oid.String()
		}
		uses = append(uses, use)
	}
	return uses
}

func extension(cert *x509.Certificate, id asn1.ObjectIdentifier) []byte {
	for _, e := range cert.Extensions {
		if e.Id.Equal(id) {
			return e.Value
		}
	}
	return nil
}

func policies(cert *x509.Certificate) []string {
	var list []string
	for _, p := range cert.Policies {
		list = append(list, p.String())
	}
	return list
}

func keyPurposes(cert *x509.Certificate) []string {
	var oids []asn1.ObjectIdentifier
	if _, err := asn1.Unmarshal(extension(cert, oidKeyPurposes), &oids); err != nil {
		return nil
	}
	return dotted(oids)
}

func subjectAttributes(cert *x509.Certificate) []string {
	var oids []asn1.ObjectIdentifier
	for _, a := range cert.Subject.Names {
		oids = append(oids, a.Type)
	}
	return dotted(oids)
}

func dotted(oids []asn1.ObjectIdentifier) []string {
	var list []string
	for _, oid := range oids {
		list = append(list, oid.String())
	}
	return list
}
