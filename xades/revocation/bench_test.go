package revocation_test

import (
	"math/big"
	"testing"
	"time"

	"okienko/fixtures/pkitest"
	"okienko/xades/revocation"
)

// longList is a CRL with a million entries, some 37 MB.
func longList(t testing.TB, o *office, entries int) []byte {
	list := make([]pkitest.CRLEntry, entries)
	for i := range list {
		serial := new(big.Int).Add(new(big.Int).Lsh(big.NewInt(0x5a), 64), big.NewInt(int64(i)))
		list[i] = pkitest.CRLEntry{Serial: serial, At: now.Add(-time.Hour), Reason: 1}
	}
	return o.crl(t, pkitest.CRL{Entries: list})
}

// TestLongListsCostLittleMemory: reading and searching a long list allocates no
// more than a short one.
func TestLongListsCostLittleMemory(t *testing.T) {
	o := newOffice(t)
	cost := func(der []byte) float64 {
		return testing.AllocsPerRun(1, func() {
			if s := o.check(now, revocation.Options{}, der); s.State != revocation.Good {
				t.Fatal(s.State)
			}
		})
	}
	short, long := cost(longList(t, o, 10)), cost(longList(t, o, 20_000))
	if long > short+20 {
		t.Errorf("%v allocations for 20,000 entries, %v for 10", long, short)
	}
}

func BenchmarkParseCRL(b *testing.B) {
	der := longList(b, newOffice(b), 1_000_000)
	b.SetBytes(int64(len(der)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := revocation.ParseCRL(der); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCheckAgainstCRL(b *testing.B) {
	o := newOffice(b)
	parsed, err := revocation.ParseCRL(longList(b, o, 1_000_000))
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		s := revocation.CheckParsed(o.leaf.Certificate, o.ca.Certificate, []revocation.Evidence{parsed}, now, revocation.Options{})
		if s.State != revocation.Good {
			b.Fatal(s.State)
		}
	}
}
