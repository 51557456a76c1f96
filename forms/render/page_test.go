package render

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"okienko/forms"
	"okienko/forms/compose"
	"okienko/inbox/locale"
	"okienko/xades/xmltree"
)

// reader reads in a language as the pages of the house do.
func reader(language string) Reader {
	l := locale.Lang(language)
	return Reader{
		Language: language,
		T: func(key string, args ...any) string {
			if !locale.HasText(key) {
				panic("no text for " + key)
			}
			texts := make([]string, len(args))
			for i, a := range args {
				texts[i] = fmt.Sprint(a)
			}
			return locale.Text(l, key, texts...)
		},
		Day:  func(day string) string { return "day " + day },
		Size: func(octets int64) string { return locale.Size(l, octets) },
		Problem: func(p forms.Problem) string {
			return "wrong: " + p.Code
		},
	}
}

func pl(text string) forms.Text { return forms.Text{"pl": text} }

// pageHTML renders fields and checks what every page must keep: well-formed,
// every id once, every reference to an id that is there.
func pageHTML(t *testing.T, r Reader, fields ...*compose.Field) string {
	t.Helper()
	html, err := Page(&compose.Page{ID: "strona", Title: pl("Strona"), Fields: fields}, r)
	if err != nil {
		t.Fatal(err)
	}
	checkReferences(t, string(html))
	return string(html)
}

// closed makes XML of our HTML: void elements and attributes without value.
var closed = strings.NewReplacer(" checked ", " checked=\"\" ", " checked>", " checked=\"\">", " selected>", " selected=\"\">", " download>", " download=\"\">")

func checkReferences(t *testing.T, html string) {
	t.Helper()
	source := closed.Replace(html)
	for {
		at := strings.Index(source, "<input ")
		if at < 0 {
			break
		}
		end := at + strings.Index(source[at:], ">")
		source = source[:at] + "<INPUT " + source[at+len("<input "):end] + "/>" + source[end+1:]
	}
	doc, err := xmltree.Parse([]byte("<page>"+source+"</page>"), xmltree.Options{})
	if err != nil {
		t.Fatalf("not well-formed: %v\n%s", err, source)
	}
	ids := map[string]int{}
	for n := range doc.Root().Descendants() {
		if id, ok := n.Attr("", "id"); ok {
			ids[id]++
		}
	}
	for id, n := range ids {
		if n > 1 {
			t.Errorf("id %s stands %d times", id, n)
		}
	}
	for n := range doc.Root().Descendants() {
		for _, name := range []string{"for", "aria-describedby", "aria-labelledby"} {
			list, _ := n.Attr("", name)
			for _, id := range strings.Fields(list) {
				if ids[id] == 0 {
					t.Errorf("%s of %s: there is no %s", name, n.Local(), id)
				}
			}
		}
	}
}

// has tells which of the texts are missing.
func has(t *testing.T, html string, texts ...string) {
	t.Helper()
	flat := strings.Join(strings.Fields(html), " ")
	for _, text := range texts {
		if !strings.Contains(flat, strings.ReplaceAll(text, "\u00a0", " ")) {
			t.Errorf("%s is missing in\n%s", text, html)
		}
	}
}

func hasNot(t *testing.T, html string, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if strings.Contains(html, text) {
			t.Errorf("%s stands in\n%s", text, html)
		}
	}
}

func TestLine(t *testing.T) {
	html := pageHTML(t, reader("pl"), &compose.Field{
		Name: "Tresc/PESEL", Kind: compose.TextField, Label: pl("PESEL"), Hint: pl("11 cyfr"), Value: `44"<b>`, Required: true,
		Length: 11, Numeric: true, Problems: []forms.Problem{{Code: "form.pesel"}},
	})
	has(t, html, `<label for="q-Tresc-PESEL">PESEL</label>`, `value="44&#34;&lt;b&gt;"`, `inputmode="numeric"`, `class="width-12"`,
		`aria-describedby="q-Tresc-PESEL_hint q-Tresc-PESEL_error" aria-invalid="true"`, `<span class="unseen">Błąd:</span> wrong: form.pesel`)
	if label, hint, fault, input := strings.Index(html, "<label"), strings.Index(html, "_hint\""), strings.Index(html, "field-error"), strings.Index(html, "<input"); label > hint || hint > fault || fault > input {
		t.Errorf("not in the order label, hint, error, input: %s", html)
	}
	hasNot(t, html, "nieobowiązkowe", "style=", "<script")
}

func TestPurposeAndOptional(t *testing.T) {
	html := pageHTML(t, reader("en"), &compose.Field{Name: "Email", Kind: compose.TextField, Label: pl("Adres e-mail"), Purpose: "email"})
	has(t, html, `<span lang="pl">Adres e-mail</span> <span class="optional">(optional)</span>`, `inputmode="email" autocomplete="email" spellcheck="false"`)
}

