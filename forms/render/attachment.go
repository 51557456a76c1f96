package render

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"unicode"

	"okienko/forms"
	"okienko/xades/xmltree"
)

// Attachment is a file in a letter, or a reference to one elsewhere.
type Attachment struct {
	Name string
	MIME string
	Size int64  // in octets, of the file in the letter
	URI  string // where the file is instead; never fetched, never a link
}

// File is the content of an attachment.
type File struct {
	Name string
	Data []byte
}

// ErrNoAttachment says that the letter has no such file.
var ErrNoAttachment = errors.New("no such attachment")

// AttachmentFile returns attachment k of a received letter, counted from 0 as in
// Outline.Attachments.
func AttachmentFile(raw []byte, k int) (File, error) {
	doc, err := xmltree.Parse(raw, xmltree.Options{})
	if err != nil {
		return File{}, err
	}
	attachments := forms.Attachments(doc.Root())
	if k < 0 || k >= len(attachments) || isReference(attachments[k]) {
		return File{}, ErrNoAttachment
	}
	data, err := base64.StdEncoding.DecodeString(compact(attachments[k]))
	if err != nil {
		return File{}, fmt.Errorf("attachment %d: %w", k, err)
	}
	return File{Name: attachments[k].Name, Data: data}, nil
}

func list(attachments []forms.Attachment) []Attachment {
	var found []Attachment
	for _, a := range attachments {
		shown := Attachment{Name: a.Name, MIME: a.MIME}
		if isReference(a) {
			shown.URI = compact(a)
		} else {
			shown.Size = decodedLength(a)
		}
		found = append(found, shown)
	}
	return found
}

func isReference(a forms.Attachment) bool { return strings.EqualFold(a.Encoding, "URI") }

// compact is the content's text without white space.
func compact(a forms.Attachment) string {
	content := a.Content()
	if content.IsZero() {
		return ""
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, string(content.StringValue()))
}

// decodedLength is the length of what the base64 text stands for. It counts and
// copies nothing: a page lists attachments that fill the letter.
func decodedLength(a forms.Attachment) int64 {
	content := a.Content()
	if content.IsZero() {
		return 0
	}
	letters := 0
	for n := range content.Descendants() {
		if n.Kind() != xmltree.TextNode {
			continue
		}
		for _, c := range n.Value() {
			if c > ' ' && c != '=' {
				letters++
			}
		}
	}
	return int64(base64.RawStdEncoding.DecodedLen(letters))
}
