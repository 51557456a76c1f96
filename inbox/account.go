package inbox

// Role is what an account may do.
type Role string

// The roles of this installation's accounts.
const (
	RoleResident      Role = "resident"
	RoleIntegrator    Role = "integrator"
	RoleClerk         Role = "clerk"
	RoleHead          Role = "head"
	RoleRegistrar     Role = "registrar"
	RoleConfirmer     Role = "confirmer" // at a confirmation point of the trusted profile
	RoleAuditor       Role = "auditor"
	RoleAdministrator Role = "administrator"
)

// Account is a user with a token, a password or both.
type Account struct {
	Login        string
	Name         string // shown to people
	Role         Role
	Department   string // of clerks and heads
	Entity       string // of integrators: whose boxes; "" = all of this installation
	PasswordHash string // argon2id, "" = no password
	TokenSHA256  string // hex, "" = no token
	Disabled     bool
	Language     string // "pl", "en" or "uk": what the account is written to in; "" = Polish
}

// Actor is who does something: an account, or nobody (the zero Actor).
type Actor struct {
	Login      string
	Role       Role
	Department string
	Entity     string
	PESEL      string // of a resident whose identity is confirmed now; "" = none
}

// IsZero reports an anonymous actor.
func (a Actor) IsZero() bool { return a.Login == "" }
