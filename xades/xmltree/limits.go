package xmltree

// The limits of a parse where Options leaves zero.
const (
	// DefaultMaxBytes: the largest letter an office configures is 150 MB; a
	// parse holds the input, at most once again as much for normalised text,
	// and the tree. Setting it above 2 GiB has no effect: references are 31 bits.
	DefaultMaxBytes = 256 << 20

	// DefaultMaxDepth: forms nest to about 30, SOAP and XAdES add 15. Nothing
	// here recurses, but paths, inherited namespaces and xml:* attributes cost
	// one step per ancestor, so depth multiplies the work of others.
	DefaultMaxDepth = 256

	// DefaultMaxElements bounds the node array: 32 bytes each, and at most two
	// texts around each, make 96 MB. The largest real forms have 60,000 elements.
	// Comments and processing instructions count as elements, for they cost the same.
	DefaultMaxElements = 1_000_000

	// DefaultMaxAttributes per element: canonical order sorts them, and
	// duplicates are found in a table of their names.
	DefaultMaxAttributes = 1_000

	// DefaultMaxNamespaces bounds the declarations in scope: a canonical subtree
	// repeats them, so without it a short apex could amplify its ancestors.
	DefaultMaxNamespaces = 256
)

const (
	// maxText: references use one of 32 bits to tell text from arena.
	maxText = inArena - 1

	// maxNames bounds the distinct spellings, namespace URIs and expanded names of
	// one document, each on its own: making the tables takes some 250 bytes for each, so 16 MB. A large
	// family of schemas has 5,000.
	maxNames = 1 << 16

	// maxURI bounds a namespace URI: names are compared by theirs, so that two long ones
	// which differ at the end would cost their length for each name of a document. Real
	// ones have up to 150 octets.
	maxURI = 2048
)

// Options are the limits of one parse. The zero value means the defaults (the
// named constants of limits.go).
type Options struct {
	MaxBytes         int64
	MaxDepth         int
	MaxElements      int  // elements, comments and processing instructions
	MaxAttributes    int  // per element
	MaxNamespaces    int  // declarations in scope
	KeepDuplicateIDs bool // true: duplicate Ids are no parse error; ByID refuses them instead
}

func (o Options) withDefaults() Options {
	if o.MaxBytes <= 0 {
		o.MaxBytes = DefaultMaxBytes
	}
	o.MaxBytes = min(o.MaxBytes, maxText)
	o.MaxDepth = orDefault(o.MaxDepth, DefaultMaxDepth)
	o.MaxElements = orDefault(o.MaxElements, DefaultMaxElements)
	o.MaxAttributes = orDefault(o.MaxAttributes, DefaultMaxAttributes)
	o.MaxNamespaces = orDefault(o.MaxNamespaces, DefaultMaxNamespaces)
	return o
}

func orDefault(value, byDefault int) int {
	if value <= 0 {
		return byDefault
	}
	return value
}
