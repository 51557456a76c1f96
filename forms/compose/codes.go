package compose

// The codes of the problems this package finds itself, a closed list; others
// come from the schema (schema.…) and the form (form.…). Texts for people stand
// in inbox/locale. Every problem has Args["label"], the Polish name of the field,
// and Args["input"], the name of the Field to mend it in ("" for what nobody is asked).
const (
	CodeRequired  = "form.required"  // nothing was answered where something must be; "kind": that of the field
	CodeCharacter = "form.character" // a control character that no document can hold
	CodeDay       = "form.day"       // day, month and year are no day of the calendar; "day", "month", "year" as posted
	CodeTooMany   = "form.too-many"  // more was answered than one form holds; "limit"
)

// Codes lists every code, for tests that look for a text in every language.
func Codes() []string { return []string{CodeRequired, CodeCharacter, CodeDay, CodeTooMany} }

// argInput is the argument that names the field.
const argInput = "input"
