package compose

import (
	"fmt"
	"math/big"
	"regexp"
	"strconv"
	"strings"

	"pgregory.net/rapid"

	"okienko/forms"
	"okienko/forms/xsd"
)

// filler answers every question of a form at random, with values its schema
// allows.
type filler struct {
	t       *rapid.T
	form    *forms.Form
	answers Answers
	files   Files
	done    map[string]bool
	layers  int // so deep goes what need not be answered
}

// layers is how deep shipped forms are filled in.
const layers = 6

// fill answers until nothing new is asked.
func fill(t *rapid.T, f *forms.Form, layers int) *Sheet {
	fl := &filler{t: t, form: f, answers: Answers{}, files: Files{}, done: map[string]bool{}, layers: layers}
	for round := 0; ; round++ {
		s := New(f, fl.answers, fl.files, office)
		progress := false
		for field := range s.fields() {
			if !fl.done[field.Name] || field.Required && field.Value == "" {
				progress = fl.answer(field, round) || progress
			}
		}
		if !progress {
			return s
		}
		if round > 100 {
			t.Fatalf("%s: there is always more to answer: %v", f.Name, outline(s))
		}
	}
}

func (fl *filler) coin(round int) bool { return round < fl.layers && rapid.Bool().Draw(fl.t, "there") }

func (fl *filler) put(name, value string) { fl.answers[name] = []string{value} }

// answer gives one answer, or none where none is needed.
func (fl *filler) answer(f *Field, round int) bool {
	first := !fl.done[f.Name]
	fl.done[f.Name] = true
	switch f.Kind {
	case Section:
		return false
	case Optional:
		if fl.coin(round) {
			fl.put(f.Name, openMark)
		}
		return first
	case Repeat:
		for i := len(f.Fields); first && (f.Max < 0 || i < f.Max) && i < len(f.Fields)+2 && fl.coin(round); i++ {
			fl.put(item(f.Name, i+1), "")
		}
		return first
	case FileField:
		fl.files[f.Name] = rapid.SampledFrom([]File{
			{Name: "umowa.pdf", MIME: "application/pdf", Data: []byte("%PDF-1.7 próba")},
			{Name: "opis miejsca.txt", MIME: "", Data: []byte("Dokument testowy\n")},
		}).Draw(fl.t, f.Name)
		return first
	}
	if !f.Required && !fl.coin(round) {
		return first
	}
	fl.value(f)
	return true
}

func (fl *filler) value(f *Field) {
	switch f.Kind {
	case OneOf, Options:
		values := make([]string, len(f.Options))
		for i, o := range f.Options {
			values[i] = o.Value
		}
		fl.put(f.Name, rapid.SampledFrom(values).Draw(fl.t, f.Name))
	case YesNo:
		fl.put(f.Name, rapid.SampledFrom([]string{"true", "false"}).Draw(fl.t, f.Name))
	case DateField:
		first := splitDate(f.part.typ.Facets().Min)[2]
		year, err := strconv.Atoi(first)
		if err != nil {
			year = 1949
		}
		fl.put(f.Name+".d", fmt.Sprint(rapid.IntRange(1, 28).Draw(fl.t, "d")))
		fl.put(f.Name+".m", fmt.Sprint(rapid.IntRange(1, 12).Draw(fl.t, "m")))
		fl.put(f.Name+".y", fmt.Sprint(rapid.IntRange(year+1, max(2026, year+1)).Draw(fl.t, "y")))
	default:
		fl.put(f.Name, fl.text(f))
	}
}

// text draws a value that the field's own check lets pass.
func (fl *filler) text(f *Field) string {
	local := f.Path[strings.LastIndexByte(f.Path, '/')+1:]
	gen := numbered(local)
	if gen == nil {
		gen = values(f.part.typ)
	}
	for range 1000 {
		v := clean(gen.Draw(fl.t, f.Name))
		if v != "" && allowed(v) && (f.part.typ == noType || len(fl.form.CheckValue(f.part.space, f.part.path, f.part.typ, v)) == 0) {
			return v
		}
	}
	fl.t.Fatalf("no value found for %s", f.Name)
	return ""
}

