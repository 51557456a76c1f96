package intake

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"okienko/forms"
	"okienko/inbox"
	"okienko/xades"
	"okienko/xades/xmltree"
)

// maxClockSkew is how far ahead of arrival a signing time may lie: signers'
// clocks differ by seconds to a few minutes, and more is a forged or broken time.
const maxClockSkew = 5 * time.Minute

// zonesAhead is how much later than UTC a clock on a wall may show: a time without
// a zone is in the future for certain only beyond it.
const zonesAhead = 14 * time.Hour

// findings is all the decision may look at.
type findings struct {
	box        inbox.Box
	form       *forms.Form
	arrived    time.Time
	report     *xades.Report
	problems   []forms.Problem
	addressees []forms.Addressee
}

// decision is what becomes of a submission.
type decision struct {
	State   inbox.SubmissionState
	Reasons []inbox.Reason // why refused or held
	Defects []inbox.Reason // of an accepted letter, for the clerk
}

func refuse(reasons ...inbox.Reason) decision {
	return decision{State: inbox.Refused, Reasons: reasons}
}

// verdicts collects reasons by what they lead to.
type verdicts struct {
	refuse, hold, defects []inbox.Reason
}

// add files a reason under a box's action; the zero action refuses.
func (v *verdicts) add(action inbox.Action, reasons ...inbox.Reason) {
	switch action {
	case inbox.Accept:
		v.defects = append(v.defects, reasons...)
	case inbox.Hold:
		v.hold = append(v.hold, reasons...)
	default:
		v.refuse = append(v.refuse, reasons...)
	}
}

// decide is pure: signature first, then the form's days, the addressee and the form. It also
// returns the signature the letter stands on: nil when there is none.
func decide(f findings) (decision, *xades.Signature) {
	var v verdicts
	signature := judgeSignatures(&v, f)
	judgeValidity(&v, f, signature)
	judgeAddressee(&v, f)
	judgeProblems(&v, f)
	switch {
	case len(v.refuse) > 0:
		return refuse(append(v.refuse, v.hold...)...), signature
	case len(v.hold) > 0:
		return decision{State: inbox.Held, Reasons: v.hold}, signature
	}
	return decision{State: inbox.Accepted, Defects: v.defects}, signature
}

// judgeSignatures refuses whatever is broken in any signature and finds the one
// the letter stands on: the first that covers the whole document, the best
// trusted one before others.
func judgeSignatures(v *verdicts, f findings) *xades.Signature {
	for _, r := range f.report.Reasons { // of the whole document
		action := inbox.Refuse
		if r.Code == xades.CodeMissing {
			action = f.box.Policy.MissingSignature
		}
		v.add(action, signatureReason(r))
	}
	if len(f.report.Signatures) == 0 {
		return nil
	}
	var best *xades.Signature
	var own []verdicts         // per signature, what it alone would mean
	var partial []inbox.Reason // of signatures no letter can stand on
	chosen := -1
	for i := range f.report.Signatures {
		s := &f.report.Signatures[i]
		if s.Cryptographic != xades.CryptoPassed || s.SubIndication == xades.FormatFailure {
			v.add(inbox.Refuse, signatureReasons(s)...)
			continue
		}
		if s.Nested || s.Coverage != xades.CoverageFull {
			if !s.Nested && len(s.Reasons) > 0 {
				partial = append(partial, signatureReasons(s)...)
			}
			continue
		}
		one := judgeSignature(f, s)
		own = append(own, one)
		if chosen < 0 || better(one, own[chosen]) {
			best, chosen = s, len(own)-1
		}
	}
	if best == nil {
		if len(v.refuse) == 0 {
			v.add(inbox.Refuse, uncovered(f.report.Signatures[0].Node, partial)...)
		}
		return nil
	}
	v.refuse = append(v.refuse, own[chosen].refuse...)
	v.hold = append(v.hold, own[chosen].hold...)
	v.defects = append(v.defects, own[chosen].defects...)
	return best
}

// uncovered says that no signature covers the whole document, in the words of
// the signatures there are where they say so themselves.
func uncovered(signature xmltree.Node, found []inbox.Reason) []inbox.Reason {
	if slices.ContainsFunc(found, func(r inbox.Reason) bool { return r.Code == xades.CodeCoverage }) {
		return found
	}
	return append(found, reasonAt(signature, xades.CodeCoverage, nil))
}

