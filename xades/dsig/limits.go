package dsig

const (
	// MaxReferences in one SignedInfo. Real containers reach 900; each costs a
	// digest at most once per node and chain, so 1,000 cost microseconds each.
	MaxReferences = 1000

	// MaxTransforms in one Reference. Real chains have one to three; each
	// step after the first octets may cost another parse of the content.
	MaxTransforms = 5

	// MaxCertificates in one KeyInfo. A chain has three or four; each costs a
	// parse (3 µs) and, without SigningCertificate, perhaps a verification.
	MaxCertificates = 16

	// maxModulusBits bounds the cost of one RSA verification, which grows with
	// the square of the modulus: 2 ms at 16,384 bits.
	maxModulusBits = 16384

	// minModulusBits is what crypto/rsa verifies at all; below, a value can be
	// forged at a desk. WeakKey asks for more.
	minModulusBits = 1024

	// Work is counted in octets: everything canonicalised, decoded or digested,
	// and workPerNode for each node walked over. All signatures of a document
	// together may spend workFactor times its length and workFloor. Sixteen
	// co-signers whose signatures each cover the whole document fit in; a
	// second of hashing per 80 MB of input is the worst a sender can buy.
	workFactor  = 24
	workFloor   = 4 << 20
	workPerNode = 16
)
