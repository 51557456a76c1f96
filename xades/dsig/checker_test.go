package dsig

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"okienko/xades/xmltree"
)

// reference writes a ds:Reference whose digest is that of want.
func reference(uri, transforms, want string) string {
	sum := sha256.Sum256([]byte(want))
	if transforms != "" {
		transforms = "<Transforms>" + transforms + "</Transforms>"
	}
	return fmt.Sprintf(`<Reference %s>%s<DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><DigestValue>%s</DigestValue></Reference>`,
		uri, transforms, base64.StdEncoding.EncodeToString(sum[:]))
}

func transform(uri string) string { return `<Transform Algorithm="` + uri + `"/>` }

const (
	withoutSignatures = `<Transform Algorithm="` + algXPath + `"><XPath xmlns:ds="` + Namespace + `">not(ancestor-or-self::ds:Signature)</XPath></Transform>`
	c14n10            = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
	c14n10Comments    = c14n10 + "#WithComments"
	exclusive         = "http://www.w3.org/2001/10/xml-exc-c14n#"
)

// inDocument signs references (Parse and Authenticate run on the result) in a
// document around them, where %s stands for the Signature.
func inDocument(t *testing.T, around string, references ...string) (*xmltree.Document, *Authentic) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	text := func(value string) string {
		return fmt.Sprintf(around, `<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><SignedInfo><CanonicalizationMethod Algorithm="`+exclusive+
			`"/><SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"/>`+strings.Join(references, "")+
			`</SignedInfo><SignatureValue>`+value+`</SignatureValue></Signature>`)
	}
	_, sig := parseSignature(t, text("AAAA"))
	digest, err := sig.SignedInfoDigest()
	if err != nil {
		t.Fatal(err)
	}
	der, err := ecdsa.SignASN1(rand.Reader, key, digest)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := RawFromDER(elliptic.P256(), der)
	if err != nil {
		t.Fatal(err)
	}
	doc, sig := parseSignature(t, text(base64.StdEncoding.EncodeToString(raw)))
	authentic, err := sig.Authenticate(&key.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	return doc, authentic
}

func parseSignature(t *testing.T, text string) (*xmltree.Document, *Signature) {
	t.Helper()
	doc, err := xmltree.Parse([]byte(text), xmltree.Options{})
	if err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	for n := range doc.Root().Descendants() {
		if n.Is(Namespace, "Signature") {
			sig, err := Parse(n)
			if err != nil {
				t.Fatal(err)
			}
			return doc, sig
		}
	}
	t.Fatal("no signature")
	return nil, nil
}

const around = `<?a b?><r xmlns:p="urn:p"><e Id="e" xmlns:q="urn:q">x<!-- c --><q:f/></e><o Id="o">Y29u
	dGVudA==</o>%s</r><!-- end -->`

