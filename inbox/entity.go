// Package inbox holds the words of an electronic inbox as types — Entity, Box,
// Submission, Letter, Receipt, Department, Account — and its pure rules. It
// does no I/O; every other room of the inbox speaks in these types.
package inbox

import "strings"

// Entity is the public body (podmiot) that owns boxes.
type Entity struct {
	ID      string   // such as "umprzykladowo"; first part of a box address
	Name    string   // full name, as the receipt must state it
	Aliases []string // other names letters may use for it as addressee
	REGON   string
	NIP     string
	Address Address // where it has its seat
}

// Address is a postal address; parts that are not known are "".
type Address struct {
	Street   string // "Rynek", "ul. Testowa"
	House    string // "1", "12 lok. 3"
	Postcode string // "00-001"
	Town     string
}

// String writes the address on one line, "Rynek 1, 00-001 Przykładowo"; "" when
// nothing is known.
func (a Address) String() string {
	street := strings.TrimSpace(a.Street + " " + a.House)
	town := strings.TrimSpace(a.Postcode + " " + a.Town)
	if street == "" || town == "" {
		return street + town
	}
	return street + ", " + town
}

// Department is a part of the body (wydział) with one queue.
type Department struct {
	ID   string // "so"
	Name string // "Wydział Spraw Obywatelskich"
}

// Action is what a box does with a defect.
type Action string

// Refuse answers with reasons and a signed refusal; Accept takes the letter and
// lists the defect for the clerk; Hold keeps it to be judged again.
const (
	Refuse Action = "refuse"
	Accept Action = "accept"
	Hold   Action = "hold"
)

// BoxPolicy is what a box allows and what a defect means there. A zero Action
// means Refuse.
type BoxPolicy struct {
	MaxBytes          int64    // largest letter taken, octets
	Anonymous         bool     // letters may be posted without an account
	Forms             []string // names of the forms taken; empty = all of the catalogue
	MissingSignature  Action   // no signature at all
	UnknownIssuer     Action   // no path to a configured anchor
	NoRevocation      Action   // revocation evidence missing
	MissingAttachment Action   // the form asks for more attachments
	SignerKind        Action   // signed, trusted, but not of a kind the form accepts
}

// Box is an address (skrytka) letters are sent to.
type Box struct {
	Entity Entity
	Name   string // "skrytka"
	Title  string // for people
	Policy BoxPolicy
	// DefaultDepartment gets letters whose form names none.
	DefaultDepartment string
}

// Address returns "/entity/box".
func (b Box) Address() string { return "/" + b.Entity.ID + "/" + b.Name }
