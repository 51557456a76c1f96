package inbox

// The kinds of events in a letter's history.
const (
	EventReceived     = "received"
	EventViewed       = "viewed"
	EventClaimed      = "claimed"
	EventUnclaimed    = "unclaimed"
	EventTakenOver    = "taken-over" // detail: from whom
	EventForwarded    = "forwarded"
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

// EventKinds lists the kinds, for tests that look for a word in every language.
func EventKinds() []string {
	return []string{EventReceived, EventViewed, EventClaimed, EventUnclaimed, EventTakenOver, EventForwarded, EventNoted, EventAnswered,
		EventCalled, EventReminded, EventOpened, EventDeemed, EventJoined, EventSupplemented, EventWithdrawn, EventClosed}
}
