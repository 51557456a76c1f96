package forms

import (
	"slices"
	"strings"
	"testing"

	"okienko/xades/xmltree"
)

const emptySignature = `<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:Object><oso:Osoba xmlns:oso="http://crd.gov.pl/xml/schematy/osoba/2009/11/16/"><oso:PESEL>1</oso:PESEL></oso:Osoba></ds:Object></ds:Signature>`

// A signature under the root is not content, wherever it was inserted; one
// elsewhere is.
func TestSignaturesUnderTheRootArePassedOver(t *testing.T) {
	f := embeddedForm(t, "pismo-ogolne", "4566")
	for _, tc := range []struct {
		name, before string
		want         []string
	}{
		{"last", "</wnio:Dokument>", nil},
		{"first", "<wnio:OpisDokumentu>", nil},
		{"deeper", "<wnio:Tytul>", expect("schema.element-unexpected", tresc+"/Signature")},
	} {
		sample := string(f.SampleXML)
		text := change(t, sample, tc.before, emptySignature+tc.before)
		if got := places(f.Validate(parse(t, text))); !slices.Equal(got, tc.want) {
			t.Errorf("%s: %q", tc.name, got)
		}
	}
	twice := change(t, string(f.SampleXML), "</wnio:Dokument>", emptySignature+emptySignature+"</wnio:Dokument>")
	if valid, out := xmllint(t, f, twice); !valid {
		t.Errorf("xmllint refuses a letter signed twice: %s", out)
	}
}

// What the signature covers may be an element inside another document.
func TestValidateJudgesTheElementItIsGiven(t *testing.T) {
	f := embeddedForm(t, "pismo-ogolne", "4566")
	_, sample, _ := strings.Cut(string(f.SampleXML), `styl.xsl"?>`)
	wrapped := parse(t, `<Koperta>`+change(t, sample, "44051401458", "44051401459")+`</Koperta>`)
	var letter xmltree.Node
	for letter = range wrapped.Elements() {
	}
	got := places(f.Validate(letter))
	if len(got) != 1 || !strings.HasPrefix(got[0], CodePESEL) {
		t.Errorf("the letter inside: %q", got)
	}
	if got := places(f.Validate(wrapped)); len(got) == 0 || !strings.HasPrefix(got[0], "schema.element-unknown") {
		t.Errorf("the envelope: %q", got)
	}
}

func TestProblemsHavePlaceAndLabel(t *testing.T) {
	f := embeddedForm(t, "zaswiadczenie-o-zameldowaniu", "1")
	text := change(t, string(f.SampleXML), "<zam:KodPocztowy>00-002", "<zam:KodPocztowy>00002")
	problems := f.Validate(parse(t, change(t, text, "<zam:PESEL>44051401458", "<zam:PESEL>44051401459")))
	if len(problems) != 2 {
		t.Fatalf("%q", places(problems))
	}
	first, second := problems[0], problems[1]
	if first.Code != CodePESEL || first.Args["label"] != "PESEL" || second.Args["label"] != "Kod pocztowy" {
		t.Errorf("order or labels: %v %v", first.Args, second.Args)
	}
	lines := strings.Split(text, "\n")
	for _, p := range problems {
		if at := lines[p.Line-1]; p.Column != strings.Index(at, "<")+1 {
			t.Errorf("%s: column %d of %q", p.Path, p.Column, at)
		}
	}
}

func TestPersonalNumbersAreMasked(t *testing.T) {
	f := embeddedForm(t, "pismo-ogolne", "4566")
	for _, tc := range []struct{ old, new, shown string }{
		{"44051401458", "44051401459", "440********"},
		{"44051401458", "440514014", "440******"},
		{"1234563218", "1234563219", "123*******"},
		{"1234563218", "123-456-32-18", "123**********"},
	} {
		problems := f.Validate(parse(t, change(t, string(f.SampleXML), tc.old, tc.new)))
		if len(problems) != 1 {
			t.Fatalf("%s: %q", tc.new, places(problems))
		}
		p := problems[0]
		for _, said := range append([]string{p.Value, p.Message}, p.Expected...) {
			if strings.Contains(said, tc.new[3:]) {
				t.Errorf("%s: said %q", tc.new, said)
			}
		}
		if p.Value != tc.shown {
			t.Errorf("%s: shown as %q", tc.new, p.Value)
		}
	}
	if p := f.Validate(parse(t, change(t, string(f.SampleXML), "123456785", "123456786")))[0]; p.Value != "123456786" {
		t.Errorf("REGON is nobody's personal number, shown as %q", p.Value)
	}
}

