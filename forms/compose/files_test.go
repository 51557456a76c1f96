package compose

import (
	"bytes"
	"encoding/base64"
	"errors"
	"slices"
	"strings"
	"testing"

	"okienko/forms"
)

func shippedForm(t *testing.T, name string) *forms.Form {
	t.Helper()
	for _, f := range shipped(t) {
		if f.Name == name {
			return f
		}
	}
	t.Fatalf("no form %s", name)
	return nil
}

// sold is a filled-in notice of sale, which needs one attachment.
func sold(t *testing.T, files Files) *Sheet {
	t.Helper()
	f := shippedForm(t, "zbycie-nabycie-pojazdu")
	answers, _ := Read(f, parse(t, f.SampleXML))
	return New(f, answers, files, office)
}

const firstFile = "TrescDokumentu/Zalaczniki/Zalacznik[1]/DaneZalacznika"

func TestFilesAreJudgedAtTheirField(t *testing.T) {
	pdf := []byte("%PDF-1.7 próba")
	for _, c := range []struct {
		file File
		want []string
	}{
		{File{Name: "umowa.pdf", MIME: "application/pdf", Data: pdf}, nil},
		{File{Name: "umowa.pdf", MIME: "application/octet-stream", Data: pdf}, nil}, // browsers say so
		{File{Name: "umowa.pdf", Data: pdf}, nil},
		{File{Name: "umowa.pdf", MIME: "application/pdf", Data: []byte("nie PDF")}, []string{forms.CodeAttachmentContent}},
		{File{Name: "umowa.pdf", MIME: "application/pdf"}, []string{forms.CodeAttachmentContent}},
		{File{Name: "umowa.exe", MIME: "application/pdf", Data: pdf}, []string{forms.CodeAttachmentType}},
		{File{Name: "umowa", Data: pdf}, []string{forms.CodeAttachmentType}},
		{File{Name: "../umowa.pdf", Data: pdf}, []string{forms.CodeAttachmentName}},
	} {
		s := sold(t, Files{firstFile: c.file})
		data, problems, err := s.Document()
		var codes []string
		for _, p := range problems {
			codes = append(codes, p.Code)
			if p.Args[ArgInput] != firstFile || p.Args["label"] == "" {
				t.Errorf("%s: %+v", c.file.Name, p)
			}
		}
		if err != nil || !slices.Equal(codes, c.want) {
			t.Errorf("%s: %v %v", c.file.Name, err, codes)
		}
		if c.want == nil && !bytes.Contains(data, []byte(base64.StdEncoding.EncodeToString(c.file.Data))) {
			t.Errorf("%s is not in the document", c.file.Name)
		}
	}
}

func TestMissingAttachmentIsSaidAtTheFile(t *testing.T) {
	s := sold(t, nil)
	_, problems, err := s.Document()
	if err != nil || len(problems) != 1 || !strings.HasPrefix(problems[0].Args[ArgInput], "TrescDokumentu/Zalaczniki/Zalacznik") {
		t.Fatalf("%v %+v", err, problems)
	}
	if s.Field(problems[0].Args[ArgInput]) == nil {
		t.Error("the problem leads nowhere")
	}
	f := *s.Form
	f.Guide = forms.Guide{} // nothing is said to be required: the policy alone counts
	f.Policy.Attachments = []string{"umowa", "dowód zapłaty"}
	s = New(&f, s.Answers(), Files{firstFile: {Name: "umowa.txt", Data: []byte("próba")}}, office)
	list := s.Field("TrescDokumentu/Zalaczniki/Zalacznik")
	if list.Min != 2 || len(list.Fields) != 2 {
		t.Errorf("%d files are asked for, at least %d", len(list.Fields), list.Min)
	}
	problems = s.Check(s.Page("zalaczniki"))
	if len(problems) != 1 || problems[0].Code != forms.CodeAttachmentMissing || problems[0].Args["needed"] != "2" || problems[0].Args[ArgInput] != list.Name {
		t.Errorf("%+v", problems)
	}
}

// TestPagesNeedNoData: a page shows files by name and size; a document needs them.
func TestPagesNeedNoData(t *testing.T) {
	s := sold(t, Files{firstFile: {Name: "umowa.pdf", MIME: "application/pdf", Size: 1 << 20, ID: "7"}})
	if info := s.Field(firstFile).File; info == nil || info.Size != 1<<20 || info.Name != "umowa.pdf" {
		t.Errorf("%+v", info)
	}
	for _, p := range s.Pages {
		if problems := s.Check(p); problems != nil {
			t.Errorf("%+v", problems)
		}
	}
	if _, _, err := s.Document(); !errors.Is(err, ErrFile) {
		t.Errorf("%v", err)
	}
	if s.Files()[firstFile].ID != "7" {
		t.Error("the file has lost its id")
	}
	if s.Attach("TrescDokumentu/Uwagi", File{Name: "x"}) || !s.Attach(firstFile, File{}) || len(s.Files()) != 0 {
		t.Error("files are not where fields ask for them")
	}
}

// TestARequiredFileIsMissedOnce: what tells of the file comes with it.
func TestARequiredFileIsMissedOnce(t *testing.T) {
	f := document(t, `<xs:sequence><xs:element name="Zalacznik"><xs:complexType><xs:sequence><xs:element name="DaneZalacznika" type="xs:string"/></xs:sequence>
		<xs:attribute name="nazwaPliku" use="required"/><xs:attribute name="format" use="required"/><xs:attribute name="kodowanie" use="required"/></xs:complexType></xs:element></xs:sequence>`)
	_, problems, err := New(f, nil, nil, nil).Document()
	if err != nil || !slices.Equal(places(problems), []string{CodeMissing + " Zalacznik/DaneZalacznika"}) {
		t.Fatalf("%v %v", err, places(problems))
	}
	s := New(f, nil, Files{"Zalacznik/DaneZalacznika": {Name: "a.txt", Data: []byte("a")}}, nil)
	if got := composed(t, s); got != `<Dokument><Zalacznik nazwaPliku="a.txt" format="text/plain" kodowanie="base64"><DaneZalacznika>YQ==</DaneZalacznika></Zalacznik></Dokument>` {
		t.Error(got)
	}
}

// TestHiddenAttributesThatAreMissing are said by the form, not by the schema.
func TestHiddenAttributesThatAreMissing(t *testing.T) {
	f := document(t, `<xs:sequence><xs:element name="A" type="xs:string"/></xs:sequence><xs:attribute name="nr" use="required"/>`)
	f.Guide.Questions = map[string]forms.Question{"@nr": {Hidden: true, Value: "{nieznane}"}}
	_, problems, err := New(f, answers("A=a"), nil, nil).Document()
	if err != nil || len(problems) != 1 || problems[0].Code != CodeMissing || problems[0].Path != "/Dokument/@nr" {
		t.Fatalf("%v %+v", err, problems)
	}
}
