package forms

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"testing/fstest"
)

func TestEmbeddedCatalogue(t *testing.T) {
	c, err := catalogue()
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range c.Forms() {
		names = append(names, f.Name+"/"+f.Version+" "+f.Policy.Department)
	}
	want := "dane-z-rejestru-pesel/1 so, informacja-in-1/1 pl, informacja-publiczna/1 or, pismo-ogolne/1410 or, pismo-ogolne/4566 or, " +
		"skarga-wniosek/1 or, wpis-do-ceidg/1 dg, zaswiadczenie-o-zameldowaniu/1 so, zbycie-nabycie-pojazdu/1 km, zgloszenie-urodzenia/1 usc"
	if got := strings.Join(names, ", "); got != want {
		t.Errorf("forms: %s", got)
	}
}

func TestPublishedFiles(t *testing.T) {
	c, err := catalogue()
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		form, version, name string
		want                bool
	}{
		{"pismo-ogolne", "4566", "schema.xsd", true},
		{"pismo-ogolne", "4566", "sample.xml", true},
		{"struktura", "2009-11-16", "schema.xsd", true},
		{"struktura", "2009-11-16", "sample.xml", false},
		{"pismo-ogolne", "4566", "form.json", false},
		{"struktura", "2009-11-16", "labels.json", false},
		{"pismo-ogolne", "4567", "schema.xsd", false},
		{"pismo-ogolne/4566/..", "4566", "schema.xsd", false},
	} {
		data, ok := c.File(tc.form, tc.version, tc.name)
		if ok != tc.want {
			t.Errorf("%s/%s/%s: found = %v", tc.form, tc.version, tc.name, ok)
			continue
		}
		onDisk, _ := os.ReadFile("catalogue/" + tc.form + "/" + tc.version + "/" + tc.name)
		if ok && !bytes.Equal(data, onDisk) {
			t.Errorf("%s/%s/%s: not the file as it is", tc.form, tc.version, tc.name)
		}
	}
}

func TestMatch(t *testing.T) {
	c, err := catalogue()
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct{ text, want string }{
		{`<Dokument xmlns="http://crd.gov.pl/wzor/2017/10/24/4566/"/>`, "pismo-ogolne/4566"},
		{`<a:Dokument xmlns:a="http://crd.gov.pl/wzor/2013/12/12/1410/"/>`, "pismo-ogolne/1410"},
		{`<Dokument xmlns="urn:okienko:wzor:zbycie-nabycie-pojazdu:1"/>`, "zbycie-nabycie-pojazdu/1"},
		{`<Dokument xmlns="http://crd.gov.pl/wzor/2008/05/09/3/"/>`, ""},
		{`<TrescDokumentu xmlns="http://crd.gov.pl/wzor/2017/10/24/4566/"/>`, ""},
		{`<dokument xmlns="http://crd.gov.pl/wzor/2017/10/24/4566/"/>`, ""},
		{`<Dokument/>`, ""},
		{`<Dokument xmlns="http://crd.gov.pl/wzor/2017/10/24/4566"/>`, ""},
	} {
		got := ""
		if f, ok := c.Match(parse(t, tc.text)); ok {
			got = f.Name + "/" + f.Version
		}
		if got != tc.want {
			t.Errorf("%s: %q, want %q", tc.text, got, tc.want)
		}
	}
	if _, ok := c.Match(parse(t, `<a/>`).Document().Node()); ok {
		t.Error("the document node is a form")
	}
}

