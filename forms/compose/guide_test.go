package compose

import (
	"slices"
	"strings"
	"testing"

	"okienko/forms"
)

// person is a form with a choice, a list and an address, for overlays to work on.
func person(t *testing.T, g forms.Guide) *forms.Form {
	t.Helper()
	f := document(t, `<xs:sequence><xs:element name="Kto" type="Kto"/><xs:element name="Adres" type="Adres" minOccurs="0"/><xs:element name="Uwagi" type="xs:string" minOccurs="0" maxOccurs="5"/></xs:sequence>`,
		`<xs:complexType name="Kto"><xs:choice><xs:element name="Osoba" type="Osoba"/><xs:element name="Firma" type="xs:string"/></xs:choice></xs:complexType>
		<xs:complexType name="Osoba"><xs:sequence><xs:element name="Imie" type="xs:string"/><xs:element name="Nazwisko" type="xs:string"/></xs:sequence></xs:complexType>
		<xs:complexType name="Adres"><xs:sequence><xs:element name="Ulica" type="xs:string"/><xs:element name="Kraj" type="xs:string" minOccurs="0"/></xs:sequence></xs:complexType>`)
	f.Guide = g
	return f
}

func page(id string, fields ...string) forms.GuidePage {
	return forms.GuidePage{ID: id, Title: forms.Text{"pl": id}, Fields: fields}
}