func better(a, b verdicts) bool {
	if len(a.refuse) != len(b.refuse) {
		return len(a.refuse) < len(b.refuse)
	}
	return len(a.hold)+len(a.defects) < len(b.hold)+len(b.defects)
}

// judgeSignature weighs one signature that is cryptographically in order and
// covers the whole document.
func judgeSignature(f findings, s *xades.Signature) (v verdicts) {
	for _, r := range s.Reasons {
		v.add(actionFor(f.box.Policy, r.Code), signatureReason(r))
	}
	if len(s.Reasons) == 0 && s.Indication != xades.TotalPassed {
		v.add(inbox.Refuse, inbox.Reason{Code: xades.CodeProperties})
	}
	judgeSigningTime(&v, f, s)
	if s.Indication == xades.TotalPassed && !signerAccepted(f.form.Policy, s.Kind) {
		args := map[string]string{"kind": string(s.Kind), "accepted": strings.Join(f.form.Policy.Signers, ", ")}
		v.add(f.box.Policy.SignerKind, reasonAt(s.Node, inbox.CodeSignerKind, args))
	}
	return v
}

// actionFor is the box's policy for a finding on a sound signature; whatever it
// does not speak of is refused.
func actionFor(p inbox.BoxPolicy, code string) inbox.Action {
	switch code {
	case xades.CodeUntrusted:
		return p.UnknownIssuer
	case xades.CodeNoRevocation:
		return p.NoRevocation
	}
	return inbox.Refuse
}

func judgeSigningTime(v *verdicts, f findings, s *xades.Signature) {
	if s.SigningTime == nil {
		return
	}
	latest := f.arrived.Add(maxClockSkew)
	if s.Zoneless {
		latest = latest.Add(zonesAhead)
	}
	if s.SigningTime.After(latest) {
		v.add(inbox.Refuse, reasonAt(s.TimeNode, inbox.CodeSigningTimeFuture, nil))
		return
	}
	days := f.form.Policy.MaxSignatureAge
	if days > 0 && s.SigningTime.Before(f.arrived.AddDate(0, 0, -days)) {
		action := inbox.Accept
		if f.form.Policy.OldSignature == "refuse" {
			action = inbox.Refuse
		}
		v.add(action, reasonAt(s.TimeNode, inbox.CodeSigningTimeOld, map[string]string{"days": strconv.Itoa(days)}))
	}
}

func signerAccepted(p forms.Policy, kind xades.Kind) bool {
	for _, accepted := range p.Signers {
		if accepted == string(kind) {
			return true
		}
	}
	return len(p.Signers) == 0
}

// judgeAddressee refuses a letter none of whose addressees is the box's entity:
// a signature belongs to one addressee.
func judgeAddressee(v *verdicts, f findings) {
	named := slices.DeleteFunc(slices.Clone(f.addressees), namesNobody)
	ours := func(a forms.Addressee) bool { return isEntity(a, f.box.Entity) }
	if len(named) == 0 || slices.ContainsFunc(named, ours) {
		return
	}
	v.add(inbox.Refuse, reasonAt(named[0].Node, inbox.CodeAddressee, map[string]string{"entity": f.box.Entity.Name}))
}

// namesNobody tells an empty field: it neither is nor excludes an addressee.
func namesNobody(a forms.Addressee) bool {
	return !a.Person && a.Name == "" && a.REGON == "" && a.NIP == "" && a.Other == ""
}

// isEntity compares by REGON, NIP and the body's own id where the letter gives
// them: one that is another body's decides against it, one that is the entity's
// for it. Only where none of them speaks does the name decide.
func isEntity(a forms.Addressee, e inbox.Entity) bool {
	if a.REGON != "" && e.REGON != "" || a.NIP != "" && e.NIP != "" {
		return (a.REGON == "" || e.REGON == "" || a.REGON == e.REGON) && (a.NIP == "" || e.NIP == "" || a.NIP == e.NIP)
	}
	if a.Other == e.ID {
		return true
	}
	name := foldName(a.Name)
	for _, own := range append([]string{e.Name}, e.Aliases...) {
		if name == foldName(own) {
			return true
		}
	}
	return false
}

// foldName forgets case, punctuation and spacing, which people write as they like.
func foldName(s string) string {
	words := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return strings.Join(words, " ")
}

func judgeProblems(v *verdicts, f findings) {
	for _, p := range f.problems {
		action := inbox.Refuse
		if p.Code == forms.CodeAttachmentMissing {
			action = f.box.Policy.MissingAttachment
		}
		v.add(action, ProblemReason(p))
	}
}
