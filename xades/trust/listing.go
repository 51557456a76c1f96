package trust

import "time"

// Listing is what a trusted list says of a path that ends at one of its
// certificates (ETSI TS 119 615 4.4, 4.5).
type Listing struct {
	Kind    string // what signatures under it are, where it lets the path end here
	Refusal string // English, for logs: why it does not; "" lets it
	Ended   bool   // it refuses, and would not have at some earlier time

	Territory string
	Provider  string
	Service   string
	// Qualified and Device are "yes", "no" or "open" of a signer's certificate:
	// it is qualified, its key is in a qualified device; "" of any other.
	Qualified, Device string
	Use               string // URI of what it is qualified for; "" open
	Findings          []Finding
}

// Finding is one reason of what a trusted list says.
type Finding struct {
	Code   string    // qualified.…, of the package that read the list
	At     time.Time // the moment of which it is true
	Detail string    // English, for logs
}
