package xsd

// Limits of one schema. Each bounds memory or work that a small document could
// otherwise ask for; real schemas stay far below (the largest published one has
// 9,675 enumeration values and some 4,000 particles).
const (
	// maxDocuments bounds what one schema pulls in by import and include.
	maxDocuments = 500
	// maxSchemaBytes bounds each document; its tree costs some 10 bytes a byte.
	maxSchemaBytes = 32 << 20
	// maxComponents bounds declarations and definitions: some 500 bytes each.
	maxComponents = 500_000
	// maxNesting bounds how deep components build on each other (base types,
	// groups in groups, substitution groups): the builders recurse by it. The
	// deepest published chains have some 20 links.
	maxNesting = 1_000
	// maxAttributeUses bounds the attributes of all types together, inherited
	// ones counted in each type: 8 bytes each, and a look-up table.
	maxAttributeUses = 1_000_000
	// maxMembers bounds the member types of a union, those of its unions
	// counted too: a value may have to be tried against each.
	maxMembers = 1_000
	// maxSubstitutes bounds the entries of all substitution groups together.
	maxSubstitutes = 500_000
	// maxParticles bounds the content models of all types together, groups
	// counted where they are used (groups that use groups multiply): 100 bytes each.
	maxParticles = 250_000
	// maxCheckSteps bounds the comparisons of content models with each other
	// (restriction, unique attribution), which are quadratic: under a second.
	maxCheckSteps = 20_000_000
	// maxEnumeration bounds the values of one type: some 100 bytes each.
	maxEnumeration = 200_000
	// maxSchemaProblems stops a hopeless schema.
	maxSchemaProblems = 100
)

// Limits of one validation.
const (
	// defaultMaxProblems is ValidateOptions.MaxProblems when 0.
	defaultMaxProblems = 1000
	// maxConfigurations bounds the ways in which one content model with nested
	// counters can have read an element's children. One to three is usual; each
	// further child costs time in proportion.
	maxConfigurations = 256
	// maxKeyWork bounds the comparisons for identity constraints: elements ×
	// constraints in force, which nested scopes multiply. About two seconds.
	maxKeyWork = 50_000_000
	// maxKeyOctets bounds the values of identity constraints, which every
	// constraint in force reads and keeps for itself: entryOctets for each, and
	// its text; inheritedOctets where a scope passes it to the one around. Two
	// million entries, about a second and 150 MB.
	maxKeyOctets    = 128 << 20
	entryOctets     = 64
	inheritedOctets = 16
	// maxReferences bounds the xs:IDREF values whose xs:ID comes after them: a list of
	// two octets each would cost forty for each. 20 MB.
	maxReferences = 500_000
	// maxShown is the length of a value in a Problem, in characters.
	maxShown = 60
	// maxExpected bounds Problem.Expected.
	maxExpected = 10
)
