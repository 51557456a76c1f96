package xades_test

import (
	"os/exec"
	"strings"
	"testing"

	"okienko/xades"
)

// TestJDKVerifiesOurs: the JDK's own XML signatures as a third opinion, also
// on what xmlsec1 cannot judge.
func TestJDKVerifiesOurs(t *testing.T) {
	if _, err := exec.LookPath("java"); err != nil {
		t.Skip("java is not installed")
	}
	w := newWorld(t)
	dir := t.TempDir()
	arguments := []string{"testdata/Verify.java"}
	var want []string
	add := func(name, document string, id *identity, verdict string) {
		arguments = append(arguments, write(t, dir, name+".pem", pemCertificate(id.cert)), write(t, dir, name+".xml", []byte(document)))
		want = append(want, verdict)
	}
	for _, k := range keyKinds {
		for _, xpath := range []bool{false, true} {
			id := issue(t, w.ca, k.kind, person)
			opt := id.options()
			opt.XPath, opt.ClaimedRole = xpath, []byte(podpisZP)
			signed := sign(t, letter, opt)
			name := k.name
			if xpath {
				name += "-xpath"
			}
			add(name, signed, id, "valid")
			add(name+"-letter", replace(t, signed, "Proszę", "Prosze"), id, "invalid")
			add(name+"-identity", replace(t, signed, "44051401458", "02070803628"), id, "invalid")
		}
	}
	a := newArchive(t, false)
	archived := &identity{key: a.signer.Key, cert: a.signer.Certificate}
	add("archived", a.extend(t, a.sign(t), xades.LevelBLTA), archived, "valid")
	out, err := exec.Command("java", arguments...).Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	got := strings.Split(strings.TrimSpace(string(out)), "\n")
	if len(got) != len(want) {
		t.Fatalf("%d verdicts on %d documents:\n%s", len(got), len(want), out)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("%s: %s, want %s", arguments[2*i+2], got[i], want[i])
		}
	}
}
