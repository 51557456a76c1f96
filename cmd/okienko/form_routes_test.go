package main

import (
	"net/http"
	"testing"
	"time"

	"okienko/forms"
	"okienko/inbox"
)

// TestEveryFormReachesItsDepartment posts the signed sample of each form to a
// demo office: it is accepted, in the queue of the form's own department, and
// due when the form's law says.
func TestEveryFormReachesItsDepartment(t *testing.T) {
	dir := t.TempDir()
	p := startDemo(t, dir)
	o := readOffice(t, dir)
	catalogue, err := forms.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range catalogue.Forms() {
		a := p.post(letterBox, signDocument(t, dir, f.SampleXML), "Accept", "application/json")
		if a.status != http.StatusCreated {
			t.Errorf("%s/%s: %d %s", f.Name, f.Version, a.status, short(a.body))
			continue
		}
		var got struct {
			Department, Due string
			Defects         []any
		}
		a.json(t, &got)
		due := inbox.DueDay(time.Now(), inbox.Term{Days: f.Policy.DueDays, Months: f.Policy.DueMonths})
		if got.Department != f.Policy.Department || got.Due != string(due) || len(got.Defects) != 0 {
			t.Errorf("%s/%s: %+v, want department %s, due %s", f.Name, f.Version, got, f.Policy.Department, due)
		}
		path := a.header.Get("Location")
		if clerk := p.get(path, o.tokens["urzednik-"+f.Policy.Department]); clerk.status != http.StatusOK {
			t.Errorf("%s/%s: its clerk gets %d", f.Name, f.Version, clerk.status)
		}
	}
}
