package compose

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

// letter is a form with everything there are buttons for.
func letter(t *testing.T) *Sheet {
	t.Helper()
	f := document(t, `<xs:sequence>
		<xs:element name="D" minOccurs="0" maxOccurs="3"><xs:complexType><xs:sequence><xs:element name="I" type="xs:string"/><xs:element name="P" type="xs:base64Binary" minOccurs="0"/></xs:sequence></xs:complexType></xs:element>
		<xs:element name="O" minOccurs="0"><xs:complexType><xs:sequence><xs:element name="A" type="xs:string"/></xs:sequence></xs:complexType></xs:element>
		<xs:choice><xs:element name="B" type="xs:string"/><xs:element name="C" type="xs:date"/></xs:choice>
		<xs:element name="Tak" type="xs:boolean"/>
	</xs:sequence>`)
	return New(f, nil, nil, nil)
}

func TestButtons(t *testing.T) {
	s := letter(t)
	act := func(action string, want bool) {
		t.Helper()
		if got := s.Act(action); got != want {
			t.Errorf("Act(%q) = %v", action, got)
		}
	}
	for range 3 {
		act("add:D", true)
	}
	act("add:D", false) // maxOccurs
	for i, name := range []string{"D[1]", "D[2]", "D[3]"} {
		s.Merge(s.Pages[0], answers(name+"/I="+name))
		s.Attach(name+"/P", File{Name: name + ".txt", MIME: "text/plain", Data: []byte("próba"), ID: string(rune('a' + i))})
	}
	act("remove:D[2]", true)
	if got := s.Answers()["D[2]/I"]; !slices.Equal(got, []string{"D[3]"}) || len(s.Field("D").Fields) != 2 {
		t.Errorf("after removing: %v", s.Answers())
	}
	if got := s.Files(); len(got) != 2 || got["D[2]/P"].ID != "c" || got["D[1]/P"].ID != "a" {
		t.Errorf("files after removing: %v", slices.Collect(maps.Keys(got)))
	}
	act("add:D", true)
	s.Merge(s.Pages[0], answers("D[3]/I=na końcu"))
	act("remove:D[3]", true)
	if got := s.Answers()["D[3]/I"]; got != nil || len(s.Field("D").Fields) != 2 {
		t.Errorf("the last item is still there: %v", got)
	}
	act("remove:D[1]/P", true)
	if len(s.Files()) != 1 || s.Field("D[1]/P").File != nil {
		t.Error("the file is still there")
	}
	act("open:O", true)
	s.Merge(s.Pages[1], answers("O/A=x"))
	act("close:O", true)
	if s.Answers()["O/A"] != nil || s.Field("O").Open {
		t.Errorf("closed: %v", s.Answers())
	}
	act("choose:choice(3)=C", true)
	if s.Field("C") == nil || s.Field("B") != nil {
		t.Error("C is not chosen")
	}
	for _, action := range []string{"", "add", "add:", "add:X", "add:O", "remove:D[3]", "remove:D[0]", "remove:D[-1]", "remove:D[99999999999999999999]", "remove:D", "open:D", "close:D[1]", "choose:D=1", "drop:D[1]", "remove:O"} {
		before := s.Answers()
		act(action, false)
		if !maps.EqualFunc(before, s.Answers(), slices.Equal) {
			t.Errorf("%q changed the answers", action)
		}
	}
}

func TestMerge(t *testing.T) {
	s := letter(t)
	first := s.Pages[len(s.Pages)-1]
	choice := s.Pages[2]
	s.Merge(choice, answers("choice(3)=B", "B=teraz", "D[1]/I=nie tu", "Tak=true"))
	if got := s.Answers(); !maps.EqualFunc(got, answers("choice(3)=B", "B=teraz"), slices.Equal) {
		t.Errorf("one page: %v", got)
	}
	s.Merge(first, answers("Tak=true"))
	if s.Field("Tak").Value != "true" || s.Field("B").Value != "teraz" {
		t.Error("an answer of another page is lost")
	}
	s.Merge(first, Answers{})
	if s.Field("Tak").Value != "" {
		t.Error("a radio button that posts nothing is still chosen")
	}
	s.Merge(choice, answers("choice(3)=C", "C.d=1", "C.m=2", "C.y="))
	if got := s.Field("C").Date; got != [3]string{"1", "2", ""} || s.Answers()["B"] != nil {
		t.Errorf("date %v, answers %v", got, s.Answers())
	}
	if choice != s.Pages[2] || !slices.ContainsFunc(choice.Fields[0].Fields, func(f *Field) bool { return f.Name == "C" }) {
		t.Error("the page held by the caller is not the sheet's")
	}
}

