package trust_test

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"okienko/xades/trust"
)

// old issues certificates signed by SHA-1, which crypto/x509 does not make.
type old struct {
	dir     string
	serials int
}

// issue makes a certificate with a name; the issuer's is "" for a self-signed
// one. Extensions are lines of an openssl configuration.
func (o *old) issue(t *testing.T, name, issuer, digest string, extensions ...string) *x509.Certificate {
	t.Helper()
	o.serials++
	file := func(name, kind string) string { return filepath.Join(o.dir, name+"."+kind) }
	config := "[req]\ndistinguished_name=dn\n[dn]\n[ext]\n" + strings.Join(extensions, "\n") + "\n"
	if err := os.WriteFile(file(name, "cnf"), []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	run := func(arguments ...string) {
		if out, err := exec.Command("openssl", arguments...).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", arguments, out)
		}
	}
	run("req", "-new", "-nodes", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-keyout", file(name, "key"), "-subj", "/C=PL/CN="+name, "-config", file(name, "cnf"), "-out", file(name, "csr"))
	signing := []string{"-CA", file(issuer, "pem"), "-CAkey", file(issuer, "key")}
	if issuer == "" {
		signing = []string{"-signkey", file(name, "key")}
	}
	run(append([]string{"x509", "-req", "-in", file(name, "csr"), "-" + digest, "-days", "3650", "-set_serial", fmt.Sprint(o.serials), "-extfile", file(name, "cnf"), "-extensions", "ext", "-out", file(name, "pem")}, signing...)...)
	text, err := os.ReadFile(file(name, "pem"))
	if err != nil {
		t.Fatal(err)
	}
	block, _ := pem.Decode(text)
	cert, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	return cert
}

// TestWeakPaths: paths over SHA-1 are found where they are wanted, by the rules
// that others have.
func TestWeakPaths(t *testing.T) {
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Skip("openssl is not installed")
	}
	const authority, person = "basicConstraints=critical,CA:TRUE", "keyUsage=digitalSignature"
	o := &old{dir: t.TempDir()}
	root := o.issue(t, "Root", "", "sha1", authority)
	middle := o.issue(t, "Middle", "Root", "sha1", authority)
	short := o.issue(t, "Short", "Root", "sha1", "basicConstraints=critical,CA:TRUE,pathlen:0")
	belowShort := o.issue(t, "Below", "Short", "sha1", authority)
	noSigning := o.issue(t, "NoSigning", "Root", "sha1", authority, "keyUsage=cRLSign")
	names := o.issue(t, "Names", "Root", "sha1", authority, "nameConstraints=critical,permitted;email:urzad.example")
	foreign := o.issue(t, "Foreign", "Root", "sha1", authority, "nameConstraints=critical,permitted;dirName:de", "[de]", "C=DE")
	policies := o.issue(t, "Policies", "Root", "sha1", authority, "policyConstraints=critical,requireExplicitPolicy:0")
	strange := o.issue(t, "Strange", "Root", "sha1", authority, "1.2.3=critical,DER:0500")
	now := time.Now().Add(time.Hour)
	leaf := func(issuer, digest string, extensions ...string) *x509.Certificate {
		return o.issue(t, "Leaf", issuer, digest, append([]string{person}, extensions...)...)
	}
	for name, c := range map[string]struct {
		leaf          *x509.Certificate
		intermediates []*x509.Certificate
		want          int // length of the path, 0 for none
	}{
		"below the anchor":             {leaf("Root", "sha1"), nil, 2},
		"over an intermediate":         {leaf("Middle", "sha1"), []*x509.Certificate{middle}, 3},
		"one of them by SHA-256":       {leaf("Middle", "sha256"), []*x509.Certificate{middle}, 3},
		"hints in another order":       {leaf("Middle", "sha1"), []*x509.Certificate{short, belowShort, root, middle}, 3},
		"the intermediate missing":     {leaf("Middle", "sha1"), nil, 0},
		"below what is no CA":          {leaf("NoSigning", "sha1"), []*x509.Certificate{noSigning}, 0},
		"beyond the path's length":     {leaf("Below", "sha1"), []*x509.Certificate{short, belowShort}, 0},
		"within the path's length":     {leaf("Short", "sha1"), []*x509.Certificate{short}, 3},
		"names that we cannot judge":   {leaf("Names", "sha1"), []*x509.Certificate{names}, 0},
		"another directory":            {leaf("Foreign", "sha1"), []*x509.Certificate{foreign}, 0},
		"policies wanted":              {leaf("Policies", "sha1"), []*x509.Certificate{policies}, 0},
		"critical and unknown":         {leaf("Strange", "sha1"), []*x509.Certificate{strange}, 0},
		"critical and unknown, itself": {leaf("Root", "sha1", "1.2.3=critical,DER:0500"), nil, 0},
	} {
		config := trust.Config{Anchors: []trust.Anchor{{Certificate: root}}, WeakPaths: true}
		j := config.Judge(c.leaf, c.intermediates, now)
		if len(j.Path) != c.want || (j.Problem == trust.None) != (c.want > 0) {
			t.Errorf("%s: problem %d, path of %d, %s", name, j.Problem, len(j.Path), j.Detail)
		}
		if weak := trust.DefaultSuite().Weak(trust.PathStrengths(j.Path), now); c.want > 0 && len(weak) == 0 {
			t.Errorf("%s: a strong path", name)
		}
		config.WeakPaths = false
		if j := config.Judge(c.leaf, c.intermediates, now); j.Problem == trust.None {
			t.Errorf("%s: found where it is not wanted", name)
		}
	}
	spoiled := *leaf("Root", "sha1")
	spoiled.Raw = append([]byte(nil), spoiled.Raw...)
	spoiled.Raw[len(spoiled.Raw)-1] ^= 1
	config := trust.Config{Anchors: []trust.Anchor{{Certificate: root}}, WeakPaths: true}
	if j := config.Judge(&spoiled, nil, now); j.Problem != trust.Untrusted {
		t.Errorf("a spoiled signature: %d", j.Problem)
	}
	for _, at := range []time.Time{root.NotBefore.Add(-time.Hour), root.NotAfter.Add(time.Hour)} {
		if j := config.Judge(&x509.Certificate{Raw: spoiled.Raw, RawIssuer: root.RawSubject, NotBefore: at.Add(-day), NotAfter: at.Add(day), Subject: pkix.Name{}}, nil, at); j.Problem == trust.None {
			t.Errorf("judged at %s: a path", at)
		}
	}
}

const day = 24 * time.Hour

// TestWeakPathsAreBounded: namesakes that all might have signed.
func TestWeakPathsAreBounded(t *testing.T) {
	root := issue(t, nil, "Root", ca)
	var hints []*x509.Certificate
	for range 200 {
		hints = append(hints, issue(t, nil, "Root", ca).cert)
	}
	leaf := issue(t, issue(t, nil, "Root", ca), "Leaf", nil)
	start := time.Now()
	config := anchors(root)
	config.WeakPaths = true
	if j := config.Judge(leaf.cert, hints, now); j.Problem != trust.Untrusted {
		t.Errorf("%d %s", j.Problem, j.Detail)
	}
	if took := time.Since(start); took > 5*time.Second {
		t.Errorf("took %s", took)
	}
}
