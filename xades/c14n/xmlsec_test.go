package c14n_test

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"okienko/xades/c14n"
)

// TestXmlsecAgrees has xmlsec1 sign the subtrees of the table and compares what
// it digested.
func TestXmlsecAgrees(t *testing.T) {
	if _, err := exec.LookPath("xmlsec1"); err != nil {
		t.Skip("xmlsec1 is not installed")
	}
	key := writeKey(t)
	for _, c := range subtrees {
		end := strings.LastIndex(c.src, "</r>")
		if strings.Contains(c.src[:end], "<r Id=") {
			continue // a signature inside would be part of it
		}
		for method, want := range map[c14n.Method]string{c14n.C14N10: c.c14n10, c14n.C14N11: exclusive(c.c14n10, c.c14n11), c14n.Exclusive: exclusive(c.c14n10, c.exc)} {
			doc := c.src[:end] + fmt.Sprintf(signatureTemplate, c14n.URI(method, false)) + c.src[end:]
			if got := digestedByXmlsec(t, key, doc); got != want {
				t.Errorf("%s, %s:\nxmlsec1 %s\n   want %s", c.name, c14n.URI(method, false), got, want)
			}
		}
	}
}

const signatureTemplate = `<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><SignedInfo>` +
	`<CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/>` +
	`<SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"/>` +
	`<Reference URI="#x"><Transforms><Transform Algorithm="%s"/></Transforms>` +
	`<DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><DigestValue/></Reference>` +
	`</SignedInfo><SignatureValue/></Signature>`

func writeKey(t *testing.T) string {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "key.pem")
	block := pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)})
	if err := os.WriteFile(file, block, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func digestedByXmlsec(t *testing.T, key, doc string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "a.xml")
	if err := os.WriteFile(file, []byte(doc), 0o600); err != nil {
		t.Fatal(err)
	}
	x := byID(t, doc, "x")
	name := x.Local()
	if x.Space() != "" {
		name = x.Space() + ":" + name
	}
	output, err := exec.Command("xmlsec1", "--sign", "--privkey-pem", key, "--id-attr:Id", name, "--store-references", file).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, output)
	}
	_, after, _ := strings.Cut(string(output), "== PreDigest data - start buffer:\n")
	digested, _, _ := strings.Cut(after, "\n== PreDigest data - end buffer")
	return digested
}
