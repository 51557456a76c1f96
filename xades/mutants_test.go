package xades_test

import (
	"crypto/x509"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"okienko/xades"
	"okienko/xades/dsig"
	"okienko/xades/xmltree"
)

// mutantsWanted: each that passes here costs a run of xmlsec1.
const mutantsWanted = 1500

// TestNoMutantPassesAlone changes signed documents of ours and of xmlsec1's at
// random. What both xmlsec1 and the JDK
// refuse must not pass here.
func TestNoMutantPassesAlone(t *testing.T) {
	needXmlsec(t)
	if _, err := exec.LookPath("java"); err != nil {
		t.Skip("java is not installed")
	}
	w := newWorld(t)
	dir := t.TempDir()
	id := issue(t, w.ca, rsaKey, person)
	seeds := append(ownSeeds(t, id), xmlsecSeeds(t, dir, id)...)
	random := rand.New(rand.NewPCG(966, 1410))
	passing := map[string]bool{}
	for range mutantsWanted {
		document := mutate(random, seeds[random.IntN(len(seeds))])
		if passes(document, w.options()) {
			passing[document] = true
		}
	}
	for _, seed := range seeds {
		passing[seed] = false // as a check of the others: these they take
	}
	certificate := write(t, dir, "cert.pem", pemCertificate(id.cert))
	root := write(t, dir, "root.pem", pemCertificate(w.ca.cert))
	asked := []string{}
	arguments := []string{"testdata/Verify.java"}
	for document := range passing {
		file := write(t, dir, fmt.Sprintf("m%d.xml", len(asked)), []byte(document))
		asked = append(asked, document)
		arguments = append(arguments, certificate, file)
	}
	jdk := runJava(t, arguments...)
	if len(jdk) != len(asked) {
		t.Fatalf("%d verdicts on %d documents", len(jdk), len(asked))
	}
	for i, document := range asked {
		out, err := xmlsec(t, "--verify", "--verification-time", now.Local().Format("2006-01-02 15:04:05"), "--trusted-pem", root, "--id-attr:Id", "Czesc", "--id-attr:Id", "http://www.w3.org/2000/09/xmldsig#:Object",
			"--id-attr:Id", "http://uri.etsi.org/01903/v1.3.2#:SignedProperties", filepath.Join(dir, fmt.Sprintf("m%d.xml", i)))
		switch refused := err != nil && jdk[i] != "valid"; {
		case refused && passing[document]:
			t.Errorf("passes here alone; JDK: %s; xmlsec1: %s\n%s", jdk[i], out, document)
		case !passing[document] && (err != nil || jdk[i] != "valid"):
			t.Errorf("a seed; JDK: %s; xmlsec1: %s\n%s", jdk[i], out, document)
		}
	}
	t.Logf("%d mutants, %d pass here", mutantsWanted, len(asked)-len(seeds))
	if len(asked) < mutantsWanted/20 {
		t.Error("hardly a mutant passes: they tell nothing")
	}
}

// passes: the cryptography holds, and a path leads from the certificate to the
// anchor, as xmlsec1 wants it. Two things pass here on purpose and nowhere else:
// text in CDATA sections is text to XPath, and so to the base64 transform
// (XMLDSig 1.1 6.6.2); and a certificate beside the signer's that cannot be read
// is a hint less.
func passes(document string, opt xades.VerifyOptions) bool {
	doc, err := xmltree.Parse([]byte(document), xmltree.Options{KeepDuplicateIDs: true})
	_, signature, _ := strings.Cut(document, "<ds:Signature ")
	if err != nil || strings.Contains(signature, "<![CDATA[") || !readable(doc) {
		return false
	}
	report, err := xades.Verify(doc, opt)
	return err == nil && len(report.Signatures) > 0 && report.Signatures[0].Cryptographic == xades.CryptoPassed && len(report.Signatures[0].Path) > 0
}

// readable reports that every certificate of a document can be read.
func readable(doc *xmltree.Document) bool {
	for n := range doc.Root().Descendants() {
		if n.Is(dsig.Namespace, "X509Certificate") {
			der, err := dsig.DecodeBase64(n.StringValue())
			if err != nil {
				return false
			}
			if _, err := x509.ParseCertificate(der); err != nil {
				return false
			}
		}
	}
	return true
}

func ownSeeds(t *testing.T, id *identity) []string {
	opt := id.options()
	opt.ClaimedRole = []byte(podpisZP)
	plain := sign(t, letter, opt)
	opt.XPath = true
	return []string{plain, sign(t, letter, opt)}
}

