package web

import (
	"strings"
	"testing"
	"time"
)

// TestSignaturesOfAReport reads what xades reports, by the names of the contract.
func TestSignaturesOfAReport(t *testing.T) {
	report := []byte(`{"signatures": [{"indication": "TOTAL_PASSED", "cryptographic": "passed", "coverage": "full", "level": "B-LT", "kind": "qualified",
		"signer": {"issuer": "CN=Urząd\\, Certyfikacji+O=X,C=PL", "person": {"given_name": "Anna", "family_name": "Testowa"}},
		"best_signature_time": "2026-03-02T09:15:00Z",
		"timestamps": [{"type": "SignatureTimeStamp", "time": "2026-03-02T09:15:00Z", "indication": "PASSED", "authority": "O=X,CN=Znaczniki \\\"Test\\\",C=PL"},
			{"type": "ArchiveTimeStamp", "indication": "FAILED", "authority": "O=Bez nazwy"}]}, {"level": "B-B",
		"notes": [{"code": "qualified.denied", "args": {"at": "2026-03-02T09:15:00Z"}, "detail": "the list says so"}]}]}`)
	got := Signatures(report)
	if len(got) != 2 {
		t.Fatalf("%+v", got)
	}
	s := got[0]
	if s.Number != 1 || !s.Passed() || s.Name() != "Anna Testowa" || s.Issuer() != "Urząd, Certyfikacji" || !s.Evidence() {
		t.Errorf("%d %v %q %q %v", s.Number, s.Passed(), s.Name(), s.Issuer(), s.Evidence())
	}
	if want := time.Date(2026, 3, 2, 9, 15, 0, 0, time.UTC); s.BestSignatureTime == nil || !s.BestSignatureTime.Equal(want) {
		t.Errorf("%v", s.BestSignatureTime)
	}
	if stamps := s.TimeStamps; len(stamps) != 2 || !stamps[0].Passed() || stamps[0].Name() != `Znaczniki "Test"` || stamps[1].Passed() || stamps[1].Name() != "O=Bez nazwy" {
		t.Errorf("%+v", stamps)
	}
	if got[1].Evidence() || got[1].BestSignatureTime != nil {
		t.Errorf("%+v", got[1])
	}
	if notes := (View{Lang: "pl"}).Messages(append(got[1].Notes, got[1].Notes...)); len(notes) != 1 || !strings.HasPrefix(notes[0], "Według listy zaufania ten certyfikat nie jest kwalifikowany (stan: 2") {
		t.Errorf("%q", notes)
	}
	for _, none := range []string{"", "{", "[]", `{"signatures": []}`} {
		if got := Signatures([]byte(none)); len(got) != 0 {
			t.Errorf("%q: %+v", none, got)
		}
	}
}

// TestProved: a signature in order proves a letter's sender only where it is of the
// whole letter.
func TestProved(t *testing.T) {
	for report, want := range map[string]bool{
		`{"indication": "TOTAL_PASSED", "coverage": "full"}`:                                                         true,
		`{"indication": "TOTAL_PASSED", "coverage": "partial"}`:                                                      false,
		`{"indication": "TOTAL_PASSED", "coverage": "detached"}`:                                                     false,
		`{"indication": "INDETERMINATE", "coverage": "full"}, {"indication": "TOTAL_PASSED", "coverage": "partial"}`: false,
		`{"indication": "TOTAL_PASSED", "coverage": "partial"}, {"indication": "TOTAL_PASSED", "coverage": "full"}`:  true,
	} {
		if got := Proved(Signatures([]byte(`{"signatures": [` + report + `]}`))); got != want {
			t.Errorf("%s: %v", report, got)
		}
	}
}
