package forms

import (
	"path"
	"slices"
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
// content; size counts where data is not at hand. The problem has neither place
// nor label. No problem: nil.
func CheckFile(name, mime string, data []byte, size int64) []Problem {
	_, p := Attachment{Name: name, MIME: mime}.judge(func() string {
		switch {
		case len(data) == 0 && size == 0:
			return "empty"
		case len(data) > 0 && !startsLike(mediaType(mime), data[:min(len(data), headSize)]):
			return "bytes"
		}
		return ""
	})
	if p.Code == "" {
		return nil
	}
	return []Problem{p}
}

// unknownType is what a letter says of a file nobody knows the type of (RFC 2046 4.5.1).
const unknownType = "application/octet-stream"

// MediaType is the type that a letter gives to a file: the one its sender claims
// where the name's extension allows it, else the usual one of the extension.
func MediaType(name, claimed string) string {
	t, known := byExtension[Attachment{Name: name}.extension()]
	switch media := mediaType(claimed); {
	case known && !slices.Contains(strings.Fields(t.types), media):
		return strings.Fields(t.types)[0]
	case media == "":
		return unknownType
	}
	return claimed
}
