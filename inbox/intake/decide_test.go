package intake

import (
	"slices"
	"strings"
	"testing"
	"time"

	"okienko/forms"
	"okienko/inbox"
	"okienko/xades"
)

var arrived = time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC)

// sound is a signature without fault; change may spoil it.
func sound(change ...func(*xades.Signature)) xades.Signature {
	signed := arrived.Add(-time.Minute)
	s := xades.Signature{
		Indication: xades.TotalPassed, Cryptographic: xades.CryptoPassed, Coverage: xades.CoverageFull, Level: "B-B",
		Kind: xades.KindTrustedProfile, SigningTime: &signed,
	}
	for _, c := range change {
		c(&s)
	}
	return s
}

func finding(code string) func(*xades.Signature) {
	return func(s *xades.Signature) {
		s.Indication = xades.Indeterminate
		s.Reasons = append(s.Reasons, xades.Reason{Code: code})
	}
}

func broken(code string) func(*xades.Signature) {
	return func(s *xades.Signature) {
		s.Indication, s.Cryptographic = xades.TotalFailed, xades.CryptoFailed
		s.Reasons = append(s.Reasons, xades.Reason{Code: code})
	}
}

func signedAtTime(t time.Time) func(*xades.Signature) {
	return func(s *xades.Signature) { s.SigningTime = &t }
}

func zoneless(s *xades.Signature) { s.Zoneless = true }

