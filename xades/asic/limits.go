package asic

const (
	// MaxBytes of a container as it arrives: it is held in memory beside what
	// it holds.
	MaxBytes = 256 << 20

	// MaxEntries of a container: as many as one signature has references
	// (dsig.MaxReferences); each costs a header, a name and a digest.
	MaxEntries = 1000

	// MaxTotal of all entries together, uncompressed: held in memory at once.
	MaxTotal = 256 << 20

	// MaxRatio between an entry's sizes, once it is larger than ratioFloor.
	// Text and XML shrink to a tenth, a scanned empty page to a fiftieth.
	MaxRatio   = 100
	ratioFloor = 1 << 20

	// totalFloor is what a small container may hold in all: thousands of entries just
	// below ratioFloor would be a bomb too.
	totalFloor = 16 << 20

	// MaxName of an entry in octets: what common file systems take for a path.
	MaxName = 1024

	// MaxSignatureFiles: every one of them may have every data object digested anew.
	MaxSignatureFiles = 32
)
