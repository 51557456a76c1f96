package compose

import (
	"flag"
	"fmt"
	"os"
	"testing"

	"pgregory.net/rapid"

	"okienko/forms"
)

// fillings is how often each shipped form is filled in at random.
const fillings = "1000"

func TestMain(m *testing.M) {
	flag.Parse()
	if !testing.Short() {
		_ = flag.Set("rapid.checks", fillings)
	}
	os.Exit(m.Run())
}

// TestWhatComposesValidates: any filling whose values the fields let pass makes a
// document that the form's own Validate has nothing to say against, and that
// reads back as the same.
func TestWhatComposesValidates(t *testing.T) {
	for _, f := range shipped(t) {
		t.Run(f.Name+"-"+f.Version, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				if wrong := composes(t, f, layers); wrong != "" {
					t.Fatal(wrong)
				}
			})
		})
	}
}

// composes fills a form in and says what is wrong with what that makes; "" for
// nothing.
func composes(t *rapid.T, f *forms.Form, layers int) string {
	s := fill(t, f, layers)
	data, problems, err := s.Document()
	if err != nil || len(problems) > 0 {
		return fmt.Sprintf("%v %+v\n%s", err, problems, outline(s))
	}
	if found := f.Validate(parse(t, data)); len(found) > 0 {
		return fmt.Sprintf("%+v\n%s", found, data)
	}
	answers, files := Read(f, parse(t, data))
	if again, _, _ := New(f, answers, files, office).Document(); string(again) != string(data) {
		return fmt.Sprintf("reads back differently:\n%s\n%s", data, again)
	}
	return ""
}
