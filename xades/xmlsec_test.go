package xades_test

import (
	"bytes"
	"crypto"
	"crypto/elliptic"
	"crypto/sha256"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"okienko/xades"
	"okienko/xades/dsig"
)

// The second opinion: what we sign xmlsec1 verifies, what it signs we verify.

func xmlsec(t *testing.T, arguments ...string) (string, error) {
	t.Helper()
	out, err := exec.Command("xmlsec1", arguments...).CombinedOutput()
	return string(out), err
}

func needXmlsec(t *testing.T) {
	if _, err := exec.LookPath("xmlsec1"); err != nil {
		t.Skip("xmlsec1 is not installed")
	}
}

func write(t *testing.T, dir, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func pemCertificate(cert *x509.Certificate) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: cert.Raw})
}

func pemKey(t *testing.T, key crypto.Signer) []byte {
	t.Helper()
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})
}

var keyKinds = []struct {
	name, method string
	kind         kindOfKey
}{
	{"rsa", "rsa-sha256", rsaKey},
	{"p256", "ecdsa-sha256", ec(elliptic.P256())},
	{"p384", "ecdsa-sha384", ec(elliptic.P384())},
	{"p521", "ecdsa-sha512", ec(elliptic.P521())},
}

func TestXmlsecVerifiesOurs(t *testing.T) {
	needXmlsec(t)
	w := newWorld(t)
	attachment := []byte("any octets: \x00\xff\r\n")
	digest := sha256.Sum256(attachment)
	for _, k := range keyKinds {
		for _, xpath := range []bool{false, true} {
			dir := t.TempDir()
			id := issue(t, w.ca, k.kind, person)
			opt := id.options()
			opt.XPath = xpath
			opt.ClaimedRole = []byte(podpisZP)
			opt.Detached = []xades.Detached{{URI: "urn:okienko:document:7", Digest: digest[:]}}
			signed := []byte(sign(t, letter, opt))
			arguments := []string{"--verify", "--trusted-pem", write(t, dir, "ca.pem", pemCertificate(w.ca.cert)),
				"--id-attr:Id", "http://uri.etsi.org/01903/v1.3.2#:SignedProperties",
				"--url-map:urn:okienko:document:7", write(t, dir, "attachment", attachment)}
			if out, err := xmlsec(t, append(arguments, write(t, dir, "good.xml", signed))...); err != nil {
				t.Errorf("%s xpath=%v: %v\n%s", k.name, xpath, err, out)
			}
			for what, replacement := range map[string][2]string{
				"letter": {"Proszę", "Prosza"}, "time": {"<xades:SigningTime>2026", "<xades:SigningTime>2025"}, "role": {"44051401458", "44051401459"},
			} {
				bad := bytes.Replace(signed, []byte(replacement[0]), []byte(replacement[1]), 1)
				if _, err := xmlsec(t, append(arguments, write(t, dir, "bad.xml", bad))...); err == nil {
					t.Errorf("%s: xmlsec1 accepts a changed %s: the reference does not cover it", k.name, what)
				}
			}
		}
	}
}

// template is a signature for xmlsec1 to fill in.
const template = `<?xml version="1.0" encoding="UTF-8"?>
<?app before?>
<w:Pismo xmlns:w="urn:test:pismo" xmlns:unused="urn:unused" xml:lang="pl" b="2" a="1"><w:Tresc a='&#9;x'>Zażółć &lt;gęślą&gt; jaźń<![CDATA[ <CDATA> ]]></w:Tresc><!-- c --><w:Czesc Id="czesc" xmlns=""><p w:q="r"/></w:Czesc>
<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#" Id="s"><ds:SignedInfo><ds:CanonicalizationMethod Algorithm="%[1]s"/><ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#%[2]s"/>
<ds:Reference URI=""><ds:Transforms>%[3]s<ds:Transform Algorithm="%[1]s"/></ds:Transforms><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><ds:DigestValue/></ds:Reference>
<ds:Reference URI="#czesc"><ds:Transforms><ds:Transform Algorithm="%[1]s"/></ds:Transforms><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#sha384"/><ds:DigestValue/></ds:Reference>
<ds:Reference URI="#czesc"><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha512"/><ds:DigestValue/></ds:Reference>
<ds:Reference URI="#o"><ds:Transforms><ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#base64"/></ds:Transforms><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><ds:DigestValue/></ds:Reference>
</ds:SignedInfo><ds:SignatureValue/><ds:KeyInfo><ds:X509Data/></ds:KeyInfo><ds:Object Id="o">b2N0
 ZXRz</ds:Object></ds:Signature></w:Pismo>
<!-- after -->`

const (
	enveloped = `<ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/>`
	notOurs   = `<ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xpath-19991116"><ds:XPath> not( ancestor-or-self :: ds:Signature ) </ds:XPath></ds:Transform>`
)

var canonicalisations = []string{
	"http://www.w3.org/TR/2001/REC-xml-c14n-20010315", "http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments",
	"http://www.w3.org/2006/12/xml-c14n11", "http://www.w3.org/2006/12/xml-c14n11#WithComments",
	"http://www.w3.org/2001/10/xml-exc-c14n#", "http://www.w3.org/2001/10/xml-exc-c14n#WithComments",
}

func TestWeVerifyXmlsecs(t *testing.T) {
	needXmlsec(t)
	w := newWorld(t)
	for _, k := range keyKinds {
		dir := t.TempDir()
		id := issue(t, w.ca, k.kind, person)
		key := write(t, dir, "key.pem", pemKey(t, id.key)) + "," + write(t, dir, "cert.pem", pemCertificate(id.cert))
		for _, method := range canonicalisations {
			for _, first := range []string{enveloped, notOurs} {
				name := k.name + " " + method
				unsigned := write(t, dir, "template.xml", fmt.Appendf(nil, template, method, k.method, first))
				signed := filepath.Join(dir, "signed.xml")
				out, err := xmlsec(t, "--sign", "--privkey-pem", key, "--id-attr:Id", "Czesc", "--id-attr:Id", "http://www.w3.org/2000/09/xmldsig#:Object", "--output", signed, unsigned)
				if err != nil {
					t.Fatalf("%s: %v\n%s", name, err, out)
				}
				document, err := os.ReadFile(signed)
				if err != nil {
					t.Fatal(err)
				}
				checkXmlsecs(t, name, string(document), w)
			}
		}
	}
}

func checkXmlsecs(t *testing.T, name, document string, w world) {
	t.Helper()
	s := verify(t, document, w.options()).Signatures[0]
	if s.Cryptographic != xades.CryptoPassed || s.Coverage != xades.CoverageFull || s.Level != "XMLDSIG" || s.SubIndication != xades.SigConstraintsFailure {
		t.Errorf("%s: %s %s %s %+v", name, s.Cryptographic, s.Coverage, s.SubIndication, s.Reasons)
	}
	if len(s.Covered) != 4 || s.Covered[3].Space() != dsig.Namespace {
		t.Errorf("%s: covered %d", name, len(s.Covered))
	}
	bad := strings.Replace(document, "jaźń", "jazn", 1)
	if s := verify(t, bad, w.options()).Signatures[0]; s.SubIndication != xades.HashFailure {
		t.Errorf("%s: changed text gives %s", name, s.SubIndication)
	}
}
