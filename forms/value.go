package forms

import (
	"path"
	"strings"

	"okienko/forms/xsd"
)

// CheckValue says what Validate would say of one value: against its simple type,
// check digit and calendar. place is the path of its element or attribute, space
// the namespace of the element. The problems have a path, no line. No problems: nil.
func (f *Form) CheckValue(space, place string, t xsd.Type, value string) []Problem {
	p, ok := t.Check(value)
	if ok {
		code, message := f.valueFault(space, path.Base(place), value)
		if code == "" {
			return nil
		}
		p = Problem{Code: code, Value: shown(value), Message: message}
	}
	p.Path = "/" + place
	f.finish(&p)
	return []Problem{p}
}

// valueFault is what no schema can say of the text of an element.
func (f *Form) valueFault(space, local, value string) (code, message string) {
	if space == nsMeta && local == "Czas" {
		return dateFault(value)
	}
	return f.numberFault(space, local, value)
}

// LabelText is the label of a path in all its languages; ok is false where the
// overlay has none.
func (f *Form) LabelText(path string) (label Text, ok bool) { return f.label(path) }

// CheckFile says what Validate would say of an attachment of this name, type and
// content; size counts where data is not at hand. The problems have neither place
// nor label.
func CheckFile(name, mime string, data []byte, size int64) []Problem {
	a := Attachment{Name: name, MIME: mime}
	args := a.args()
	extension := a.extension()
	switch {
	case !safeName(name):
		return []Problem{{Code: CodeAttachmentName, Args: args}}
	case !typeAgrees(mediaType(mime), extension):
		args["extension"] = shown(extension)
		return []Problem{{Code: CodeAttachmentType, Args: args}}
	case len(data) == 0 && size == 0:
		args["fault"] = "empty"
	case len(data) > 0 && !startsLike(mediaType(mime), data[:min(len(data), headSize)]):
		args["fault"] = "bytes"
	default:
		return nil
	}
	return []Problem{{Code: CodeAttachmentContent, Args: args}}
}

// MediaType is the type that a letter gives to a file: the one its sender claims
// where the name's extension allows it, else the usual one of the extension.
func MediaType(name, claimed string) string {
	extension := Attachment{Name: name}.extension()
	if t, known := byExtension[extension]; known && !typeAgrees(mediaType(claimed), extension) {
		return strings.Fields(t.types)[0]
	}
	return claimed
}
