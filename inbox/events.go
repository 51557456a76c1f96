package inbox

import (
	"slices"
	"strconv"
	"strings"
)

// The kinds of events in a letter's history.
const (
	EventReceived     = "received"
	EventViewed       = "viewed" // detail: Viewed
	EventClaimed      = "claimed"
	EventUnclaimed    = "unclaimed"
	EventTakenOver    = "taken-over" // detail: from whom
	EventForwarded    = "forwarded"
	EventWentAlong    = "went-along" // detail: target department, number of the letter it joined, which was forwarded
	EventTookAlong    = "took-along" // detail: number of the letter that went along
	EventNoted        = "noted"
	EventAnswered     = "answered" // detail: the reply's id
	EventCalled       = "called"   // the same
	EventReminded     = "reminded" // the same
	EventOpened       = "opened"   // the same
	EventDeemed       = "deemed"   // the same
	EventJoined       = "joined"   // detail: number of the letter it joined
	EventSupplemented = "supplemented"
	EventWithdrawn    = "withdrawn"
	EventClosed       = "closed"
)

// What of a letter was viewed, as the detail of EventViewed begins.
const (
	ViewedLetter     = "letter"     // its page: facts, content, and the report on its signatures
	ViewedDocument   = "document"   // the bytes received
	ViewedAttachment = "attachment" // followed by which, from 1
	ViewedReceipt    = "receipt"    // the UPP
	ViewedReply      = "reply"      // followed by the reply's id
	ViewedDelivery   = "delivery"   // the UPD; the same
)

// Viewed is what of a letter was viewed: the detail of EventViewed.
type Viewed struct {
	What string
	N    int32 // which attachment or reply; 0 = none
}

// String is the detail: "attachment 2".
func (v Viewed) String() string {
	if v.N == 0 {
		return v.What
	}
	return v.What + " " + strconv.Itoa(int(v.N))
}

// ParseViewed reads the detail of EventViewed; ok is false for what is none of the
// list.
func ParseViewed(detail string) (v Viewed, ok bool) {
	what, which, _ := strings.Cut(detail, " ")
	n, err := strconv.ParseInt(which, 10, 32)
	if which != "" && (err != nil || n <= 0) || !slices.Contains(ViewedKinds(), what) {
		return Viewed{}, false
	}
	return Viewed{What: what, N: int32(n)}, true
}

// ViewedKinds lists what can be viewed, for tests that look for a word in every
// language.
func ViewedKinds() []string {
	return []string{ViewedLetter, ViewedDocument, ViewedAttachment, ViewedReceipt, ViewedReply, ViewedDelivery}
}

// EventKinds lists the kinds, for tests that look for a word in every language.
func EventKinds() []string {
	return []string{EventReceived, EventViewed, EventClaimed, EventUnclaimed, EventTakenOver, EventForwarded, EventWentAlong, EventTookAlong, EventNoted, EventAnswered,
		EventCalled, EventReminded, EventOpened, EventDeemed, EventJoined, EventSupplemented, EventWithdrawn, EventClosed}
}
