// Package xades verifies and creates XAdES signatures (ETSI EN 319 132-1) and
// says with the indications of ETSI EN 319 102-1 what was found.
package xades

import (
	"crypto/x509"
	"time"

	"okienko/xades/xmltree"
)

// Indication is the main verdict of ETSI EN 319 102-1 5.1.
type Indication string

// The three indications of a signature.
const (
	TotalPassed   Indication = "TOTAL_PASSED"
	TotalFailed   Indication = "TOTAL_FAILED"
	Indeterminate Indication = "INDETERMINATE"
)

// Sub-indications of ETSI EN 319 102-1 5.1 that this package gives.
const (
	FormatFailure             = "FORMAT_FAILURE"
	HashFailure               = "HASH_FAILURE"
	SigCryptoFailure          = "SIG_CRYPTO_FAILURE"
	SigConstraintsFailure     = "SIG_CONSTRAINTS_FAILURE"
	ChainConstraintsFailure   = "CHAIN_CONSTRAINTS_FAILURE"
	CertificateChainGeneral   = "CERTIFICATE_CHAIN_GENERAL_FAILURE"
	CryptoConstraintsFailure  = "CRYPTO_CONSTRAINTS_FAILURE"
	CryptoConstraintsNoPOE    = "CRYPTO_CONSTRAINTS_FAILURE_NO_POE"
	NoSigningCertificateFound = "NO_SIGNING_CERTIFICATE_FOUND"
	NoCertificateChainFound   = "NO_CERTIFICATE_CHAIN_FOUND"
	NoCertificateChainNoPOE   = "NO_CERTIFICATE_CHAIN_FOUND_NO_POE"
	TimestampOrderFailure     = "TIMESTAMP_ORDER_FAILURE"
	RevokedNoPOE              = "REVOKED_NO_POE"
	RevokedCANoPOE            = "REVOKED_CA_NO_POE"
	RevocationOutOfBounds     = "REVOCATION_OUT_OF_BOUNDS_NO_POE"
	SignedDataNotFound        = "SIGNED_DATA_NOT_FOUND"
	Revoked                   = "REVOKED"
	Expired                   = "EXPIRED"
	OutOfBoundsNoPOE          = "OUT_OF_BOUNDS_NO_POE"
	OutOfBoundsNotRevoked     = "OUT_OF_BOUNDS_NOT_REVOKED"
	NotYetValid               = "NOT_YET_VALID"
	TryLater                  = "TRY_LATER"
)

// Cryptographic speaks of SignatureValue and every Reference alone, whatever the trust.
type Cryptographic string

// CryptoRefused means outside the closed lists; a reason names what.
const (
	CryptoPassed  Cryptographic = "passed"
	CryptoFailed  Cryptographic = "failed"
	CryptoRefused Cryptographic = "refused"
)

// Coverage says how much of the document a signature covers.
type Coverage string

// Full: the root element with all its content but signatures. Partial: some
// element of the document. Detached: content outside it. None: nothing of these.
const (
	CoverageFull     Coverage = "full"
	CoveragePartial  Coverage = "partial"
	CoverageDetached Coverage = "detached"
	CoverageNone     Coverage = "none"
)

// Kind says what stands behind a signer's certificate.
type Kind string

// The kinds of the public contract.
const (
	KindQualified      Kind = "qualified"
	KindTrustedProfile Kind = "trusted-profile"
	KindPersonal       Kind = "personal"
	KindAdvanced       Kind = "advanced"
	KindUnknown        Kind = "unknown"
)

// Reason is one finding: a code of the closed list in codes.go (or an xml.…
// code) and where it was found.
type Reason struct {
	Code   string            `json:"code"`
	Line   int               `json:"line,omitempty"`
	Column int               `json:"column,omitempty"`
	Path   string            `json:"path,omitempty"`
	Args   map[string]string `json:"args,omitempty"`   // for the sentence: "uri", "algorithm", …; never personal data
	Detail string            `json:"detail,omitempty"` // English, for integrators and logs
}

// Person is a natural person as a trusted-profile seal or a certificate names one.
type Person struct {
	GivenName   string `json:"given_name,omitempty"`
	FamilyName  string `json:"family_name,omitempty"`
	PESEL       string `json:"pesel,omitempty"`
	DateOfBirth string `json:"date_of_birth,omitempty"` // YYYY-MM-DD
	Account     string `json:"account,omitempty"`       // IdKontaUzytkownikaEpuap
	Scheme      string `json:"scheme,omitempty"`        // name of the trusted-profile scheme that vouches
}

