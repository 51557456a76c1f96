package xsd

// The codes of Problem, a closed list. Texts for people stand in inbox/locale,
// written from the code and Problem.Args.
//
// Arguments that every schema.… problem has: "element", the local name of the
// element it stands at. Where it is about an attribute: "attribute", its local
// name; where the schema documents the declaration: "label", the first line of
// its xs:documentation (Polish before others). Problem.Value and
// Problem.Expected are set where a line says so. All values are cut to 60
// characters.
const (
	// Structure. Expected: the names that could stand there instead.
	CodeElementUnexpected   = "schema.element-unexpected"   // an element that may not stand here; "parent"; Expected (none: the parent must be empty or ends here)
	CodeElementMissing      = "schema.element-missing"      // "element" ends too early; Expected: what must follow
	CodeElementUnknown      = "schema.element-unknown"      // the root is not declared; "namespace"; Expected: the declared roots
	CodeElementUndeclared   = "schema.element-undeclared"   // a strict wildcard admits only declared elements; "namespace"
	CodeAttributeUnexpected = "schema.attribute-unexpected" // "attribute"; Value; Expected: attributes the element may have
	CodeAttributeUndeclared = "schema.attribute-undeclared" // a strict wildcard admits only declared attributes; "attribute", "namespace"
	CodeAttributeMissing    = "schema.attribute-missing"    // "attribute" is required
	CodeTextUnexpected      = "schema.text-unexpected"      // characters where only elements may stand, or in an empty element; Value

	// Fixed values.
	CodeElementFixed   = "schema.element-fixed"   // "limit": the fixed value; Value
	CodeAttributeFixed = "schema.attribute-fixed" // "attribute", "limit": the fixed value; Value

	// Values. Each has Value and "type", the name of the type ("PESELTyp",
	// "date"); at an attribute also "attribute".
	CodeType           = "schema.type"            // not a value of the built-in "type", or of no member of a union
	CodeEnumeration    = "schema.enumeration"     // Expected: the listed values, at most 10; "count": how many there are
	CodePattern        = "schema.pattern"         // "pattern": the regular expression
	CodeLength         = "schema.length"          // "limit", "length": the actual one; "unit": characters, octets or items
	CodeMinLength      = "schema.min-length"      // as schema.length
	CodeMaxLength      = "schema.max-length"      // as schema.length
	CodeMinInclusive   = "schema.min-inclusive"   // "limit"
	CodeMaxInclusive   = "schema.max-inclusive"   // "limit"
	CodeMinExclusive   = "schema.min-exclusive"   // "limit"
	CodeMaxExclusive   = "schema.max-exclusive"   // "limit"
	CodeTotalDigits    = "schema.total-digits"    // "limit", "length": the actual number of digits
	CodeFractionDigits = "schema.fraction-digits" // "limit", "length": the actual number of digits

	// xsi:type, xsi:nil, abstract declarations.
	CodeNil            = "schema.nil"             // xsi:nil on an element that may not be nil
	CodeNilContent     = "schema.nil-content"     // an element with xsi:nil="true" must be empty
	CodeAbstract       = "schema.abstract"        // the element is abstract: a substitute must stand here; Expected: its substitutes
	CodeAbstractType   = "schema.abstract-type"   // "type" is abstract: xsi:type must name a derived one
	CodeTypeUnknown    = "schema.type-unknown"    // xsi:type names a type the schema lacks; Value
	CodeTypeDerivation = "schema.type-derivation" // xsi:type names a type that may not stand for the declared one; Value, "type": the declared one

	// Identity.
	CodeDuplicateID  = "schema.duplicate-id"  // the same xs:ID twice; Value; "limit": the line of the first
	CodeIDReference  = "schema.id-reference"  // xs:IDREF without its xs:ID; Value
	CodeDuplicateKey = "schema.duplicate-key" // xs:unique or xs:key twice; "key": its name; Value; "limit": the line of the first
	CodeKeyMissing   = "schema.key-missing"   // a field of xs:key is absent or nil; "key", "field": its XPath
	CodeKeyReference = "schema.key-reference" // xs:keyref without its key; "key": the keyref's name; Value
	CodeKeyAmbiguous = "schema.key-ambiguous" // a field selects more than one node, or a node without a simple value; "key", "field"

	// Work.
	CodeLimit = "schema.limit" // validating would cost more than a named limit; "limit": its name
)

