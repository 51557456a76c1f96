package compose

import "testing"

// BenchmarkSheet is one page view of the largest shipped form, filled in as in
// its sample.
func BenchmarkSheet(b *testing.B) {
	for _, f := range shipped(b) {
		answers, files := Read(f, parse(b, f.SampleXML))
		b.Run(f.Name+"-"+f.Version, func(b *testing.B) {
			for b.Loop() {
				New(f, answers, files, office)
			}
		})
	}
}
