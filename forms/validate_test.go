package forms

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"okienko/inbox"
	"okienko/inbox/locale"
)

// mutation changes a form's sample in one place. want lists "code path" of all
// problems, in document order; none: the change is allowed.
type mutation struct {
	name, old, new string
	want           []string
}

// expect writes want: one code at each of the paths.
func expect(code string, paths ...string) (want []string) {
	for _, path := range paths {
		want = append(want, code+" "+path)
	}
	return want
}

func TestSamplesAreValid(t *testing.T) {
	c, err := catalogue()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range c.Forms() {
		if problems := f.Validate(parse(t, string(f.SampleXML))); problems != nil {
			t.Errorf("%s/%s: %v", f.Name, f.Version, places(problems))
		}
		if valid, out := xmllint(t, f, string(f.SampleXML)); !valid {
			t.Errorf("%s/%s: xmllint refuses the sample: %s", f.Name, f.Version, out)
		}
	}
}

// fewestRefused is how many wrong letters of each form must be refused.
const fewestRefused = 20

// runMutations holds a table against our validator and the schema half of it
// against xmllint.
func runMutations(t *testing.T, name, version string, table []mutation) {
	f := embeddedForm(t, name, version)
	refused := slices.DeleteFunc(slices.Clone(table), func(m mutation) bool { return m.want == nil })
	if len(refused) < fewestRefused {
		t.Errorf("only %d mutations are to be refused", len(refused))
	}
	for _, m := range table {
		t.Run(m.name, func(t *testing.T) {
			text := change(t, string(f.SampleXML), m.old, m.new)
			problems := f.Validate(parse(t, text))
			if got := places(problems); !slices.Equal(got, m.want) {
				t.Errorf("got  %q\nwant %q", got, m.want)
			}
			for _, p := range problems {
				checkProblem(t, p)
			}
			schemaFault := slices.ContainsFunc(m.want, func(s string) bool { return strings.HasPrefix(s, "schema.") })
			if valid, out := xmllint(t, f, text); valid == schemaFault {
				t.Errorf("xmllint: valid = %v: %s", valid, out)
			}
		})
	}
}

// checkProblem holds what every problem must have.
func checkProblem(t *testing.T, p Problem) {
	t.Helper()
	if p.Line < 1 || p.Column < 1 || p.Message == "" || p.Args["label"] == "" {
		t.Errorf("line, column, message or label is missing: %+v", p)
	}
	if !slices.Contains(Codes(), p.Code) {
		t.Errorf("%s is not in the closed list", p.Code)
	}
	checkSentence(t, p)
}

// checkSentence holds the Polish sentence of a problem to naming its field; one
// about an attachment names the file.
func checkSentence(t *testing.T, p Problem) {
	t.Helper()
	args := maps.Clone(p.Args)
	args["value"] = p.Value
	sentence, remedy := locale.Reason(locale.Polish, inbox.Reason{Code: p.Code, Args: args})
	name := args["label"]
	if strings.HasPrefix(p.Code, "form.attachment-") {
		name = args["name"]
	}
	if !strings.Contains(sentence, name) || remedy == "" {
		t.Errorf("%q does not name %q, or says nothing to do: %q", sentence, name, remedy)
	}
}

const (
	dane  = "/Dokument/DaneDokumentu"
	tresc = "/Dokument/TrescDokumentu"
	att   = tresc + "/Zalaczniki/Zalacznik"
)

