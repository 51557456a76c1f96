package xades_test

import (
	"crypto/elliptic"
	"crypto/sha256"
	"net/url"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"okienko/xades"
)

var objects = []xades.Object{
	{Data: []byte("octets: \x00\xff\r\n"), MimeType: "application/pdf"},
	{Data: []byte(letter), XML: true},
	{Data: []byte("<a xmlns:q='urn:q' type='q:T' xmlns='urn:a'>\r\n<b xmlns=''>&#13;</b><!-- c --></a>"), XML: true},
}

var contents = []xades.Content{
	{URI: "pismo.xml", Data: []byte(letter), MimeType: "text/xml"},
	{URI: "za%C5%82%C4%85cznik%20nr%201.pdf", Data: []byte("octets: \x00\xff\r\n")},
	{URI: "pusty", Data: nil},
}

// supply gives the contents to a verification.
func supply(contents []xades.Content) func(string) ([]byte, bool) {
	return func(uri string) ([]byte, bool) {
		i := slices.IndexFunc(contents, func(c xades.Content) bool { return c.URI == uri })
		if i < 0 {
			return nil, false
		}
		return contents[i].Data, true
	}
}

func enveloping(t testing.TB, id *identity) string {
	t.Helper()
	signed, err := xades.SignEnveloping(objects, id.options())
	if err != nil {
		t.Fatal(err)
	}
	return string(signed)
}

func detached(t testing.TB, id *identity) string {
	t.Helper()
	signed, err := xades.SignDetached(contents, id.options())
	if err != nil {
		t.Fatal(err)
	}
	return string(signed)
}

func TestEnvelopingPasses(t *testing.T) {
	w := newWorld(t)
	signed := enveloping(t, w.signer)
	s := verify(t, signed, w.options()).Signatures[0]
	if s.Indication != passed || s.Level != "B-B" || len(s.References) != len(objects)+1 || len(s.Covered) != len(objects) {
		t.Fatalf("%+v", s)
	}
	for name, change := range map[string][2]string{
		"octets":               {"b2N0ZXRz", "b2N0ZXRa"},
		"text":                 {"Proszę", "Prosze"},
		"a prefix in a value":  {"xmlns:q='urn:q'", "xmlns:q='urn:z'"},
		"an object's Encoding": {`-object-1"><w`, `-object-1" Encoding="x"><w`},
	} {
		if r := verify(t, replace(t, signed, change[0], change[1]), w.options()); r.Signatures[0].SubIndication != xades.HashFailure {
			t.Errorf("%s changed: %+v", name, r.Signatures[0])
		}
	}
}

func TestDetachedPasses(t *testing.T) {
	w := newWorld(t)
	signed := detached(t, w.signer)
	opt := w.options()
	if r := verify(t, signed, opt); r.Signatures[0].SubIndication != xades.SignedDataNotFound {
		t.Errorf("without content: %+v", r.Signatures[0])
	}
	opt.Content = supply(contents)
	s := verify(t, signed, opt).Signatures[0]
	if s.Indication != passed || s.Coverage != xades.CoverageDetached || len(s.References) != len(contents)+1 {
		t.Fatalf("%+v", s)
	}
	changed := slices.Clone(contents)
	changed[2].Data = []byte{0}
	opt.Content = supply(changed)
	if r := verify(t, signed, opt); r.Signatures[0].SubIndication != xades.HashFailure {
		t.Errorf("changed content: %+v", r.Signatures[0])
	}
}

// TestDetachedKnownByDigest: contents at hand and contents known by digest alone.
func TestDetachedKnownByDigest(t *testing.T) {
	w := newWorld(t)
	opt := w.signer.options()
	sum := sha256.Sum256(contents[1].Data)
	opt.Detached = []xades.Detached{{URI: contents[1].URI, Digest: sum[:]}}
	signed, err := xades.SignDetached(contents[:1], opt)
	if err != nil {
		t.Fatal(err)
	}
	check := w.options()
	check.Content = supply(contents)
	if r := verify(t, string(signed), check); r.Verdict != passed || len(r.Signatures[0].References) != 3 {
		t.Errorf("%+v", r.Signatures[0])
	}
}

func TestCreationRefuses(t *testing.T) {
	w := newWorld(t)
	opt := w.signer.options()
	for name, contents := range map[string][]xades.Content{
		"nothing":        nil,
		"no name":        {{}},
		"a name inside":  {{URI: "#a"}},
		"one name twice": {{URI: "a"}, {URI: "b"}, {URI: "a"}},
	} {
		if signed, err := xades.SignDetached(contents, opt); err == nil {
			t.Errorf("detached, %s: %s", name, signed)
		}
	}
	for name, objects := range map[string][]xades.Object{
		"nothing":          nil,
		"nothing in it":    {{Data: nil}},
		"no XML":           {{Data: []byte("<a>"), XML: true}},
		"another encoding": {{Data: []byte("<?xml version='1.0' encoding='ISO-8859-2'?><a/>"), XML: true}},
		"one Id twice":     {{Data: []byte("<a Id='x'/>"), XML: true}, {Data: []byte("<b Id='x'/>"), XML: true}},
	} {
		if signed, err := xades.SignEnveloping(objects, opt); err == nil {
			t.Errorf("enveloping, %s: %s", name, signed)
		}
	}
}

