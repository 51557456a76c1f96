package tsl_test

import (
	"testing"
	"time"

	"okienko/xades/trust/tsl"
)

// TestGranted asks one service with a long history at many times.
func TestGranted(t *testing.T) {
	ca := authority(t, "CA")
	list := parse(t, service(certificateID(ca.cert),
		state{withdrawn, "2022-01-01", "", ""},
		state{granted, "2019-06-01", "", `<Extension Critical="true"><Strange xmlns="urn:x"/></Extension>`},
		state{granted, "2016-07-02", "", ""},
		state{supervised, "2014-01-01", "", ""}, // the history need not be in order
		state{granted, "2018-01-01", tsl.ServiceQualifiedTimestamps, ""},
		state{withdrawn, "2012-01-01", "", ""},
		state{tsl.StatusAccredited, "2011-01-01", "", ""},
		state{tsl.StatusSupervisionInCessation, "2010-01-01", "", ""},
		state{"http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/supervisionceased", "2009-01-01", "", ""},
	))
	s := &list.Providers[0].Services[0]
	for _, c := range []struct {
		at   string
		want bool
		why  string
	}{
		{"2008-12-31T23:59:59Z", false, "before the first state"},
		{"2009-06-01T00:00:00Z", false, "ceased"},
		{"2010-01-01T00:00:00Z", true, "in cessation, from the very second"},
		{"2011-06-01T00:00:00Z", true, "accredited"},
		{"2012-06-01T00:00:00Z", false, "withdrawn"},
		{"2014-06-01T00:00:00Z", true, "under supervision"},
		{"2016-06-30T21:59:59Z", true, "the last second of the Directive"},
		{"2016-06-30T22:00:00Z", false, "under supervision no longer grants"},
		{"2016-07-02T02:00:00+02:00", true, "granted, asked in another zone"},
		{"2018-06-01T00:00:00Z", false, "granted, but of another type"},
		{"2020-06-01T00:00:00Z", false, "granted under an extension nobody understands"},
		{"2022-01-01T00:00:00Z", false, "withdrawn"},
	} {
		at, err := time.Parse(time.RFC3339, c.at)
		if err != nil {
			t.Fatal(err)
		}
		if got := s.Granted(qcService, at); got != c.want {
			t.Errorf("%s (%s): %v", c.at, c.why, got)
		}
	}
}

// TestEqualTimes: of two states from the same second the later published one,
// which stands first, counts.
func TestEqualTimes(t *testing.T) {
	ca := authority(t, "CA")
	list := parse(t, service(certificateID(ca.cert), state{granted, "2020-01-01", "", ""}, state{withdrawn, "2020-01-01", "", ""}))
	if !list.Providers[0].Services[0].Granted(qcService, day("2020-01-01")) {
		t.Error("the history prevails over the present state")
	}
}

func TestExtensions(t *testing.T) {
	for name, c := range map[string]struct {
		extension string
		unknown   int
	}{
		"unknown, critical":     {`<Extension Critical="true"><E xmlns="urn:x"/></Extension>`, 1},
		"unknown, not critical": {`<Extension Critical="false"><E xmlns="urn:x"/></Extension>`, 0},
		"unknown, 0":            {`<Extension Critical="0"><E xmlns="urn:x"/></Extension>`, 0},
		"does not say":          {`<Extension><E xmlns="urn:x"/></Extension>`, 1},
		"empty":                 {`<Extension Critical="true"/>`, 1},
		"revocation archive":    {`<Extension Critical="true"><ExpiredCertsRevocationInfo>2020-01-01T00:00:00Z</ExpiredCertsRevocationInfo></Extension>`, 0},
		"known and unknown":     {`<Extension Critical="true"><ExpiredCertsRevocationInfo/><E xmlns="urn:x"/></Extension>`, 1},
		"right name elsewhere":  {`<Extension Critical="true"><ExpiredCertsRevocationInfo xmlns="urn:x"/></Extension>`, 1},
	} {
		list := parse(t, service("", state{granted, "2020-01-01", "", c.extension}))
		if got := list.Providers[0].Services[0].States[0].Unknown; len(got) != c.unknown {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestFreshness(t *testing.T) {
	list := parse(t)
	for at, want := range map[string]tsl.Freshness{"2025-12-31": tsl.Early, "2026-01-01": tsl.Fresh, "2026-07-01": tsl.Fresh, "2026-07-02": tsl.Stale} {
		if got := list.Freshness(day(at)); got != want {
			t.Errorf("%s: %d, want %d", at, got, want)
		}
	}
	list.NextUpdate = time.Time{}
	if got := list.Freshness(day("2030-01-01")); got != tsl.Closed {
		t.Errorf("closed: %d", got)
	}
}

func TestSuccession(t *testing.T) {
	held := tsl.List{Territory: "PL", Type: tsl.TypeEU, Sequence: 7, Issued: day("2026-01-01")}
	for name, c := range map[string]struct {
		territory string
		sequence  int64
		issued    string
		want      tsl.Succession
	}{
		"itself":                     {"PL", 7, "2026-01-01", tsl.Same},
		"the next":                   {"PL", 8, "2026-02-01", tsl.Newer},
		"two of one second":          {"PL", 8, "2026-01-01", tsl.Newer},
		"the one before":             {"PL", 6, "2025-12-01", tsl.Older},
		"an old number issued anew":  {"PL", 6, "2026-02-01", tsl.Conflict},
		"one number issued twice":    {"PL", 7, "2026-02-01", tsl.Conflict},
		"a new number issued before": {"PL", 8, "2025-12-01", tsl.Conflict},
		"another country's":          {"CZ", 8, "2026-02-01", tsl.Foreign},
	} {
		next := &tsl.List{Territory: c.territory, Type: tsl.TypeEU, Sequence: c.sequence, Issued: day(c.issued)}
		if got := next.Succeeds(&held); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
}
