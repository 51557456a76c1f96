package tsl_test

import (
	"crypto/x509"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"okienko/xades/trust/tsl"
)

// element is a QualificationElement whose criterion is met, not met, or cannot
// be evaluated.
type element struct {
	criterion  string // always, never or riddle
	qualifiers []string
}

func elements(list []element) string {
	var xml strings.Builder
	for _, e := range list {
		xml.WriteString(qualification("all", e.criterion, e.qualifiers...))
	}
	return xml.String()
}

// resolutions are all ways in which the riddles may turn out.
func resolutions(list []element) [][]element {
	if len(list) == 0 {
		return [][]element{nil}
	}
	criteria := []string{list[0].criterion}
	if list[0].criterion == riddle {
		criteria = []string{always, never}
	}
	var all [][]element
	for _, rest := range resolutions(list[1:]) {
		for _, criterion := range criteria {
			all = append(all, append([]element{{criterion, list[0].qualifiers}}, rest...))
		}
	}
	return all
}

// TestOpenIsSound: what is said in spite of criteria nobody can evaluate is
// what would be said however they turn out.
func TestOpenIsSound(t *testing.T) {
	ca := authority(t, "CA")
	var leaves []*x509.Certificate
	for _, change := range []func(*x509.Certificate){silent, says(true, true, 1), says(true, false), says(true, true, 2), says(false, true, 1, 2)} {
		leaves = append(leaves, issue(t, ca, "Anna Testowa", change).cert)
	}
	qualifiers := []string{tsl.QualifierQualified, tsl.QualifierNotQualified, tsl.QualifierSignature, tsl.QualifierSeal, tsl.QualifierWebsite, tsl.QualifierLegalPerson,
		tsl.QualifierDevice, tsl.QualifierNoDevice, tsl.QualifierAsInCert, tsl.QualifierDeviceManaged}
	elementOf := rapid.Custom(func(t *rapid.T) element {
		return element{rapid.SampledFrom([]string{always, never, riddle}).Draw(t, "criterion"), rapid.SliceOfNDistinct(rapid.SampledFrom(qualifiers), 1, 4, rapid.ID[string]).Draw(t, "qualifiers")}
	})
	rapid.Check(t, func(t *rapid.T) {
		drawn := rapid.SliceOfN(elementOf, 0, 3).Draw(t, "elements")
		granted := rapid.SampledFrom([]string{uses(tsl.ForSignatures), uses(tsl.ForSignatures, tsl.ForSeals), ""}).Draw(t, "uses")
		leaf := rapid.SampledFrom(leaves).Draw(t, "leaf")
		judge := func(list []element) tsl.Verdict {
			parsed, err := tsl.Parse([]byte(document(service(certificateID(ca.cert), state{tsl.StatusGranted, "2019-01-01", "", granted + elements(list)}))))
			if err != nil {
				t.Fatal(err)
			}
			return parsed.Qualified([]*x509.Certificate{leaf, ca.cert}, day("2024-01-01"))
		}
		said := judge(drawn)
		for _, resolved := range resolutions(drawn) {
			would := judge(resolved)
			if said.Qualified != tsl.Open && said.Qualified != would.Qualified || said.Device != tsl.Open && said.Device != would.Device || said.Use != "" && said.Use != would.Use {
				t.Fatalf("said %d %q %d, would say %d %q %d with %v", said.Qualified, said.Use, said.Device, would.Qualified, would.Use, would.Device, resolved)
			}
		}
	})
}
