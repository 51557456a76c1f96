package jobs_test

import (
	"bytes"
	"crypto/rand"
	"crypto/x509"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"okienko/fixtures/pkitest"
	"okienko/inbox/fetch"
	"okienko/inbox/jobs"
	"okienko/xades"
	"okienko/xades/trust"
)

const day = 24 * time.Hour

// publisher serves trusted lists on loopback; what it serves may change at any
// time.
type publisher struct {
	pki                       *pkitest.PKI
	operator, europe, another *pkitest.Credential // sign lists
	url                       string
	now                       time.Time
	dir                       string
	private                   bool
	log                       bytes.Buffer
	outcomes                  []fetch.Outcome
	anchors                   []*x509.Certificate // as told last
	told                      int

	mu    sync.Mutex
	lists map[string][]byte // by path; none: 404
	asked map[string]int
}

func newPublisher(t *testing.T) *publisher {
	t.Helper()
	p := &publisher{now: time.Now().Truncate(time.Second), dir: t.TempDir(), private: true, lists: map[string][]byte{}, asked: map[string]int{}}
	var err error
	if p.pki, err = pkitest.New(pkitest.Options{Now: p.now}); err != nil {
		t.Fatal(err)
	}
	for name, to := range map[string]**pkitest.Credential{"Operator PL (test)": &p.operator, "Operator EU (test)": &p.europe, "Another (test)": &p.another} {
		if *to, err = p.pki.Issue(nil, pkitest.Request{Subject: pkitest.Subject{CommonName: name, Country: "PL"}, NotBefore: p.now.Add(-30 * day)}); err != nil {
			t.Fatal(err)
		}
	}
	server := httptest.NewServer(p)
	t.Cleanup(server.Close)
	p.url = server.URL
	return p
}

func (p *publisher) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.asked[r.URL.Path]++
	list, ok := p.lists[r.URL.Path]
	if !ok {
		w.WriteHeader(http.StatusNotFound)
		return
	}
	w.Write(list)
}

func (p *publisher) publish(path string, list []byte) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.lists[path] = list
}

// polish is the list of PL with one authority.
func (p *publisher) polish(sequence int64, issued time.Time, change ...func(*pkitest.List)) pkitest.List {
	l := pkitest.List{Territory: "PL", Sequence: sequence, Issued: issued, NextUpdate: issued.Add(10 * day), Granted: []*x509.Certificate{p.pki.QualifiedCA.Certificate}}
	for _, c := range change {
		c(&l)
	}
	return l
}

