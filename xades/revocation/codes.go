package revocation

import "fmt"

// The codes of Problem, a closed list.
const (
	CodeTooLarge       = "revocation.too-large"       // beyond a limit of this package
	CodeStructure      = "revocation.structure"       // neither a CRL nor an OCSP answer in DER
	CodeRefused        = "revocation.refused"         // the responder answers with an error
	CodeDelta          = "revocation.delta"           // a delta CRL: says only what changed
	CodeIndirect       = "revocation.indirect"        // a CRL about certificates of several issuers
	CodeExtension      = "revocation.extension"       // a critical extension nobody here knows
	CodeScope          = "revocation.scope"           // a CRL for other certificates of the issuer
	CodePartial        = "revocation.partial"         // a CRL for some reasons alone
	CodeIssuer         = "revocation.issuer"          // the issuer may not sign CRLs
	CodeAlgorithm      = "revocation.algorithm"       // outside the closed list
	CodeWeakAlgorithm  = "revocation.weak-algorithm"  // used, but signed with an algorithm past its end
	CodeSignature      = "revocation.signature"       // the signature value does not fit
	CodeResponder      = "revocation.responder"       // signed by somebody the issuer did not appoint
	CodeFuture         = "revocation.future"          // from later than now
	CodeStale          = "revocation.stale"           // too old for the time asked for
	CodeBeforeIssuance = "revocation.before-issuance" // from before the certificate was valid
	CodeAfterExpiry    = "revocation.after-expiry"    // from after it expired, when issuers may drop it
)

// Codes lists every code, for tests that look for a text in every language.
func Codes() []string {
	return []string{CodeTooLarge, CodeStructure, CodeRefused, CodeDelta, CodeIndirect, CodeExtension, CodeScope, CodePartial, CodeIssuer,
		CodeAlgorithm, CodeWeakAlgorithm, CodeSignature, CodeResponder, CodeFuture, CodeStale, CodeBeforeIssuance, CodeAfterExpiry}
}

// Problem is why a piece of evidence was not used, or only with doubt.
type Problem struct {
	Code     string
	Detail   string // English, for logs
	Evidence int    // index of the piece, as Check was given it
}

func (p *Problem) Error() string { return p.Code + ": " + p.Detail }

func problem(code, format string, args ...any) *Problem {
	return &Problem{Code: code, Detail: fmt.Sprintf(format, args...)}
}
