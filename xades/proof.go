package xades

import (
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"time"

	"okienko/xades/revocation"
	"okienko/xades/trust"
)

// Link is one certificate of a path, from the signer's or the authority's to
// the anchor.
type Link struct {
	Subject    string      `json:"subject"` // RFC 4514
	SHA256     string      `json:"sha256"`  // hex, of the DER
	NotBefore  time.Time   `json:"not_before"`
	NotAfter   time.Time   `json:"not_after"`
	Anchor     bool        `json:"anchor,omitempty"`     // trusted by configuration or a list
	Revocation *Revocation `json:"revocation,omitempty"` // nil of an anchor
}

// Revocation is what the evidence says of a certificate at a time, and which
// piece says so.
type Revocation struct {
	At         time.Time        `json:"at"`
	State      revocation.State `json:"state"`
	RevokedAt  *time.Time       `json:"revoked_at,omitempty"`
	Reason     string           `json:"reason,omitempty"`
	Source     string           `json:"source,omitempty"` // crl or ocsp; "" without evidence
	By         string           `json:"by,omitempty"`     // subject of whoever signed it, RFC 4514
	ThisUpdate *time.Time       `json:"this_update,omitempty"`
	NextUpdate *time.Time       `json:"next_update,omitempty"`
	ProducedAt *time.Time       `json:"produced_at,omitempty"`
	Embedded   bool             `json:"embedded,omitempty"` // the signature carries the piece
}

// Listing is what a trusted list says of the signer's certificate, or of the
// time-stamping service.
type Listing struct {
	Territory string `json:"territory"`
	Provider  string `json:"provider,omitempty"`
	Service   string `json:"service,omitempty"`
	Qualified string `json:"qualified,omitempty"` // yes, no or open, of a signer's certificate
	Device    string `json:"device,omitempty"`    // yes, no or open: its key is in a qualified device
	Use       string `json:"use,omitempty"`       // URI of what it is qualified for
	Granted   bool   `json:"granted"`             // the service was, at the time in question
}

// links tells a path with what the evidence says of each certificate at a time.
func (j *judgement) links(path []*x509.Certificate, at time.Time) []Link {
	links := make([]Link, len(path))
	for i, cert := range path {
		links[i] = Link{Subject: j.nameText(cert.RawSubject), SHA256: j.certificateSum(cert), NotBefore: cert.NotBefore, NotAfter: cert.NotAfter, Anchor: i == len(path)-1}
		if i+1 < len(path) {
			links[i].Revocation = j.revocationOf(j.status(cert, path[i+1], at), at)
		}
	}
	return links
}

// certificateSum is the SHA-256 of a certificate in hexadecimal; that of the
// signer's is known.
func (j *judgement) certificateSum(cert *x509.Certificate) string {
	if cert == j.out.Certificate {
		return j.out.Signer.CertificateSHA256
	}
	sum := sha256.Sum256(cert.Raw)
	return hex.EncodeToString(sum[:])
}

func (j *judgement) revocationOf(s revocation.Status, at time.Time) *Revocation {
	r := &Revocation{At: at, State: s.State, RevokedAt: given(s.RevokedAt)}
	if s.Evidence < 0 || s.State == revocation.Waived {
		return r
	}
	r.Source, r.Embedded = string(s.Source), s.Evidence < len(j.embedded)
	r.ThisUpdate, r.NextUpdate, r.ProducedAt = given(s.ThisUpdate), given(s.NextUpdate), given(s.ProducedAt)
	if s.By != nil {
		r.By = j.nameText(s.By.RawSubject)
	}
	if r.RevokedAt != nil {
		r.Reason = s.Reason.String()
	}
	return r
}

func given(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// listing is what the list of the path's anchor says; nil without one.
func listing(said *trust.Listing) *Listing {
	if said == nil {
		return nil
	}
	return &Listing{Territory: said.Territory, Provider: said.Provider, Service: said.Service, Qualified: said.Qualified, Device: said.Device,
		Use: said.Use, Granted: said.Refusal == ""}
}

// noteListing notes why a list says no more of the signer's certificate.
func (j *judgement) noteListing(said *trust.Listing) {
	if said == nil {
		return
	}
	for _, f := range said.Findings {
		reason := j.reasonAt(j.sig.KeyInfo, f.Code, f.Detail)
		reason.Args = map[string]string{"at": f.At.UTC().Format(time.RFC3339)}
		j.notice(reason)
	}
}
