package xades

import "okienko/xades/dsig"

// The codes of Reason, a closed list beside the xml.… codes of xmltree.
const (
	CodeMissing             = "signature.missing"              // no ds:Signature
	CodeStructure           = dsig.CodeStructure               // children out of order, several SignedInfo, broken base64 …
	CodeTooMany             = dsig.CodeTooMany                 // too many signatures, references or transforms
	CodeAlgorithm           = dsig.CodeAlgorithm               // outside the closed list (args: algorithm)
	CodeWeakAlgorithm       = dsig.CodeWeakAlgorithm           // not relied on any more when the signature is known to have existed (args: algorithm)
	CodeTransform           = dsig.CodeTransform               // outside the closed list (args: algorithm)
	CodeReference           = dsig.CodeReference               // URI resolves to nothing (args: uri)
	CodeContent             = dsig.CodeContent                 // detached content was not supplied (args: uri)
	CodeDigest              = dsig.CodeDigest                  // content changed after signing (args: uri)
	CodeValue               = dsig.CodeValue                   // SignatureValue does not fit SignedInfo and key
	CodeCoverage            = "signature.coverage"             // does not cover the whole document
	CodeProperties          = "signature.properties"           // SignedProperties not referenced, not this signature's, twice, wrong Target
	CodeCertificateMissing  = "signature.certificate"          // no signing certificate, or a key nobody vouches for
	CodeCertificateMismatch = "signature.certificate-mismatch" // SigningCertificate digest is not that of the certificate
	CodeUnreadable          = "certificate.unreadable"
	CodeUntrusted           = "certificate.untrusted" // no path to a configured anchor
	CodeExpired             = "certificate.expired"
	CodeNotYetValid         = "certificate.not-yet-valid"
	CodeRevoked             = "certificate.revoked"
	CodeAuthorityRevoked    = "certificate.authority-revoked" // of an authority above the signer's certificate
	CodeSuspended           = "certificate.suspended"         // on hold: may be lifted
	CodeNoRevocation        = "certificate.revocation-unknown"
	CodeUsage               = "certificate.usage"              // not for signing documents
	CodeTimestamp           = "signature.timestamp"            // a time-stamp that is broken, or of something else
	CodeTimestampUnverified = "signature.timestamp-unverified" // a time-stamp that proves nothing: its authority, its age, its algorithms
	CodeTimestampOrder      = "signature.timestamp-order"      // a time-stamp later than what covers it, or than now; a signing time claimed after it
	CodeNotSealed           = "profile.not-sealed"             // PodpisZP or EPSignature under a certificate that is no trusted-profile seal
	CodeProfileIncomplete   = "profile.incomplete"             // seal in order, but names or PESEL missing, or two identities
	CodeProfileSeal         = "profile.identity-missing"       // signed by a trusted-profile seal, but no PodpisZP or EPSignature
)

// Codes lists every code, for tests that look for a text in every language.
func Codes() []string {
	return []string{CodeMissing, CodeStructure, CodeTooMany, CodeAlgorithm, CodeWeakAlgorithm, CodeTransform, CodeReference, CodeContent,
		CodeDigest, CodeValue, CodeCoverage, CodeProperties, CodeCertificateMissing, CodeCertificateMismatch, CodeUnreadable, CodeUntrusted,
		CodeExpired, CodeNotYetValid, CodeRevoked, CodeAuthorityRevoked, CodeSuspended, CodeNoRevocation, CodeUsage, CodeTimestamp, CodeTimestampUnverified, CodeTimestampOrder, CodeNotSealed, CodeProfileIncomplete, CodeProfileSeal}
}
