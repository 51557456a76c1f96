package compose

import (
	"flag"
	"os"
	"testing"

	"pgregory.net/rapid"
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
				s := fill(t, f, office)
				data, problems, err := s.Document()
				if err != nil || len(problems) > 0 {
					t.Fatalf("%v %+v\n%s", err, problems, outline(s))
				}
				answers, files := Read(f, parse(t, data))
				again, _, _ := New(f, answers, files, office).Document()
				if string(again) != string(data) {
					t.Fatalf("reads back differently:\n%s\n%s", data, again)
				}
			})
		})
	}
}
