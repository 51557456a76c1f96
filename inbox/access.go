package inbox

import "time"

// MayRead is the rule for who may read a letter with its document and receipt:
// its verified signer, the integrator that posted it, clerks of its department,
// heads of it, registrars and auditors; never just whoever has the bytes.
func MayRead(a Actor, l Letter) bool {
	switch a.Role {
	case RoleClerk, RoleHead:
		return a.Department != "" && a.Department == l.Department
	case RoleRegistrar, RoleAuditor:
		return true
	case RoleResident:
		return Wrote(a, l)
	case RoleIntegrator:
		return a.Login != "" && a.Login == l.PostedBy
	}
	return false
}

// Wrote reports whether a letter is a resident's own. Where the signature proves
// who wrote it, that decides, whoever posted it: the identity that is confirmed
// for the actor must be the same. Only a letter that proves nobody is its
// poster's.
func Wrote(a Actor, l Letter) bool {
	if l.Sender.PESEL != "" || l.Sender.Name != "" {
		return a.PESEL != "" && a.PESEL == l.Sender.PESEL
	}
	return a.Login != "" && a.Login == l.PostedBy
}

// MayWork is the rule for who may claim, forward, answer and close a letter and
// note something on it: clerks and heads of its department; registrars anywhere.
func MayWork(a Actor, l Letter) bool {
	switch a.Role {
	case RoleClerk, RoleHead:
		return a.Department != "" && a.Department == l.Department
	case RoleRegistrar:
		return true
	}
	return false
}

// HasInHand is the rule for whose hand a claimed or answered letter is in: the
// clerk's who claimed it; heads and registrars act for anyone.
func HasInHand(a Actor, l Letter) bool {
	return MayWork(a, l) && (a.Role != RoleClerk || l.Clerk == a.Login)
}

// AbsentAfter is how long a clerk may do nothing on a letter he has claimed before
// a colleague may take it over: with a weekend in it, a working week.
const AbsentAfter = 7 * 24 * time.Hour

// MayTakeOver is the rule for who may take a letter out of another clerk's hand:
// the head of the department and registrars at any time, a colleague once its
// clerk has done nothing on it for AbsentAfter.
func MayTakeOver(a Actor, l Letter, lastDone, now time.Time) bool {
	if !MayWork(a, l) || l.Clerk == "" || l.Clerk == a.Login || l.State != Claimed && l.State != Answered {
		return false
	}
	return a.Role != RoleClerk || now.Sub(lastDone) >= AbsentAfter
}

// MaySupplement is the rule for whose further letters join a letter: its
// writer's, while it is not closed.
func MaySupplement(a Actor, l Letter) bool {
	return a.Role == RoleResident && Wrote(a, l) && l.State != Closed
}

// SameSender reports whether a further letter comes from the sender of the first:
// the same proved identity; where neither proves one, the same certificate, which
// must be a person's own (a trusted profile's is everybody's); for a first letter
// that proves nobody, the account that posted both.
func SameSender(first, further Letter) bool {
	a, b := first.Sender, further.Sender
	switch {
	case a.PESEL != "":
		return a.PESEL == b.PESEL
	case a.Name != "":
		return a.Scheme == "" && b.Scheme == "" && a.CertificateSHA256 != "" && a.CertificateSHA256 == b.CertificateSHA256
	}
	return first.PostedBy != "" && first.PostedBy == further.PostedBy
}

// MayReadSubmission is the rule for who may ask what became of a submission:
// the account that posted it, and who may go through all of them.
func MayReadSubmission(a Actor, s Submission) bool {
	return MaySeeSubmissions(a) || a.Login != "" && a.Login == s.PostedBy
}

// MaySeeSubmissions is the rule for who sees what was held and refused, with its
// bytes while they are kept: registrars and auditors. Heads do not: such a
// submission has no department yet, and nobody knows whose matter it is.
func MaySeeSubmissions(a Actor) bool {
	return a.Role == RoleRegistrar || a.Role == RoleAuditor
}

// WorksHere reports whether the actor sees letters as the office does, with
// clerk, flags and history, not as their sender.
func WorksHere(a Actor) bool {
	switch a.Role {
	case RoleClerk, RoleHead, RoleRegistrar, RoleAuditor:
		return true
	}
	return false
}
