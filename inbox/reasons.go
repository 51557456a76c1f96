package inbox

import "strings"

// Codes of the inbox itself. Those of xades, xmltree and forms keep their own
// names: signature.…, certificate.…, profile.…, xml.…, schema.…, form.….
const (
	CodeInternal          = "internal"              // unknown error: the cause is in the log
	CodeUnavailable       = "service.unavailable"   // database or signing token away, busy, stopping: nothing happened
	CodeStorageFull       = "service.storage-full"  // free-disk floor reached: nothing happened
	CodeQuota             = "service.quota"         // too many or too much from this address or account
	CodeRequest           = "request.invalid"       // malformed request (args: field)
	CodeContentType       = "request.content-type"  // not a type taken here (args: given, wanted)
	CodeTimeout           = "request.timeout"       // the body arrived too slowly: nothing happened
	CodeMethod            = "request.method"        // method not allowed here
	CodeNotFound          = "request.not-found"     // no such resource
	CodeAuthRequired      = "access.login-required" // no or unknown token
	CodeForbidden         = "access.forbidden"      // known, but not allowed
	CodeBoxUnknown        = "box.unknown"
	CodeBoxForm           = "box.form-not-taken"    // the box does not take this form
	CodeOversize          = "box.oversize"          // args: limit, in octets
	CodeAddressee         = "box.addressee"         // the letter names another body as addressee
	CodeFormUnknown       = "form.unknown"          // args: root, namespace
	CodeFormNotYetValid   = "form.not-yet-valid"    // signed before the form's first day (args: form, signed, from)
	CodeFormExpired       = "form.expired"          // signed after the form's last day (args: form, signed, until)
	CodeSigningTimeFuture = "signature.time-future" // more than 5 minutes ahead of arrival
	CodeSigningTimeOld    = "signature.time-old"
	CodeSignerKind        = "signature.kind" // not a kind the form accepts
	CodeLetterNotFound    = "letter.not-found"
	CodeLetterState       = "letter.state"   // not possible in its present state (args: state)
	CodeLetterInHand      = "letter.in-hand" // its clerk has worked on it of late (args: clerk)
	CodeReplySealed       = "reply.sealed"   // its addressee has not confirmed its receipt
	CodeReplySigner       = "reply.signer"   // a reply that is signed by who it goes to
	CodeReceiptNotFound   = "receipt.not-found"
	CodeCopy              = "letter.copy" // flag for the clerk: same signed content as letter N (args: letter)

	CodeCodeWrong         = "code.wrong"              // not the code that was asked for (args: left, the attempts left)
	CodeCodeOver          = "code.over"               // used, too old, or tried too often: another is needed
	CodeNotLinked         = "access.not-linked"       // a sign-in elsewhere that opens no account here
	CodeLinkTaken         = "access.link-taken"       // a sign-in elsewhere that opens another account, or a second one for this
	CodeIdentityNeeded    = "identity.needed"         // only who has a confirmed identity may
	CodeIdentityState     = "identity.state"          // not possible in the profile's present state (args: state)
	CodeIdentityTaken     = "identity.taken"          // another account has a live profile of the PESEL
	CodeApplication       = "identity.no-application" // no application or profile answers to what was given
	CodeSigningNotFound   = "signing.not-found"
	CodeSigningState      = "signing.state"        // signed, replaced or over (args: state)
	CodeSigningUnreadable = "signing.not-showable" // what cannot be shown is not signed
)

// Codes of forms being filled in.
const (
	CodeFormToken     = "request.form-token" // a form of another session, or of one that is over
	CodeDraftNotFound = "draft.not-found"
	CodeDraftChanged  = "draft.changed" // somewhere else meanwhile: nothing was saved
	CodeDraftQuota    = "draft.quota"   // the owner keeps too many or too much
	CodeDraftFiles    = "draft.files"   // all files together are more than a letter can hold (args: limit, in octets)
)

// Codes lists the codes of this package, for tests that look for a text in every language.
func Codes() []string {
	return []string{CodeInternal, CodeUnavailable, CodeStorageFull, CodeQuota, CodeRequest, CodeContentType, CodeTimeout, CodeMethod, CodeNotFound, CodeAuthRequired,
		CodeForbidden, CodeBoxUnknown, CodeBoxForm, CodeOversize, CodeAddressee, CodeFormUnknown, CodeFormNotYetValid, CodeFormExpired, CodeSigningTimeFuture, CodeSigningTimeOld,
		CodeSignerKind, CodeLetterNotFound, CodeLetterState, CodeLetterInHand, CodeReplySealed, CodeReplySigner, CodeReceiptNotFound, CodeCopy,
		CodeCodeWrong, CodeCodeOver, CodeNotLinked, CodeLinkTaken, CodeIdentityNeeded, CodeIdentityState, CodeIdentityTaken, CodeApplication, CodeSigningNotFound,
		CodeSigningState, CodeSigningUnreadable,
		CodeDraftNotFound, CodeDraftChanged, CodeDraftQuota, CodeDraftFiles, CodeFormToken}
}

// IsNote reports whether a code is no failure but a note for the clerk: a copy, and
// what trusted lists say of a certificate.
func IsNote(code string) bool {
	return code == CodeCopy || strings.HasPrefix(code, "qualified.")
}

// Class is what kind of answer a code is; each door translates it once.
type Class uint8

// The classes.
const (
	ClassInternal    Class = iota // 500
	ClassRefusal                  // 422: the letter itself is at fault
	ClassRequest                  // 400
	ClassLogin                    // 401
	ClassForbidden                // 403
	ClassNotFound                 // 404
	ClassMethod                   // 405
	ClassTimeout                  // 408
	ClassConflict                 // 409
	ClassTooLarge                 // 413
	ClassContentType              // 415
	ClassQuota                    // 429
	ClassUnavailable              // 503
	ClassStorageFull              // 507
)

// ClassOf maps every public reason code to its class: codes of the document
// (xml, schema, form, signature, certificate, profile, box.addressee …) are
// refusals; a code outside the lists is internal.
func ClassOf(code string) Class {
	switch code {
	case CodeUnavailable:
		return ClassUnavailable
	case CodeStorageFull:
		return ClassStorageFull
	case CodeQuota:
		return ClassQuota
	case CodeRequest:
		return ClassRequest
	case CodeContentType:
		return ClassContentType
	case CodeTimeout:
		return ClassTimeout
	case CodeMethod:
		return ClassMethod
	case CodeAuthRequired:
		return ClassLogin
	case CodeForbidden, CodeIdentityNeeded:
		return ClassForbidden
	case CodeNotFound, CodeBoxUnknown, CodeLetterNotFound, CodeReceiptNotFound, CodeApplication, CodeSigningNotFound:
		return ClassNotFound
	case CodeLetterState, CodeLetterInHand, CodeReplySealed, CodeIdentityState, CodeIdentityTaken, CodeSigningState, CodeNotLinked, CodeLinkTaken:
		return ClassConflict
	case CodeDraftNotFound:
		return ClassNotFound
	case CodeDraftChanged, CodeDraftQuota:
		return ClassConflict
	case CodeFormToken:
		return ClassForbidden
	case CodeDraftFiles:
		return ClassTooLarge
	case CodeOversize, "xml.limit-bytes":
		return ClassTooLarge
	case CodeReplySigner, CodeBoxForm, CodeAddressee, CodeCodeWrong, CodeCodeOver, CodeSigningUnreadable:
		return ClassRefusal
	}
	family, _, _ := strings.Cut(code, ".")
	switch family {
	case "xml", "schema", "form", "signature", "certificate", "profile":
		return ClassRefusal
	}
	return ClassInternal
}
