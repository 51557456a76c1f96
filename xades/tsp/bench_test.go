package tsp_test

import (
	"bytes"
	"testing"

	"okienko/fixtures/pkitest"
	"okienko/xades/tsp"
)

func BenchmarkParseAndVerify(b *testing.B) {
	for name, edit := range map[string]func(*pkitest.Stamp){"DER": nil, "BER": func(s *pkitest.Stamp) { s.BER = true }} {
		b.Run(name, func(b *testing.B) {
			o := newOffice(b, pkitest.Request{Key: pkitest.RSA2048})
			der := o.stamp(b, edit)
			b.ReportAllocs()
			for b.Loop() {
				if r := o.judge(b, der); len(r.Problems) != 0 {
					b.Fatal(r.Problems)
				}
			}
		})
	}
}

// BenchmarkParseLargest reads a token of the largest size, of the smallest
// elements.
func BenchmarkParseLargest(b *testing.B) {
	der := manyNulls(tsp.MaxToken)
	b.SetBytes(int64(len(der)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := tsp.ParseToken(der); err == nil {
			b.Fatal("that is no token")
		}
	}
}

// manyNulls is a sequence of open length full of NULL.
func manyNulls(size int) []byte {
	return append(append([]byte{0x30, 0x80}, bytes.Repeat([]byte{5, 0}, size/2-2)...), 0, 0)
}
