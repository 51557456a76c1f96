package tsl_test

import (
	"crypto/x509"
	"fmt"
	"testing"

	"okienko/xades/trust/tsl"
)

// BenchmarkQualified asks a list of a hundred services, as the Polish one, about
// a certificate: it is asked once for every signature.
func BenchmarkQualified(b *testing.B) {
	var services []string
	var ca *pair
	for i := range 100 {
		ca = authority(b, fmt.Sprintf("CA %d", i))
		services = append(services, service(certificateID(ca.cert), state{granted, "2019-01-01", "", uses(tsl.ForSignatures) + qualification("all", always, tsl.QualifierQualified)}))
	}
	list := parse(b, services...)
	path := []*x509.Certificate{issue(b, ca, "Anna Testowa", says(true, true, 1)).cert, ca.cert}
	b.ReportAllocs()
	for b.Loop() {
		if v := list.Qualified(path, day("2024-01-01")); v.Qualified != tsl.Yes {
			b.Fatal(v)
		}
	}
}