func TestLines(t *testing.T) {
	html := pageHTML(t, reader("pl"), &compose.Field{Name: "Tekst", Kind: compose.LongField, Label: pl("Tekst"), Value: "\njeden\n<dwa>", Length: 2000})
	has(t, html, "Najwyżej 2000 znaków.", `data-limit="2000"`, "&lt;dwa&gt;")
	if !strings.Contains(html, ">\n\njeden") {
		t.Errorf("the browser would swallow the first line end: %s", html)
	}
}

func TestDate(t *testing.T) {
	field := &compose.Field{Name: "Data", Kind: compose.DateField, Label: pl("Data urodzenia"), Date: [3]string{"", "05", "1944"}, Purpose: "bday", Required: true, Problems: []forms.Problem{{Code: "form.date"}}}
	html := pageHTML(t, reader("uk"), field)
	has(t, html, `<legend><span lang="pl">Data urodzenia</span></legend>`, `aria-describedby="q-Data_example q-Data_error"`,
		`id="q-Data" name="Data.d" value="" class="width-4" inputmode="numeric" spellcheck="false" autocomplete="bday-day" aria-invalid="true"`,
		`id="q-Data_m" name="Data.m" value="05"`, `id="q-Data_y" name="Data.y" value="1944" class="width-6"`)
}

func options(n int) []compose.Option {
	all := make([]compose.Option, n)
	for i := range all {
		all[i] = compose.Option{Value: fmt.Sprint("v", i), Label: pl(fmt.Sprint("Opcja ", i)), Hint: pl("Wyjaśnienie"), Chosen: i == 1}
	}
	return all
}

func TestOptions(t *testing.T) {
	few := pageHTML(t, reader("pl"), &compose.Field{Name: "A", Kind: compose.Options, Label: pl("A"), Options: options(maxRadios), Required: true})
	has(t, few, `<input type="radio" id="q-A" name="A" value="v0" aria-describedby="q-A_hint">`, `id="q-A_2" name="A" value="v1" checked`)
	hasNot(t, few, "<select", "nie podaję")
	free := pageHTML(t, reader("pl"), &compose.Field{Name: "A", Kind: compose.Options, Label: pl("A"), Options: options(2), Value: "v1"})
	has(t, free, `<input type="radio" id="q-A_3" name="A" value="">`, "nie podaję")
	many := pageHTML(t, reader("en"), &compose.Field{Name: "A", Kind: compose.Options, Label: pl("A"), Options: options(maxRadios + 1)})
	has(t, many, `<select id="q-A" name="A">`, `<option value="">choose from the list</option>`, `<option value="v1" lang="pl" selected>Opcja 1</option>`)
	hasNot(t, many, "radio", "no answer")
}

func TestYesNo(t *testing.T) {
	html := pageHTML(t, reader("pl"), &compose.Field{Name: "A", Kind: compose.YesNo, Label: pl("Czy?"), Value: "false", Required: true})
	has(t, html, `name="A" value="true"> <label for="q-A">tak</label>`, `name="A" value="false" checked> <label for="q-A_2">nie</label>`)
}

func TestFile(t *testing.T) {
	field := &compose.Field{Name: "Plik", Kind: compose.FileField, Label: pl("Załącznik"), Required: true}
	empty := pageHTML(t, reader("pl"), field)
	has(t, empty, `<input type="file" id="q-Plik" name="Plik">`)
	hasNot(t, empty, "remove:")
	field.File = &compose.FileInfo{Name: "umowa<>.pdf", MIME: "application/pdf", Size: 4608}
	there := pageHTML(t, reader("pl"), field)
	has(t, there, "<bdi>umowa&lt;&gt;.pdf</bdi>, 4,5\u00a0kB.", `aria-describedby="q-Plik_there"`, `name="do" value="remove:Plik"`)
}

func child(n int) *compose.Field {
	name := fmt.Sprintf("Dziecko[%d]", n)
	return &compose.Field{Name: name, Kind: compose.Section, Label: pl("Dziecko"), Fields: []*compose.Field{
		{Name: name + "/Imie", Kind: compose.TextField, Label: pl("Imię"), Required: true},
	}}
}

