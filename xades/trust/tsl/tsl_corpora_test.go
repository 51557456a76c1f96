//go:build corpora

package tsl_test

import (
	"crypto/x509"
	"os"
	"path/filepath"
	"testing"
	"time"

	"okienko/xades/trust/tsl"
)

// published reads one of the lists as their operators published them.
func published(t *testing.T, name string) *tsl.List {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(os.Getenv("OKIENKO_SAMPLES"), "tsl", name))
	if err != nil {
		t.Fatal(err)
	}
	list, err := tsl.Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestCorporaPolishList(t *testing.T) {
	list := published(t, "PL-TSL.xml")
	services, states, uses, qualifications, takenOver, certificates, unread, unknown := 0, 0, 0, 0, 0, 0, 0, 0
	for _, p := range list.Providers {
		for _, s := range p.Services {
			services++
			for _, c := range s.Identity.Certificates {
				certificates++
				if c.Parsed == nil {
					unread++
				}
			}
			for _, state := range s.States {
				states++
				uses += len(state.Uses)
				qualifications += len(state.Qualifications)
				unknown += len(state.Unknown)
				if state.TakenOverBy != nil {
					takenOver++
				}
			}
		}
	}
	if list.Operator.In("pl") != "Narodowy Bank Polski" || list.Territory != "PL" || list.Sequence != 139 || list.Version != 5 {
		t.Errorf("%s %s %d %d", list.Operator.In("pl"), list.Territory, list.Sequence, list.Version)
	}
	if f := [2]tsl.Freshness{list.Freshness(list.Issued), list.Freshness(day("2026-11-20"))}; f != [2]tsl.Freshness{tsl.Fresh, tsl.Stale} {
		t.Errorf("freshness %v", f)
	}
	got := [...]int{len(list.Providers), services, states, uses, qualifications, takenOver, certificates, unread, unknown}
	if want := [...]int{12, 114, 250, 100, 105, 56, 118, 0, 0}; got != want {
		t.Errorf("providers, services, states, uses, qualifications, taken over, certificates, unread, unknown:\n%v, want\n%v", got, want)
	}
}

func TestCorporaListOfLists(t *testing.T) {
	list := published(t, "EU-LOTL.xml")
	signers := 0
	for _, p := range list.Pointers {
		signers += len(p.Signers)
	}
	if list.Type != tsl.TypeListOfLists || len(list.Pointers) != 43 || signers != 151 || len(list.Providers) != 0 {
		t.Errorf("%s, %d pointers, %d signers, %d providers", list.Type, len(list.Pointers), signers, len(list.Providers))
	}
	if len(list.Signers("PL")) != 3 || len(list.Signers("EU")) != 6 || len(list.Signers("BG")) != 2 || len(list.Signers("US")) != 0 {
		t.Errorf("signers: PL %d, EU %d, BG %d", len(list.Signers("PL")), len(list.Signers("EU")), len(list.Signers("BG")))
	}
}

// listedCA finds the CA/QC service whose certificate has a common name and
// begins on a day.
func listedCA(t *testing.T, list *tsl.List, name, from string) (*tsl.Service, *x509.Certificate) {
	t.Helper()
	for _, p := range list.Providers {
		for i := range p.Services {
			for _, c := range p.Services[i].Identity.Certificates {
				if p.Services[i].States[0].Type == qcService && c.Parsed.Subject.CommonName == name && c.Parsed.NotBefore.Format(time.DateOnly) == from {
					return &p.Services[i], c.Parsed
				}
			}
		}
	}
	t.Fatalf("%s from %s is not listed", name, from)
	return nil, nil
}