// unescape is what others look a name up by.
func unescape(t *testing.T, uri string) string {
	t.Helper()
	name, err := url.PathUnescape(uri)
	if err != nil {
		t.Fatal(err)
	}
	return name
}

// TestXmlsecVerifiesOtherForms: enveloping and detached in xmlsec1.
func TestXmlsecVerifiesOtherForms(t *testing.T) {
	needXmlsec(t)
	w := newWorld(t)
	for _, k := range keyKinds {
		dir := t.TempDir()
		id := issue(t, w.ca, k.kind, person)
		arguments := []string{"--verify", "--trusted-pem", write(t, dir, "ca.pem", pemCertificate(w.ca.cert)),
			"--id-attr:Id", "http://uri.etsi.org/01903/v1.3.2#:SignedProperties"}
		for i, c := range contents {
			arguments = append(arguments, "--url-map:"+unescape(t, c.URI), write(t, dir, string(rune('a'+i)), c.Data))
		}
		for name, signed := range map[string]string{"enveloping": enveloping(t, id), "detached": detached(t, id)} {
			if out, err := xmlsec(t, append(arguments, write(t, dir, "good.xml", []byte(signed)))...); err != nil {
				t.Errorf("%s %s: %v\n%s", k.name, name, err, out)
			}
			bad := replace(t, signed, "<xades:SigningTime>2026", "<xades:SigningTime>2025")
			if _, err := xmlsec(t, append(arguments, write(t, dir, "bad.xml", []byte(bad)))...); err == nil {
				t.Errorf("%s %s: xmlsec1 accepts another time", k.name, name)
			}
		}
	}
}

// TestJDKVerifiesOtherForms: enveloping and detached in the JDK.
func TestJDKVerifiesOtherForms(t *testing.T) {
	if _, err := exec.LookPath("java"); err != nil {
		t.Skip("java is not installed")
	}
	w := newWorld(t)
	dir := t.TempDir()
	for _, c := range contents {
		write(t, dir, unescape(t, c.URI), c.Data)
	}
	id := issue(t, w.ca, ec(elliptic.P256()), person)
	certificate := write(t, dir, "cert.pem", pemCertificate(id.cert))
	whole, apart := enveloping(t, id), detached(t, id)
	arguments := []string{"testdata/Verify.java"}
	for i, document := range []string{whole, apart, replace(t, whole, "Proszę", "Prosze"), replace(t, apart, `URI="pusty"`, `URI="pismo.xml"`)} {
		arguments = append(arguments, certificate, write(t, dir, filepath.Base(t.Name())+string(rune('0'+i))+".xml", []byte(document)))
	}
	if got := runJava(t, arguments...); !slices.Equal(got, []string{"valid", "valid", "invalid", "invalid"}) {
		t.Errorf("%v", got)
	}
}

const propertyReference = `<ds:Reference URI="#when"><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><ds:DigestValue></ds:DigestValue></ds:Reference>`

// withProperty adds a SignatureProperty that nothing refers to yet.
func withProperty(t testing.TB, signed string) string {
	return replace(t, signed, "</ds:Signature>", `<ds:Object><ds:SignatureProperties><ds:SignatureProperty Id="when" Target="#x">2026-11-20</ds:SignatureProperty></ds:SignatureProperties></ds:Object></ds:Signature>`)
}

// TestSignaturePropertiesAreNoContent: office programs sign the time beside the
// files, which stay detached content for all that.
func TestSignaturePropertiesAreNoContent(t *testing.T) {
	w := newWorld(t)
	_, alone, _ := strings.Cut(detached(t, w.signer), "?>")
	signed := withProperty(t, "<r>"+alone+"</r>")
	signed = resign(t, replace(t, signed, "</ds:SignedInfo>", propertyReference+"</ds:SignedInfo>"), w.signer)
	opt := w.options()
	opt.Content = supply(contents)
	s := verify(t, signed, opt).Signatures[0]
	if last := s.References[len(s.References)-1]; s.Indication != passed || s.Coverage != xades.CoverageDetached || last.URI != "#when" || !last.DigestOK || len(s.Covered) != 0 {
		t.Errorf("%+v", s)
	}
}