func TestRepeat(t *testing.T) {
	field := &compose.Field{Name: "Dziecko", Kind: compose.Repeat, Label: pl("Dziecko"), Min: 1, Max: 2, Fields: []*compose.Field{child(1)}}
	one := pageHTML(t, reader("pl"), field)
	has(t, one, "Dziecko 1</legend>", `id="q-Dziecko" name="do" value="add:Dziecko">Dodaj kolejne: Dziecko</button>`)
	hasNot(t, one, "remove:")
	field.Fields = append(field.Fields, child(2))
	two := pageHTML(t, reader("pl"), field)
	has(t, two, `value="remove:Dziecko[1]">Usuń: Dziecko 1</button>`, `value="remove:Dziecko[2]"`, "To już najwyższa dopuszczalna liczba: 2.")
	hasNot(t, two, "add:")
	field.Max = -1
	has(t, pageHTML(t, reader("pl"), field), "add:Dziecko")
	none := &compose.Field{Name: "Dziecko", Kind: compose.Repeat, Label: pl("Dziecko"), Max: -1}
	has(t, pageHTML(t, reader("pl"), none), ">Dodaj: Dziecko</button>")
}

// TestARepeatedQuestionIsAskedOnce: an item that holds one question of the same
// name is that question.
func TestARepeatedQuestionIsAskedOnce(t *testing.T) {
	item := &compose.Field{Name: "P[1]", Kind: compose.Section, Label: pl("Pytanie"), Hint: pl("Po jednym"), Fields: []*compose.Field{
		{Name: "P[1]/#", Kind: compose.LongField, Label: pl("Pytanie"), Hint: pl("Po jednym"), Required: true, Problems: []forms.Problem{{Code: "x"}}},
	}}
	field := &compose.Field{Name: "P", Kind: compose.Repeat, Label: pl("Pytanie"), Hint: pl("Po jednym"), Max: -1, Fields: []*compose.Field{item}}
	html := pageHTML(t, reader("pl"), field)
	has(t, html, `<label for="q-P_5b_1_5d_-_23_">Pytanie 1</label>`, `value="remove:P[1]">Usuń: Pytanie 1`)
	if n := strings.Count(html, "Po jednym"); n != 1 {
		t.Errorf("the hint stands %d times: %s", n, html)
	}
	hasNot(t, html, "<fieldset")
	has(t, answers(t, reader("pl"), field), "<dt>Pytanie 1</dt>")
}

func TestOptionalSection(t *testing.T) {
	field := &compose.Field{Name: "P", Kind: compose.Optional, Label: pl("Pełnomocnik")}
	has(t, pageHTML(t, reader("pl"), field), `name="do" value="open:P">Dodaj: Pełnomocnik <span class="optional">(nieobowiązkowe)</span></button>`)
	field.Open, field.Fields = true, []*compose.Field{{Name: "P/Imie", Kind: compose.TextField, Label: pl("Imię")}}
	has(t, pageHTML(t, reader("pl"), field), "Pełnomocnik</legend>", `name="P/Imie"`, `value="close:P">Usuń: Pełnomocnik</button>`)
}

func TestOneOf(t *testing.T) {
	field := &compose.Field{
		Name: "W", Kind: compose.OneOf, Label: pl("Kto składa"), Options: options(2), Required: true,
		Fields: []*compose.Field{{Name: "W/Nazwa", Kind: compose.TextField, Label: pl("Nazwa")}},
	}
	html := pageHTML(t, reader("pl"), field)
	has(t, html, `type="radio" id="q-W" name="W" value="v0"`, `name="do" value="choose:W">Pokaż dalszą część</button>`, `<div class="revealed">`, `name="W/Nazwa"`)
	if strings.Index(html, "choose:W") > strings.Index(html, "W/Nazwa") {
		t.Error("the button stands below what it shows")
	}
}

// TestTheEnterKey presses the first button of a form: it must not be one that
// removes or adds.
func TestTheEnterKey(t *testing.T) {
	html := pageHTML(t, reader("pl"), &compose.Field{Name: "Dziecko", Kind: compose.Repeat, Label: pl("Dziecko"), Max: -1})
	first := html[strings.Index(html, "<button"):]
	if first = first[:strings.Index(first, ">")]; strings.Contains(first, "name=") {
		t.Errorf("the first button is %s>", first)
	}
}

func TestAHeadingIsNotSaidTwice(t *testing.T) {
	only := &compose.Field{Name: "S", Kind: compose.Section, Label: pl("Strona"), Fields: []*compose.Field{{Name: "S/A", Kind: compose.TextField, Label: pl("A")}}}
	has(t, pageHTML(t, reader("pl"), only), `<legend class="unseen">Strona</legend>`)
	has(t, pageHTML(t, reader("pl"), only, child(1)), `<legend class="unseen">Strona</legend>`)
	has(t, pageHTML(t, reader("pl"), child(1), only), `<legend>Strona</legend>`)
}

