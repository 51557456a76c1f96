package fetch

import "errors"

// Kind is a kind of what is fetched and kept.
type Kind string

// The kinds; each is the ending of its files' names.
const (
	KindOCSP Kind = "ocsp"
	KindCRL  Kind = "crl"
	KindList Kind = "tsl"
)

// Outcome is what became of a fetch, for the figures.
type Outcome string

// The outcomes.
const (
	Fetched   Outcome = "fetched"   // something new that counts
	Unchanged Outcome = "unchanged" // what was held already
	Failed    Outcome = "failed"    // no answer: the address is refused, dead or slow, the answer too large or no answer
	Useless   Outcome = "useless"   // an answer that proves nothing
	Postponed Outcome = "postponed" // failed a short while ago, so nobody was asked
)

var (
	errUseless   = errors.New("the answer proves nothing")
	errPostponed = errors.New("failed a short while ago")
)

func outcomeOf(err error) Outcome {
	switch {
	case err == nil:
		return Fetched
	case errors.Is(err, errPostponed):
		return Postponed
	case errors.Is(err, errUseless):
		return Useless
	}
	return Failed
}
