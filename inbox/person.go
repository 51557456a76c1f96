package inbox

import "time"

// Identity is who somebody is, as an identity document shows it.
type Identity struct {
	GivenNames string // all of them, as the document writes them
	FamilyName string
	PESEL      string
}

// Name is how the identity is shown.
func (i Identity) Name() string { return i.GivenNames + " " + i.FamilyName }

// ProfileState is a state of a trusted profile; profile/STATES.md draws them.
type ProfileState string

// The states of a trusted profile.
const (
	ProfileUnconfirmed ProfileState = "unconfirmed" // applied for; nobody has seen a document
	ProfileTemporary   ProfileState = "temporary"   // confirmed in a video call
	ProfileConfirmed   ProfileState = "confirmed"   // confirmed in person
	ProfileExpired     ProfileState = "expired"
	ProfileRevoked     ProfileState = "revoked"
)

// TrustedProfile is the identity of an account and how far it is confirmed.
type TrustedProfile struct {
	ID    int32
	Login string
	Identity
	State     ProfileState // as last written; StateAt is what holds
	Since     time.Time    // of the state
	Expires   time.Time    // zero while unconfirmed
	Point     string       // name of the confirmation point; "" while unconfirmed
	Code      string       // of the application, to take to a confirmation point; "" = none
	CodeUntil time.Time
}

// StateAt is the state at an instant: a profile whose time is over is expired.
func (p TrustedProfile) StateAt(now time.Time) ProfileState {
	switch p.State {
	case ProfileTemporary, ProfileConfirmed:
		if !now.Before(p.Expires) {
			return ProfileExpired
		}
	}
	return p.State
}

// MaySign reports whether the identity is confirmed at an instant.
func (p TrustedProfile) MaySign(now time.Time) bool {
	switch p.StateAt(now) {
	case ProfileTemporary, ProfileConfirmed:
		return true
	}
	return false
}

// ConfirmationPoint is where clerks confirm identities.
type ConfirmationPoint struct {
	ID, Name, Address string
	Video             bool // by video call: what it confirms is temporary
}

// IdentityDocument is what a clerk of a confirmation point looked at.
type IdentityDocument struct {
	Kind   string // of DocumentKinds
	Number string // series and number; never logged
	Until  Day    // last day of its validity; "" = without end
}

// DocumentKinds lists the kinds of documents that confirm an identity.
func DocumentKinds() []string { return []string{"id-card", "passport", "mobywatel", "residence-card"} }

// PersonEvent is a line of the history that the owner of an account can see.
type PersonEvent struct {
	Login  string
	At     time.Time
	Kind   string   // such as "signed", "confirmed", "login"
	Detail string   // such as the confirmation point's name or the document's title
	SHA256 [32]byte // of a signed document; zero otherwise
}

// SigningState is a state of a signing session.
type SigningState string

// The states of a signing session; one whose time is over is closed, whatever
// its state says.
const (
	SigningOpen     SigningState = "open"
	SigningSigned   SigningState = "signed"
	SigningReplaced SigningState = "replaced" // by a later one for the same purpose
)

// Signing is a session in which one document, shown to its signer, is signed.
type Signing struct {
	ID       string // a secret of the signer's pages; stored as its digest
	Login    string
	Title    string
	Purpose  string // what happens to the signed document: a word, a colon, and what it is about
	State    SigningState
	Begun    time.Time
	Expires  time.Time
	SHA256   [32]byte // of Document
	Document []byte
	Signed   []byte // when signed
}

// SigningOver is what a session is whose time has passed. It is never stored.
const SigningOver SigningState = "over"

// StateAt is the state at an instant.
func (s Signing) StateAt(now time.Time) SigningState {
	if s.State == SigningOpen && !now.Before(s.Expires) {
		return SigningOver
	}
	return s.State
}