// The codes of problems in schemas that are refused. Every one has the
// arguments "component" (such as "element Dokument" or "type PESELTyp") and
// "rule": the clause of XML Schema 1.0 it breaks, by its name there ("cos-nonambig").
// Problem.Document says which document it stands in.
const (
	CodeXSDSyntax       = "xsd.syntax"       // not well-formed XML; "code": the xml.… code
	CodeXSDStructure    = "xsd.structure"    // an element, attribute or value that the schema for schemas forbids there, or xs:all inside another group
	CodeXSDReference    = "xsd.reference"    // a name that stands for nothing, or is not imported; Value: the name
	CodeXSDImport       = "xsd.import"       // include, import or redefine of the wrong namespace, or of nothing that can be found
	CodeXSDDuplicate    = "xsd.duplicate"    // two components of one name; Value: the name
	CodeXSDCircular     = "xsd.circular"     // a component that is made of itself
	CodeXSDDerivation   = "xsd.derivation"   // an extension or restriction that its base does not allow
	CodeXSDParticle     = "xsd.particle"     // a content model that is no restriction of its base
	CodeXSDAmbiguous    = "xsd.ambiguous"    // two particles compete for the same element; Value: its name
	CodeXSDInconsistent = "xsd.inconsistent" // one name with two types in one content model; Value: its name
	CodeXSDOccurs       = "xsd.occurs"       // minOccurs above maxOccurs, or a repetition in xs:all
	CodeXSDFacet        = "xsd.facet"        // a facet that the type does not have, or that widens its base
	CodeXSDPattern      = "xsd.pattern"      // a regular expression that is not one; Value: the expression
	CodeXSDValue        = "xsd.value"        // a default, fixed or enumerated value or a bound that its type forbids; Value
	CodeXSDAttribute    = "xsd.attribute"    // attribute uses that contradict each other or the base
	CodeXSDIdentity     = "xsd.identity"     // unique, key or keyref that cannot work; Value: the XPath
	CodeXSDSubstitution = "xsd.substitution" // a substitution group that its head does not allow
	CodeXSDRedefine     = "xsd.redefine"     // a redefinition that does not build on what it replaces
	CodeXSDLimit        = "xsd.limit"        // the schema is larger than a named limit; "limit": its name
)

// Codes lists every code, for tests that look for a text in every language.
func Codes() []string {
	return []string{
		CodeElementUnexpected, CodeElementMissing, CodeElementUnknown, CodeElementUndeclared,
		CodeAttributeUnexpected, CodeAttributeUndeclared, CodeAttributeMissing, CodeTextUnexpected,
		CodeElementFixed, CodeAttributeFixed,
		CodeType, CodeEnumeration, CodePattern, CodeLength, CodeMinLength, CodeMaxLength,
		CodeMinInclusive, CodeMaxInclusive, CodeMinExclusive, CodeMaxExclusive, CodeTotalDigits, CodeFractionDigits,
		CodeNil, CodeNilContent, CodeAbstract, CodeAbstractType, CodeTypeUnknown, CodeTypeDerivation,
		CodeDuplicateID, CodeIDReference, CodeDuplicateKey, CodeKeyMissing, CodeKeyReference, CodeKeyAmbiguous,
		CodeLimit,
		CodeXSDSyntax, CodeXSDStructure, CodeXSDReference, CodeXSDImport, CodeXSDDuplicate, CodeXSDCircular,
		CodeXSDDerivation, CodeXSDParticle, CodeXSDAmbiguous, CodeXSDInconsistent, CodeXSDOccurs, CodeXSDFacet,
		CodeXSDPattern, CodeXSDValue, CodeXSDAttribute, CodeXSDIdentity, CodeXSDSubstitution, CodeXSDRedefine, CodeXSDLimit,
	}
}