func TestGuides(t *testing.T) {
	for _, c := range []struct {
		name     string
		guide    forms.Guide
		answers  Answers
		outline  string
		document string // "" where something is missing
		missing  []string
	}{
		{
			name:    "each page asks for what it names, with all it holds",
			guide:   forms.Guide{Pages: []forms.GuidePage{page("uwagi", "Dokument/Uwagi"), page("kto", "Dokument/Kto")}},
			answers: answers("Uwagi[1]/text()=u", "Kto/choice()=Firma", "Kto/Firma=f", "Adres/Ulica=nie pytano"),
			outline: `repeat Uwagi 0..5
 section Uwagi[1]
  text Uwagi[1]/text()=u
section Kto
 oneof Kto/choice() !=Firma Osoba|Firma
  text Kto/Firma !=f
`,
			document: `<Dokument><Kto><Firma>f</Firma></Kto><Uwagi>u</Uwagi></Dokument>`,
		},
		{
			name:    "what another page names is asked there, inside what may be left out",
			guide:   forms.Guide{Pages: []forms.GuidePage{page("kto", "Dokument/Kto"), page("adres", "Dokument/Adres/Ulica", "Dokument/Adres/Kraj"), page("imie", "Dokument/Kto/Osoba/Imie")}},
			answers: answers("Kto/choice()=Osoba", "Kto/Osoba/Nazwisko=n", "Kto/Osoba/Imie=i"),
			outline: `section Kto
 oneof Kto/choice() !=Osoba Osoba|Firma
  text Kto/Osoba/Nazwisko !=n
text Adres/Ulica
text Adres/Kraj
text Kto/Osoba/Imie !=i
`,
			document: `<Dokument><Kto><Osoba><Imie>i</Imie><Nazwisko>n</Nazwisko></Osoba></Kto></Dokument>`,
		},
		{
			name:    "a part of what may be left out makes the rest required",
			guide:   forms.Guide{Pages: []forms.GuidePage{page("kto", "Dokument/Kto"), page("adres", "Dokument/Adres/Ulica", "Dokument/Adres/Kraj")}},
			answers: answers("Kto/choice()=Firma", "Kto/Firma=f", "Adres/Kraj=PL"),
			outline: `section Kto
 oneof Kto/choice() !=Firma Osoba|Firma
  text Kto/Firma !=f
text Adres/Ulica !
text Adres/Kraj=PL
`,
			missing: []string{"answer.missing Adres/Ulica"},
		},
		{
			name:    "pages that name one alternative take it",
			guide:   forms.Guide{Pages: []forms.GuidePage{page("imie", "Dokument/Kto/Osoba/Imie"), page("reszta", "Dokument/Kto/Osoba/Nazwisko")}},
			answers: answers("Kto/Osoba/Imie=i", "Kto/Osoba/Nazwisko=n"),
			outline: `text Kto/Osoba/Imie !=i
text Kto/Osoba/Nazwisko !=n
`,
			document: `<Dokument><Kto><Osoba><Imie>i</Imie><Nazwisko>n</Nazwisko></Osoba></Kto></Dokument>`,
		},
		{
			name:    "pages that name two alternatives ask which, first",
			guide:   forms.Guide{Pages: []forms.GuidePage{page("osoba", "Dokument/Kto/Osoba"), page("firma", "Dokument/Kto/Firma")}},
			answers: answers("Kto/choice()=Firma", "Kto/Firma=f"),
			outline: `oneof Kto/choice() !=Firma Osoba|Firma
text Kto/Firma !=f
`,
			document: `<Dokument><Kto><Firma>f</Firma></Kto></Dokument>`,
		},
		{
			name: "hidden and prefilled",
			guide: forms.Guide{
				Pages: []forms.GuidePage{page("kto", "Dokument/Kto"), page("adres", "Dokument/Adres")},
				Questions: map[string]forms.Question{
					"Kto": {Choice: "Osoba"}, "Imie": {Value: "{person.first}"}, "Osoba/Nazwisko": {Hidden: true, Value: "{person.last} {nieznane}"},
					"Kraj": {Hidden: true, Value: "Polska"}, "Dokument/Uwagi": {Value: "z formularza"},
				},
			},
			answers: answers("Kto/Osoba/Nazwisko=podmiana", "Adres=open", "Adres/Ulica=u", "Adres/Kraj=podmiana"),
			outline: `section Kto
 section Kto/Osoba
  text Kto/Osoba/Imie !=Anna
optional Adres
 text Adres/Ulica !=u
`,
			document: `<Dokument><Kto><Osoba><Imie>Anna</Imie><Nazwisko>Testowa</Nazwisko></Osoba></Kto><Adres><Ulica>u</Ulica><Kraj>Polska</Kraj></Adres><Uwagi>z formularza</Uwagi></Dokument>`,
		},
		{
			name: "what is cleared stays empty, and what is hidden and unknown is said",
			guide: forms.Guide{
				Pages:     []forms.GuidePage{page("kto", "Dokument/Kto")},
				Questions: map[string]forms.Question{"Kto": {Choice: "Osoba"}, "Imie": {Value: "{person.first}"}, "Nazwisko": {Hidden: true, Value: "{person.unknown}"}},
			},
			answers: answers("Kto/Osoba/Imie="),
			outline: `section Kto
 section Kto/Osoba
  text Kto/Osoba/Imie !
`,
			missing: []string{"answer.missing Kto/Osoba/Imie", "answer.missing Kto/Osoba"},
		},
		{
			name: "the alternative in which something is known is chosen",
			guide: forms.Guide{
				Pages:     []forms.GuidePage{page("kto", "Dokument/Kto")},
				Questions: map[string]forms.Question{"Osoba/Imie": {Value: "{person.first}"}, "Kto/Firma": {Value: "{person.unknown}"}},
			},
			answers: answers("Kto/Osoba/Nazwisko=n"),
			outline: `section Kto
 oneof Kto/choice() !=Osoba Osoba|Firma
  text Kto/Osoba/Imie !=Anna
  text Kto/Osoba/Nazwisko !=n
`,
			document: `<Dokument><Kto><Osoba><Imie>Anna</Imie><Nazwisko>n</Nazwisko></Osoba></Kto></Dokument>`,
		},
		{
			name: "but another can be, and none",
			guide: forms.Guide{
				Pages:     []forms.GuidePage{page("kto", "Dokument/Kto")},
				Questions: map[string]forms.Question{"Osoba/Imie": {Value: "{person.first}"}},
			},
			answers: answers("Kto/choice()="),
			outline: `section Kto
 oneof Kto/choice() ! Osoba|Firma
`,
			missing: []string{"answer.missing Kto/choice()"},
		},
		{
			name: "required, and a number of times",
			guide: forms.Guide{
				Pages:     []forms.GuidePage{page("a", "Dokument/Kto/Firma", "Dokument/Adres", "Dokument/Uwagi")},
				Questions: map[string]forms.Question{"Adres": {Required: true}, "Kraj": {Required: true}, "Uwagi": {Times: 2}},
			},
			answers: answers("Kto/Firma=f", "Adres/Ulica=u", "Uwagi[2]/text()=dwa"),
			outline: `text Kto/Firma !=f
section Adres
 text Adres/Ulica !=u
 text Adres/Kraj !
repeat Uwagi 2..2
 section Uwagi[1]
  text Uwagi[1]/text()
 section Uwagi[2]
  text Uwagi[2]/text()=dwa
`,
			missing: []string{"answer.missing Adres/Kraj"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := New(person(t, c.guide), c.answers, nil, office)
			if got := outline(s); got != c.outline {
				t.Errorf("asked:\n%s", got)
			}
			if c.missing == nil {
				if got := composed(t, s); got != c.document {
					t.Errorf("composed:\n%s", got)
				}
				return
			}
			data, problems, err := s.Document()
			if got := places(problems); err != nil || data != nil || !slices.Equal(got, c.missing) {
				t.Errorf("%v %s", err, got)
			}
		})
	}
}

