package trust

import (
	"bytes"
	"crypto/x509"
	"encoding/asn1"
	"time"
)

var oidOrganizationIdentifier = asn1.ObjectIdentifier{2, 5, 4, 97}

// seal looks whether the certificate is a configured trusted-profile seal. A
// seal is believed by its configuration; it needs no anchor besides. Where it has
// one, its path stays: by that it can be found revoked.
func (c Config) seal(leaf *x509.Certificate, intermediates []*x509.Certificate, at time.Time, j *Judgement) {
	for i := range c.Seals {
		seal := &c.Seals[i]
		if seal.isExactly(leaf) {
			path := []*x509.Certificate{leaf}
			if j.Problem == None {
				path = j.Path
			}
			*j = Judgement{Anchor: j.Anchor, Seal: seal, Path: path}
			return
		}
		if !seal.hasSubject(leaf) {
			continue
		}
		if seal.UnderAnchors && j.Problem == None {
			j.Seal = seal
			return
		}
		if chains, err := c.verify(leaf, intermediates, seal.Issuers, at, false); err == nil {
			*j = Judgement{Anchor: j.Anchor, Seal: seal, Path: chains[0]}
			return
		}
	}
}

func (s *Seal) isExactly(leaf *x509.Certificate) bool {
	for _, cert := range s.Certificates {
		if bytes.Equal(cert.Raw, leaf.Raw) {
			return true
		}
	}
	return false
}

// hasSubject reports whether the certificate names the seal by both
// organization identifier and common name; a seal without either names nobody.
func (s *Seal) hasSubject(leaf *x509.Certificate) bool {
	return s.OrganizationIdentifier != "" && s.CommonName != "" && leaf.Subject.CommonName == s.CommonName &&
		organizationIdentifier(leaf) == s.OrganizationIdentifier
}

func organizationIdentifier(cert *x509.Certificate) string {
	for _, attribute := range cert.Subject.Names {
		if attribute.Type.Equal(oidOrganizationIdentifier) {
			value, _ := attribute.Value.(string)
			return value
		}
	}
	return ""
}
