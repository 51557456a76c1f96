//go:build corpora

package jobs_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"okienko/inbox/fetch"
	"okienko/inbox/jobs"
	"okienko/xades/trust/tsl"
)

// TestCorporaPublishedLists: the published list of the lists, kept from an earlier
// run, leads to the Polish one, as if it was started while both held.
func TestCorporaPublishedLists(t *testing.T) {
	const lotlURL, plURL = "https://ec.europa.eu/tools/lotl/eu-lotl.xml", "https://www.nccert.pl/tsl/PL_TSL.xml"
	p := newPublisher(t)
	folder, err := fetch.OpenFolder(p.dir, 64<<20)
	if err != nil {
		t.Fatal(err)
	}
	keep := func(url, name string) *tsl.List {
		data, err := os.ReadFile(filepath.Join(os.Getenv("OKIENKO_SAMPLES"), "tsl", name))
		if err != nil {
			t.Fatal(err)
		}
		list, err := tsl.Parse(data)
		if err != nil {
			t.Fatal(err)
		}
		if err := folder.Put(fetch.FileName(fetch.KindList, url, nil), data, list.Issued.Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
		return list
	}
	lotl, pl := keep(lotlURL, "EU-LOTL.xml"), keep(plURL, "PL-TSL.xml")
	p.now = pl.Issued.Add(day)
	if lotl.Issued.After(pl.Issued) {
		p.now = lotl.Issued.Add(day)
	}
	l := p.start(t, jobs.List{URL: lotlURL, Signers: lotl.Signers("EU"), Territories: []string{"PL"}})
	if len(p.anchors) != len(pl.Anchors()) || len(p.anchors) == 0 || p.told != 1 {
		t.Errorf("%d anchors of %d, told %d times\n%s", len(p.anchors), len(pl.Anchors()), p.told, p.log.String())
	}
	if err := l.Check(t.Context()); err != nil {
		t.Error(err)
	}
	t.Logf("%d anchors of list %d of %s, under list %d of %s", len(p.anchors), pl.Sequence, pl.Territory, lotl.Sequence, lotl.Territory)
}