// TestFixedValuesSayNothing: an element nobody began is left out, although an
// attribute of it has a value that never changes.
func TestFixedValuesSayNothing(t *testing.T) {
	f := document(t, `<xs:sequence><xs:element name="A" minOccurs="0"><xs:complexType><xs:sequence><xs:element name="B" type="xs:string" minOccurs="0"/></xs:sequence><xs:attribute name="wersja" fixed="1"/></xs:complexType></xs:element></xs:sequence>`)
	f.Guide.Pages = []forms.GuidePage{page("b", "Dokument/A/B")}
	if got := composed(t, New(f, nil, nil, nil)); got != `<Dokument/>` {
		t.Error(got)
	}
	if got := composed(t, New(f, answers("A/B=b"), nil, nil)); got != `<Dokument><A wersja="1"><B>b</B></A></Dokument>` {
		t.Error(got)
	}
}

// TestReadPassesOverWhatIsSettled: a document may have taken the alternative that
// the overlay does not; what follows is read all the same.
func TestReadPassesOverWhatIsSettled(t *testing.T) {
	f := document(t, `<xs:sequence><xs:choice><xs:element name="A" type="xs:string"/><xs:element name="B" type="xs:string"/></xs:choice><xs:element name="C" type="xs:string"/></xs:sequence>`)
	f.Guide.Questions = map[string]forms.Question{"Dokument": {Choice: "A"}}
	got, _ := Read(f, parse(t, []byte(`<Dokument xmlns="urn:t"><B>b</B><C>c</C></Dokument>`)))
	if !slices.Equal(got["C"], []string{"c"}) {
		t.Errorf("%v", got)
	}
}

// TestTimesOfABag: a choice in any number is asked as often as the overlay says, too.
func TestTimesOfABag(t *testing.T) {
	f := document(t, `<xs:choice minOccurs="0" maxOccurs="unbounded"><xs:element name="Telefon" type="xs:string"/><xs:element name="Email" type="xs:string"/></xs:choice>`)
	f.Guide.Questions = map[string]forms.Question{"Telefon": {Times: 1}}
	s := New(f, answers("Telefon=123", "Email[1]/text()=a@example.pl"), nil, office)
	const want = `text Telefon=123
repeat Email 0..-1
 section Email[1]
  text Email[1]/text()=a@example.pl
`
	if got := outline(s); got != want {
		t.Errorf("asked:\n%s", got)
	}
	if got := composed(t, s); !strings.Contains(got, "<Telefon>123</Telefon><Email>a@example.pl</Email>") {
		t.Errorf("composed: %s", got)
	}
}
