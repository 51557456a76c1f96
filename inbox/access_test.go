package inbox

import (
	"strings"
	"testing"
	"time"
)

// TestWhoMayDoWhat is the table of roles: each line a person, each word what he may
// do with a letter of department "so" that clerk "a" has claimed and Anna has signed.
func TestWhoMayDoWhat(t *testing.T) {
	const anna = "44051401458"
	letter := Letter{Department: "so", PostedBy: "ezd", State: Claimed, Clerk: "a", Sender: Sender{Name: "Anna Testowa", PESEL: anna}}
	now := time.Date(2026, 3, 20, 12, 0, 0, 0, time.UTC)
	yesterday, lastMonth := now.AddDate(0, 0, -1), now.AddDate(0, -1, 0)
	for _, c := range []struct {
		name  string
		actor Actor
		want  string
	}{
		{"nobody", Actor{}, ""},
		{"the clerk who has it", Actor{Login: "a", Role: RoleClerk, Department: "so"}, "read work hand office"},
		{"a colleague", Actor{Login: "b", Role: RoleClerk, Department: "so"}, "read work take-absent office"},
		{"a clerk of another department", Actor{Login: "c", Role: RoleClerk, Department: "km"}, "office"},
		{"a clerk without a department", Actor{Login: "d", Role: RoleClerk}, "office"},
		{"a clerk who wrote it himself", Actor{Login: "e", Role: RoleClerk, Department: "km", PESEL: anna}, "office"},
		{"the head", Actor{Login: "h", Role: RoleHead, Department: "so"}, "read work hand take take-absent office"},
		{"another head", Actor{Login: "h2", Role: RoleHead, Department: "km"}, "office"},
		{"a registrar", Actor{Login: "r", Role: RoleRegistrar}, "read work hand take take-absent submissions office"},
		{"an auditor", Actor{Login: "x", Role: RoleAuditor}, "read submissions office"},
		{"an administrator", Actor{Login: "admin", Role: RoleAdministrator}, ""},
		{"a confirmer", Actor{Login: "p", Role: RoleConfirmer, Department: "so"}, ""},
		{"the integrator who posted it", Actor{Login: "ezd", Role: RoleIntegrator}, "read"},
		{"another integrator", Actor{Login: "ezd2", Role: RoleIntegrator}, ""},
		{"its signer", Actor{Login: "anna", Role: RoleResident, PESEL: anna}, "read supplement"},
		{"its signer, not confirmed now", Actor{Login: "anna", Role: RoleResident}, ""},
		{"a resident who posted it", Actor{Login: "ezd", Role: RoleResident}, ""},
		{"another resident", Actor{Login: "jan", Role: RoleResident, PESEL: "02070803628"}, ""},
	} {
		var may []string
		for _, act := range []struct {
			name string
			may  bool
		}{
			{"read", MayRead(c.actor, letter)}, {"work", MayWork(c.actor, letter)}, {"hand", HasInHand(c.actor, letter)},
			{"take", MayTakeOver(c.actor, letter, yesterday, now)}, {"take-absent", MayTakeOver(c.actor, letter, lastMonth, now)},
			{"supplement", MaySupplement(c.actor, letter)}, {"submissions", MaySeeSubmissions(c.actor)}, {"office", WorksHere(c.actor)},
		} {
			if act.may {
				may = append(may, act.name)
			}
		}
		if got := strings.Join(may, " "); got != c.want {
			t.Errorf("%s may %q, want %q", c.name, got, c.want)
		}
	}
}

// TestWrote: a signature decides before an account.
func TestWrote(t *testing.T) {
	anna := Actor{Login: "anna", Role: RoleResident, PESEL: "44051401458"}
	for name, c := range map[string]struct {
		actor  Actor
		letter Letter
		want   bool
	}{
		"signed by her, posted by her":         {anna, Letter{PostedBy: "anna", Sender: Sender{Name: "Anna", PESEL: anna.PESEL}}, true},
		"signed by her, posted by a man":       {anna, Letter{PostedBy: "jan", Sender: Sender{Name: "Anna", PESEL: anna.PESEL}}, true},
		"signed by her, posted by nobody":      {anna, Letter{Sender: Sender{Name: "Anna", PESEL: anna.PESEL}}, true},
		"signed by him, posted by her":         {anna, Letter{PostedBy: "anna", Sender: Sender{Name: "Jan", PESEL: "02070803628"}}, false},
		"signed by a firm, posted by her":      {anna, Letter{PostedBy: "anna", Sender: Sender{Name: "Firma Testowa"}}, false},
		"proves nobody, posted by her":         {anna, Letter{PostedBy: "anna"}, true},
		"proves nobody, posted by a man":       {anna, Letter{PostedBy: "jan"}, false},
		"proves nobody, posted by nobody":      {anna, Letter{}, false},
		"nobody asks":                          {Actor{}, Letter{}, false},
		"not confirmed, a letter of no number": {Actor{Login: "jan"}, Letter{Sender: Sender{Name: "Firma"}}, false},
	} {
		if got := Wrote(c.actor, c.letter); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestSameSender(t *testing.T) {
	anna, jan := Sender{Name: "Anna", PESEL: "44051401458", Scheme: "s", CertificateSHA256: "c1"}, Sender{Name: "Jan", PESEL: "02070803628", Scheme: "s", CertificateSHA256: "c1"}
	firm, other := Sender{Name: "Firma", CertificateSHA256: "c2"}, Sender{Name: "Firma", CertificateSHA256: "c3"}
	profile := Sender{Name: "Bez Numeru", Scheme: "s", CertificateSHA256: "c1"}
	for name, c := range map[string]struct {
		first, further Letter
		want           bool
	}{
		"the same person, another certificate": {Letter{Sender: anna}, Letter{Sender: Sender{Name: "Anna", PESEL: anna.PESEL, CertificateSHA256: "c9"}}, true},
		"two persons under one seal":           {Letter{Sender: anna}, Letter{Sender: jan}, false},
		"the same certificate":                 {Letter{Sender: firm}, Letter{Sender: firm}, true},
		"the same name, another certificate":   {Letter{Sender: firm}, Letter{Sender: other}, false},
		"a seal proves nobody without numbers": {Letter{Sender: profile}, Letter{Sender: profile}, false},
		"signed, then unsigned":                {Letter{Sender: anna, PostedBy: "anna"}, Letter{PostedBy: "anna"}, false},
		"unsigned, then signed, one account":   {Letter{PostedBy: "anna"}, Letter{PostedBy: "anna", Sender: anna}, true},
		"unsigned, then another account":       {Letter{PostedBy: "anna"}, Letter{PostedBy: "jan"}, false},
		"unsigned, no account":                 {Letter{}, Letter{}, false},
	} {
		if got := SameSender(c.first, c.further); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestMaySupplementAnOpenLetterAlone(t *testing.T) {
	anna := Actor{Login: "anna", Role: RoleResident}
	for state, want := range map[LetterState]bool{Queued: true, Claimed: true, Answered: true, Closed: false} {
		if got := MaySupplement(anna, Letter{PostedBy: "anna", State: state}); got != want {
			t.Errorf("%s: %v", state, got)
		}
	}
}
