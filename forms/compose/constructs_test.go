package compose

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// constructs are the constructs of XML Schema: what is asked, and what answers make.
var constructs = []struct {
	name, content string
	more          string
	answers       Answers
	outline       string
	document      string
}{
	{
		name:    "sequence of texts",
		content: `<xs:sequence><xs:element name="A" type="xs:string"/><xs:element name="B" type="xs:token" minOccurs="0"/></xs:sequence>`,
		answers: answers("A= x & <y> ", "B="),
		outline: `text A !=x & <y>
text B
`,
		document: `<Dokument><A>x &amp; &lt;y&gt;</A></Dokument>`,
	},
	{
		name: "kinds of fields",
		content: `<xs:sequence><xs:element name="Tak" type="xs:boolean"/><xs:element name="Dnia" type="xs:date"/><xs:element name="Wybor"><xs:simpleType><xs:restriction base="xs:token">
			<xs:enumeration value="a"/><xs:enumeration value="b"/></xs:restriction></xs:simpleType></xs:element>
			<xs:element name="Dlugi"><xs:simpleType><xs:restriction base="xs:string"><xs:maxLength value="500"/></xs:restriction></xs:simpleType></xs:element>
			<xs:element name="Ile" type="xs:positiveInteger"/></xs:sequence>`,
		answers: answers("Tak=true", "Dnia.d=4", "Dnia.m=3", "Dnia.y=2026", "Wybor=b", "Dlugi=jeden\r\ndwa", "Ile=3"),
		outline: `yesno Tak !=true
date Dnia !=2026-03-04
options Wybor !=b a|b
long Dlugi !=jeden
dwa
text Ile !=3
`,
		document: `<Dokument><Tak>true</Tak><Dnia>2026-03-04</Dnia><Wybor>b</Wybor><Dlugi>jeden
dwa</Dlugi><Ile>3</Ile></Dokument>`,
	},
	{
		name:    "choice of elements, one a group",
		content: `<xs:choice><xs:element name="A" type="xs:string"/><xs:sequence><xs:element name="B" type="xs:string"/><xs:element name="A" type="xs:string"/></xs:sequence></xs:choice>`,
		answers: answers("choice()=B", "B=1", "A=2"),
		outline: `oneof choice() !=B A|B
 text B !=1
 text A !=2
`,
		document: `<Dokument><B>1</B><A>2</A></Dokument>`,
	},
	{
		name:    "choice that may be left out",
		content: `<xs:sequence><xs:choice minOccurs="0"><xs:element name="A" type="xs:string"/><xs:element name="B" type="xs:string"/></xs:choice><xs:element name="C" type="xs:string"/></xs:sequence>`,
		answers: answers("C=1"),
		outline: `oneof choice(1) A|B
text C !=1
`,
		document: `<Dokument><C>1</C></Dokument>`,
	},
	{
		name:    "choice in any number, of texts",
		content: `<xs:choice minOccurs="0" maxOccurs="unbounded"><xs:element name="A" type="xs:string"/><xs:element name="B" type="xs:string"/></xs:choice>`,
		answers: answers("B[1]/text()=1", "A[1]/text()=2", "B[2]/text()=3"),
		outline: `repeat A 0..-1
 section A[1]
  text A[1]/text()=2
repeat B 0..-1
 section B[1]
  text B[1]/text()=1
 section B[2]
  text B[2]/text()=3
`,
		document: `<Dokument><A>2</A><B>1</B><B>3</B></Dokument>`,
	},
	{
		name:    "choice in any number, of structures",
		content: `<xs:choice maxOccurs="unbounded"><xs:element name="A" type="xs:string"/><xs:element name="B"><xs:complexType><xs:sequence><xs:element name="C" type="xs:string"/></xs:sequence></xs:complexType></xs:element></xs:choice>`,
		answers: answers("choice()[1]/choice()=B", "choice()[1]/B/C=1", "choice()[2]/choice()=A", "choice()[2]/A=2"),
		outline: `repeat choice() 1..-1
 section choice()[1]
  oneof choice()[1]/choice() !=B A|B
   text choice()[1]/B/C !=1
 section choice()[2]
  oneof choice()[2]/choice() !=A A|B
   text choice()[2]/A !=2
`,
		document: `<Dokument><B><C>1</C></B><A>2</A></Dokument>`,
	},
	{
		name:    "optional section",
		content: `<xs:sequence><xs:element name="O" minOccurs="0"><xs:complexType><xs:sequence><xs:element name="A" type="xs:string"/></xs:sequence></xs:complexType></xs:element></xs:sequence>`,
		answers: answers("O=open", "O/A=1"),
		outline: `optional O
 text O/A !=1
`,
		document: `<Dokument><O><A>1</A></O></Dokument>`,
	},
	{
		name:    "optional section, closed",
		content: `<xs:sequence><xs:element name="O" minOccurs="0"><xs:complexType><xs:sequence><xs:element name="A" type="xs:string"/></xs:sequence></xs:complexType></xs:element></xs:sequence>`,
		outline: `optional O
`,
		document: `<Dokument/>`,
	},
	{
		name:    "optional section, opened and left empty",
		content: `<xs:sequence><xs:element name="O" minOccurs="0"><xs:complexType><xs:sequence><xs:element name="A" type="xs:string" minOccurs="0"/></xs:sequence></xs:complexType></xs:element></xs:sequence>`,
		answers: answers("O=open"),
		outline: `optional O
 text O/A
`,
		document: `<Dokument/>`,
	},
	{
		name:    "an element whose presence is all it says",
		content: `<xs:sequence><xs:element name="Zgoda" minOccurs="0"><xs:complexType/></xs:element><xs:element name="Flaga" fixed="1" type="xs:int" minOccurs="0"/><xs:element name="Stala" fixed="X" type="xs:string"/></xs:sequence>`,
		answers: answers("Zgoda=open", "Flaga=open"),
		outline: `optional Zgoda
optional Flaga
`,
		document: `<Dokument><Zgoda/><Flaga>1</Flaga><Stala>X</Stala></Dokument>`,
	},
	{
		name:    "repetition",
		content: `<xs:sequence><xs:element name="D" minOccurs="1" maxOccurs="3"><xs:complexType><xs:sequence><xs:element name="A" type="xs:string"/></xs:sequence></xs:complexType></xs:element><xs:element name="T" type="xs:string" minOccurs="0" maxOccurs="unbounded"/></xs:sequence>`,
		answers: answers("D[1]/A=1", "D[2]/A=2", "T[1]/text()=3", "T[2]/text()="),
		outline: `repeat D 1..3
 section D[1]
  text D[1]/A !=1
 section D[2]
  text D[2]/A !=2
repeat T 0..-1
 section T[1]
  text T[1]/text()=3
 section T[2]
  text T[2]/text()
`,
		document: `<Dokument><D><A>1</A></D><D><A>2</A></D><T>3</T></Dokument>`,
	},
	{
		name:    "group that repeats",
		content: `<xs:sequence><xs:sequence minOccurs="0" maxOccurs="unbounded"><xs:element name="K" type="xs:string"/><xs:element name="V" type="xs:string"/></xs:sequence><xs:element name="Z" type="xs:string"/></xs:sequence>`,
		answers: answers("group(1)[1]/K=1", "group(1)[1]/V=2", "group(1)[2]/K=3", "group(1)[2]/V=4", "Z=5"),
		outline: `repeat group(1) 0..-1
 section group(1)[1]
  text group(1)[1]/K !=1
  text group(1)[1]/V !=2
 section group(1)[2]
  text group(1)[2]/K !=3
  text group(1)[2]/V !=4
text Z !=5
`,
		document: `<Dokument><K>1</K><V>2</V><K>3</K><V>4</V><Z>5</Z></Dokument>`,
	},
	{
		name:    "group that may be left out",
		content: `<xs:sequence><xs:sequence minOccurs="0"><xs:element name="K" type="xs:string"/><xs:element name="V" type="xs:string"/></xs:sequence><xs:element name="Z" type="xs:string"/></xs:sequence>`,
		answers: answers("group(1)=open", "K=1", "V=2", "Z=5"),
		outline: `optional group(1)
 text K !=1
 text V !=2
text Z !=5
`,
		document: `<Dokument><K>1</K><V>2</V><Z>5</Z></Dokument>`,
	},
	{
		name:    "named groups and one name at two places",
		content: `<xs:sequence><xs:group ref="G"/><xs:element name="B" type="xs:string"/><xs:group ref="G"/></xs:sequence>`,
		more:    `<xs:group name="G"><xs:sequence><xs:element name="A" type="xs:string"/></xs:sequence></xs:group>`,
		answers: answers("A=1", "B=2", "A~2=3"),
		outline: `text A !=1
text B !=2
text A~2 !=3
`,
		document: `<Dokument><A>1</A><B>2</B><A>3</A></Dokument>`,
	},
	{
		name:    "all",
		content: `<xs:all><xs:element name="A" type="xs:string" minOccurs="0"/><xs:element name="B" type="xs:string"/></xs:all>`,
		answers: answers("B=1", "A=2"),
		outline: `text A=2
text B !=1
`,
		document: `<Dokument><A>2</A><B>1</B></Dokument>`,
	},
	{
		name: "text with attributes",
		content: `<xs:sequence><xs:element name="Cena"><xs:complexType><xs:simpleContent><xs:extension base="xs:decimal"><xs:attribute name="waluta" use="required" type="xs:token"/>
			<xs:attribute name="stala" fixed="1"/><xs:attribute name="nota" default="brak"/></xs:extension></xs:simpleContent></xs:complexType></xs:element></xs:sequence><xs:attribute name="nr" type="xs:int"/>`,
		answers: answers("Cena/text()=1.50", "Cena/@waluta=PLN", "@nr=7"),
		outline: `text @nr=7
section Cena
 text Cena/text() !=1.50
 text Cena/@waluta !=PLN
 text Cena/@nota=brak
`,
		document: `<Dokument nr="7"><Cena waluta="PLN" stala="1" nota="brak">1.50</Cena></Dokument>`,
	},
	{
		name:    "attributes in a namespace, and the same name without",
		content: `<xs:attribute ref="a"/><xs:attribute name="a" use="required"/>`,
		more:    `<xs:attribute name="a" type="xs:string"/>`,
		answers: answers("@a=1", "@a~2=2"),
		outline: `text @a=1
text @a~2 !=2
`,
		document: `<Dokument a="1" a="2"/>`,
	},
	{
		name:    "nillable",
		content: `<xs:sequence><xs:element name="N" type="xs:int" nillable="true"/><xs:element name="M" type="xs:int" nillable="true" minOccurs="0"/><xs:element name="S" nillable="true"><xs:complexType><xs:sequence><xs:element name="A" type="xs:string"/></xs:sequence></xs:complexType></xs:element></xs:sequence>`,
		outline: `text N
text M
optional S
`,
		document: `<Dokument xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><N xsi:nil="true"/><S xsi:nil="true"/></Dokument>`,
	},
	{
		name:    "abstract type",
		content: `<xs:sequence><xs:element name="P" type="Pojazd"/></xs:sequence>`,
		more: `<xs:complexType name="Pojazd" abstract="true"><xs:sequence><xs:element name="Nr" type="xs:string"/></xs:sequence></xs:complexType>
			<xs:complexType name="Auto"><xs:complexContent><xs:extension base="Pojazd"><xs:sequence><xs:element name="VIN" type="xs:string"/></xs:sequence></xs:extension></xs:complexContent></xs:complexType>
			<xs:complexType name="Rower"><xs:complexContent><xs:extension base="Pojazd"/></xs:complexContent></xs:complexType>`,
		answers: answers("P/@xsi:type=Auto", "P/Nr=1", "P/VIN=2"),
		outline: `oneof P/@xsi:type !=Auto Auto|Rower
 text P/Nr !=1
 text P/VIN !=2
`,
		document: `<Dokument xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><P xsi:type="Auto"><Nr>1</Nr><VIN>2</VIN></P></Dokument>`,
	},
	{
		name:    "substitution group",
		content: `<xs:sequence><xs:element ref="Dowod" minOccurs="0"/><xs:element name="X" type="xs:string"/><xs:element ref="Dowod" maxOccurs="2"/></xs:sequence>`,
		more: `<xs:element name="Dowod" abstract="true" type="xs:string"/><xs:element name="Paszport" substitutionGroup="Dowod"/>
			<xs:element name="Karta" substitutionGroup="Dowod"/>`,
		answers: answers("Dowod/element()=Karta", "Dowod/text()=1", "X=0", "Dowod~2[1]/element()=Paszport", "Dowod~2[1]/text()=2"),
		outline: `oneof Dowod/element()=Karta Karta|Paszport
 text Dowod/text() !=1
text X !=0
repeat Dowod~2 1..2
 section Dowod~2[1]
  oneof Dowod~2[1]/element() !=Paszport Karta|Paszport
   text Dowod~2[1]/text() !=2
`,
		document: `<Dokument><Karta>1</Karta><X>0</X><Paszport>2</Paszport></Dokument>`,
	},
	{
		name:    "lists and unions",
		content: `<xs:sequence><xs:element name="L"><xs:simpleType><xs:list itemType="xs:int"/></xs:simpleType></xs:element><xs:element name="U"><xs:simpleType><xs:union memberTypes="E F"/></xs:simpleType></xs:element><xs:element name="V"><xs:simpleType><xs:union memberTypes="xs:int E"/></xs:simpleType></xs:element></xs:sequence>`,
		more:    `<xs:simpleType name="E"><xs:restriction base="xs:token"><xs:enumeration value="e"/></xs:restriction></xs:simpleType><xs:simpleType name="F"><xs:restriction base="xs:token"><xs:enumeration value="f"/></xs:restriction></xs:simpleType>`,
		answers: answers("L=1 2 3", "U=f", "V=e"),
		outline: `text L !=1 2 3
options U !=f e|f
text V !=e
`,
		document: `<Dokument><L>1 2 3</L><U>f</U><V>e</V></Dokument>`,
	},
	{
		name:    "mixed, and what a schema leaves open",
		content: `<xs:sequence><xs:element name="Opis" type="Tekst"/><xs:element name="Byle"/><xs:any namespace="##other" processContents="lax" minOccurs="0" maxOccurs="unbounded"/></xs:sequence><xs:anyAttribute processContents="skip"/>`,
		more:    `<xs:complexType name="Tekst" mixed="true"><xs:sequence><xs:element name="b" type="xs:string" minOccurs="0" maxOccurs="unbounded"/></xs:sequence></xs:complexType>`,
		answers: answers("Opis/text()=a\nb", "Byle/text()=c"),
		outline: `section Opis
 long Opis/text()=a
b
section Byle
 long Byle/text()=c
`,
		document: `<Dokument><Opis>a
b</Opis><Byle>c</Byle></Dokument>`,
	},
	{
		name:    "recursion",
		content: `<xs:sequence><xs:element name="W" type="Wezel"/></xs:sequence>`,
		more:    `<xs:complexType name="Wezel"><xs:sequence><xs:element name="N" type="xs:string"/><xs:element name="W" type="Wezel" minOccurs="0"/></xs:sequence></xs:complexType>`,
		answers: answers("W/N=1", "W/W=open", "W/W/N=2"),
		outline: `section W
 text W/N !=1
 optional W/W
  text W/W/N !=2
  optional W/W/W
`,
		document: `<Dokument><W><N>1</N><W><N>2</N></W></W></Dokument>`,
	},
	{
		name:    "what no document can hold is not offered",
		content: `<xs:sequence><xs:element ref="Duch" minOccurs="0"/><xs:element name="O" type="O" minOccurs="0"/><xs:choice><xs:element ref="Mara"/><xs:any namespace="##other"/><xs:element name="B" type="xs:string"/></xs:choice></xs:sequence>`,
		more:    `<xs:element name="Duch" abstract="true"/><xs:element name="Mara" abstract="true"/><xs:complexType name="O"><xs:sequence><xs:any namespace="##other"/></xs:sequence></xs:complexType>`,
		answers: answers("B=1"),
		outline: `text B !=1
`,
		document: `<Dokument><B>1</B></Dokument>`,
	},
	{
		name:    "unqualified and qualified elements",
		content: `<xs:sequence><xs:element name="A" type="xs:string" form="unqualified"/><xs:element name="B" type="xs:string"/></xs:sequence>`,
		answers: answers("A=1", "B=2"),
		outline: `text A !=1
text B !=2
`,
		document: `<Dokument><A>1</A><B>2</B></Dokument>`,
	},
	{
		name:    "identifiers",
		content: `<xs:sequence><xs:element name="A" type="I" maxOccurs="2"/></xs:sequence><xs:attribute name="Id" type="xs:ID"/>`,
		more:    `<xs:complexType name="I"><xs:attribute name="id" type="xs:ID" use="required"/></xs:complexType>`,
		answers: answers("A[2]="),
		outline: `repeat A 1..2
 section A[1]
 section A[2]
`,
		document: `<Dokument><A id="id-1"/><A id="id-2"/></Dokument>`,
	},
}

func TestConstructs(t *testing.T) {
	for _, c := range constructs {
		t.Run(c.name, func(t *testing.T) {
			s := New(document(t, c.content, c.more), c.answers, nil, nil)
			if got := outline(s); got != c.outline {
				t.Errorf("asked:\n%s", got)
			}
			if got := composed(t, s); got != c.document {
				t.Errorf("composed:\n%s", got)
			}
			secondOpinion(t, s)
		})
	}
}

// secondOpinion asks libxml2 whether the document is valid.
func secondOpinion(t *testing.T, s *Sheet) {
	t.Helper()
	program, err := exec.LookPath("xmllint")
	if err != nil {
		t.Skip("xmllint is not installed")
	}
	data, _, _ := s.Document()
	dir := t.TempDir()
	for name, content := range map[string][]byte{"schema.xsd": s.Form.SchemaXSD, "document.xml": data} {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command(program, "--noout", "--schema", "schema.xsd", "document.xml")
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}
