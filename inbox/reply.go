package inbox

import "time"

// ReplyKind is what a letter from the office to a sender is.
type ReplyKind string

// Answer settles the matter; Call asks to mend the defects of the letter (KPA 64 §2).
const (
	Answer ReplyKind = "answer"
	Call   ReplyKind = "call"
)

// Reply is a signed letter from the office that waits in the sender's box. Until
// he has confirmed its receipt he is shown nothing of what it holds.
type Reply struct {
	ID      int32
	Letter  int32
	Kind    ReplyKind
	Form    string // "pismo-ogolne/4566"
	Subject string
	Clerk   string // login of who sent it
	Signer  string // who signed: the office by its seal, or a clerk by his certificate
	// With what: SignerKind is of xades.Kind, or BySeal; SignerIssuer is who issued the
	// certificate. Both are "" where it was not kept yet.
	SignerKind, SignerIssuer string

	Sent   time.Time
	SHA256 [32]byte
	Size   int64

	Noticed, Reminded time.Time // when the first and the second notice of it went out; zero = not yet
	Opened            time.Time // when the sender confirmed receipt; zero = not yet
	Deemed            Day       // the last of the days of DeemedAfter, once they are over and it lies unopened
	UPD               int32     // id of the confirmation of receipt, once opened
}

// ReplyState is where a reply is on its way.
type ReplyState string

// The states; DeemedDelivered can still be opened.
const (
	Waiting         ReplyState = "waiting"
	DeemedDelivered ReplyState = "deemed"
	Opened          ReplyState = "opened"
)

// BySeal is the SignerKind of what the office seals itself.
const BySeal = "seal"

// ReplyUpload is a reply that a clerk has signed elsewhere, before he sends it.
type ReplyUpload struct {
	Letter int32
	Clerk  string // login of who uploaded it
	Kind   ReplyKind
	At     time.Time
	Raw    []byte
}

// State returns where the reply is on its way.
func (r Reply) State() ReplyState {
	switch {
	case !r.Opened.IsZero():
		return Opened
	case r.Deemed != "":
		return DeemedDelivered
	}
	return Waiting
}

// Delivered is the day a reply counts as delivered, "" while it does not: the
// day of the confirmation, or the one the days of waiting ended on, whichever came first.
func (r Reply) Delivered() Day {
	if r.Opened.IsZero() || r.Deemed != "" {
		return r.Deemed
	}
	return DayOf(r.Opened)
}

// Sealed is what its addressee may know of a reply before he has confirmed its
// receipt: that it is there, of what kind, and since when.
func (r Reply) Sealed() Reply {
	if !r.Opened.IsZero() {
		return r
	}
	r.Subject, r.Signer, r.SignerKind, r.SignerIssuer, r.Clerk, r.SHA256, r.Size = "", "", "", "", "", [32]byte{}, 0
	return r
}

// JoinKind is what a further letter means for the one it joins.
type JoinKind string

// Supplement adds to a letter or mends its defects; Withdrawal takes it back.
const (
	Supplement JoinKind = "supplement"
	Withdrawal JoinKind = "withdrawal"
)

// Join links a further letter of a sender to the one it is about.
type Join struct {
	Document int32 // of the further letter; it may still be held
	Letter   int32 // the letter it is about
	Kind     JoinKind
	At       time.Time
	Done     bool // the further letter is accepted and stands with the other
}
