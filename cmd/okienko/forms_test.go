package main

import (
	"encoding/json"
	"testing"
)

// TestEveryFormAtEveryLevel: what sign makes verify passes, at the level asked
// for, and fails with other content.
func TestEveryFormAtEveryLevel(t *testing.T) {
	b := newBureau(t)
	b.write(t, "notes.txt", []byte("Notes.\n"))
	stamp := []string{"--tsa", b.tsa}
	full := append(stamp, "--crl", b.path("list.crl"), "--trust", b.path("root.pem"))
	for level, evidence := range map[string][]string{"B-B": nil, "B-T": stamp, "B-LT": full, "B-LTA": full} {
		for name, form := range map[string][]string{
			"enveloped":      {"--form", "enveloped", "--content", "urn:notes=" + b.path("notes.txt")},
			"enveloping":     {"--form", "enveloping", b.path("notes.txt")},
			"enveloping XML": {"--form", "enveloping", "--xml"},
			"detached":       {"--form", "detached", "--content", "urn:notes=" + b.path("notes.txt")},
			"asic-e":         {"--form", "asic-e", b.path("notes.txt")},
		} {
			if code, errors := b.sign(level, append(form, evidence...)...); code != 0 {
				t.Fatalf("%s %s: %d %s", name, level, code, errors)
			}
			if got := b.level(t); got != level {
				t.Errorf("%s: %s, not %s", name, got, level)
			}
		}
	}
}

// level verifies what sign made and returns the level of its one signature; ""
// when it does not pass.
func (b *bureau) level(t *testing.T) string {
	t.Helper()
	_, out, _ := b.run("verify", "--json", "--trust", b.path("root.pem"), "--content", "urn:notes="+b.path("notes.txt"), "--content-dir", b.dir, b.path("signed.xml"))
	var got struct {
		Signatures []struct{ Level string }
		Verdict    string
	}
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatal(err)
	}
	if got.Verdict != "TOTAL_PASSED" || len(got.Signatures) != 1 {
		t.Error(out)
		return ""
	}
	return got.Signatures[0].Level
}