// TestWhatReferencesSelect: for each way to refer, the octets that must be
// digested, written out by hand.
func TestWhatReferencesSelect(t *testing.T) {
	content := func(uri string) ([]byte, bool) {
		switch uri {
		case "urn:a":
			return []byte("any\x00octets"), true
		case "doc.xml":
			return []byte("<?xml version='1.0'?>\n<d b='1' a='2'><!-- c --><e/></d>"), true
		case "b64":
			return []byte("Y29udGVudA=="), true
		case "twice":
			return []byte(`<d><e Id="a"/><e Id="a"/></d>`), true
		case "empty", "":
			return nil, true
		}
		return nil, false
	}
	const r = `<r xmlns:p="urn:p"><e xmlns:q="urn:q" Id="e">x%s<q:f></q:f></e><o Id="o">Y29u` + "\n\t" + `dGVudA==</o></r>`
	const base64Transform = "http://www.w3.org/2000/09/xmldsig#base64"
	plain := "<?a b?>\n" + fmt.Sprintf(r, "")
	commented := "<?a b?>\n" + fmt.Sprintf(r, "<!-- c -->") + "\n<!-- end -->"
	for name, c := range map[string]struct {
		uri, transforms, want string
	}{
		"whole document":                   {`URI=""`, transform(algEnveloped) + transform(c14n10), plain},
		"implied canonicalisation":         {`URI=""`, transform(algEnveloped), plain},
		"no comments under an empty URI":   {`URI=""`, transform(algEnveloped) + transform(c14n10Comments), plain},
		"xpointer keeps comments":          {`URI="#xpointer(/)"`, transform(algEnveloped) + transform(c14n10Comments), commented},
		"xpointer without WithComments":    {`URI="#xpointer(/)"`, transform(algEnveloped), plain},
		"element":                          {`URI="#e"`, "", `<e xmlns:p="urn:p" xmlns:q="urn:q" Id="e">x<q:f></q:f></e>`},
		"element, exclusive":               {`URI="#e"`, transform(exclusive), `<e Id="e">x<q:f xmlns:q="urn:q"></q:f></e>`},
		"element, WithComments":            {`URI="#e"`, transform(c14n10Comments), `<e xmlns:p="urn:p" xmlns:q="urn:q" Id="e">x<q:f></q:f></e>`},
		"element by xpointer, with":        {`URI="#xpointer(id('e'))"`, transform(exclusive + "WithComments"), `<e Id="e">x<!-- c --><q:f xmlns:q="urn:q"></q:f></e>`},
		"element by xpointer, quotes":      {`URI="#xpointer(id(&quot;e&quot;))"`, transform(exclusive), `<e Id="e">x<q:f xmlns:q="urn:q"></q:f></e>`},
		"inclusive prefixes":               {`URI="#e"`, `<Transform Algorithm="` + exclusive + `"><x:InclusiveNamespaces xmlns:x="` + exclusive + `" PrefixList="p  q"/></Transform>`, `<e xmlns:p="urn:p" xmlns:q="urn:q" Id="e">x<q:f></q:f></e>`},
		"base64 of an element":             {`URI="#o"`, transform(base64Transform), "content"},
		"canonicalised twice":              {`URI="#e"`, transform(exclusive) + transform(c14n10), `<e Id="e">x<q:f xmlns:q="urn:q"></q:f></e>`},
		"supplied octets":                  {`URI="urn:a"`, "", "any\x00octets"},
		"supplied document, canonicalised": {`URI="doc.xml"`, transform(c14n10), `<d a="2" b="1"><e></e></d>`},
		"supplied document, with comments": {`URI="doc.xml"`, transform(c14n10Comments), `<d a="2" b="1"><!-- c --><e></e></d>`},
		"supplied base64":                  {`URI="b64"`, transform(base64Transform), "content"},
		"supplied and empty":               {`URI="empty"`, "", ""},
		"no URI at all":                    {``, "", ""},
		"no URI, enveloped":                {``, transform(algEnveloped) + transform(c14n10Comments), plain},
		"no URI, no signatures":            {``, withoutSignatures, plain},
		"same Ids in other octets":         {`URI="twice"`, transform(c14n10), `<d><e Id="a"></e><e Id="a"></e></d>`},
	} {
		doc, a := inDocument(t, around, reference(c.uri, c.transforms, c.want))
		if _, err := NewChecker(doc, content).Check(a, a.References[0]); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		doc, a = inDocument(t, around, reference(c.uri, c.transforms, c.want+" "))
		if _, err := NewChecker(doc, content).Check(a, a.References[0]); !isCode(err, CodeDigest) {
			t.Errorf("%s: other octets give %v", name, err)
		}
	}
}

func isCode(err error, code string) bool {
	var e *Error
	return errors.As(err, &e) && e.Code == code
}