// TestAnswersAreOfTheSheet: a draft never keeps what nothing asks for.
func TestAnswersAreOfTheSheet(t *testing.T) {
	s := New(letter(t).Form, answers("Tak=false", "O/A=x", "X=1", "D[2]/I=2", "D[1]/I=1", "D[4]/I=4", "D[0]/I=0", "choice(3)=Z", "B=1", "Tak/X=1"), Files{"P": {Name: "p"}}, nil)
	want := answers("Tak=false", "O=open", "O/A=x", "D[1]=", "D[1]/I=1", "D[2]=", "D[2]/I=2")
	if got := s.Answers(); !maps.EqualFunc(got, want, slices.Equal) || len(s.Files()) != 0 {
		t.Errorf("%v", got)
	}
	again := New(s.Form, s.Answers(), s.Files(), nil)
	if outline(again) != outline(s) {
		t.Errorf("another sheet:\n%s\n%s", outline(s), outline(again))
	}
}

// TestPrefilledAnswersCanBeCleared and stay so in a draft.
func TestPrefilledAnswersCanBeCleared(t *testing.T) {
	f := document(t, `<xs:sequence><xs:element name="A" type="xs:string" default="a" minOccurs="0"/><xs:element name="D" type="xs:date" default="2026-03-04" minOccurs="0"/></xs:sequence>`)
	s := New(f, nil, nil, nil)
	if got := composed(t, s); got != `<Dokument><A>a</A><D>2026-03-04</D></Dokument>` {
		t.Error(got)
	}
	s.Merge(s.Pages[0], answers("A=", "D.d=", "D.m=", "D.y="))
	s = New(f, s.Answers(), nil, nil)
	if got := composed(t, s); got != `<Dokument/>` {
		t.Error(got)
	}
}

// TestHostileAnswers are bounded, whatever they name.
func TestHostileAnswers(t *testing.T) {
	f := document(t, `<xs:sequence><xs:element name="W" type="W" minOccurs="0" maxOccurs="unbounded"/></xs:sequence>`,
		`<xs:complexType name="W"><xs:sequence><xs:element name="W" type="W" minOccurs="0" maxOccurs="unbounded"/><xs:element name="T" type="xs:string" minOccurs="0" maxOccurs="unbounded"/></xs:sequence></xs:complexType>`)
	many := Answers{}
	for i := range 3000 {
		many[item("W", i+1)] = []string{""}
		many[item(item("W", 1)+"/T", i+1)+"/text()"] = []string{"x"}
	}
	wide := Answers{}
	for i := range 100 {
		for j := range 500 {
			wide[item(item("W", i+1)+"/W", j+1)] = []string{""}
		}
	}
	for name, a := range map[string]Answers{
		"deep":     {strings.Repeat("W[1]/", 100_000) + "T[1]/text()": {"x"}},
		"indexes":  {"W[-1]/T[1]/text()": {"x"}, "W[1000000000]/T[1]/text()": {"x"}, "W[99999999999999999999999]": {"x"}, "W[01]": {""}, "W[]": {""}, "W[1": {""}, "W]": {""}, "": {"x"}},
		"many":     many,
		"wide":     wide,
		"no value": {"W[1]": nil, "W[1]/T[1]/text()": {}},
		"huge":     {"W[1]/T[1]/text()": {strings.Repeat("x", maxAnswerBytes)}},
	} {
		s := New(f, a, nil, nil)
		fields := 0
		for range s.fields() {
			fields++
		}
		if fields > 2*maxParts {
			t.Errorf("%s: %d fields", name, fields)
		}
		data, problems, err := s.Document()
		if data == nil == (err == nil && problems == nil) {
			t.Errorf("%s: %d bytes, %v, %v", name, len(data), places(problems), err)
		}
	}
	s := New(f, Answers{"W[1]/T[1]/text()": {strings.Repeat("x", maxAnswerBytes)}}, nil, nil)
	if _, problems, _ := s.Document(); !slices.Equal(places(problems), []string{CodeTooMuch + " "}) {
		t.Errorf("too much: %v", places(problems))
	}
}
