package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"okienko/inbox/locale"
)

// TestTrustedProfileSeals: an identity in PodpisZP is believed under a seal the
// operator names, and under nothing else.
func TestTrustedProfileSeals(t *testing.T) {
	dir := t.TempDir()
	e := env{stdin: strings.NewReader(""), stdout: new(bytes.Buffer), stderr: new(bytes.Buffer), now: time.Now, lang: locale.English}
	if err := makeOffice(context.Background(), e, dir); err != nil {
		t.Fatal(err)
	}
	letter, err := signTourLetter(e, dir)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "letter.xml")
	if err := os.WriteFile(file, letter, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		flag, pem           string
		verdict, kind, code string
	}{
		{"--seal", "trusted-profile-seal.pem", "TOTAL_PASSED", "trusted-profile", ""},
		{"--trust", "trusted-profile-seal.pem", "TOTAL_PASSED", "trusted-profile", ""},
		{"--trust", "trusted-profile-ca.pem", "INDETERMINATE", "advanced", "profile.not-sealed"},
		{"--trust", "qualified-ca.pem", "INDETERMINATE", "unknown", "certificate.untrusted"},
		{"--trust", "resident.pem", "INDETERMINATE", "unknown", "certificate.untrusted"},
		{"--seal", "receipt-seal.pem", "INDETERMINATE", "unknown", "certificate.untrusted"},
	} {
		var out bytes.Buffer
		e.stdout = &out
		run(context.Background(), e, []string{"verify", "--json", c.flag, filepath.Join(dir, "pki", c.pem), file})
		var got struct {
			Verdict    string
			Signatures []struct {
				Kind    string
				Signer  struct{ Person *struct{ PESEL string } }
				Reasons []struct{ Code string }
			}
		}
		if err := json.Unmarshal(out.Bytes(), &got); err != nil || len(got.Signatures) != 1 {
			t.Fatalf("%s %s: %v %s", c.flag, c.pem, err, out.String())
		}
		s := got.Signatures[0]
		var codes []string
		for _, r := range s.Reasons {
			codes = append(codes, r.Code)
		}
		believed := s.Signer.Person != nil && s.Signer.Person.PESEL == "44051401458"
		if got.Verdict != c.verdict || s.Kind != c.kind || believed != (c.kind == "trusted-profile") || c.code != "" && !strings.Contains(strings.Join(codes, " "), c.code) {
			t.Errorf("%s %s: %s %s %v, identity believed %v", c.flag, c.pem, got.Verdict, s.Kind, codes, believed)
		}
	}
}
