package inbox

// MayRead is the rule for who may read a letter with its document and receipt:
// its verified signer and the account that posted it, clerks of its department,
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

// Wrote reports whether a letter is the actor's own: his account posted it, or
// its signature proves the identity that is confirmed for him.
func Wrote(a Actor, l Letter) bool {
	return a.Login != "" && a.Login == l.PostedBy || a.PESEL != "" && a.PESEL == l.Sender.PESEL
}

// MayWork is the rule for who may claim, forward and close a letter: clerks and
// heads of its department; registrars anywhere.
func MayWork(a Actor, l Letter) bool {
	switch a.Role {
	case RoleClerk, RoleHead:
		return a.Department != "" && a.Department == l.Department
	case RoleRegistrar:
		return true
	}
	return false
}

// MayReadSubmission is the rule for who may ask what became of a submission:
// the account that posted it, registrars and auditors.
func MayReadSubmission(a Actor, s Submission) bool {
	switch a.Role {
	case RoleRegistrar, RoleAuditor:
		return true
	}
	return a.Login != "" && a.Login == s.PostedBy
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