// TestCorporaPolishServices: known services, asked at known times.
func TestCorporaPolishServices(t *testing.T) {
	list := published(t, "PL-TSL.xml")
	for _, c := range []struct {
		name, from string
		at         map[string]bool
	}{
		{"Centrum Kwalifikowane EuroCert", "2022-02-14", map[string]bool{"2022-02-14": false, "2022-02-16": true, "2023-09-20": true}},
		{"Centrum Kwalifikowane EuroCert", "2014-01-14", map[string]bool{"2014-01-14": false, "2014-02-01": true, "2016-06-30": true, "2016-07-01": true}},
		{"Certum QCA 2017", "2017-03-15", map[string]bool{"2017-03-15": false, "2017-03-16": true, "2023-09-20": true}},
		{"CERTUM QCA", "2016-04-01", map[string]bool{"2016-05-01": true, "2023-09-20": true}},
		{"CERTUM QCA", "2011-09-20", map[string]bool{"2015-01-01": true, "2016-05-01": true, "2016-08-01": true, "2016-09-20": true, "2016-09-21": false}},
		{"CERTUM QCA", "2009-01-05", map[string]bool{"2012-01-01": true, "2016-05-01": false, "2016-07-01": false}},
		{"COPE SZAFIR - Kwalifikowany", "2017-03-13", map[string]bool{"2017-03-14": true, "2023-09-20": true}},
		{"COPE SZAFIR - Kwalifikowany", "2011-12-09", map[string]bool{"2012-01-01": true, "2016-11-17": true, "2016-11-18": false}},
		{"CUZ Sigillum - QCA1", "2017-04-24", map[string]bool{"2017-04-24": false, "2017-04-25": true, "2023-09-20": true}},
		{"Sigillum PCCE - kwalifikowany CA1", "2012-05-10", map[string]bool{"2013-01-01": true, "2017-05-10": true, "2017-05-11": false}},
		{"CenCert QTSP CA", "2023-09-15", map[string]bool{"2023-09-19": false, "2023-09-20": true}},
		{"CC Signet - CA Klasa 3", "2003-04-30", map[string]bool{"2004-01-01": true, "2006-07-01": false}},
		{"Centrum MobiCert - QCA 2013", "2013-01-31", map[string]bool{"2013-06-01": true, "2013-11-14": false}},
	} {
		s, _ := listedCA(t, list, c.name, c.from)
		for at, want := range c.at {
			if got := s.Granted(qcService, day(at)); got != want {
				t.Errorf("%s from %s at %s: granted %v", c.name, c.from, at, got)
			}
		}
	}
}

// TestCorporaPolishQualifiers judges made-up certificates, which only name the
// policies of the providers, by what the list says of these policies.
func TestCorporaPolishQualifiers(t *testing.T) {
	list := published(t, "PL-TSL.xml")
	other := authority(t, "Test")
	for name, c := range map[string]struct {
		ca, from, policy string
		statements       func(*x509.Certificate)
		qualified        tsl.Answer
		use              string
		device           tsl.Answer
	}{
		"EuroCert, signature, device by certificate": {"Centrum Kwalifikowane EuroCert", "2022-02-14", "1.2.616.1.113791.1.2.2", says(true, true, 1), tsl.Yes, tsl.ForSignatures, tsl.Yes},
		"EuroCert, signature, no device":             {"Centrum Kwalifikowane EuroCert", "2022-02-14", "1.2.616.1.113791.1.2.2", says(true, false, 1), tsl.Yes, tsl.ForSignatures, tsl.No},
		"EuroCert, seal by the list":                 {"Centrum Kwalifikowane EuroCert", "2022-02-14", "1.2.616.1.113791.1.2.3", says(true, true), tsl.Yes, tsl.ForSeals, tsl.Yes},
		"EuroCert, claims nothing":                   {"Centrum Kwalifikowane EuroCert", "2022-02-14", "1.2.616.1.113791.1.2.2", silent, tsl.No, tsl.ForSignatures, tsl.No},
		"Certum, device by the list":                 {"Certum QCA 2017", "2017-03-15", "1.2.616.1.113527.2.4.1.12.1", silent, tsl.Yes, tsl.ForSignatures, tsl.Yes},
		"Certum, managed seal":                       {"Certum QCA 2017", "2017-03-15", "1.2.616.1.113527.2.4.1.13.2", silent, tsl.Yes, tsl.ForSeals, tsl.Yes},
		"Certum, another policy":                     {"Certum QCA 2017", "2017-03-15", "1.2.3.4", silent, tsl.No, tsl.ForSignatures, tsl.No},
		"Certum 2, seals not granted":                {"Certum QCA2 2017", "2017-03-15", "1.2.3.4", says(true, true, 2), tsl.No, tsl.ForSeals, tsl.Yes},
		"KIR, usage and policy":                      {"COPE SZAFIR - Kwalifikowany", "2017-03-13", "1.2.616.1.113571.1.1", silent, tsl.Yes, tsl.ForSignatures, tsl.Yes},
		"CenCert, usage alone":                       {"CenCert QTSP CA", "2017-05-18", "1.2.3.4", silent, tsl.Yes, tsl.ForSignatures, tsl.Yes},
	} {
		_, ca := listedCA(t, list, c.ca, c.from)
		leaf := issue(t, other, "Anna Testowa", func(cert *x509.Certificate) {
			old(c.policy)(cert)
			c.statements(cert)
			cert.NotBefore = day("2022-06-01")
		})
		v := list.Qualified([]*x509.Certificate{leaf.cert, ca}, list.Issued)
		if v.Qualified != c.qualified || v.Use != c.use || v.Device != c.device {
			t.Errorf("%s: qualified %d, %s, device %d, %v", name, v.Qualified, v.Use, v.Device, v.Findings)
		}
	}
}