func TestWhatTransformsCannotDo(t *testing.T) {
	outside := map[string]string{"broken": "<d/", "doctype": "<!DOCTYPE d><d/>", "entity": "<d>&e;</d>",
		"encoding": `<?xml version="1.0" encoding="IBM037"?><d/>`, "deep": strings.Repeat("<d>", 10_000) + strings.Repeat("</d>", 10_000)}
	content := func(uri string) ([]byte, bool) { data, ok := outside[uri]; return []byte(data), ok }
	for name, c := range map[string]struct{ around, uri, transforms, code string }{
		"enveloped outside":             {around, `URI="#e"`, transform(algEnveloped), CodeTransform},
		"enveloped after octets":        {around, `URI=""`, transform(c14n10) + transform(algEnveloped), CodeStructure},
		"nothing is left":               {"%s", `URI=""`, transform(algEnveloped), CodeTransform},
		"nothing is left by XPath":      {"%s", `URI=""`, withoutSignatures, CodeTransform},
		"XPath from within a signature": {`<r>%s<s:Signature xmlns:s="` + Namespace + `"><x Id="x">y</x></s:Signature></r>`, `URI="#x"`, withoutSignatures, CodeTransform},
		"base64 of no base64":           {around, `URI="#e"`, transform("http://www.w3.org/2000/09/xmldsig#base64"), CodeStructure},
		"canonical form of no XML":      {around, `URI="broken"`, transform(c14n10), CodeStructure},
		"canonical form of a DTD":       {around, `URI="doctype"`, transform(c14n10), xmltree.CodeDoctype},
		"canonical form of an entity":   {around, `URI="entity"`, transform(c14n10), xmltree.CodeEntity},
		"canonical form of EBCDIC":      {around, `URI="encoding"`, transform(c14n10), xmltree.CodeEncoding},
		"canonical form too deep":       {around, `URI="deep"`, transform(c14n10), CodeTooMany},
		"nothing is fetched":            {around, `URI="http://example.test/"`, "", CodeContent},
		"no URI, and octets":            {around, ``, transform(c14n10) + transform(algEnveloped), CodeContent},
	} {
		doc, a := inDocument(t, c.around, reference(c.uri, c.transforms, ""))
		if _, err := NewChecker(doc, content).Check(a, a.References[0]); !isCode(err, c.code) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestWorkIsBounded: references that each cost the whole document stop at the
// budget, and repeating one costs nothing.
func TestWorkIsBounded(t *testing.T) {
	big := "<r>" + strings.Repeat("<e>0123456789</e>", 60_000) + "%s</r>"
	var same, different []string
	for i := range 200 {
		same = append(same, reference(`URI=""`, transform(algEnveloped)+transform(exclusive), "x"))
		different = append(different, reference(`URI=""`, transform(algEnveloped)+fmt.Sprintf(`<Transform Algorithm="%s"><x:InclusiveNamespaces xmlns:x="%s" PrefixList="p%d"/></Transform>`, exclusive, exclusive, i), "x"))
	}
	count := func(references []string) (work, digested int) {
		doc, a := inDocument(t, big, references...)
		checker := NewChecker(doc, nil)
		before := checker.budget
		for _, r := range a.References {
			if _, err := checker.Check(a, r); isCode(err, CodeDigest) {
				digested++
			} else if !isCode(err, CodeTooMany) {
				t.Fatal(err)
			}
		}
		return before - checker.budget, digested
	}
	once, all := count(same)
	if all != len(same) || once > 8<<20 {
		t.Errorf("the same reference %d times costs %d", all, once)
	}
	if _, digested := count(different); digested == 0 || digested > workFactor {
		t.Errorf("%d different references over the whole document", digested)
	}
}

// TestContentOutsideIsAskedForSeldom: getting it may be reading a disk, which a
// thousand references of a hostile author must not repeat.
func TestContentOutsideIsAskedForSeldom(t *testing.T) {
	data := bytes.Repeat([]byte("!"), 2*workFloor)
	numbered := func(i int, more string) string {
		return reference(`URI="large"`, fmt.Sprintf(`<Transform Algorithm="%s"><x:InclusiveNamespaces xmlns:x="%s" PrefixList="p%d"/></Transform>%s`, exclusive, exclusive, i, more), "x")
	}
	for name, c := range map[string]struct {
		reference func(i int) string
		most      int
	}{
		"the same":       {func(int) string { return reference(`URI="large"`, "", "x") }, 1},
		"each by itself": {func(i int) string { return numbered(i, "") }, contentFactor + 1},
		"never as far as a digest": {func(i int) string {
			return reference(`URI="large"`, strings.Repeat(transform("http://www.w3.org/2000/09/xmldsig#base64"), 1+i%4), "x")
		}, contentFactor + 1},
	} {
		var references []string
		for i := range 100 {
			references = append(references, c.reference(i))
		}
		asked := 0
		doc, a := inDocument(t, around, references...)
		checker := NewChecker(doc, func(string) ([]byte, bool) { asked++; return data, true })
		for _, r := range a.References {
			if _, err := checker.Check(a, r); err == nil {
				t.Fatalf("%s: a digest holds", name)
			}
		}
		for range 100 {
			_ = checker.WriteReference(io.Discard, a, a.References[0], defaultCanonical)
		}
		if asked == 0 || asked > c.most+contentFactor {
			t.Errorf("%s: asked %d times", name, asked)
		}
	}
}

func TestAuthenticateComesFirst(t *testing.T) {
	_, a := inDocument(t, around, reference(`URI=""`, transform(algEnveloped), "x"))
	other, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.Signature.Authenticate(&other.PublicKey); !isCode(err, CodeValue) {
		t.Errorf("another key: %v", err)
	}
}

// TestSignedInfoIsBounded: a long namespace declared once around SignedInfo
// would be repeated on each of its elements.
func TestSignedInfoIsBounded(t *testing.T) {
	references := strings.Repeat(strings.Replace(reference(`URI=""`, transform(algEnveloped), "x"), "<Reference ", `<Reference e:a="" `, 1), 900)
	_, sig := parseSignature(t, `<r xmlns:e="urn:`+strings.Repeat("e", 2000)+`"><Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><SignedInfo><CanonicalizationMethod Algorithm="`+exclusive+
		`"/><SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"/>`+references+`</SignedInfo><SignatureValue>AAAA</SignatureValue></Signature></r>`)
	if _, err := sig.SignedInfoDigest(); !isCode(err, CodeTooMany) {
		t.Errorf("%v", err)
	}
}

// TestOctetsBetweenTransformsAreBounded: what a first canonicalisation
// amplifies is charged, even when little of it reaches the digest.
func TestOctetsBetweenTransformsAreBounded(t *testing.T) {
	around := `<r xmlns:e="urn:` + strings.Repeat("e", 2000) + `"><x>` + strings.Repeat(`<y e:a=""/>`, 2000) + `</x><z/>%s</r>`
	small := `<Transform Algorithm="` + nsFilter2 + `"><f:XPath xmlns:f="` + nsFilter2 + `" Filter="intersect">//z</f:XPath></Transform>`
	doc, a := inDocument(t, around, reference(`URI=""`, transform(algEnveloped)+transform(exclusive)+small+transform(exclusive), "<z></z>"))
	if _, err := NewChecker(doc, nil).Check(a, a.References[0]); !isCode(err, CodeTooMany) {
		t.Errorf("%v", err)
	}
}

func TestRefusedSignatureIsNeverAuthentic(t *testing.T) {
	_, a := inDocument(t, around, reference(`URI=""`, transform(algEnveloped), "x"))
	a.Signature.Refusals = append(a.Signature.Refusals, algorithmError(CodeTransform, a.Node, "urn:x"))
	if _, err := a.Signature.Authenticate(a.Key); !isCode(err, CodeTransform) {
		t.Errorf("%v", err)
	}
}
