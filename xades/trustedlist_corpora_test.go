//go:build corpora

package xades_test

import (
	"bytes"
	"crypto/x509"
	"os"
	"path/filepath"
	"testing"

	"okienko/xades"
	"okienko/xades/trust/tsl"
	"okienko/xades/xmltree"
)

func publishedList(t *testing.T, name string) (data []byte, doc *xmltree.Document, list *tsl.List) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(os.Getenv("OKIENKO_SAMPLES"), "tsl", name))
	if err != nil {
		t.Fatal(err)
	}
	if doc, err = xmltree.Parse(data, xmltree.Options{}); err != nil {
		t.Fatal(err)
	}
	if list, err = tsl.Read(doc); err != nil {
		t.Fatal(err)
	}
	return data, doc, list
}

// TestCorporaListSigners walks from the list of the lists, whose signers are
// those it names itself, to the Polish list, whose signers it names.
func TestCorporaListSigners(t *testing.T) {
	_, lotlDoc, lotl := publishedList(t, "EU-LOTL.xml")
	_, plDoc, pl := publishedList(t, "PL-TSL.xml")
	check := func(name string, doc *xmltree.Document, list *tsl.List, signers []*x509.Certificate, want xades.Indication) {
		report, err := xades.VerifyTrustedList(doc, signers, list.Issued)
		if err != nil {
			t.Fatal(err)
		}
		if report.Verdict != want {
			t.Errorf("%s: %s, want %s; %+v %+v", name, report.Verdict, want, report.Reasons, report.Signatures)
		}
	}
	check("LOTL by its own signers", lotlDoc, lotl, lotl.Signers("EU"), xades.TotalPassed)
	check("PL by the LOTL's pointer", plDoc, pl, lotl.Signers("PL"), xades.TotalPassed)
	check("PL by another country's", plDoc, pl, lotl.Signers("CZ"), xades.Indeterminate)
	check("PL by nobody's", plDoc, pl, nil, xades.Indeterminate)
	check("LOTL by those the Polish list names", lotlDoc, lotl, pl.Signers("EU"), xades.TotalPassed)
}

// TestCorporaListChanged: one status of the published list altered.
func TestCorporaListChanged(t *testing.T) {
	data, _, pl := publishedList(t, "PL-TSL.xml")
	_, _, lotl := publishedList(t, "EU-LOTL.xml")
	changed := bytes.Replace(data, []byte("Svcstatus/withdrawn"), []byte("Svcstatus/granted"), 1)
	doc, err := xmltree.Parse(changed, xmltree.Options{})
	if err != nil {
		t.Fatal(err)
	}
	report, err := xades.VerifyTrustedList(doc, lotl.Signers("PL"), pl.Issued)
	if err != nil {
		t.Fatal(err)
	}
	if report.Verdict != xades.TotalFailed || report.Signatures[0].SubIndication != xades.HashFailure {
		t.Errorf("%s %s", report.Verdict, report.Signatures[0].SubIndication)
	}
}