func TestDecide(t *testing.T) {
	accepting := inbox.BoxPolicy{MissingSignature: inbox.Accept, UnknownIssuer: inbox.Accept, NoRevocation: inbox.Accept, MissingAttachment: inbox.Accept, SignerKind: inbox.Accept}
	holding := inbox.BoxPolicy{UnknownIssuer: inbox.Hold, NoRevocation: inbox.Hold}
	own := forms.Addressee{Name: "URZĄD  MIEJSKI w Przykładowie"}
	other := forms.Addressee{Name: "Urząd Miejski w Innowie"}
	for _, c := range []struct {
		name       string
		policy     inbox.BoxPolicy
		form       forms.Policy
		signatures []xades.Signature
		problems   []string
		addressees []forms.Addressee
		want       inbox.SubmissionState
		codes      string // of the reasons, or of the defects when accepted
	}{
		{name: "sound", signatures: []xades.Signature{sound()}, want: inbox.Accepted},
		{name: "unsigned, strict box", want: inbox.Refused, codes: xades.CodeMissing},
		{name: "unsigned, lenient box", policy: accepting, want: inbox.Accepted, codes: xades.CodeMissing},
		{name: "tampered, even in a lenient box", policy: accepting, signatures: []xades.Signature{sound(broken(xades.CodeDigest))}, want: inbox.Refused, codes: xades.CodeDigest},
		{name: "one good and one broken signature", signatures: []xades.Signature{sound(), sound(broken(xades.CodeValue))}, want: inbox.Refused, codes: xades.CodeValue},
		{name: "covers a part only", signatures: []xades.Signature{sound(func(s *xades.Signature) { s.Coverage = xades.CoveragePartial })}, want: inbox.Refused, codes: xades.CodeCoverage},
		{name: "a part signed beside the whole", signatures: []xades.Signature{sound(func(s *xades.Signature) { s.Coverage = xades.CoveragePartial }), sound()}, want: inbox.Accepted},
		{name: "only a counter-signature covers it", signatures: []xades.Signature{sound(func(s *xades.Signature) { s.Nested = true })}, want: inbox.Refused, codes: xades.CodeCoverage},
		{name: "unknown issuer, strict", signatures: []xades.Signature{sound(finding(xades.CodeUntrusted))}, want: inbox.Refused, codes: xades.CodeUntrusted},
		{name: "unknown issuer, lenient", policy: accepting, signatures: []xades.Signature{sound(finding(xades.CodeUntrusted))}, want: inbox.Accepted, codes: xades.CodeUntrusted},
		{name: "unknown issuer, held", policy: holding, signatures: []xades.Signature{sound(finding(xades.CodeUntrusted))}, want: inbox.Held, codes: xades.CodeUntrusted},
		{name: "held, but the schema fails: refused", policy: holding, signatures: []xades.Signature{sound(finding(xades.CodeUntrusted))}, problems: []string{"schema.pattern"}, want: inbox.Refused, codes: "schema.pattern certificate.untrusted"},
		{name: "no revocation evidence, held", policy: holding, signatures: []xades.Signature{sound(finding(xades.CodeNoRevocation))}, want: inbox.Held, codes: xades.CodeNoRevocation},
		{name: "expired, even in a lenient box", policy: accepting, signatures: []xades.Signature{sound(finding(xades.CodeExpired))}, want: inbox.Refused, codes: xades.CodeExpired},
		{name: "PodpisZP of a stranger, even in a lenient box", policy: accepting, signatures: []xades.Signature{sound(finding(xades.CodeNotSealed), finding(xades.CodeUntrusted))}, want: inbox.Refused, codes: xades.CodeNotSealed},
		{name: "indeterminate without a reason is never accepted", policy: accepting, signatures: []xades.Signature{sound(func(s *xades.Signature) { s.Indication = xades.Indeterminate })}, want: inbox.Refused, codes: xades.CodeProperties},
		{name: "the trusted one of two decides", signatures: []xades.Signature{sound(finding(xades.CodeUntrusted)), sound()}, want: inbox.Accepted},
		{name: "signed in the future", signatures: []xades.Signature{sound(signedAtTime(arrived.Add(6 * time.Minute)))}, want: inbox.Refused, codes: inbox.CodeSigningTimeFuture},
		{name: "a wall clock ahead of UTC, without a zone", signatures: []xades.Signature{sound(signedAtTime(arrived.Add(2*time.Hour)), zoneless)}, want: inbox.Accepted},
		{name: "tomorrow, without a zone", signatures: []xades.Signature{sound(signedAtTime(arrived.Add(15*time.Hour)), zoneless)}, want: inbox.Refused, codes: inbox.CodeSigningTimeFuture},
		{name: "a clock a little ahead", signatures: []xades.Signature{sound(signedAtTime(arrived.Add(4 * time.Minute)))}, want: inbox.Accepted},
		{name: "old, no rule", signatures: []xades.Signature{sound(signedAtTime(arrived.AddDate(-2, 0, 0)))}, want: inbox.Accepted},
		{name: "old, flagged", form: forms.Policy{MaxSignatureAge: 30}, signatures: []xades.Signature{sound(signedAtTime(arrived.AddDate(0, 0, -31)))}, want: inbox.Accepted, codes: inbox.CodeSigningTimeOld},
		{name: "old, refused", form: forms.Policy{MaxSignatureAge: 30, OldSignature: "refuse"}, signatures: []xades.Signature{sound(signedAtTime(arrived.AddDate(0, 0, -31)))}, want: inbox.Refused, codes: inbox.CodeSigningTimeOld},
		{name: "kind the form does not take", form: forms.Policy{Signers: []string{"qualified"}}, signatures: []xades.Signature{sound()}, want: inbox.Refused, codes: inbox.CodeSignerKind},
		{name: "kind the form does not take, lenient box", policy: accepting, form: forms.Policy{Signers: []string{"qualified"}}, signatures: []xades.Signature{sound()}, want: inbox.Accepted, codes: inbox.CodeSignerKind},
		{name: "kind the form takes", form: forms.Policy{Signers: []string{"qualified", "trusted-profile"}}, signatures: []xades.Signature{sound()}, want: inbox.Accepted},
		{name: "schema problems", signatures: []xades.Signature{sound()}, problems: []string{"schema.pattern", "form.pesel"}, want: inbox.Refused, codes: "schema.pattern form.pesel"},
		{name: "missing attachment, strict", signatures: []xades.Signature{sound()}, problems: []string{forms.CodeAttachmentMissing}, want: inbox.Refused, codes: forms.CodeAttachmentMissing},
		{name: "missing attachment, lenient", policy: accepting, signatures: []xades.Signature{sound()}, problems: []string{forms.CodeAttachmentMissing}, want: inbox.Accepted, codes: forms.CodeAttachmentMissing},
		{name: "own name, written otherwise", signatures: []xades.Signature{sound()}, addressees: []forms.Addressee{own}, want: inbox.Accepted},
		{name: "an alias", signatures: []xades.Signature{sound()}, addressees: []forms.Addressee{{Name: "UM Przykładowo"}}, want: inbox.Accepted},
		{name: "another body", signatures: []xades.Signature{sound()}, addressees: []forms.Addressee{other}, want: inbox.Refused, codes: inbox.CodeAddressee},
		{name: "one of two addressees", signatures: []xades.Signature{sound()}, addressees: []forms.Addressee{other, own}, want: inbox.Accepted},
		{name: "own name under another REGON", signatures: []xades.Signature{sound()}, addressees: []forms.Addressee{{Name: own.Name, REGON: "000331501"}}, want: inbox.Refused, codes: inbox.CodeAddressee},
		{name: "own REGON under another name", signatures: []xades.Signature{sound()}, addressees: []forms.Addressee{{Name: "Ratusz", REGON: "123456785"}}, want: inbox.Accepted},
		{name: "own ePUAP id", signatures: []xades.Signature{sound()}, addressees: []forms.Addressee{{Other: "umprzykladowo"}}, want: inbox.Accepted},
		{name: "an id of another system beside the own name", signatures: []xades.Signature{sound()}, addressees: []forms.Addressee{{Name: own.Name, Other: "AE:PL-12345-67890-ABCDE-12"}}, want: inbox.Accepted},
		{name: "another body and an empty field", signatures: []xades.Signature{sound()}, addressees: []forms.Addressee{other, {}}, want: inbox.Refused, codes: inbox.CodeAddressee},
		{name: "a number that cannot be compared", signatures: []xades.Signature{sound()}, addressees: []forms.Addressee{{NIP: "5260250274"}}, want: inbox.Refused, codes: inbox.CodeAddressee},
		{name: "a person", signatures: []xades.Signature{sound()}, addressees: []forms.Addressee{{Person: true}}, want: inbox.Refused, codes: inbox.CodeAddressee},
		{name: "own name and a person", signatures: []xades.Signature{sound()}, addressees: []forms.Addressee{{Person: true}, own}, want: inbox.Accepted},
		{name: "addressee named empty", signatures: []xades.Signature{sound()}, addressees: []forms.Addressee{{}}, want: inbox.Accepted},
	} {
		f := findings{
			box:     inbox.Box{Entity: inbox.Entity{ID: "umprzykladowo", Name: "Urząd Miejski w Przykładowie", Aliases: []string{"UM Przykładowo"}, REGON: "123456785"}, Policy: c.policy},
			form:    &forms.Form{Policy: c.form},
			arrived: arrived, report: &xades.Report{Signatures: c.signatures}, addressees: c.addressees,
		}
		if len(c.signatures) == 0 {
			f.report.Reasons = []xades.Reason{{Code: xades.CodeMissing}}
		}
		for _, code := range c.problems {
			f.problems = append(f.problems, forms.Problem{Code: code})
		}
		got, _ := decide(f)
		codes := got.Reasons
		if got.State == inbox.Accepted {
			codes = got.Defects
		}
		if got.State != c.want || codesOf(codes) != c.codes {
			t.Errorf("%s: %s (%s), want %s (%s)", c.name, got.State, codesOf(codes), c.want, c.codes)
		}
	}
}

func codesOf(reasons []inbox.Reason) string {
	var codes []string
	for _, r := range reasons {
		codes = append(codes, r.Code)
	}
	return strings.Join(slices.Compact(codes), " ")
}
