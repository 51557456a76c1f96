package xades

import (
	"crypto/x509/pkix"
	"encoding/asn1"
	"testing"
)

func TestNameText(t *testing.T) {
	attribute := func(value any, oid ...int) pkix.AttributeTypeAndValue {
		return pkix.AttributeTypeAndValue{Type: oid, Value: value}
	}
	for _, c := range []struct {
		name pkix.RDNSequence
		want string
	}{
		{nil, ""},
		{pkix.RDNSequence{{attribute("PL", 2, 5, 4, 6)}, {attribute("VATPL-1234563218", 2, 5, 4, 97)}, {attribute("Urząd", 2, 5, 4, 3)}},
			"CN=Urząd,organizationIdentifier=VATPL-1234563218,C=PL"},
		{pkix.RDNSequence{{attribute("Anna", 2, 5, 4, 42), attribute("Testowa", 2, 5, 4, 4)}}, "givenName=Anna+surname=Testowa"},
		{pkix.RDNSequence{{attribute(` a,b+"c" `, 2, 5, 4, 10)}}, `O=\ a\,b\+\"c\"\ `},
		{pkix.RDNSequence{{attribute("#1", 2, 5, 4, 10)}}, `O=\#1`},
		{pkix.RDNSequence{{attribute("x", 1, 2, 3)}}, "1.2.3=#130178"},
		{pkix.RDNSequence{{attribute(5, 2, 5, 4, 10)}}, "O=#020105"},
	} {
		der, err := asn1.Marshal(c.name)
		if err != nil {
			t.Fatal(err)
		}
		if got := nameText(der); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
	if got := nameText([]byte("nonsense")); got != "" {
		t.Errorf("nonsense is %q", got)
	}
}