// xmlsecSeeds are the template under every canonicalisation.
func xmlsecSeeds(t *testing.T, dir string, id *identity) (seeds []string) {
	key := write(t, dir, "key.pem", pemKey(t, id.key)) + "," + write(t, dir, "signer.pem", pemCertificate(id.cert))
	for _, method := range canonicalisations {
		for _, first := range []string{enveloped, notOurs} {
			unsigned := write(t, dir, "template.xml", fmt.Appendf(nil, template, method, "rsa-sha256", first))
			signed := filepath.Join(dir, "signed.xml")
			if out, err := xmlsec(t, "--sign", "--privkey-pem", key, "--id-attr:Id", "Czesc", "--id-attr:Id", "http://www.w3.org/2000/09/xmldsig#:Object", "--output", signed, unsigned); err != nil {
				t.Fatalf("%s: %v\n%s", method, err, out)
			}
			document, err := os.ReadFile(signed)
			if err != nil {
				t.Fatal(err)
			}
			seeds = append(seeds, string(document))
		}
	}
	return seeds
}

// mutate makes one to three changes.
func mutate(random *rand.Rand, document string) string {
	for range random.IntN(3) + 1 {
		document = mutations[random.IntN(len(mutations))](random, document)
	}
	return document
}

// mutations are kinds of changes: those that leave what is signed as it is,
// those that should not pass, and those that somebody may hope to get through.
var mutations = []func(*rand.Rand, string) string{
	anyOctet,
	at(`\s*/?>`, func(_ *rand.Rand, s string) string { return " \n" + s }),
	at(`="[^"']*"`, func(_ *rand.Rand, s string) string { return `='` + s[2:len(s)-1] + `'` }),
	at(`>[^<]`, func(_ *rand.Rand, s string) string { return ">" + fmt.Sprintf("&#%d;", []rune(s)[1]) }),
	at(`>[^<>]+<`, func(_ *rand.Rand, s string) string { return "><![CDATA[" + s[1:len(s)-1] + "]]><" }),
	at(`<`, func(random *rand.Rand, s string) string {
		return pick(random, "<!-- x -->", "<?x y?>", " ", "\r\n", "x", "<x/>", "<x xmlns=''>y</x>", `<w:Tresc xmlns:w="urn:test:pismo">x</w:Tresc>`) + s
	}),
	at(` [A-Za-z]+=`, func(random *rand.Rand, s string) string {
		return pick(random, ` xmlns:w="urn:other"`, ` xmlns="urn:other"`, ` xml:lang="en"`, ` xml:space="preserve"`, ` Id="czesc"`, ` id="czesc"`, ` xml:id="czesc"`, ` Id="o"`, ` xmlns:x="urn:x" x:y="z"`) + s
	}),
	at(`(Algorithm|URI|Type|Id)="[^"]*"`, func(random *rand.Rand, s string) string {
		name, _, _ := strings.Cut(s, "=")
		return name + `="` + pick(random, append([]string{"", "#", "#czesc", "#o", "#xpointer(/)", "#xpointer(id('czesc'))", "http://www.w3.org/2000/09/xmldsig#base64",
			"http://www.w3.org/2001/04/xmldsig-more#rsa-sha512", "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256", "http://www.w3.org/2000/09/xmldsig#sha1"}, canonicalisations...)...) + `"`
	}),
	at(`[A-Za-z0-9+/]{4}`, func(random *rand.Rand, s string) string {
		return s[:2] + pick(random, "\n", " ", "\t", "&#13;", "=", "A", "==", "<!-- -->") + s[2:]
	}),
	moveElement, moveElement,
}

// moveElement copies or moves an element to beside, into or around another, or
// takes it away.
func moveElement(random *rand.Rand, document string) string {
	doc, err := xmltree.Parse([]byte(document), xmltree.Options{KeepDuplicateIDs: true})
	if err != nil {
		return document
	}
	var elements []xmltree.Node
	for n := range doc.Root().Descendants() {
		if n.Kind() == xmltree.ElementNode {
			elements = append(elements, n)
		}
	}
	from, to := elements[random.IntN(len(elements))].Range()
	what := document[from:to]
	start, end := elements[random.IntN(len(elements))].Range()
	inside, stop := elements[random.IntN(len(elements))].ContentRange()
	switch random.IntN(6) {
	case 0:
		return document[:from] + document[to:]
	case 1:
		return document[:start] + what + document[start:]
	case 2:
		return document[:end] + what + document[end:]
	case 3:
		return document[:inside] + what + document[inside:]
	case 4:
		return document[:inside] + what + document[stop:]
	}
	return document[:from] + "<x>" + what + "</x>" + document[to:]
}

// anyOctet puts something in the place of up to three octets.
func anyOctet(random *rand.Rand, document string) string {
	at := random.IntN(len(document))
	after := min(at+random.IntN(4), len(document))
	return document[:at] + pick(random, "", " ", "\n", "x", "A", "1", "&lt;", "&#9;", "\"", "/", "=", "\u017c") + document[after:]
}

func pick(random *rand.Rand, list ...string) string { return list[random.IntN(len(list))] }

// at changes one place that fits an expression.
func at(expression string, change func(random *rand.Rand, was string) string) func(*rand.Rand, string) string {
	places := regexp.MustCompile(expression)
	return func(random *rand.Rand, document string) string {
		found := places.FindAllStringIndex(document, -1)
		if len(found) == 0 {
			return document
		}
		place := found[random.IntN(len(found))]
		return document[:place[0]] + change(random, document[place[0]:place[1]]) + document[place[1]:]
	}
}
