package web

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"time"

	"okienko/inbox"
)

// Signature is what a page tells of one signature. It is read from the report
// stored with a letter, whose names are the public contract's.
type Signature struct {
	Number int `json:"-"` // from 1, where the letter has several; else 0

	Indication    string     `json:"indication"`
	Cryptographic string     `json:"cryptographic"`
	Coverage      string     `json:"coverage"`
	Level         string     `json:"level"`
	Kind          string     `json:"kind"`
	SigningTime   *time.Time `json:"signing_time"`
	// BestSignatureTime is when trusted time-stamps prove that it existed; nil
	// when none does.
	BestSignatureTime *time.Time     `json:"best_signature_time"`
	TimeStamps        []TimeStamp    `json:"timestamps"`
	Reasons           []inbox.Reason `json:"reasons"`
	Notes             []inbox.Reason `json:"notes"` // found, and nothing is decided by it
	Signer            struct {
		Subject    string `json:"subject"`
		Issuer     string `json:"issuer"`
		CommonName string `json:"common_name"`
		Person     *struct {
			GivenName  string `json:"given_name"`
			FamilyName string `json:"family_name"`
			PESEL      string `json:"pesel"`
			Scheme     string `json:"scheme"`
		} `json:"person"`
	} `json:"signer"`
}

// TimeStamp is what a page tells of one time-stamp.
type TimeStamp struct {
	Time       *time.Time `json:"time"`
	Indication string     `json:"indication"`
	Authority  string     `json:"authority"` // RFC 4514
}

// Passed reports whether the time-stamp proves its time.
func (t TimeStamp) Passed() bool { return t.Indication == "PASSED" && t.Time != nil }

// Name is the authority's name for people.
func (t TimeStamp) Name() string { return commonName(t.Authority) }

// Issuer is the name of who issued the signer's certificate.
func (s Signature) Issuer() string { return commonName(s.Signer.Issuer) }

// IssuerOf is the name of who issued the certificate a reply is signed with; "" of
// the office's own seal.
func (v View) IssuerOf(r inbox.Reply) string { return commonName(r.SignerIssuer) }

// Evidence reports whether the signature carries the evidence about the revocation
// of its signer's certificate (levels B-LT and B-LTA).
func (s Signature) Evidence() bool { return s.Level == "B-LT" || s.Level == "B-LTA" }

// commonName is the CN of a distinguished name as RFC 4514 writes it; the whole
// name when it has none.
func commonName(dn string) string {
	for _, part := range splitName(dn) {
		if name, ok := strings.CutPrefix(part, "CN="); ok {
			return nameEscape.ReplaceAllString(name, "$1")
		}
	}
	return dn
}

var (
	nameParts  = regexp.MustCompile(`(?:[^,+\\]|\\.)+`)
	nameEscape = regexp.MustCompile(`\\(.)`)
)

// splitName parts a name at the commas and plus signs that are not escaped.
func splitName(dn string) []string { return nameParts.FindAllString(dn, -1) }

// Signatures reads a stored report; none when the letter has no report.
func Signatures(report []byte) []Signature {
	var r struct {
		Signatures []Signature `json:"signatures"`
	}
	if len(report) == 0 || json.Unmarshal(report, &r) != nil {
		return nil
	}
	if len(r.Signatures) > 1 {
		for i := range r.Signatures {
			r.Signatures[i].Number = i + 1
		}
	}
	return r.Signatures
}

// Proved reports whether any of the signatures proves who signed the letter.
func Proved(signatures []Signature) bool {
	return slices.ContainsFunc(signatures, Signature.ProvesLetter)
}

// ProvesLetter reports whether the signature is in order and of the whole letter.
// One of a part, such as a countersignature, may have come from another letter.
func (s Signature) ProvesLetter() bool { return s.Passed() && s.Coverage == "full" }

// Passed reports whether everything about the signature is in order.
func (s Signature) Passed() bool { return s.Indication == "TOTAL_PASSED" }

// Name is who signed, or, of a signature that has not passed, who the
// certificate says did.
func (s Signature) Name() string {
	if p := s.Signer.Person; p != nil && (p.GivenName != "" || p.FamilyName != "") {
		return p.GivenName + " " + p.FamilyName
	}
	return s.Signer.CommonName
}

// Scheme names the trusted-profile scheme that vouches for the signer; "" for
// other signatures.
func (s Signature) Scheme() string {
	if s.Signer.Person == nil {
		return ""
	}
	return s.Signer.Person.Scheme
}