// numbered generates numbers with check digits by the name of their element.
func numbered(local string) *rapid.Generator[string] {
	switch local {
	case "PESEL":
		return rapid.SampledFrom([]string{"44051401458", "02070803628"}).Filter(forms.ValidPESEL)
	case "NIP":
		return rapid.SampledFrom([]string{"1234563218", "5260250274"})
	case "REGON":
		return rapid.SampledFrom([]string{"123456785", "12345678512347"})
	}
	return nil
}

// values generates literals of a simple type from its facets; the caller drops
// those that a facet not thought of here refuses.
func values(t xsd.Type) *rapid.Generator[string] {
	if t == noType {
		return words(0, 40)
	}
	if members := t.Members(); members != nil {
		var all []*rapid.Generator[string]
		for _, m := range members {
			all = append(all, values(m))
		}
		return rapid.OneOf(all...)
	}
	if listed := t.Enumeration(); listed != nil {
		return rapid.Map(rapid.SampledFrom(listed), func(v xsd.Listed) string { return v.Value })
	}
	facets := t.Facets()
	if n := len(facets.Patterns); n > 0 {
		return rapid.StringMatching(goPattern(facets.Patterns[n-1]))
	}
	return byBuiltin(t, facets)
}

func byBuiltin(t xsd.Type, facets xsd.Facets) *rapid.Generator[string] {
	switch t.Builtin() {
	case "decimal", "double", "float":
		return decimals(facets)
	case "boolean":
		return rapid.SampledFrom([]string{"true", "0"})
	case "date":
		return rapid.SampledFrom([]string{"2026-03-04", "2000-02-29"})
	case "dateTime":
		return rapid.SampledFrom([]string{"2026-03-04T10:15:00", "2000-02-29T00:00:00+01:00"})
	case "time":
		return rapid.Just("10:15:00")
	case "gYear":
		return rapid.Map(rapid.IntRange(1900, 2026), func(y int) string { return fmt.Sprint(y) })
	case "gYearMonth":
		return rapid.Just("2026-03")
	case "duration":
		return rapid.Just("P1Y")
	case "NMTOKENS", "IDREFS", "ENTITIES", "NCName", "Name", "NMTOKEN", "ID", "IDREF", "language", "QName", "anyURI":
		return rapid.StringMatching(`[a-z]{2,8}`)
	case "base64Binary":
		return rapid.Just("YQ==")
	case "hexBinary":
		return rapid.StringMatching(`([0-9A-F]{2}){1,4}`)
	}
	if t.Whole() {
		return decimals(facets)
	}
	low, high := max(facets.MinLength, facets.Length, 1), 30
	if most := max(facets.MaxLength, facets.Length); most > 0 {
		high = min(most, max(low, 300))
	}
	return words(low, max(high, low))
}

// words generates text as people write it, and what must be escaped.
func words(low, high int) *rapid.Generator[string] {
	return rapid.StringOfN(rapid.RuneFrom([]rune("abcdeó ZŻłź&<>\"'-./\n\t0123456789😀")), max(low, 1), max(high, 1), -1)
}

func decimals(facets xsd.Facets) *rapid.Generator[string] {
	low, high := bound(facets.Min, -1000), bound(facets.Max, 1_000_000)
	if high < low {
		high = low + 1000
	}
	return rapid.Custom(func(t *rapid.T) string {
		whole := rapid.Int64Range(low, high).Draw(t, "whole")
		if facets.FractionDigits == 0 || !rapid.Bool().Draw(t, "fraction") {
			return fmt.Sprint(whole)
		}
		return fmt.Sprintf("%d.%d", whole, rapid.IntRange(0, 9).Draw(t, "tenth"))
	})
}

func bound(text string, none int64) int64 {
	r, ok := new(big.Rat).SetString(text)
	if !ok {
		return none
	}
	f, _ := r.Float64()
	return int64(max(min(f, 1e12), -1e12))
}

// otherThan is a class of all characters but some. Most of them no form takes.
var otherThan = regexp.MustCompile(`\[\^[^\]]*\]`)

// goPattern is an XML Schema pattern for Go's expressions, as far as forms use them.
func goPattern(p string) string {
	p = otherThan.ReplaceAllString(p, "[a-zA-Z0-9ąż]")
	p = strings.NewReplacer(`\i`, `[A-Za-z_]`, `\c`, `[A-Za-z0-9_.-]`).Replace(p)
	return "(?:" + strings.NewReplacer("^", `\^`, "$", `\$`).Replace(p) + ")"
}
