package tsp

import "fmt"

// The codes of Problem, a closed list.
const (
	CodeTooLarge           = "timestamp.too-large"           // beyond a limit of this package
	CodeStructure          = "timestamp.structure"           // no well-formed token, answer or request
	CodeRefused            = "timestamp.refused"             // the authority's answer is a refusal
	CodeMismatch           = "timestamp.mismatch"            // the answer is not one to the request: nonce, imprint, policy
	CodeAlgorithm          = "timestamp.algorithm"           // outside the closed lists
	CodeWeakAlgorithm      = "timestamp.weak-algorithm"      // verified, but by an algorithm past its end
	CodeExtension          = "timestamp.extension"           // a critical extension nobody here knows
	CodeImprint            = "timestamp.imprint"             // another digest was stamped
	CodeDigest             = "timestamp.digest"              // messageDigest is not that of the content
	CodeValue              = "timestamp.value"               // the signature value does not fit
	CodeCertificate        = "timestamp.certificate"         // the signer's certificate is not there, or cannot be read
	CodeSigningCertificate = "timestamp.signing-certificate" // the token does not name its signer's certificate
	CodeUntrusted          = "timestamp.untrusted"           // no path to an anchor at the time stamped
	CodePath               = "timestamp.path"                // a path that breaks RFC 5280
	CodeExpired            = "timestamp.expired"             // certificate expired before the time stamped
	CodeNotYetValid        = "timestamp.not-yet-valid"       // certificate not valid yet at the time stamped
	CodeUsage              = "timestamp.usage"               // certificate not for time stamping alone
)

// Codes lists every code, for tests that look for a text in every language.
func Codes() []string {
	return []string{CodeTooLarge, CodeStructure, CodeRefused, CodeMismatch, CodeAlgorithm, CodeWeakAlgorithm, CodeExtension, CodeImprint,
		CodeDigest, CodeValue, CodeCertificate, CodeSigningCertificate, CodeUntrusted, CodePath, CodeExpired, CodeNotYetValid, CodeUsage}
}

// Problem is why a token is not accepted.
type Problem struct {
	Code   string
	Detail string // English, for logs
}

func (p *Problem) Error() string { return p.Code + ": " + p.Detail }

func problem(code, format string, args ...any) *Problem {
	return &Problem{Code: code, Detail: fmt.Sprintf(format, args...)}
}