// TestNoHeadingAboveAHeading: of structures around one question the page draws what
// says most.
func TestNoHeadingAboveAHeading(t *testing.T) {
	text := func(label string) *compose.Field {
		return &compose.Field{Name: "T", Kind: compose.TextField, Label: pl(label)}
	}
	who := &compose.Field{Name: "W", Kind: compose.OneOf, Label: pl("Kto pisze?"), Options: options(2)}
	files := &compose.Field{Name: "R", Kind: compose.Repeat, Label: pl("Załącznik"), Max: -1}
	in := func(label string, fields ...*compose.Field) *compose.Field {
		return &compose.Field{Name: "S", Kind: compose.Section, Label: pl(label), Fields: fields}
	}
	hinted, wrong := in("Tekst pisma", text("Tekst pisma")), in("Tekst pisma", text("Tekst pisma"))
	hinted.Hint, wrong.Problems = pl("Po polsku"), []forms.Problem{{Code: "x"}}
	for name, c := range map[string]struct {
		field *compose.Field
		want  []string // headings and labels that are seen
	}{
		"twice the same":             {in("Tekst pisma", text("Tekst pisma")), []string{"Tekst pisma"}},
		"three times":                {in("Nadawca", in("Nadawca", who)), []string{"Kto pisze?"}},
		"the label says less":        {in("Adres pobytu", text("Miejscowość")), []string{"Adres pobytu", "Miejscowość"}},
		"a hint of its own":          {hinted, []string{"Tekst pisma", "Tekst pisma"}},
		"a problem of its own":       {wrong, []string{"Tekst pisma", "Tekst pisma"}},
		"a list":                     {in("Załączniki", files), []string{"Załączniki"}},
		"more than one":              {in("Nadawca", who, text("Telefon")), []string{"Nadawca", "Kto pisze?", "Telefon"}},
		"first as the heading above": {in("Kto pisze", who, text("Telefon")), []string{"Kto pisze", "Telefon"}},
	} {
		if got := seenHeadings(pageHTML(t, reader("pl"), &compose.Field{Name: "X", Kind: compose.TextField, Label: pl("Inne")}, c.field)); !slices.Equal(got[1:], c.want) {
			t.Errorf("%s: %q, want %q", name, got[1:], c.want)
		}
	}
}

// heading finds what is read above a question: legends, titles of lists, labels.
var heading = regexp.MustCompile(`<(?:legend|label for="q-[TX]"|p class="repeat-title" id="[^"]*")>([^<]*)`)

func seenHeadings(html string) (texts []string) {
	for _, m := range heading.FindAllStringSubmatch(html, -1) {
		texts = append(texts, strings.TrimSpace(m[1]))
	}
	return texts
}

func TestFaults(t *testing.T) {
	wrong := []forms.Problem{{Code: "x"}}
	inner := child(1)
	inner.Fields[0].Problems = wrong
	fields := []*compose.Field{
		{Name: "A", Kind: compose.TextField, Problems: []forms.Problem{{Code: "a"}, {Code: "b"}}},
		{Name: "R", Kind: compose.Repeat, Min: 1, Max: -1, Problems: wrong, Fields: []*compose.Field{inner}},
		{Name: "F", Kind: compose.Repeat, Max: 1, Problems: wrong, Fields: []*compose.Field{child(7)}},
		{Name: "S", Kind: compose.Section, Problems: wrong, Fields: []*compose.Field{{Name: "S/D", Kind: compose.DateField}}},
	}
	page := &compose.Page{ID: "p", Title: pl("P"), Fields: fields}
	html := pageHTML(t, reader("pl"), fields...)
	var got []string
	for _, f := range Faults(page, reader("pl")) {
		got = append(got, f.ID+" "+f.Text)
		has(t, html, `id="`+f.ID+`"`)
	}
	want := "q-A wrong: a|q-A wrong: b|q-R wrong: x|q-Dziecko_5b_1_5d_-Imie wrong: x|q-Dziecko_5b_7_5d_-Imie wrong: x|q-S-D wrong: x"
	if strings.Join(got, "|") != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestIDsDiffer(t *testing.T) {
	seen := map[string]string{}
	for _, name := range []string{"a/b", "a-b", "a_b", "a.b", "a/@b", "ab", "a[1]", "a_5b_1", "ą", "a", ""} {
		id := ID(name)
		if other, taken := seen[id]; taken {
			t.Errorf("%q and %q are both %s", name, other, id)
		}
		seen[id] = name
		for _, c := range id {
			if c > 'z' || strings.ContainsRune(" %#[]/", c) {
				t.Errorf("%q has the id %q", name, id)
			}
		}
	}
}

func BenchmarkPage(b *testing.B) {
	page := &compose.Page{ID: "p", Title: pl("P")}
	for i := range 200 {
		page.Fields = append(page.Fields, &compose.Field{
			Name: fmt.Sprintf("Tresc/Wiersz[%d]/Nazwa", i), Kind: compose.TextField, Label: pl("Nazwa"), Hint: pl("Jak w dowodzie"), Value: "Testowa", Problems: []forms.Problem{{Code: "x"}},
		})
	}
	r := reader("en")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Page(page, r); err != nil {
			b.Fatal(err)
		}
	}
}
