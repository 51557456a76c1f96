package xmltree

// The codes of Error, a closed list. Texts for people stand in inbox/locale.
const (
	CodeSyntax             = "xml.syntax"              // not well-formed
	CodeCharacter          = "xml.character"           // a character XML does not allow, or malformed UTF-8
	CodeDoctype            = "xml.doctype"             // <!DOCTYPE
	CodeEntity             = "xml.entity"              // an entity other than the five
	CodeEncoding           = "xml.encoding"            // an encoding outside the list, or not the declared one
	CodeNamespace          = "xml.namespace"           // undeclared prefix, misuse of xml or xmlns
	CodeRelativeNamespace  = "xml.namespace-relative"  // relative namespace URI: no canonical form exists (C14N 1.3)
	CodeDuplicateAttribute = "xml.duplicate-attribute" // same attribute twice
	CodeDuplicateID        = "xml.duplicate-id"        // same Id twice
	CodeTooLarge           = "xml.limit-bytes"
	CodeTooDeep            = "xml.limit-depth"
	CodeTooManyElements    = "xml.limit-elements"
	CodeTooManyAttributes  = "xml.limit-attributes" // of one element; or too many distinct names in the document
	CodeTooManyNamespaces  = "xml.limit-namespaces" // declarations in scope, or the octets of one URI
)

// Codes lists every code, for tests that look for a text in every language.
func Codes() []string {
	return []string{CodeSyntax, CodeCharacter, CodeDoctype, CodeEntity, CodeEncoding, CodeNamespace, CodeRelativeNamespace,
		CodeDuplicateAttribute, CodeDuplicateID, CodeTooLarge, CodeTooDeep, CodeTooManyElements, CodeTooManyAttributes, CodeTooManyNamespaces}
}
