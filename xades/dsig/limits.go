package dsig

const (
	// MaxReferences in one SignedInfo. Real containers reach 900; each costs a
	// digest at most once per node and chain, so 1,000 cost microseconds each.
	MaxReferences = 1000

	// MaxTransforms in one Reference. Real chains have one to three; each
	// step after the first octets may cost another parse of the content.
	MaxTransforms = 5

	// maxExpressions in octets, of all XPath in all signatures of a document together,
	// and one more for every octetsPerExpression. They are compiled before anything is
	// known of the authors, at 0.1 to 0.3 µs for an octet: 10 ms. Real ones have 30 to
	// 400 octets each, and the commonest are not compiled.
	maxExpressions      = 32 << 10
	octetsPerExpression = 16

	// maxPrefixes in one PrefixList: it is read again for each element that is
	// canonicalised by itself. As many as may be in scope (xmltree.DefaultMaxNamespaces).
	maxPrefixes = 256

	// maxFilters in one XPath Filter 2.0 transform. Real ones have one to three;
	// each is a few passes over the document, which the budget pays.
	maxFilters = 16

	// MaxCertificates in one KeyInfo. A chain has three or four; each costs a
	// parse (3 µs) and, without SigningCertificate, perhaps a verification.
	MaxCertificates = 16

	// maxCertificate bounds the octets of one; ordinary ones have 1 to 3 KB.
	maxCertificate = 64 << 10

	// keysFactor: certificates of all signatures together may have so many times the
	// octets of the document. Each octet costs up to 40 ns where names are long, and
	// stands in the report; more than once the document has only who shares them.
	keysFactor = 2

	// maxKeyReferences followed from one KeyInfo. Real ones have one.
	maxKeyReferences = 8

	// maxModulusBits bounds the cost of one RSA verification, which grows with
	// the square of the modulus: 2 ms at 16,384 bits.
	maxModulusBits = 16384

	// minModulusBits is what crypto/rsa verifies at all; below, a value can be
	// forged at a desk. Suites of algorithms ask for more.
	minModulusBits = 1024

	// Work is counted in octets: everything canonicalised, decoded or digested,
	// and workPerNode for each node walked over. All references of a document
	// together may spend workFactor times its length and workFloor. Ten
	// co-signers whose signatures each cover the whole document fit in (those
	// that take all signatures away share one digest); canonicalising many small
	// elements makes 250 MB a second, so 20 MB of input buy one second.
	workFactor    = 12
	workFloor     = 4 << 20
	workPerNode   = 28
	workPerStep   = 4  // of a plain path that each node is held against
	workPerPrefix = 16 // of a PrefixList, each time it is used
	workToRead    = 8  // each octet that transforms make and that is parsed as XML

	// Content from outside adds contentFactor times its length: five times it
	// may be got, at one an octet, and digested.
	contentFactor = 10

	// A document that transforms make of octets is read beside the one that is
	// verified, and at 64 octets of memory for an element: it may have
	// elementsAgain, and one more for every octetsAgain.
	elementsAgain = 50_000
	octetsAgain   = 256

	// SignedInfo, all of them in a document together, have a budget of their own,
	// for they are canonicalised before anything is known of their authors: a long
	// namespace, declared once around them, could be repeated on each of their elements.
	infoFactor = 4
	infoFloor  = 1 << 20
)
