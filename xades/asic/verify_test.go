package asic_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"okienko/xades"
	"okienko/xades/asic"
)

const signatures0 = "META-INF/signatures0.xml"

func TestRoundTrip(t *testing.T) {
	container := create(t, files)
	r := verify(t, container)
	if r.Verdict != xades.TotalPassed || r.Container.Type != asic.TypeE || len(r.Signatures) != 1 || len(r.Reasons) != 0 {
		t.Fatalf("%+v", r)
	}
	s := r.Signatures[0]
	if s.Document != signatures0 || s.Level != "B-B" || s.Coverage != xades.CoverageDetached || len(s.Reasons) != 0 {
		t.Errorf("%+v", s)
	}
	for i, o := range r.Container.Objects {
		if o.Name != files[i].Name || o.Size != len(files[i].Data) || !slices.Equal(o.CoveredBy, []string{signatures0 + "#" + s.ID}) {
			t.Errorf("%+v", o)
		}
	}
	c, err := asic.Open(container)
	if err != nil {
		t.Fatal(err)
	}
	for i, f := range c.Objects {
		if want := files[i]; f.Name != want.Name || !bytes.Equal(f.Data, want.Data) || want.MediaType != "" && f.MediaType != want.MediaType {
			t.Errorf("%q is not what was put in", f.Name)
		}
	}
}

// TestFirstOctets: other programs tell a container by them (EN 319 162-1 A.1).
func TestFirstOctets(t *testing.T) {
	container := create(t, files)
	if got := string(container[30 : 38+len(asic.TypeE)]); got != "mimetype"+asic.TypeE {
		t.Errorf("%q", got)
	}
	if !asic.IsContainer(container) || asic.IsContainer([]byte("<a/>")) || asic.IsContainer(nil) {
		t.Error("containers are not told from documents")
	}
}

