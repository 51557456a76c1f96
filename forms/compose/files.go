package compose

import (
	"encoding/base64"
	"strings"

	"okienko/forms"
	"okienko/forms/xsd"
)

// isAttachment knows the attachments of CRD documents by what their type has:
// the three attributes that say what the file is, and the file.
func isAttachment(t xsd.Type) bool {
	found := 0
	for _, a := range t.Attributes() {
		if attachmentAttributes[a.Name().Local] {
			found++
		}
	}
	model, ok := t.Particle()
	if !ok || found != len(attachmentAttributes) {
		return false
	}
	for _, part := range model.Parts() {
		if isContent(part) {
			return true
		}
	}
	return false
}

// contentName is the element of an attachment that holds the file.
const contentName = "DaneZalacznika"

var attachmentAttributes = map[string]bool{"nazwaPliku": true, "format": true, "kodowanie": true}

func isContent(p xsd.Particle) bool {
	return p.Kind() == xsd.ElementParticle && p.Max() == 1 && p.Element().Name().Local == contentName &&
		p.Element().Type().Content() == xsd.TextContent
}

// attachment builds an element whose attributes tell of the file inside it. One
// that may be left out is, as long as there is no file.
func (b *builder) attachment(o spot, t xsd.Type, p *part, inside place) ([]*part, []*Field) {
	name := join(o.name, contentName)
	if !o.node.IsZero() {
		b.readAttachment(name, o.node)
	}
	inside.file = &File{}
	if file, ok := b.sheet.files[name]; ok && o.asked {
		*inside.file = file
	}
	if !o.asked && o.optional {
		return nil, nil
	}
	p.opened = false
	attributes, fields := b.attributes(t, inside, o.node)
	p.add(attributes...)
	content, more := b.content(t, o, inside)
	p.add(content...)
	return []*part{p}, []*Field{b.section(o, Section, append(fields, more...), p)}
}

// about returns what an attribute of an attachment says of its file.
func (f *File) about(attribute string) string {
	switch {
	case f.Name == "":
		return ""
	case attribute == "nazwaPliku":
		return clean(f.Name)
	case attribute == "format":
		return mediaType(f)
	}
	return "base64"
}

// attach gives a file to the part of a FileField.
func (b *builder) attach(f *Field, l leaf) {
	if l.reading && !l.file && l.text != "" {
		b.readFile(f.Name, File{Name: l.local}, l.text)
	}
	file, ok := b.sheet.files[f.Name]
	if !ok {
		return
	}
	size := max(file.Size, int64(len(file.Data)))
	f.Value, f.File = file.Name, &FileInfo{Name: file.Name, MIME: file.MIME, Size: size}
	l.part.file = &file
	b.files[f.Name] = file
}

func (b *builder) readFile(name string, file File, encoded string) {
	data, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(encoded), ""))
	if err != nil || len(data) == 0 {
		return
	}
	file.Data = data
	b.sheet.files[name] = file
}

// mediaType is the type a document gives a file.
func mediaType(f *File) string { return forms.MediaType(f.Name, f.MIME) }
