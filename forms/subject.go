package forms

import "okienko/xades/xmltree"

// maxSubject is how much of a title a queue shows, in characters; the letter
// itself keeps all of it. A queue page lists 50 letters, so a sender who writes
// a book into the title adds 10 KB to it at most.
const maxSubject = 200

// Subject returns the title a letter carries (Tytul, else the form's Polish
// title), white space collapsed and cut to 200 characters.
func (f *Form) Subject(root xmltree.Node) string {
	content := root.Child(f.Namespace, "TrescDokumentu")
	if content.IsZero() {
		return f.Title["pl"]
	}
	title := []rune(text(content.Child(f.Namespace, "Tytul")))
	switch {
	case len(title) == 0:
		return f.Title["pl"]
	case len(title) > maxSubject:
		return string(title[:maxSubject-1]) + "…"
	}
	return string(title)
}