func TestPismoOgolne4566(t *testing.T) {
	osoba := dane + "/Nadawcy/Podmiot/Osoba"
	urzad := dane + "/Adresaci/Podmiot/Instytucja"
	runMutations(t, "pismo-ogolne", "4566", []mutation{
		{"PESEL with a typing error", "44051401458", "44051401459", expect(CodePESEL, osoba+"/IdOsoby/PESEL")},
		{"PESEL of a day that never was", "44051401458", "44043100002", expect(CodePESEL, osoba+"/IdOsoby/PESEL")},
		{"PESEL too short", "44051401458", "4405140145", expect("schema.pattern", osoba+"/IdOsoby/PESEL")},
		{"PESEL in another script", "44051401458", "٤٤٠٥١٤٠١٤٥٨", expect("schema.pattern", osoba+"/IdOsoby/PESEL")},
		{"PESEL with white space around", "44051401458", "\n 44051401458 ", nil},
		{"NIP of a person", "<oso:PESEL>44051401458</oso:PESEL>", "<oso:NIP>1234563219</oso:NIP>", expect(CodeNIP, osoba+"/IdOsoby/NIP")},
		{"addressee's NIP", "1234563218", "1234563217", expect(CodeNIP, urzad+"/IdInstytucji/NIP")},
		{"addressee's NIP with dashes", "1234563218", "123-456-32-18", expect("schema.pattern", urzad+"/IdInstytucji/NIP")},
		{"addressee's REGON", "123456785", "123456786", expect(CodeREGON, urzad+"/IdInstytucji/REGON")},
		{"REGON of zeros", "123456785", "000000000", expect(CodeREGON, urzad+"/IdInstytucji/REGON")},
		{"REGON of ten digits", "123456785", "1234567850", expect("schema.pattern", urzad+"/IdInstytucji/REGON")},
		{"ids in another order", "<inst:NIP>1234563218</inst:NIP>", "<inst:InnyIdentyfikator>1</inst:InnyIdentyfikator><inst:KRS>0000000001</inst:KRS>", nil},
		{"body without a name", "Urząd Miejski w Przykładowie", " ", expect("schema.min-length", urzad+"/NazwaInstytucji")},
		{"surname before the first name", "<oso:Imie>Anna</oso:Imie>\n          <oso:Nazwisko>Testowa</oso:Nazwisko>", `<oso:Nazwisko rodzajCzlonu="pierwszy">Testowa</oso:Nazwisko><oso:Imie>Anna</oso:Imie>`, nil},
		{"two addresses' parts mixed", "<adr:Ulica>Wzorcowa</adr:Ulica>", "<adr:Kraj>PL</adr:Kraj><adr:Gmina>Przykładowo</adr:Gmina>", nil},
		{"street twice", "<adr:Ulica>Wzorcowa</adr:Ulica>", "<adr:Ulica>Wzorcowa</adr:Ulica><adr:Ulica>Druga</adr:Ulica>", expect("schema.element-unexpected", osoba+"/Adres/Ulica[2]")},
		{"element nobody knows", "<adr:Lokal>3</adr:Lokal>", "<adr:Pietro>3</adr:Pietro>", expect("schema.element-unexpected", osoba+"/Adres/Pietro")},
		{"day that never was", "2026-03-02", "2026-02-30", expect(CodeDate, dane+"/Data/Czas")},
		{"hour that never was", "2026-03-02", "2026-03-02T25:00:00", expect(CodeDate, dane+"/Data/Czas")},
		{"date in words", "2026-03-02", "marzec 2026", nil},
		{"date empty", "2026-03-02", "", expect("schema.min-length", dane+"/Data/Czas")},
		{"metadata we do not know", "<meta:Jezyk kodJezyka=\"pol\">polski</meta:Jezyk>", "<meta:Rodzaj><meta:Kategoria>list</meta:Kategoria></meta:Rodzaj>", nil},
		{"metadata we know", "<meta:Jezyk kodJezyka=\"pol\">polski</meta:Jezyk>", "<meta:Data>wczoraj</meta:Data>", []string{"schema.element-missing /Dokument/OpisDokumentu/Data", "schema.text-unexpected /Dokument/OpisDokumentu/Data"}},
		{"format of the content", `format="text/xml" kodowanie="XML"`, `format="text/html" kodowanie="XML"`, expect("schema.attribute-fixed", tresc+"/@format")},
		{"content in another namespace", "<wnio:Tytul>Wniosek o naprawę latarni przy ulicy Wzorcowej</wnio:Tytul>", "<Tytul>Wniosek</Tytul>", expect("schema.element-unexpected", tresc+"/Tytul")},
		{"no title", "<wnio:Tytul>Wniosek o naprawę latarni przy ulicy Wzorcowej</wnio:Tytul>", "", nil},
		{"attachment without a file name", ` nazwaPliku="opis-miejsca.txt"`, "", expect("schema.attribute-missing", att+"/@nazwaPliku")},
		{"attachment with an empty file name", `nazwaPliku="opis-miejsca.txt"`, `nazwaPliku=""`, expect("schema.min-length", att+"/@nazwaPliku")},
		{"attachment with a path", `nazwaPliku="opis-miejsca.txt"`, `nazwaPliku="../opis.txt"`, expect(CodeAttachmentName, att+"/@nazwaPliku")},
		{"attachment with a turned name", `nazwaPliku="opis-miejsca.txt"`, `nazwaPliku="opis&#x202E;txt.exe"`, expect(CodeAttachmentName, att+"/@nazwaPliku")},
		{"attachment that is a program", `nazwaPliku="opis-miejsca.txt"`, `nazwaPliku="opis.exe"`, expect(CodeAttachmentType, att+"/@format")},
		{"attachment of another type", `format="text/plain"`, `format="image/png"`, expect(CodeAttachmentType, att+"/@format")},
		{"attachment with a type that is none", `format="text/plain"`, `format="tekst"`, expect("schema.pattern", att+"/@format")},
		{"attachment encoded otherwise", `kodowanie="base64"`, `kodowanie="hex"`, expect("schema.enumeration", att+"/@kodowanie")},
		{"attachment that is not base64", "<str:DaneZalacznika>", "<str:DaneZalacznika>?", expect(CodeAttachmentContent, att+"/DaneZalacznika")},
		{"root without content", "<wnio:OpisDokumentu>", "<wnio:Nieznany/><wnio:OpisDokumentu>", expect("schema.element-unexpected", "/Dokument/Nieznany")},
	})
}
