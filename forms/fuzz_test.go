package forms

import (
	"strings"
	"testing"

	"okienko/xades/xmltree"
)

// Whatever is read as XML is judged: problems stand in document order, within
// the document, under codes of the closed list; and judging changes nothing, so
// that a second look says the same.
func FuzzValidate(f *testing.F) {
	c, err := catalogue()
	if err != nil {
		f.Fatal(err)
	}
	for _, form := range c.Forms() {
		f.Add(string(form.SampleXML))
		f.Add(strings.ReplaceAll(string(form.SampleXML), "44051401458", "1"))
	}
	f.Fuzz(func(t *testing.T, text string) {
		doc, err := xmltree.Parse([]byte(text), xmltree.Options{})
		if err != nil {
			return
		}
		form, ok := c.Match(doc.Root())
		if !ok {
			form = c.Forms()[0]
		}
		problems := form.Validate(doc.Root())
		end := doc.Position(len(doc.Text()))
		for i, p := range problems {
			checkProblem(t, p)
			if p.Line > end.Line || (i > 0 && p.Line < problems[i-1].Line) {
				t.Errorf("line %d of %d, after %v", p.Line, end.Line, problems[max(i-1, 0)])
			}
		}
		if again := form.Validate(doc.Root()); strings.Join(places(again), "\n") != strings.Join(places(problems), "\n") {
			t.Errorf("first %q, then %q", places(problems), places(again))
		}
		form.Subject(doc.Root())
		form.Addressees(doc.Root())
		Attachments(doc.Root())
	})
}
