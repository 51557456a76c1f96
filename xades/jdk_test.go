package xades_test

import (
	"os/exec"
	"testing"
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
	got := runJava(t, arguments...)
	if len(got) != len(want) {
		t.Fatalf("%d verdicts on %d documents: %v", len(got), len(want), got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("%s: %s, want %s", arguments[2*i+2], got[i], want[i])
		}
	}
}