func TestDates(t *testing.T) {
	for value, want := range map[string]bool{
		"2026-03-02": true, "2024-02-29": true, "2026-02-29": false, "1900-02-29": false, "2000-02-29": true,
		"2026-00-01": false, "2026-01-00": false, "2026-04-31": false, "0000-01-01": true,
		"2026-03-02T10:15": true, "2026-03-02T10:60:00": false, "2026-03-02T24:00:00": true, "2026-03-02T24:00:01": false,
		"2026-03-02T10:15:61.5+01:00": false, "2026-03-02T10:15:59.5+01:00": true, "2026-02-30Z": false,
		"2026-03": true, "wiosna": true, "": true, "31.02.2026": true,
	} {
		if code, _ := dateFault(value); (code == "") != want {
			t.Errorf("%q: %q, real = %v", value, code, want)
		}
	}
}

// One letter cannot make more problems than its sender could ever read.
func TestProblemsAreBounded(t *testing.T) {
	f := embeddedForm(t, "pismo-ogolne", "4566")
	wrong := strings.Repeat("<oso:PESEL>44051401459</oso:PESEL>", 3*maxProblems)
	problems := f.Validate(parse(t, change(t, string(f.SampleXML), "<oso:PESEL>44051401458</oso:PESEL>", wrong)))
	if len(problems) != maxProblems {
		t.Errorf("%d problems", len(problems))
	}
}

// A huge "number" or title is cut before it is split into words.
func TestLongTextIsCut(t *testing.T) {
	n := parse(t, "<a>"+strings.Repeat("ż ", 1<<20)+"</a>")
	got := text(n)
	if len(got) > maxText+len("…") || !strings.HasSuffix(got, "…") {
		t.Errorf("%d octets, ends in %q", len(got), got[len(got)-3:])
	}
	if got := text(parse(t, "<a>  Jan\n\tPróbny </a>")); got != "Jan Próbny" {
		t.Errorf("%q", got)
	}
}

func TestShown(t *testing.T) {
	for value, want := range map[string]string{
		"umowa.pdf":                     "umowa.pdf",
		"a\u202eb\nc":                   "a\ufffdb\ufffdc",
		strings.Repeat("ż", maxShown):   strings.Repeat("ż", maxShown),
		strings.Repeat("ż", maxShown+1): strings.Repeat("ż", maxShown-1) + "…",
		strings.Repeat("😀", 1000):       strings.Repeat("😀", maxShown-1) + "…",
	} {
		if got := shown(value); got != want {
			t.Errorf("%q: %q", value, got)
		}
	}
}

// What would fit is said in the form's words, not in those of its schema.
func TestExpectedIsSaidInTheWordsOfTheForm(t *testing.T) {
	f := embeddedForm(t, "zgloszenie-urodzenia", "1")
	for _, tc := range []struct{ old, new, want string }{
		{"<uro:NumerDomu>7</uro:NumerDomu>", "", "Numer domu"},
		{"<uro:Miejsce>Przykładowo</uro:Miejsce>", "", "Miejsce ślubu"},
		{"<uro:Plec>K<", "<uro:Plec>X<", "Dziewczynka (K), Chłopiec (M)"},
		{"<uro:Odpis>elektroniczny</uro:Odpis>", "", "Jak przekazać bezpłatny odpis aktu urodzenia?"},
	} {
		problems := f.Validate(parse(t, change(t, string(f.SampleXML), tc.old, tc.new)))
		if len(problems) != 1 || problems[0].Args["expected"] != tc.want {
			t.Errorf("%s: %+v", tc.old, problems)
		}
	}
}
