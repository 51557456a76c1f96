package render

import (
	"strings"
	"testing"

	"okienko/forms"
	"okienko/forms/compose"
)

func answers(t *testing.T, r Reader, fields ...*compose.Field) string {
	t.Helper()
	sheet := &compose.Sheet{Pages: []*compose.Page{{ID: "strona", Title: pl("Wnioskodawca"), Fields: fields}}}
	html, err := Answers(sheet, r, func(p *compose.Page) string { return "/drafts/7/" + p.ID })
	if err != nil {
		t.Fatal(err)
	}
	checkReferences(t, string(html))
	return string(html)
}

func TestAnswers(t *testing.T) {
	html := answers(t, reader("en"),
		&compose.Field{Name: "A", Kind: compose.TextField, Label: pl("Imię"), Value: "Anna <b> https://example.pl javascript:alert(1)"},
		&compose.Field{Name: "B", Kind: compose.YesNo, Label: pl("Czy?"), Value: "true"},
		&compose.Field{Name: "C", Kind: compose.DateField, Label: pl("Data"), Value: "2026-07-05"},
		&compose.Field{Name: "D", Kind: compose.Options, Label: pl("Rodzaj"), Value: "v1", Options: options(3)},
		&compose.Field{Name: "E", Kind: compose.FileField, Label: pl("Plik"), File: &compose.FileInfo{Name: "a.pdf", Size: 1536}},
		&compose.Field{Name: "F", Kind: compose.TextField, Label: pl("Ulica")},
		&compose.Field{Name: "G", Kind: compose.Optional, Label: pl("Pełnomocnik")},
		&compose.Field{Name: "H", Kind: compose.Repeat, Label: pl("Dziecko")},
	)
	has(t, html,
		`<h2 id="q-strona_answers"><span lang="pl">Wnioskodawca</span></h2>`, `<a href="/drafts/7/strona">Change<span class="unseen">`,
		`<bdi class="field-text">Anna &lt;b&gt; https://example.pl javascript:alert(1)</bdi>`, "<dd>yes</dd>", "<dd>day 2026-07-05</dd>",
		`<dd><span lang="pl">Opcja 1</span></dd>`, `a.pdf, 1.5 kB`, `<span class="quiet">not given</span>`)
	if n := strings.Count(html, "not added"); n != 2 {
		t.Errorf("%d times not added", n)
	}
	if n := strings.Count(html, "<a "); n != 1 {
		t.Errorf("%d links: %s", n, html)
	}
}

func TestAnswersOfSections(t *testing.T) {
	html := answers(t, reader("pl"),
		&compose.Field{Name: "D", Kind: compose.Repeat, Label: pl("Dziecko"), Fields: []*compose.Field{child(1), child(2)}},
		&compose.Field{Name: "I", Kind: compose.Repeat, Label: pl("Imię"), Fields: []*compose.Field{{Name: "I[1]", Kind: compose.TextField, Label: pl("Imię"), Value: "Anna"}}},
		&compose.Field{Name: "P", Kind: compose.Optional, Label: pl("Pełnomocnik"), Open: true, Fields: child(3).Fields},
		&compose.Field{Name: "W", Kind: compose.OneOf, Label: pl("Kto"), Options: options(2), Fields: child(4).Fields},
	)
	has(t, html, "<h3>Dziecko 1</h3>", "<h3>Dziecko 2</h3>", "<dt>Imię 1</dt>", "<h3>Pełnomocnik</h3>", "<dt>Kto</dt><dd>Opcja 1</dd>")
}

// TestAnswersShowWhatIsNone: a wrong answer is shown beside what is wrong with it.
func TestAnswersShowWhatIsNone(t *testing.T) {
	html := answers(t, reader("pl"),
		&compose.Field{Name: "A", Kind: compose.DateField, Label: pl("A"), Date: [3]string{"31", "luty", "2026"}},
		&compose.Field{Name: "B", Kind: compose.DateField, Label: pl("B")},
		&compose.Field{Name: "C", Kind: compose.Options, Label: pl("C"), Value: "obca", Options: []compose.Option{{Value: "x"}}},
		&compose.Field{Name: "D", Kind: compose.YesNo, Label: pl("D")},
		&compose.Field{Name: "E", Kind: compose.Repeat, Label: pl("E"), Problems: []forms.Problem{{Code: "x"}}, Fields: []*compose.Field{child(1)}},
	)
	has(t, html, ">31 luty 2026</bdi>", `<dt>B</dt><dd><span class="quiet">nie podano`, ">obca</bdi>", `<dt>D</dt><dd><span class="quiet">nie podano`)
	hasNot(t, html, "nie dodano")
}

func TestAnswersLeadToWhatIsWrong(t *testing.T) {
	wrong := []forms.Problem{{Code: "x"}}
	html := answers(t, reader("pl"),
		&compose.Field{Name: "A", Kind: compose.TextField, Label: pl("A"), Problems: wrong},
		&compose.Field{Name: "S", Kind: compose.Section, Label: pl("S"), Problems: wrong, Fields: child(1).Fields},
		&compose.Field{Name: "D", Kind: compose.Repeat, Label: pl("D"), Max: -1, Problems: wrong},
	)
	has(t, html, `<a href="/drafts/7/strona#q-A">wrong: x</a>`, `#q-Dziecko_5b_1_5d_-Imie">wrong: x</a>`, `#q-D">wrong: x</a>`)
}
