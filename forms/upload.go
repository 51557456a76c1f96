package forms

import "strings"

// MediaType returns the type that a file of this name is sent as; ok is false
// where files so named are not taken.
func MediaType(name string) (media string, ok bool) {
	t, ok := byExtension[Attachment{Name: name}.extension()]
	media, _, _ = strings.Cut(t.types, " ")
	return media, ok
}

// FileProblem finds the first fault of a file before it becomes an attachment, by
// the rules that judge the attachments of a letter; bad is false when it has none.
func FileProblem(name string, data []byte) (p Problem, bad bool) {
	media, taken := MediaType(name)
	a := Attachment{Name: name, MIME: media}
	args := a.args()
	switch {
	case !safeName(name):
		return Problem{Code: CodeAttachmentName, Args: args}, true
	case !taken:
		args["extension"] = shown(a.extension())
		return Problem{Code: CodeAttachmentType, Args: args}, true
	case len(data) == 0:
		args["fault"] = "empty"
	case !startsLike(media, data):
		args["fault"] = "bytes"
	default:
		return Problem{}, false
	}
	return Problem{Code: CodeAttachmentContent, Args: args}, true
}
