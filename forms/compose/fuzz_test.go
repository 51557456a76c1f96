package compose

import (
	"strings"
	"testing"
)

// FuzzAnswers posts lines to a form: name=value is an answer, !action a button.
// Whatever comes, what composes is valid, reads back as the same, and a draft of
// the sheet is the sheet again.
func FuzzAnswers(f *testing.F) {
	all := shipped(f)
	for i, form := range all {
		given, _ := Read(form, parse(f, form.SampleXML))
		var lines []string
		for name, values := range given {
			lines = append(lines, name+"="+values[0])
		}
		f.Add(uint8(i), strings.Join(lines, "\n")+"\n!add:TrescDokumentu/Zalaczniki/Zalacznik\n!remove:TrescDokumentu/Zalaczniki/Zalacznik[1]")
	}
	f.Fuzz(func(t *testing.T, which uint8, script string) {
		s := New(all[int(which)%len(all)], nil, nil, office)
		posted := Answers{}
		for line := range strings.Lines(script) {
			line = strings.TrimSuffix(line, "\n")
			if action, ok := strings.CutPrefix(line, "!"); ok {
				s.Act(action)
				continue
			}
			name, value, _ := strings.Cut(line, "=")
			posted[name] = append(posted[name], value)
		}
		s = New(s.Form, posted, nil, office)
		for _, p := range s.Pages {
			s.Merge(p, posted)
		}
		if draft := New(s.Form, s.Answers(), s.Files(), office); outline(draft) != outline(s) {
			t.Fatalf("a draft differs:\n%s\n%s", outline(s), outline(draft))
		}
		data, problems, err := s.Document()
		switch {
		case err != nil:
			t.Fatal(err)
		case data == nil && len(problems) == 0:
			t.Fatal("neither a document nor a problem")
		case data != nil:
			if found := s.Form.Validate(parse(t, data)); len(found) > 0 {
				t.Fatalf("%+v\n%s", found, data)
			}
			checkReadBack(t, s, data)
		}
	})
}
