package asic_test

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"okienko/xades"
	"okienko/xades/asic"
)

// Second opinions: the signatures in our containers hold in xmlsec1 and in the
// JDK, and what xmlsec1 signs holds in a container.

// unpack writes a container's files into a folder, for programs that cannot read it.
func unpack(t *testing.T, container []byte) (dir string) {
	t.Helper()
	dir = t.TempDir()
	c, err := asic.Open(container)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range c.Objects {
		write(t, filepath.Join(dir, filepath.FromSlash(f.Name)), f.Data)
	}
	write(t, filepath.Join(dir, "signatures0.xml"), c.Signatures[0].Data)
	return dir
}

func write(t *testing.T, path string, data []byte) string {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func certificatePEM(t *testing.T) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: signOptions(t).Certificate.Raw})
}

func need(t *testing.T, program string) {
	t.Helper()
	if _, err := exec.LookPath(program); err != nil {
		t.Skip(program + " is not installed")
	}
}

func TestXmlsecVerifiesContainer(t *testing.T) {
	need(t, "xmlsec1")
	dir := unpack(t, create(t, files))
	arguments := []string{"--verify", "--trusted-pem", write(t, filepath.Join(dir, "ca.pem"), certificatePEM(t)),
		"--id-attr:Id", "http://uri.etsi.org/01903/v1.3.2#:SignedProperties"}
	for _, f := range files {
		arguments = append(arguments, "--url-map:"+f.Name, filepath.Join(dir, filepath.FromSlash(f.Name)))
	}
	arguments = append(arguments, filepath.Join(dir, "signatures0.xml"))
	if out, err := exec.Command("xmlsec1", arguments...).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	write(t, filepath.Join(dir, pismo), []byte("inne"))
	if out, err := exec.Command("xmlsec1", arguments...).CombinedOutput(); err == nil {
		t.Errorf("xmlsec1 accepts another file:\n%s", out)
	}
}

func TestJDKVerifiesContainer(t *testing.T) {
	need(t, "java")
	good, bad := unpack(t, create(t, files)), unpack(t, create(t, files))
	write(t, filepath.Join(bad, pismo), []byte("inne"))
	certificate := write(t, filepath.Join(good, "cert.pem"), certificatePEM(t))
	java := exec.Command("java", "../testdata/Verify.java", certificate, filepath.Join(good, "signatures0.xml"), certificate, filepath.Join(bad, "signatures0.xml"))
	java.Env = append(os.Environ(), "LC_ALL=C.UTF-8") // names of files beyond ASCII
	out, err := java.Output()
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Fields(string(out)); !slices.Equal(got, []string{"valid", "invalid"}) {
		t.Errorf("%s", out)
	}
}

// template signs one file, which is base64, by its octets or by what they decode to.
const template = `<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#" Id="s"><ds:SignedInfo>
<ds:CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/><ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"/>
<ds:Reference URI="plik.b64">TRANSFORMS<ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><ds:DigestValue/></ds:Reference>
</ds:SignedInfo><ds:SignatureValue/><ds:KeyInfo><ds:X509Data/></ds:KeyInfo></ds:Signature>`

// TestXmlsecsInContainer: a plain XML signature by xmlsec1 holds, and a
// transform that lets some change of the file pass does not cover it.
func TestXmlsecsInContainer(t *testing.T) {
	need(t, "xmlsec1")
	file := asic.File{Name: "plik.b64", Data: []byte("b2N0\nZXRz\n")}
	for transforms, covered := range map[string]int{
		"": 1,
		`<ds:Transforms><ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#base64"/></ds:Transforms>`: 0,
	} {
		signature := xmlsecSign(t, strings.Replace(template, "TRANSFORMS", transforms, 1), file)
		for _, document := range []string{signature, xadesSignatures(signature)} {
			r := verify(t, archiveOf(asic.TypeE, []asic.File{file}, map[string]string{signatures0: document}).bytes())
			if r.Signatures[0].Cryptographic != xades.CryptoPassed || len(r.Container.Objects[0].CoveredBy) != covered {
				t.Errorf("%q: %+v %+v", transforms, r.Container.Objects, r.Signatures[0].Reasons)
			}
			if told := strings.Contains(codes(r.Reasons), asic.CodeNotCovered); told != (covered == 0) {
				t.Errorf("%q: %s", transforms, codes(r.Reasons))
			}
		}
	}
}

func xmlsecSign(t *testing.T, template string, file asic.File) string {
	t.Helper()
	dir := t.TempDir()
	der, err := x509.MarshalPKCS8PrivateKey(signOptions(t).Signer)
	if err != nil {
		t.Fatal(err)
	}
	key := write(t, filepath.Join(dir, "key.pem"), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
	out, err := exec.Command("xmlsec1", "--sign", "--privkey-pem", key+","+write(t, filepath.Join(dir, "cert.pem"), certificatePEM(t)),
		"--url-map:"+file.Name, write(t, filepath.Join(dir, file.Name), file.Data), write(t, filepath.Join(dir, "template.xml"), []byte(template))).Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	_, signature, _ := bytes.Cut(out, []byte("?>"))
	return string(signature)
}