// Signer is who signed, as far as it is proved.
type Signer struct {
	Subject           string  `json:"subject,omitempty"` // RFC 4514
	Issuer            string  `json:"issuer,omitempty"`
	Serial            string  `json:"serial,omitempty"` // decimal
	CommonName        string  `json:"common_name,omitempty"`
	CertificateSHA256 string  `json:"certificate_sha256,omitempty"` // hex, of the raw DER
	Person            *Person `json:"person,omitempty"`
	Claimed           *Person `json:"-"` // PodpisZP or EPSignature that no configured seal vouches for: never an identity
}

// Reference is one ds:Reference of SignedInfo.
type Reference struct {
	URI      string `json:"uri"`
	Type     string `json:"type,omitempty"`
	DigestOK bool   `json:"digest_ok"`
	Whole    bool   `json:"-"` // the digest holds, and is over all of what URI names but ds:Signature elements
}

// Unproved is a certificate that no evidence proves not to be revoked, with its
// issuer.
type Unproved struct{ Certificate, Issuer *x509.Certificate }

// Signature is the report on one ds:Signature.
type Signature struct {
	ID            string        `json:"id"`
	Indication    Indication    `json:"indication"`
	SubIndication string        `json:"sub_indication,omitempty"`
	Cryptographic Cryptographic `json:"cryptographic"`
	Coverage      Coverage      `json:"coverage"`
	Level         string        `json:"level"` // of level.go
	// Form is what TS 101 903 calls the signature: XAdES-BES, -EPES, -T, -C, -X,
	// -X-L, -A; Properties is the namespace of its properties. Both are "" for a
	// plain XML signature.
	Form        string     `json:"form,omitempty"`
	Properties  string     `json:"properties,omitempty"`
	Kind        Kind       `json:"kind"`
	Signer      Signer     `json:"signer"`
	SigningTime *time.Time `json:"signing_time,omitempty"` // what the signer claims
	// BestSignatureTime is when trusted time-stamps prove the signature to have
	// existed (EN 319 102-1 5.5); nil when none does.
	BestSignatureTime *time.Time `json:"best_signature_time,omitempty"`
	// Countersigns is the Id of the signature whose SignatureValue this one
	// signs from within its CounterSignature property; "" for all others.
	Countersigns string      `json:"countersigns,omitempty"`
	Path         []Link      `json:"path,omitempty"`    // of the signer at the best signature time; nil without a path
	Listing      *Listing    `json:"listing,omitempty"` // nil where no trusted list speaks of the path
	TimeStamps   []TimeStamp `json:"timestamps,omitempty"`
	References   []Reference `json:"references"`
	Manifests    []Manifest  `json:"manifests,omitempty"`
	Reasons      []Reason    `json:"reasons"`
	Notes        []Reason    `json:"notes,omitempty"` // found, and nothing is decided by it

	Node        xmltree.Node      `json:"-"` // the ds:Signature element
	TimeNode    xmltree.Node      `json:"-"` // the SigningTime element; zero without SigningTime
	Zoneless    bool              `json:"-"` // SigningTime is written without a zone: read as UTC, wrong by 14 hours at most
	Nested      bool              `json:"-"` // stands inside another signature: a counter-signature or a signed object
	Covered     []xmltree.Node    `json:"-"` // elements of the document whose content (but for signatures) is covered and whose digest holds
	Enclosed    []Enclosed        `json:"-"` // files inside the document, as base64, that are covered and whose digest holds
	Certificate *x509.Certificate `json:"-"` // nil when none was found or Go cannot read it
	Lacking     []Unproved        `json:"-"` // what RequireRevocation wants evidence about, in the paths of signer and time-stamp authorities
	// SignedDigest is SHA-256 over the digests of all references and the
	// SignatureValue: equal for two files with the same signed content.
	SignedDigest [32]byte `json:"-"`
}

// Report is the verdict on one document. No signature at all: Verdict is
// TotalFailed with the reason signature.missing.
type Report struct {
	Signatures []Signature `json:"signatures"`
	Reasons    []Reason    `json:"reasons,omitempty"`
	Verdict    Indication  `json:"verdict"`
}
