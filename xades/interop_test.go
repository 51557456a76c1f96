package xades_test

import (
	"crypto/x509"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"okienko/xades"
)

var levels = []string{xades.LevelBB, xades.LevelBT, xades.LevelBLT, xades.LevelBLTA}

// everyForm signs in each form and raises each to a level.
func (a *archive) everyForm(t *testing.T, level string) map[string]string {
	t.Helper()
	id := &identity{key: a.signer.Key, cert: a.signer.Certificate}
	opt := a.extendOptions(t)
	opt.Content = supply(contents)
	made := map[string]string{"enveloped": a.sign(t), "enveloping": enveloping(t, id), "detached": detached(t, id)}
	for form, signed := range made {
		if level == xades.LevelBB {
			continue
		}
		raised, err := xades.Extend(t.Context(), []byte(signed), level, opt)
		if err != nil {
			t.Fatal(form, level, err)
		}
		made[form] = string(raised)
	}
	return made
}

// TestOthersVerifyEveryLevel: what we make, in each form at each level, has the
// level here and is valid for xmlsec1 and for the JDK; with a spoiled time, it
// is not.
func TestOthersVerifyEveryLevel(t *testing.T) {
	needXmlsec(t)
	if _, err := exec.LookPath("java"); err != nil {
		t.Skip("java is not installed")
	}
	a := newArchive(t, false)
	dir := t.TempDir()
	root := write(t, dir, "root.pem", pemCertificate(a.QualifiedCA.Certificate))
	certificate := write(t, dir, "cert.pem", pemCertificate(a.signer.Certificate))
	options := []string{"--verify", "--verification-time", now.Local().Format("2006-01-02 15:04:05"), "--trusted-pem", root, "--id-attr:Id", "http://uri.etsi.org/01903/v1.3.2#:SignedProperties"}
	for _, c := range contents {
		options = append(options, "--url-map:"+unescape(t, c.URI), write(t, dir, unescape(t, c.URI), c.Data))
	}
	ours := a.options(now)
	ours.Content = supply(contents)
	java := []string{"testdata/Verify.java"}
	var want []string
	for _, level := range levels {
		for form, document := range a.everyForm(t, level) {
			name := form + "-" + level
			if s := verify(t, document, ours).Signatures[0]; s.Level != level || s.Indication != passed {
				t.Errorf("%s: %s %s %+v", name, s.Level, s.SubIndication, s.Reasons)
			}
			good := write(t, dir, name+".xml", []byte(document))
			bad := write(t, dir, name+"-bad.xml", []byte(replace(t, document, "<xades:SigningTime>2026", "<xades:SigningTime>2025")))
			if out, err := xmlsec(t, append(options, good)...); err != nil {
				t.Errorf("%s: %s", name, out)
			}
			if _, err := xmlsec(t, append(options, bad)...); err == nil {
				t.Errorf("%s: xmlsec1 accepts another time", name)
			}
			java, want = append(java, certificate, good, certificate, bad), append(want, "valid", "invalid")
		}
	}
	got := runJava(t, java...)
	if len(got) != len(want) {
		t.Fatalf("%d verdicts on %d documents", len(got), len(want))
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("%s: %s", java[2*i+2], got[i])
		}
	}
}

// runJava runs a program of testdata and returns the lines it prints, of which
// there is at least one.
func runJava(t *testing.T, arguments ...string) []string {
	t.Helper()
	command := exec.Command("java", arguments...)
	command.Env = append(os.Environ(), "LC_ALL=C.UTF-8") // names of files beyond ASCII
	out, err := command.Output()
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	if err != nil || len(lines[0]) == 0 {
		t.Fatalf("%v\n%s", err, out)
	}
	return lines
}

// TestWeVerifyTheJDKs: what the JDK signs, with keys of every kind, in every
// form, under every canonicalisation.
func TestWeVerifyTheJDKs(t *testing.T) {
	if _, err := exec.LookPath("java"); err != nil {
		t.Skip("java is not installed")
	}
	dir := t.TempDir()
	write(t, dir, "letter.xml", []byte(letter))
	names := runJava(t, "testdata/Sign.java", dir)
	if len(names) != 7*3*6 {
		t.Fatalf("%d documents", len(names))
	}
	coverage := map[string]xades.Coverage{"enveloped": xades.CoverageFull, "enveloping": xades.CoveragePartial, "detached": xades.CoverageDetached}
	for _, name := range names {
		parts := strings.Split(name, "-")
		der, err := os.ReadFile(filepath.Join(dir, parts[0]+".key"))
		if err != nil {
			t.Fatal(err)
		}
		key, err := x509.ParsePKIXPublicKey(der)
		if err != nil {
			t.Fatal(err)
		}
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		content := letter
		opt := xades.VerifyOptions{At: now, Key: key, Content: func(uri string) ([]byte, bool) { return []byte(content), uri == "letter.xml" }}
		s := verify(t, string(text), opt).Signatures[0]
		if s.Cryptographic != xades.CryptoPassed || s.Coverage != coverage[parts[1]] || s.Level != xades.LevelXMLDSIG {
			t.Errorf("%s: %s %s %+v", name, s.Cryptographic, s.Coverage, s.Reasons)
		}
		content = strings.Replace(letter, "Proszę", "Prosze", 1)
		changed := strings.Replace(string(text), "Proszę", "Prosze", 1)
		if s := verify(t, changed, opt).Signatures[0]; s.SubIndication != xades.HashFailure || s.Coverage != xades.CoverageNone {
			t.Errorf("%s, changed: %s %s", name, s.SubIndication, s.Coverage)
		}
	}
}
