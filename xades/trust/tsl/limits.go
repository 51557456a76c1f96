package tsl

const (
	// MaxBytes of a list. The largest published ones have 10 MB; a tree of this
	// size takes some 200 MB for a moment.
	MaxBytes = 48 << 20

	// maxServices of a list, history instances counted too: each is a few hundred
	// bytes of memory and is looked at for every certificate that is judged. The
	// longest published lists have 2,000.
	maxServices = 50_000

	// maxCertificates of a list. Reading one takes 20 µs, so this is two seconds;
	// the longest published lists have 3,000.
	maxCertificates = 100_000

	// maxCriteria of one list of criteria, nested ones counted too: they are
	// evaluated for every certificate that is judged. Published ones have 10.
	maxCriteria = 1_000
)
