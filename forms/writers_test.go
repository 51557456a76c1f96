package forms

import (
	"slices"
	"strings"
	"testing"
)

func TestWriters(t *testing.T) {
	const anna, jan = "44051401458", "90090515836"
	for _, c := range []struct {
		form, version string
		change        [2]string
		want          []string
	}{
		{"pismo-ogolne", "4566", [2]string{anna, anna}, []string{anna}},
		{"pismo-ogolne", "4566", [2]string{anna, jan}, []string{jan}},
		{"pismo-ogolne", "4566", [2]string{"PESEL>" + anna + "<", "PESEL><"}, nil},
		{"wpis-do-ceidg", "1", [2]string{"</", strings.ReplaceAll(emptySignature, "PESEL>1<", "PESEL>"+jan+"<") + "</"}, []string{anna}}, // who signs is not who writes
		{"informacja-publiczna", "1", [2]string{"<", "<"}, nil},                                                                          // anybody may ask, unnamed
	} {
		f := embeddedForm(t, c.form, c.version)
		if got := f.Writers(parse(t, strings.Replace(string(f.SampleXML), c.change[0], c.change[1], 1))); !slices.Equal(got, c.want) {
			t.Errorf("%s/%s with %q: %q, want %q", c.form, c.version, c.change[1], got, c.want)
		}
	}
}