// embeddedFiles copies the catalogue so that a test can break it.
func embeddedFiles(t *testing.T) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	err := fs.WalkDir(os.DirFS("catalogue"), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile("catalogue/" + name)
		files[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestLoadNamesTheBrokenFormAndPlace(t *testing.T) {
	const vehicle = "zbycie-nabycie-pojazdu/1/"
	for _, tc := range []struct {
		name      string
		file      string
		old, new  string // old "": the file is replaced whole; new "" then removes it
		wantError []string
	}{
		{"unknown field", vehicle + "form.json", `"due_days"`, `"due_dayz"`, []string{vehicle + "form.json", "due_dayz"}},
		{"two values", vehicle + "form.json", "", "{} {}", []string{vehicle + "form.json"}},
		{"no Polish title", vehicle + "form.json", `"pl": "Z`, `"de": "Z`, []string{vehicle + "form.json", `"pl"`}},
		{"unknown signer", vehicle + "form.json", `"personal"`, `"notary"`, []string{vehicle + "form.json", "notary"}},
		{"negative term", vehicle + "form.json", `"due_months": 1`, `"due_months": -1`, []string{vehicle + "form.json", "negative"}},
		{"two terms", vehicle + "form.json", `"due_days": 0`, `"due_days": 30`, []string{vehicle + "form.json", "due_months"}},
		{"no term", vehicle + "form.json", `"due_months": 1`, `"due_months": 0`, []string{vehicle + "form.json", "due_days"}},
		{"no department", vehicle + "form.json", `"km"`, `""`, []string{vehicle + "form.json", "department"}},
		{"no day", vehicle + "form.json", `"valid_from": ""`, `"valid_from": "2026-02-30"`, []string{vehicle + "form.json", "2026-02-30"}},
		{"ends before it begins", vehicle + "form.json", "\"valid_from\": \"\",\n    \"valid_until\": \"\"", `"valid_from": "2026-02-02", "valid_until": "2026-02-01"`, []string{vehicle + "form.json", "valid_until"}},
		{"old signatures", vehicle + "form.json", `"flag"`, `"burn"`, []string{vehicle + "form.json", "burn"}},
		{"addressee elsewhere", vehicle + "form.json", `"Dokument/Dane`, `"Pismo/Dane`, []string{vehicle + "form.json", "Pismo/Dane"}},
		{"empty label", vehicle + "form.json", `"VIN": {"pl": "Numer VIN"`, `"VIN": {"pl": " "`, []string{vehicle + "form.json", "VIN"}},
		{"empty attachment text", vehicle + "form.json", `["umowa`, `["", "umowa`, []string{vehicle + "form.json", "required_attachments"}},
		{"no root", vehicle + "form.json", `"root": "Dokument"`, `"root": ""`, []string{vehicle + "form.json", "root"}},
		{"root of another name", vehicle + "form.json", `"root": "Dokument"`, `"root": "TrescDokumentu"`, []string{vehicle}},
		{"no sample", vehicle + "sample.xml", "", "", []string{vehicle + "sample.xml", "missing"}},
		{"sample ill-formed", vehicle + "sample.xml", "</poj:Marka>", "", []string{vehicle + "sample.xml"}},
		{"sample of another form", vehicle + "sample.xml", "pojazdu:1\"", "pojazdu:2\"", []string{vehicle + "sample.xml", "root"}},
		{"sample not valid", vehicle + "sample.xml", "TESTVN", "TESTVO", []string{vehicle + "sample.xml:77:7:", "schema.pattern"}},
		{"sample with a wrong PESEL", vehicle + "sample.xml", "<poj:PESEL>44051401458", "<poj:PESEL>44051401459", []string{vehicle + "sample.xml:", "form.pesel"}},
		{"no schema", vehicle + "schema.xsd", "", "", []string{vehicle + "schema.xsd", "missing"}},
		{"schema ill-formed", vehicle + "schema.xsd", "</xs:schema>", "", []string{vehicle + "schema.xsd"}},
		{"schema without namespace", vehicle + "schema.xsd", "targetNamespace", "xs:targetNamespace", []string{vehicle + "schema.xsd", "targetNamespace"}},
		{"schema with a type that is not there", vehicle + "schema.xsd", `type="poj:VINTyp"`, `type="poj:WINTyp"`, []string{vehicle + "schema.xsd:", "xsd.reference"}},
		{"schema of a taken namespace", vehicle + "schema.xsd", `targetNamespace="urn:okienko:wzor:zbycie-nabycie-pojazdu:1"`, `targetNamespace="urn:okienko:wzor:zaswiadczenie-o-zameldowaniu:1"`, []string{vehicle + "schema.xsd", "already"}},
		{"shared schema broken", "adres/2009-11-09/schema.xsd", `type="adr:AdresTyp"`, `type="adr:AdresTip"`, []string{"adres/2009-11-09/schema.xsd:", "xsd.reference"}},
		{"shared labels that differ", "adres/2009-11-09/labels.json", `"Ulica": {`, `"NIP": {`, []string{"labels.json", "NIP"}},
		{"sample without form", "adres/2009-11-09/sample.xml", "", "<a/>", []string{"adres/2009-11-09", "form.json"}},
		{"misspelt file", vehicle + "shema.xsd", "", "<a/>", []string{vehicle + "shema.xsd"}},
		{"file too high", "zbycie-nabycie-pojazdu/form.json", "", "{}", []string{"zbycie-nabycie-pojazdu/form.json"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			files := embeddedFiles(t)
			breakFile(t, files, tc.file, tc.old, tc.new)
			_, err := Load(files)
			if err == nil {
				t.Fatal("loads")
			}
			for _, want := range tc.wantError {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("%q does not say %q", err, want)
				}
			}
		})
	}
}

// TestPipesAreNotWaitedFor: the server reads its forms again while it serves.
func TestPipesAreNotWaitedFor(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(dir, asOwn(t, "skarga-wniosek", "1")); err != nil {
		t.Fatal(err)
	}
	for name, pipe := range map[string]string{"of the form": "own/1/questions.json", "beside it": "other/1/schema.xsd"} {
		file := filepath.Join(dir, filepath.FromSlash(pipe))
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := syscall.Mkfifo(file, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Load(os.DirFS(dir)); err == nil || !strings.Contains(err.Error(), pipe) {
			t.Errorf("%s: loads, or does not say where: %v", name, err)
		}
		found, _, err := Check(os.DirFS(dir), "own/1")
		if said := slices.ContainsFunc(found, func(f Finding) bool { return f.Code == CodeFolder }); err != nil || said != strings.HasPrefix(pipe, "own/") {
			t.Errorf("%s: %v %v", name, found, err)
		}
		if err := os.Remove(file); err != nil {
			t.Fatal(err)
		}
	}
}

func breakFile(t *testing.T, files fstest.MapFS, name, old, new string) {
	t.Helper()
	switch {
	case old != "":
		files[name] = &fstest.MapFile{Data: []byte(change(t, string(files[name].Data), old, new))}
	case new != "":
		files[name] = &fstest.MapFile{Data: []byte(new)}
	default:
		delete(files, name)
	}
}

func TestLoadRefusesAnEmptyCatalogue(t *testing.T) {
	if _, err := Load(fstest.MapFS{}); err == nil {
		t.Error("loads")
	}
}

// Schemas that keep their published address find each other by namespace.
func TestLoadResolvesByNamespace(t *testing.T) {
	files := embeddedFiles(t)
	const file = "zbycie-nabycie-pojazdu/1/schema.xsd"
	breakFile(t, files, file, "../../struktura/2009-11-16/schema.xsd", "http://crd.gov.pl/xml/schematy/struktura/2009/11/16/struktura.xsd")
	if _, err := Load(files); err != nil {
		t.Error(err)
	}
}

// An office's own form imports the built-in shared schemas, and cannot take the
// place of a built-in form.
func TestOwnFormsStandBesideTheBuiltInOnes(t *testing.T) {
	own := fstest.MapFS{}
	for name, file := range embeddedFiles(t) {
		if rest, ok := strings.CutPrefix(name, "zbycie-nabycie-pojazdu/1/"); ok {
			data := strings.ReplaceAll(string(file.Data), "pojazdu:1", "pojazdu:2")
			own["zbycie-nabycie-pojazdu/2/"+rest] = &fstest.MapFile{Data: []byte(data)}
		}
	}
	c, err := EmbeddedWith(own)
	if err != nil {
		t.Fatal(err)
	}
	f, ok := c.Match(parse(t, `<Dokument xmlns="urn:okienko:wzor:zbycie-nabycie-pojazdu:2"/>`))
	if !ok || f.Version != "2" {
		t.Errorf("the own form: %v, of %d forms", ok, len(c.Forms()))
	}
	if _, err := EmbeddedWith(embeddedFiles(t)); err == nil || !strings.Contains(err.Error(), "already") {
		t.Errorf("the built-in forms again: %v", err)
	}
}
