package inbox

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Channel is the door a submission came through.
type Channel string

// The doors.
const (
	REST Channel = "rest"
	SOAP Channel = "soap"
	Web  Channel = "web"
)

// SubmissionState is the outcome of a submission; states and transitions are
// drawn in STATES.md.
type SubmissionState string

// The outcomes.
const (
	Accepted SubmissionState = "accepted"
	Refused  SubmissionState = "refused"
	Held     SubmissionState = "held"
)

// LetterState is where a letter is in its department's work.
type LetterState string

// The letter states.
const (
	Queued   LetterState = "queued"
	Claimed  LetterState = "claimed"
	Answered LetterState = "answered"
	Closed   LetterState = "closed"
)

// Reason is one finding a sender or clerk is told: a code of a closed list, the
// place, and the arguments of its sentence (never personal data). The sentence
// itself stands in inbox/locale.
type Reason struct {
	Code   string            `json:"code"`
	Line   int               `json:"line,omitempty"`
	Column int               `json:"column,omitempty"`
	Path   string            `json:"path,omitempty"`
	Args   map[string]string `json:"args,omitempty"`
}

// RegisterNumber is a letter's number in the register of incoming letters
// (RPW): no gaps within a year of Europe/Warsaw.
type RegisterNumber struct {
	Year, N int
}

// String returns "RPW/2026/17"; "" for the zero number.
func (r RegisterNumber) String() string {
	if r.N == 0 {
		return ""
	}
	return fmt.Sprintf("RPW/%d/%d", r.Year, r.N)
}

// ParseRegisterNumber reads "RPW/2026/17".
func ParseRegisterNumber(text string) (r RegisterNumber, ok bool) {
	parts := strings.Split(text, "/")
	if len(parts) != 3 || parts[0] != "RPW" {
		return RegisterNumber{}, false
	}
	year, yearErr := strconv.ParseUint(parts[1], 10, 31)
	n, numberErr := strconv.ParseUint(parts[2], 10, 31)
	r = RegisterNumber{Year: int(year), N: int(n)}
	return r, yearErr == nil && numberErr == nil && year > 0 && n > 0
}

// Sender is who signed a letter, as far as it was proved; empty fields were not.
type Sender struct {
	Kind              string `json:"kind"` // of xades.Kind; "" = unsigned
	Name              string `json:"name"`
	PESEL             string `json:"pesel,omitempty"`
	Scheme            string `json:"scheme,omitempty"`
	CertificateSHA256 string `json:"certificate_sha256,omitempty"` // hex
}

// Submission is bytes that arrived.
type Submission struct {
	ID       int64
	Document int32 // document id, drawn ahead; a letter made of it has the same
	Box      string
	Channel  Channel
	PostedBy string // login of the account that posted, "" = anonymous
	Arrived  time.Time
	SHA256   [32]byte
	Size     int64
	State    SubmissionState
	Reasons  []Reason // why refused or held
}

// Letter is an accepted submission in a department's queue.
type Letter struct {
	ID           int32
	Number       RegisterNumber
	Box          string
	Channel      Channel
	PostedBy     string
	Form         string // "pismo-ogolne/4566"
	Subject      string
	Sender       Sender
	Arrived      time.Time
	SHA256       [32]byte // of the bytes received
	SignedDigest [32]byte // equal for copies with the same signed content; zero = unsigned
	Size         int64
	Department   string
	State        LetterState
	Clerk        string // login, while claimed
	Due          Day
	Defects      []Reason
	Report       []byte // JSON of the verification report, as judged at arrival
	CopyOf       int32  // an earlier letter with the same signed content; 0 = none
	ReceiptID    int32
}

// ReceiptKind tells a receipt from its opposite.
type ReceiptKind string

// UPP is the confirmation of submission, Refusal its signed opposite; UPD is the
// confirmation that a sender received a reply.
const (
	UPP     ReceiptKind = "upp"
	Refusal ReceiptKind = "refusal"
	UPD     ReceiptKind = "upd"
)

// Receipt is a signed answer to a submission.
type Receipt struct {
	ID       int32
	Kind     ReceiptKind
	Document int32 // the letter's id, the document id of a refused submission, the reply's id
	Made     time.Time
	Bytes    []byte // the signed XML
}

// Outcome is the answer of the intake to one submission.
type Outcome struct {
	State      SubmissionState
	Document   int32
	Letter     *Letter  // when accepted
	Receipt    *Receipt // UPP when accepted; refusal when refused and the document was readable; else nil
	Duplicate  bool     // the same bytes were accepted before: this is that outcome
	Erased     bool     // duplicate of a letter erased since: no receipt, only Arrived
	Arrived    time.Time
	PostedBy   string   // when held: who posted the submission that is kept, which may have been another
	Reasons    []Reason // why refused or held
	RetryAfter time.Duration
}

// Event is one line of a letter's history.
type Event struct {
	Letter int32
	At     time.Time
	Actor  string // login, "" = the system
	Kind   string // of events.go
	Detail string // target department, reason given, number of another letter
}
