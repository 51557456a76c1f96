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
	attribute, p := a.judge(a.contentFault)
	switch {
	case p.Code == "":
		return nil
	case attribute == "":
		return []Problem{problemAt(a.Content(), p.Code, "", p.Message, p.Args)}
	}
	return []Problem{problemAtAttr(a.Node, attribute, p.Code, p.Message, p.Args)}
}

// judge finds the first fault, without its place: it stands at an attribute, or
// at the content where attribute is "". content gives the fault words of
// CodeAttachmentContent.
func (a Attachment) judge(content func() string) (attribute string, p Problem) {
	args := a.args()
	switch extension := a.extension(); {
	case a.Name != "" && !safeName(a.Name):
		return "nazwaPliku", Problem{Code: CodeAttachmentName, Args: args,
			Message: "the file name is blank, names a folder or holds control characters"}
	case a.Name != "" && strings.Contains(a.MIME, "/") && !typeAgrees(mediaType(a.MIME), extension):
		args["extension"] = shown(extension)
		return "format", Problem{Code: CodeAttachmentType, Args: args,
			Message: fmt.Sprintf("type %s of a file named *%s is not taken", args["format"], args["extension"])}
	}
	fault := content()
	if fault == "" {
		return "", Problem{}
	}
	args["fault"] = fault
	return "", Problem{Code: CodeAttachmentContent, Args: args, Message: "the content is not what the attachment says: " + fault}
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

func (a Attachment) extension() string { return strings.ToLower(path.Ext(strings.TrimSpace(a.Name))) }

// contentFault judges what stands in the letter.
func (a Attachment) contentFault() string {
	content := a.Content()
	if content.IsZero() {
		return ""
	}
	switch a.Encoding {
	case "base64":
		return contentFault(content.StringValue(), mediaType(a.MIME))
	case "URI":
		return addressFault(text(content))
	}
	return ""
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

// checkAttached counts the attachments against the policy.
func (f *Form) checkAttached(root xmltree.Node, found int) []Problem {
	p, missing := f.CheckAttached(found)
	if !missing {
		return nil
	}
	return []Problem{problemAt(attachmentPlace(root, f.Namespace), p.Code, "", p.Message, p.Args)}
}

// CheckAttached says whether so many attachments are fewer than the policy asks
// for. Which of them is the contract only a person can tell, so the number is
// all that is judged. The problem has no place.
func (f *Form) CheckAttached(found int) (p Problem, missing bool) {
	needed := len(f.Policy.Attachments)
	if found >= needed {
		return Problem{}, false
	}
	return Problem{
		Code:    CodeAttachmentMissing,
		Message: fmt.Sprintf("%d attachments needed, %d found", needed, found),
		Args: map[string]string{
			"required": strings.Join(f.Policy.Attachments, "; "),
			"needed":   strconv.Itoa(needed),
			"found":    strconv.Itoa(found),
		},
	}, true
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
