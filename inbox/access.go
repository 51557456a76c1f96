package inbox

// MayRead is the rule for who may read a letter with its document and receipt:
// the account that posted it, clerks of its department, heads of it, registrars
// and auditors; never just whoever has the bytes.
func MayRead(a Actor, l Letter) bool {
	switch a.Role {
	case RoleClerk, RoleHead:
		return a.Department != "" && a.Department == l.Department
	case RoleRegistrar, RoleAuditor:
		return true
	case RoleIntegrator, RoleResident:
		return a.Login != "" && a.Login == l.PostedBy
	}
	return false
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
