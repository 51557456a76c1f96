package tsl_test

import (
	"crypto/x509"
	"reflect"
	"testing"

	"okienko/xades/trust/tsl"
)

// FuzzParse: whatever is read at all is read alike twice, its states stand
// newest first, and nothing is granted before it is listed.
func FuzzParse(f *testing.F) {
	ca := authority(f, "CA")
	path := []*x509.Certificate{issue(f, ca, "Anna Testowa", says(true, true, 1)).cert, ca.cert}
	f.Add([]byte(document()))
	f.Add([]byte(document(service(certificateID(ca.cert)+keyID(ca.cert), state{granted, "2020-01-01", "", uses(tsl.ForSeals)}, state{supervised, "2010-01-01", "", ""}))))
	f.Add([]byte(document(service(keyID(ca.cert), state{granted, "2019-01-01", "", qualification("none", always+never+riddle, tsl.QualifierQualified, tsl.QualifierSeal)}))))
	f.Fuzz(func(t *testing.T, data []byte) {
		list, err := tsl.Parse(data)
		if err != nil {
			if list != nil {
				t.Fatal("an error and a list")
			}
			return
		}
		if again, err := tsl.Parse(data); err != nil || !reflect.DeepEqual(list, again) {
			t.Fatalf("read otherwise: %v", err)
		}
		list.Anchors()
		list.Signers("EU")
		v := list.Qualified(path, day("2024-01-01"))
		checkServices(t, list, v)
	})
}

func checkServices(t *testing.T, list *tsl.List, v tsl.Verdict) {
	anyGranted := false
	for _, p := range list.Providers {
		for _, s := range p.Services {
			anyGranted = anyGranted || s.Granted(qcService, day("2024-01-01"))
			for i := range s.States {
				if i > 0 && s.States[i].Since.After(s.States[i-1].Since) {
					t.Fatal("states out of order")
				}
			}
			if s.Granted(qcService, s.States[len(s.States)-1].Since.Add(-1)) {
				t.Fatal("granted before it was listed")
			}
		}
	}
	if v.Qualified == tsl.Yes && !anyGranted {
		t.Fatal("qualified by a list that grants nothing")
	}
}