func sign(t *testing.T, l pkitest.List, by *pkitest.Credential) []byte {
	t.Helper()
	signed, err := xades.Sign(l.XML(), xades.SignOptions{Signer: by.Key, Certificate: by.Certificate, Time: l.Issued, Rand: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	return signed
}

// start is a new run of the program with these lists.
func (p *publisher) start(t *testing.T, lists ...jobs.List) *jobs.Lists {
	t.Helper()
	folder, err := fetch.OpenFolder(p.dir, 64<<20)
	if err != nil {
		t.Fatal(err)
	}
	return jobs.NewLists(jobs.ListOptions{
		Lists: lists, Client: fetch.New(fetch.Options{Private: p.private, Timeout: time.Second}), Folder: folder,
		Believe: p.believe, Observe: func(_ fetch.Kind, o fetch.Outcome) { p.outcomes = append(p.outcomes, o) },
		Now: func() time.Time { return p.now }, Log: slog.New(slog.NewTextHandler(&p.log, nil)),
	})
}

func (p *publisher) believe(anchors []trust.Anchor) {
	p.told++
	p.anchors = nil
	for _, a := range anchors {
		p.anchors = append(p.anchors, a.Certificate)
	}
}

func (p *publisher) direct() jobs.List {
	return jobs.List{URL: p.url + "/pl.xml", Signers: []*x509.Certificate{p.operator.Certificate}}
}

// believes compares what is believed with what should be.
func (p *publisher) believes(t *testing.T, when string, want ...*pkitest.Credential) {
	t.Helper()
	same := func(c *x509.Certificate, by *pkitest.Credential) bool { return c.Equal(by.Certificate) }
	if !slices.EqualFunc(p.anchors, want, same) {
		t.Errorf("%s: %d anchors, want %d\n%s", when, len(p.anchors), len(want), p.log.String())
	}
}

// TestListIsTaken: fetched at first, then once a day, believed when it changes,
// and kept over a restart.
func TestListIsTaken(t *testing.T) {
	p := newPublisher(t)
	p.publish("/pl.xml", sign(t, p.polish(7, p.now.Add(-day)), p.operator))
	l := p.start(t, p.direct())
	p.believes(t, "before the first fetch")
	if err := l.Check(t.Context()); err == nil || !strings.Contains(err.Error(), "never fetched") {
		t.Errorf("nothing is held: %v", err)
	}
	l.First(t.Context())
	p.believes(t, "fetched", p.pki.QualifiedCA)
	p.now = p.now.Add(23 * time.Hour)
	l.First(t.Context())
	l.Refresh(t.Context())
	p.now = p.now.Add(time.Hour)
	l.Refresh(t.Context())
	if p.asked["/pl.xml"] != 2 || p.told != 2 { // told at the start too
		t.Errorf("asked %d times, told %d times", p.asked["/pl.xml"], p.told)
	}
	l = p.start(t, p.direct())
	p.believes(t, "started again", p.pki.QualifiedCA)
	l.First(t.Context())
	l.Refresh(t.Context())
	if p.asked["/pl.xml"] != 2 || l.Check(t.Context()) != nil {
		t.Errorf("asked %d times, %v", p.asked["/pl.xml"], l.Check(t.Context()))
	}
	p.publish("/pl.xml", sign(t, p.polish(8, p.now, func(l *pkitest.List) { l.Granted = append(l.Granted, p.pki.StrangerCA.Certificate) }), p.operator))
	p.now = p.now.Add(day)
	l.Refresh(t.Context())
	p.believes(t, "a newer list", p.pki.QualifiedCA, p.pki.StrangerCA)
	if want := []fetch.Outcome{fetch.Fetched, fetch.Unchanged, fetch.Fetched}; !slices.Equal(p.outcomes, want) {
		t.Errorf("outcomes %v", p.outcomes)
	}
}

// TestListIsRefused: the one held stays, and is asked for again within the hour.
func TestListIsRefused(t *testing.T) {
	p := newPublisher(t)
	more := func(l *pkitest.List) { l.Granted = append(l.Granted, p.pki.StrangerCA.Certificate) }
	newer := p.polish(8, p.now, more)
	signed := sign(t, newer, p.operator)
	for name, c := range map[string]struct {
		list []byte
		why  string
	}{
		"changed after signing":      {bytes.Replace(signed, []byte(">PL<"), []byte(">PT<"), 1), "signature.digest"},
		"signed by another":          {sign(t, newer, p.another), "certificate.untrusted"},
		"not signed":                 {newer.XML(), "signature.missing"},
		"no list":                    {[]byte("<html/>"), "tsl.structure"},
		"nothing":                    {nil, "xml."},
		"an earlier one":             {sign(t, p.polish(6, p.now.Add(-2*day), more), p.operator), "not newer"},
		"an earlier one, dated anew": {sign(t, p.polish(6, p.now, more), p.operator), "not newer"},
		"a later one, dated earlier": {sign(t, p.polish(9, p.now.Add(-2*day), more), p.operator), "not newer"},
		"the same number, anew":      {sign(t, p.polish(7, p.now, more), p.operator), "not newer"},
		"from the future":            {sign(t, p.polish(8, p.now.Add(5*day), more), p.operator), "issued on"},
	} {
		p.dir, p.outcomes = t.TempDir(), nil
		p.log.Reset()
		now := p.now
		p.publish("/pl.xml", sign(t, p.polish(7, p.now.Add(-day)), p.operator))
		l := p.start(t, p.direct())
		l.Refresh(t.Context())
		p.publish("/pl.xml", c.list)
		for range 2 {
			p.now = p.now.Add(day)
			l.Refresh(t.Context())
			l.Refresh(t.Context()) // not due
		}
		p.believes(t, name, p.pki.QualifiedCA)
		if want := []fetch.Outcome{fetch.Fetched, fetch.Useless, fetch.Useless}; !slices.Equal(p.outcomes, want) || !strings.Contains(p.log.String(), c.why) {
			t.Errorf("%s: %v\n%s", name, p.outcomes, p.log.String())
		}
		p.publish("/pl.xml", signed)
		p.now = p.now.Add(time.Hour)
		l.Refresh(t.Context())
		p.believes(t, name+", then a good one", p.pki.QualifiedCA, p.pki.StrangerCA)
		p.now = now
	}
}

// TestListCannotBeHad: the last good copy serves on, also when it is past its
// next update; that is told.
func TestListCannotBeHad(t *testing.T) {
	p := newPublisher(t)
	p.publish("/pl.xml", sign(t, p.polish(7, p.now.Add(-day)), p.operator))
	l := p.start(t, p.direct())
	l.Refresh(t.Context())
	p.mu.Lock()
	delete(p.lists, "/pl.xml")
	p.mu.Unlock()
	p.now = p.now.Add(8 * day)
	l.Refresh(t.Context())
	if err := l.Check(t.Context()); err != nil || p.outcomes[1] != fetch.Failed || !strings.Contains(p.log.String(), "404") {
		t.Errorf("a list that holds for another day: %v, %v", err, p.outcomes)
	}
	p.now = p.now.Add(2 * day)
	for range 2 {
		if err := l.Check(t.Context()); err == nil || !strings.Contains(err.Error(), "expired on") {
			t.Errorf("an expired list: %v", err)
		}
		p.believes(t, "expired", p.pki.QualifiedCA)
		l = p.start(t, p.direct())
	}
	p.private = false
	l = p.start(t, p.direct())
	l.Refresh(t.Context())
	if !strings.Contains(p.log.String(), "inside the house") {
		t.Errorf("a private address was dialled\n%s", p.log.String())
	}
}

// TestNextUpdateNears: from a day before it on, the list is looked at every hour.
func TestNextUpdateNears(t *testing.T) {
	p := newPublisher(t)
	p.publish("/pl.xml", sign(t, p.polish(7, p.now.Add(-10*day+26*time.Hour)), p.operator)) // due in 26 hours
	l := p.start(t, p.direct())
	var hours []int
	for hour := range 7 {
		before := p.asked["/pl.xml"]
		l.Refresh(t.Context())
		if p.asked["/pl.xml"] > before {
			hours = append(hours, hour)
		}
		p.now = p.now.Add(time.Hour)
	}
	if want := []int{0, 2, 3, 4, 5, 6}; !slices.Equal(hours, want) {
		t.Errorf("asked at %v, want %v", hours, want)
	}
}

// lotl points to PL, and to DE where the list cannot be had. Its next update is
// near, so that it is looked at every hour.
func (p *publisher) lotl(t *testing.T, sequence int64, polish ...*pkitest.Credential) []byte {
	l := pkitest.List{Territory: "EU", Sequence: sequence, Issued: p.now.Add(-time.Hour), NextUpdate: p.now.Add(20 * time.Hour)}
	var signers []*x509.Certificate
	for _, by := range polish {
		signers = append(signers, by.Certificate)
	}
	l.Pointers = []pkitest.ListPointer{{URL: p.url + "/pl.xml", Territory: "PL", Signers: signers}, {URL: p.url + "/de.xml", Territory: "DE", Signers: signers}}
	return sign(t, l, p.europe)
}

// TestListOfLists: it says which lists there are and who signs them, and may
// take that back.
func TestListOfLists(t *testing.T) {
	p := newPublisher(t)
	lists := jobs.List{URL: p.url + "/eu.xml", Signers: []*x509.Certificate{p.europe.Certificate}, Territories: []string{"PL"}}
	p.publish("/eu.xml", p.lotl(t, 1, p.operator))
	p.publish("/pl.xml", sign(t, p.polish(7, p.now.Add(-day)), p.operator))
	l := p.start(t, lists)
	l.First(t.Context())
	p.believes(t, "pointed to", p.pki.QualifiedCA)
	if p.asked["/de.xml"] != 0 {
		t.Error("a territory nobody wants was asked for")
	}
	if err := l.Check(t.Context()); err != nil {
		t.Error(err)
	}
	l = p.start(t, lists)
	p.believes(t, "started again", p.pki.QualifiedCA)

	p.now = p.now.Add(2 * time.Hour)
	p.publish("/eu.xml", p.lotl(t, 2, p.another))
	l.Refresh(t.Context())
	p.believes(t, "its signer is none any more")
	if p.asked["/pl.xml"] != 2 {
		t.Errorf("asked %v", p.asked)
	}
	p.now = p.now.Add(time.Hour)
	p.publish("/pl.xml", sign(t, p.polish(8, p.now), p.another))
	l.Refresh(t.Context())
	p.believes(t, "signed by the new one", p.pki.QualifiedCA)
	p.now = p.now.Add(2 * time.Hour)
	p.publish("/eu.xml", p.lotl(t, 3, p.operator))
	p.publish("/pl.xml", sign(t, p.polish(9, p.now), p.operator))
	l.Refresh(t.Context())
	p.believes(t, "signed by the first again", p.pki.QualifiedCA)

	lists.Territories = nil
	l = p.start(t, lists)
	l.Refresh(t.Context())
	if err := l.Check(t.Context()); err == nil || !strings.Contains(err.Error(), "DE never fetched") || p.asked["/de.xml"] != 1 {
		t.Errorf("all territories: %v, asked %v", err, p.asked)
	}
}

// TestListOfAnotherTerritory: a pointer leads to the list of its territory, and
// to no further list of lists.
func TestListOfAnotherTerritory(t *testing.T) {
	p := newPublisher(t)
	lists := jobs.List{URL: p.url + "/eu.xml", Signers: []*x509.Certificate{p.europe.Certificate}}
	p.publish("/eu.xml", p.lotl(t, 1, p.operator))
	p.publish("/pl.xml", sign(t, p.polish(7, p.now, func(l *pkitest.List) { l.Territory = "DE" }), p.operator))
	p.publish("/de.xml", sign(t, p.polish(7, p.now, func(l *pkitest.List) {
		l.Territory, l.Pointers = "DE", []pkitest.ListPointer{{URL: p.url + "/more.xml", Territory: "PL", Signers: []*x509.Certificate{p.another.Certificate}}}
	}), p.operator))
	l := p.start(t, lists)
	l.Refresh(t.Context())
	p.believes(t, "neither is what it should be")
	if p.asked["/more.xml"] != 0 || p.asked["/de.xml"] != 1 || p.asked["/pl.xml"] != 1 {
		t.Errorf("asked %v", p.asked)
	}
}

// TestKeptListIsJudgedAgain: the folder is no authority.
func TestKeptListIsJudgedAgain(t *testing.T) {
	p := newPublisher(t)
	p.publish("/pl.xml", sign(t, p.polish(7, p.now.Add(-day)), p.operator))
	p.start(t, p.direct()).Refresh(t.Context())
	other := p.direct()
	other.Signers = []*x509.Certificate{p.another.Certificate}
	p.start(t, other)
	p.believes(t, "under another signer")
	if !strings.Contains(p.log.String(), "kept trusted list not taken") {
		t.Errorf("nobody is told\n%s", p.log.String())
	}
}
