package forms

import (
	"fmt"
	"net/url"
	"path"
	"strconv"
	"strings"
	"unicode"

	"okienko/xades/xmltree"
)

// Attachment is a str:Zalacznik of a document.
type Attachment struct {
	Name, MIME string
	Encoding   string // base64 or URI
	Node       xmltree.Node
}

// Attachments lists the attachments of a document.
func Attachments(root xmltree.Node) []Attachment {
	var list []Attachment
	for n := range elements(root) {
		if n.Is(nsStruktura, "Zalacznik") {
			list = append(list, attachment(n))
		}
	}
	return list
}

func attachment(n xmltree.Node) Attachment {
	a := Attachment{Node: n}
	a.Name, _ = n.Attr("", "nazwaPliku")
	a.MIME, _ = n.Attr("", "format")
	a.Encoding, _ = n.Attr("", "kodowanie")
	return a
}

// Content returns the element that holds the file, or its address; the zero
// Node when there is none.
func (a Attachment) Content() xmltree.Node { return a.Node.Child(nsStruktura, "DaneZalacznika") }

// check finds the first fault of an attachment; others mostly follow from it (a
// wrong type makes wrong first bytes). An attribute or content that is not
// there at all is the schema's to report.
func (a Attachment) check() []Problem {
	for _, check := range []func() (Problem, bool){a.checkName, a.checkType, a.checkContent} {
		if p, bad := check(); bad {
			return []Problem{p}
		}
	}
	return nil
}

// args are the arguments of the sentences about an attachment.
func (a Attachment) args() map[string]string {
	return map[string]string{"name": shown(a.Name), "format": shown(a.MIME)}
}

// safeName refuses names that a clerk's computer could take for a place, and
// the controls that turn text around ("gpj.exe" shown as "exe.jpg").
func safeName(name string) bool {
	bad := func(r rune) bool {
		return r == '/' || r == '\\' || unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)
	}
	return strings.TrimSpace(name) != "" && !strings.ContainsFunc(name, bad)
}

func (a Attachment) checkName() (p Problem, bad bool) {
	if a.Name == "" || safeName(a.Name) {
		return Problem{}, false
	}
	return problemAtAttr(a.Node, "nazwaPliku", CodeAttachmentName,
		"the file name is blank, names a folder or holds control characters", a.args()), true
}

func (a Attachment) checkType() (p Problem, bad bool) {
	if !strings.Contains(a.MIME, "/") || a.Name == "" || typeAgrees(mediaType(a.MIME), a.extension()) {
		return Problem{}, false
	}
	args := a.args()
	args["extension"] = shown(a.extension())
	return problemAtAttr(a.Node, "format", CodeAttachmentType,
		fmt.Sprintf("type %s of a file named *%s is not taken", args["format"], args["extension"]), args), true
}

func (a Attachment) extension() string { return strings.ToLower(path.Ext(strings.TrimSpace(a.Name))) }

func (a Attachment) checkContent() (p Problem, bad bool) {
	content := a.Content()
	if content.IsZero() {
		return Problem{}, false
	}
	fault := ""
	switch a.Encoding {
	case "base64":
		fault = contentFault(content.StringValue(), mediaType(a.MIME))
	case "URI":
		fault = addressFault(text(content))
	}
	if fault == "" {
		return Problem{}, false
	}
	args := a.args()
	args["fault"] = fault
	return problemAt(content, CodeAttachmentContent, "", "the content is not what the attachment says: "+fault, args), true
}

// contentFault judges a file in the letter by the fault words of
// CodeAttachmentContent, "" when it is sound.
func contentFault(encoded []byte, mime string) string {
	head, ok := base64Head(encoded)
	switch {
	case !ok:
		return "base64"
	case len(head) == 0:
		return "empty"
	case !startsLike(mime, head):
		return "bytes"
	}
	return ""
}

// addressFault judges an address by its form alone; nothing is ever fetched.
func addressFault(address string) string {
	if address == "" {
		return "empty"
	}
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" || u.Hostname() == "" || u.User != nil || strings.Contains(address, " ") {
		return "address"
	}
	return ""
}

// checkAttached counts the attachments against the policy. Which of them is the
// contract only a person can tell, so the number is all that is judged.
func (f *Form) checkAttached(root xmltree.Node, found int) []Problem {
	needed := len(f.Policy.Attachments)
	if found >= needed {
		return nil
	}
	args := map[string]string{
		"required": strings.Join(f.Policy.Attachments, "; "),
		"needed":   strconv.Itoa(needed),
		"found":    strconv.Itoa(found),
	}
	message := fmt.Sprintf("%d attachments needed, %d found", needed, found)
	return []Problem{problemAt(attachmentPlace(root, f.Namespace), CodeAttachmentMissing, "", message, args)}
}

// attachmentPlace is where attachments stand, or the nearest place above.
func attachmentPlace(root xmltree.Node, namespace string) xmltree.Node {
	content := root.Child(namespace, "TrescDokumentu")
	if content.IsZero() {
		return root
	}
	if list := content.Child(nsStruktura, "Zalaczniki"); !list.IsZero() {
		return list
	}
	return content
}
