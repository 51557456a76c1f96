package intake

import (
	"strings"
	"testing"
	"time"

	"okienko/forms"
	"okienko/inbox"
	"okienko/inbox/locale"
	"okienko/xades"
)

// The letter of decide_test arrives on 20 November 2026, 11:00 in Warsaw.
func TestLettersAreJudgedByTheDayOfTheirSignature(t *testing.T) {
	at := func(text string) time.Time {
		signed, err := time.Parse(time.RFC3339, text)
		if err != nil {
			t.Fatal(err)
		}
		return signed
	}
	claimed := func(text string) func(*xades.Signature) { return signedAtTime(at(text)) }
	proven := func(text string) func(*xades.Signature) {
		return func(s *xades.Signature) { best := at(text); s.BestSignatureTime = &best }
	}
	timeless := func(s *xades.Signature) { s.SigningTime = nil }
	until := forms.Guide{ValidUntil: "2026-10-31"}
	from := forms.Guide{ValidFrom: "2026-11-01"}
	for _, c := range []struct {
		name   string
		guide  forms.Guide
		change []func(*xades.Signature)
		want   string
	}{
		{"no dates", forms.Guide{}, nil, ""},
		{"signed on the last day, posted weeks later", until, []func(*xades.Signature){claimed("2026-10-31T22:59:59+01:00")}, ""},
		{"signed when the last day was over in Warsaw", until, []func(*xades.Signature){claimed("2026-10-31T23:00:00Z")}, inbox.CodeFormExpired},
		{"a zone in which the last day lasts longer", until, []func(*xades.Signature){claimed("2026-10-31T23:30:00-05:00")}, inbox.CodeFormExpired},
		{"last day by a clock without a zone", until, []func(*xades.Signature){claimed("2026-10-31T23:30:00Z"), zoneless}, ""},
		{"the day after by a clock without a zone", until, []func(*xades.Signature){claimed("2026-11-01T00:30:00Z"), zoneless}, inbox.CodeFormExpired},
		{"claimed in time, proven too late", until, []func(*xades.Signature){claimed("2026-10-31T12:00:00Z"), proven("2026-11-02T12:00:00Z")}, inbox.CodeFormExpired},
		{"proven in time", until, []func(*xades.Signature){claimed("2026-10-30T12:00:00Z"), proven("2026-10-31T12:00:00Z")}, ""},
		{"no signing time: arrival counts", until, []func(*xades.Signature){timeless}, inbox.CodeFormExpired},
		{"no signing time, form in force", from, []func(*xades.Signature){timeless}, ""},
		{"signed on the first day", from, []func(*xades.Signature){claimed("2026-11-01T00:00:00+01:00")}, ""},
		{"signed the day before", from, []func(*xades.Signature){claimed("2026-10-31T22:59:59Z")}, inbox.CodeFormNotYetValid},
		{"form of tomorrow", forms.Guide{ValidFrom: "2026-11-21"}, nil, inbox.CodeFormNotYetValid},
		{"a clock ahead of arrival does not reach tomorrow's form", forms.Guide{ValidFrom: "2026-11-21"}, []func(*xades.Signature){claimed("2026-11-21T00:01:00+01:00")}, inbox.CodeFormNotYetValid},
		{"one day only", forms.Guide{ValidFrom: "2026-11-20", ValidUntil: "2026-11-20"}, nil, ""},
	} {
		s := sound(c.change...)
		f := findings{form: &forms.Form{Title: forms.Text{"pl": "Wzór testowy"}, Guide: c.guide}, arrived: arrived, report: &xades.Report{Signatures: []xades.Signature{s}}}
		var v verdicts
		judgeValidity(&v, f, &s)
		if got := codesOf(v.refuse); got != c.want || len(v.hold)+len(v.defects) > 0 {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestAnUnsignedLetterIsJudgedByItsArrival(t *testing.T) {
	f := findings{
		box: inbox.Box{Policy: inbox.BoxPolicy{MissingSignature: inbox.Accept}}, arrived: arrived,
		form:   &forms.Form{Title: forms.Text{"pl": "Wzór testowy"}, Guide: forms.Guide{ValidUntil: "2026-11-19"}},
		report: &xades.Report{Reasons: []xades.Reason{{Code: xades.CodeMissing}}},
	}
	got, _ := decide(f)
	if got.State != inbox.Refused || codesOf(got.Reasons) != inbox.CodeFormExpired {
		t.Fatalf("%s %v", got.State, got.Reasons)
	}
	text, remedy := locale.Reason(locale.Polish, got.Reasons[0])
	for _, want := range []string{"Wzór testowy", "19\u00a0listopada\u00a02026", "20\u00a0listopada\u00a02026"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q does not say %q", text, want)
		}
	}
	if remedy == "" {
		t.Error("no remedy")
	}
}