// TestDeterministic: all but the signature depends on the files alone.
func TestDeterministic(t *testing.T) {
	first, second := recordsOf(t, create(t, files)), recordsOf(t, create(t, files))
	for i, r := range first.records {
		if r.name != signatures0 && !bytes.Equal(r.local(), second.records[i].local()) {
			t.Errorf("%s differs", r.name)
		}
	}
	container := create(t, files)
	z, err := zip.NewReader(bytes.NewReader(container), int64(len(container)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range z.File {
		if f.Modified.Year() != 1980 || len(f.Extra) > 0 {
			t.Errorf("%s: %v %x", f.Name, f.Modified, f.Extra)
		}
	}
}

func TestCreateRefuses(t *testing.T) {
	for name, files := range map[string][]asic.File{
		"no files":         nil,
		"a name twice":     {{Name: "a"}, {Name: "a"}},
		"two cases":        {{Name: "a"}, {Name: "A"}},
		"mimetype":         {{Name: "mimetype"}},
		"META-INF":         {{Name: "META-INF/x"}},
		"a folder":         {{Name: "x/"}},
		"a signature file": {{Name: "META-INF/signatures1.xml"}},
	} {
		if _, err := asic.Create(files, signOptions(t)); err == nil {
			t.Errorf("%s is made", name)
		}
	}
	opt := signOptions(t)
	opt.Detached = []xades.Detached{{URI: "poza", Digest: make([]byte, 32)}}
	if _, err := asic.Create(files, opt); err == nil {
		t.Error("a signature over content that is not in the container is made")
	}
}

// TestChanged: whatever changes in a container is found or told.
func TestChanged(t *testing.T) {
	container := create(t, files)
	for name, c := range map[string]struct {
		change    func(a *archive)
		verdict   xades.Indication
		container string // reasons of the container
		signature string // reasons of the signature
	}{
		"nothing":                    {func(*archive) {}, xades.TotalPassed, "", ""},
		"content":                    {func(a *archive) { a.replace(pismo, "inne") }, xades.TotalFailed, "container.not-covered", "signature.digest"},
		"two contents swapped":       {swapContents, xades.TotalFailed, "container.not-covered", "signature.digest signature.digest"},
		"an empty file filled":       {func(a *archive) { a.replace("pusty.txt", "x") }, xades.TotalFailed, "container.not-covered", "signature.digest"},
		"a file renamed":             {func(a *archive) { a.find(pismo).name = "inne.xml" }, xades.Indeterminate, "container.manifest container.manifest container.not-covered", "signature.content"},
		"a file added":               {func(a *archive) { a.add("nowy.txt", "new") }, xades.Indeterminate, "container.manifest container.not-covered", "container.not-covered"},
		"a file removed":             {func(a *archive) { a.remove(pismo) }, xades.Indeterminate, "container.manifest container.not-covered", "signature.content"},
		"the manifest removed":       {func(a *archive) { a.remove("META-INF/manifest.xml") }, xades.TotalPassed, "", ""},
		"the manifest broken":        {func(a *archive) { a.replace("META-INF/manifest.xml", "<a>") }, xades.Indeterminate, "container.manifest", ""},
		"another root":               {func(a *archive) { a.replace("META-INF/manifest.xml", "<a/>") }, xades.Indeterminate, "container.manifest", ""},
		"another media type listed":  {func(a *archive) { a.edit("META-INF/manifest.xml", "application/pdf", "text/html") }, xades.TotalPassed, "", "container.manifest"},
		"a media type in capitals":   {func(a *archive) { a.edit("META-INF/manifest.xml", "application/pdf", "Application/PDF") }, xades.TotalPassed, "", ""},
		"another type listed":        {func(a *archive) { a.edit("META-INF/manifest.xml", asic.TypeE, asic.TypeS) }, xades.Indeterminate, "container.manifest", ""},
		"a file listed twice":        {func(a *archive) { a.edit("META-INF/manifest.xml", "pusty.txt", pismo) }, xades.Indeterminate, "container.manifest container.manifest", ""},
		"mimetype removed":           {func(a *archive) { a.remove("mimetype") }, xades.TotalPassed, "container.mimetype", ""},
		"mimetype of another type":   {func(a *archive) { a.replace("mimetype", "application/zip") }, xades.TotalFailed, "container.mimetype", ""},
		"mimetype with a line end":   {func(a *archive) { a.replace("mimetype", asic.TypeE+"\n") }, xades.TotalFailed, "container.mimetype", ""},
		"mimetype compressed":        {func(a *archive) { a.records[0] = recordOf("mimetype", []byte(asic.TypeE), zip.Deflate) }, xades.Indeterminate, "container.mimetype", ""},
		"mimetype with extra":        {func(a *archive) { a.records[0].localExtra = shorts(nil, 0x5455, 0) }, xades.Indeterminate, "container.mimetype", ""},
		"mimetype not first":         {func(a *archive) { a.records[0], a.records[1] = a.records[1], a.records[0] }, xades.Indeterminate, "container.mimetype", ""},
		"signatures removed":         {func(a *archive) { a.remove(signatures0) }, xades.TotalFailed, "signature.missing container.not-covered", ""},
		"signatures no XML":          {func(a *archive) { a.replace(signatures0, "<a>") }, xades.TotalFailed, "xml.syntax container.not-covered", ""},
		"signatures of another root": {func(a *archive) { a.edit(signatures0, "asic:XAdESSignatures", "asic:Signatures") }, xades.TotalFailed, "container.signatures container.not-covered", ""},
		"signatures of another namespace": {func(a *archive) { a.edit(signatures0, "02918/v1.2.1#", "02918/v9#") }, xades.TotalFailed,
			"container.signatures container.not-covered", ""},
		"more beside the signature": {func(a *archive) { a.edit(signatures0, "</asic:", "<x/></asic:") }, xades.TotalFailed, "container.signatures container.not-covered", ""},
		"the signature removed":     {func(a *archive) { a.replace(signatures0, xadesSignatures("")) }, xades.TotalFailed, "container.signatures container.not-covered", ""},
		"a signature in a folder": {func(a *archive) { a.find(signatures0).name = "META-INF/x/signatures0.xml" }, xades.TotalFailed,
			"signature.missing container.not-judged container.not-covered", ""},
		"a CAdES signature beside":    {func(a *archive) { a.add("META-INF/signature1.p7s", "x") }, xades.Indeterminate, "container.not-judged", ""},
		"a time-stamp beside":         {func(a *archive) { a.add("META-INF/timestamp.tst", "x") }, xades.Indeterminate, "container.not-judged", ""},
		"a letter hidden in META-INF": {func(a *archive) { a.add("META-INF/pismo.pdf", "x") }, xades.Indeterminate, "container.not-judged", ""},
		"called ASiC-S": {func(a *archive) { a.replace("mimetype", asic.TypeS) }, xades.TotalFailed,
			"container.objects container.objects container.manifest", ""},
	} {
		a := recordsOf(t, container)
		c.change(a)
		r := verify(t, a.bytes())
		signature := ""
		if len(r.Signatures) > 0 {
			signature = codes(r.Signatures[0].Reasons)
		}
		if r.Verdict != c.verdict || codes(r.Reasons) != c.container || signature != c.signature {
			t.Errorf("%s: %s, container %q, signature %q", name, r.Verdict, codes(r.Reasons), signature)
		}
	}
}

func (a *archive) remove(name string) {
	a.records = slices.DeleteFunc(a.records, func(r *record) bool { return r.name == name })
}

func (a *archive) edit(name, from, to string) {
	r := a.find(name)
	single := &archive{records: []*record{r}, count: -1, size: -1, start: -1}
	z, err := zip.NewReader(bytes.NewReader(single.bytes()), int64(len(single.bytes())))
	if err != nil {
		panic(err)
	}
	in, err := z.File[0].Open()
	if err != nil {
		panic(err)
	}
	var b bytes.Buffer
	if _, err := b.ReadFrom(in); err != nil {
		panic(err)
	}
	if !strings.Contains(b.String(), from) {
		panic(fmt.Sprintf("%s does not hold %q", name, from))
	}
	a.replace(name, strings.ReplaceAll(b.String(), from, to))
}

func swapContents(a *archive) {
	one, other := a.find(pismo), a.find(skan)
	one.name, other.name = other.name, one.name
}

func xadesSignatures(inside string) string {
	return `<asic:XAdESSignatures xmlns:asic="http://uri.etsi.org/02918/v1.2.1#">` + inside + `</asic:XAdESSignatures>`
}

// archiveOf is a container put together by hand: files, and documents of
// signatures by name.
func archiveOf(mimetype string, files []asic.File, signatures map[string]string) *archive {
	a := &archive{count: -1, size: -1, start: -1}
	a.add("mimetype", mimetype)
	for _, f := range files {
		a.add(f.Name, string(f.Data))
	}
	for name, document := range signatures {
		a.add(name, document)
	}
	return a
}

// detached signs contents under the URIs given.
func detached(t testing.TB, contents ...xades.Content) string {
	t.Helper()
	signed, err := xades.SignDetached(contents, signOptions(t))
	if err != nil {
		t.Fatal(err)
	}
	return string(signed)
}

func TestSimple(t *testing.T) {
	one := []asic.File{{Name: "pismo.xml", Data: []byte("<a/>")}}
	signature := detached(t, xades.Content{URI: "pismo.xml", Data: []byte("<a/>")})
	r := verify(t, archiveOf(asic.TypeS, one, map[string]string{"META-INF/signatures.xml": signature}).bytes())
	if r.Verdict != xades.TotalPassed || r.Container.Type != asic.TypeS || len(r.Container.Objects[0].CoveredBy) != 1 {
		t.Errorf("%+v", r)
	}
	two := append(one, asic.File{Name: "drugie.xml", Data: []byte("<a/>")})
	if r := verify(t, archiveOf(asic.TypeS, two, map[string]string{"META-INF/signatures.xml": signature}).bytes()); r.Verdict != xades.TotalFailed || codes(r.Reasons) != "container.objects container.not-covered" {
		t.Errorf("two objects: %s %s", r.Verdict, codes(r.Reasons))
	}
	if r := verify(t, archiveOf(asic.TypeS, one, map[string]string{signatures0: signature}).bytes()); codes(r.Reasons) != "container.objects" {
		t.Errorf("signatures elsewhere: %s", codes(r.Reasons))
	}
}

// TestSeveralSignatures: each covers something else; who covers what is told.
func TestSeveralSignatures(t *testing.T) {
	both := []asic.File{{Name: "a", Data: []byte("A")}, {Name: "b", Data: []byte("B")}}
	a, b := xades.Content{URI: "a", Data: []byte("A")}, xades.Content{URI: "b", Data: []byte("B")}
	r := verify(t, archiveOf(asic.TypeE, both, map[string]string{"META-INF/signatures1.xml": detached(t, a), "META-INF/signatures2.xml": detached(t, a, b)}).bytes())
	if r.Verdict != xades.TotalPassed || len(r.Signatures) != 2 || len(r.Container.Objects[0].CoveredBy) != 2 || len(r.Container.Objects[1].CoveredBy) != 1 {
		t.Fatalf("%+v", r)
	}
	for _, s := range r.Signatures {
		want := ""
		if s.Document == "META-INF/signatures1.xml" {
			want = asic.CodeNotCovered
		}
		if codes(s.Reasons) != want {
			t.Errorf("%s: %s", s.Document, codes(s.Reasons))
		}
	}
	bad := detached(t, xades.Content{URI: "a", Data: []byte("X")})
	r = verify(t, archiveOf(asic.TypeE, both, map[string]string{"META-INF/signatures1.xml": bad, "META-INF/signatures2.xml": detached(t, a, b)}).bytes())
	if r.Verdict != xades.TotalFailed || len(r.Container.Objects[0].CoveredBy) != 1 {
		t.Errorf("one good, one bad: %+v", r)
	}
}

// TestWrongURIs: a reference names an entry by its path from the root, in one
// spelling, and nothing else.
func TestWrongURIs(t *testing.T) {
	one := []asic.File{{Name: "a b/c:d", Data: []byte("A")}}
	for uri, held := range map[string]bool{
		"a%20b/c:d": true, "a b/c:d": true, "/a%20b/c%3Ad": true, "./a%20b/c:d": true, asic.URI("a b/c:d"): true,
		"a%20b/c:d?x": false, "a%20b/c:d#x": false, "file:///a%20b/c:d": false, "//a%20b/c:d": false, "A%20b/c:d": false, "a%2520b/c:d": false, `a%20b\c:d`: false,
	} {
		signature := detached(t, xades.Content{URI: uri, Data: []byte("A")})
		r := verify(t, archiveOf(asic.TypeE, one, map[string]string{signatures0: signature}).bytes())
		if held != (r.Verdict == xades.TotalPassed) || held != (len(r.Container.Objects[0].CoveredBy) == 1) {
			t.Errorf("%s: %s %+v", uri, r.Verdict, r.Signatures[0].References)
		}
	}
	twice := detached(t, xades.Content{URI: "a%20b/c:d", Data: []byte("A")}, xades.Content{URI: "a%20b/c%3ad", Data: []byte("A")})
	r := verify(t, archiveOf(asic.TypeE, one, map[string]string{signatures0: twice}).bytes())
	if r.Verdict != xades.Indeterminate || r.Signatures[0].SubIndication != xades.SignedDataNotFound {
		t.Errorf("two spellings: %s %s", r.Verdict, r.Signatures[0].SubIndication)
	}
}

func TestTooManyDocuments(t *testing.T) {
	signature := detached(t, xades.Content{URI: "a", Data: []byte("A")})
	documents := map[string]string{}
	for i := range asic.MaxSignatureFiles + 1 {
		documents[fmt.Sprintf("META-INF/signatures%d.xml", i)] = signature
	}
	r := verify(t, archiveOf(asic.TypeE, []asic.File{{Name: "a", Data: []byte("A")}}, documents).bytes())
	if r.Verdict != xades.Indeterminate || !strings.HasPrefix(codes(r.Reasons), asic.CodeLimit) || len(r.Signatures) != 0 {
		t.Errorf("%s %s", r.Verdict, codes(r.Reasons))
	}
}

// TestContentFromElsewhere: what the caller would supply for a document is not
// asked for a container.
func TestContentFromElsewhere(t *testing.T) {
	signature := detached(t, xades.Content{URI: "poza", Data: []byte("A")})
	opt := verifyOptions(t)
	opt.Content = func(string) ([]byte, bool) { return []byte("A"), true }
	r, err := asic.Verify(archiveOf(asic.TypeE, []asic.File{{Name: "a"}}, map[string]string{signatures0: signature}).bytes(), opt)
	if err != nil {
		t.Fatal(err)
	}
	if r.Signatures[0].SubIndication != xades.SignedDataNotFound {
		t.Errorf("%+v", r.Signatures[0])
	}
}
