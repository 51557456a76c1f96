package compose

// The codes of the problems this package finds itself, a closed list; what is
// wrong with a value is said in the codes of the schema (schema.…) and of forms
// (form.…), a day that does not exist in forms.CodeDate. Texts for people stand
// in inbox/locale. Every problem of a sheet has Args["label"], the Polish name of
// the field, and Args[ArgInput].
const (
	CodeMissing   = "answer.missing"   // nothing where something must be; "kind": the field's
	CodeCharacter = "answer.character" // a control character that no document can hold
	CodeTooMuch   = "answer.too-much"  // all answers together are more than one sheet takes; "limit": octets, where it is those
)

// Codes lists every code, for tests that look for a text in every language.
func Codes() []string { return []string{CodeMissing, CodeCharacter, CodeTooMuch} }

// ArgInput is the argument that holds the name of the Field to mend a problem in;
// "" for what nobody is asked.
const ArgInput = "input"
