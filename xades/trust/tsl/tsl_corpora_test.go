//go:build corpora

package tsl_test

import (
	"os"
	"path/filepath"
	"testing"

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

func TestPublishedPolishList(t *testing.T) {
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
	t.Log(list.Operator.In("pl"), list.Sequence, list.Issued, list.NextUpdate)
	got := [...]int{len(list.Providers), services, states, uses, qualifications, takenOver, certificates, unread, unknown}
	if want := [...]int{12, 114, 250, 100, 105, 56, 118, 0, 0}; got != want {
		t.Errorf("providers, services, states, uses, qualifications, taken over, certificates, unread, unknown:\n%v, want\n%v", got, want)
	}
}

func TestPublishedListOfLists(t *testing.T) {
	list := published(t, "EU-LOTL.xml")
	signers := 0
	for _, p := range list.Pointers {
		signers += len(p.Signers)
	}
	if list.Type != tsl.TypeListOfLists || len(list.Pointers) != 43 || signers != 151 || len(list.Providers) != 0 {
		t.Errorf("%s, %d pointers, %d signers, %d providers", list.Type, len(list.Pointers), signers, len(list.Providers))
	}
}
