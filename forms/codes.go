package forms

import "okienko/forms/xsd"

// The codes of the problems this package finds itself, a closed list; those of
// the schema (schema.…) belong to forms/xsd. Texts for people stand in
// inbox/locale. Every problem has Args["label"], the Polish name of the field.
const (
	CodePESEL = "form.pesel" // check digit or encoded date of birth is wrong; Value is masked
	CodeNIP   = "form.nip"   // check digit is wrong; Value is masked
	CodeREGON = "form.regon" // check digit is wrong
	CodeDate  = "form.date"  // looks like a date, but the calendar has no such day; Value is the date

	// CodeAttachmentType: a MIME type that is not taken, or one that does not
	// fit the extension of the file name.
	// Args: name, format (the MIME type), extension (with the dot, "" when the name has none).
	CodeAttachmentType = "form.attachment-type"
	// CodeAttachmentContent: the content cannot be what the letter says.
	// Args: name, format, fault: "base64" (does not decode), "empty",
	// "bytes" (the first bytes are those of another format) or "address"
	// (by URI, but not an https address).
	CodeAttachmentContent = "form.attachment-content"
	// CodeAttachmentName: the file name is blank, names a folder or holds
	// control characters. Args: name.
	CodeAttachmentName = "form.attachment-name"
	// CodeAttachmentMissing: fewer attachments than the form's policy asks
	// for. Args: required (what must be attached, Polish, separated by "; "),
	// needed and found (how many).
	CodeAttachmentMissing = "form.attachment-missing"
)

// Codes lists every code a Problem can carry, the schema's among them, for
// tests that look for a text in every language.
func Codes() []string {
	return append(xsd.Codes(), CodePESEL, CodeNIP, CodeREGON, CodeDate,
		CodeAttachmentType, CodeAttachmentContent, CodeAttachmentName, CodeAttachmentMissing)
}
