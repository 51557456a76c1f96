package trust_test

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"slices"
	"testing"

	"okienko/xades/trust"
)

// general is a GeneralName of a context-specific tag.
func general(t *testing.T, tag int, constructed bool, content []byte) []byte {
	t.Helper()
	return mustMarshal(t, asn1.RawValue{Class: asn1.ClassContextSpecific, Tag: tag, IsCompound: constructed, Bytes: content})
}

func directory(t *testing.T, name pkix.Name) []byte {
	t.Helper()
	return general(t, 4, true, mustMarshal(t, name.ToRDNSequence()))
}

func mustMarshal(t *testing.T, v any) []byte {
	t.Helper()
	out, err := asn1.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// constrained makes an authority with name constraints.
func constrained(t *testing.T, critical bool, permitted, excluded [][]byte) func(*x509.Certificate) {
	t.Helper()
	var lists []byte
	for tag, names := range [][][]byte{permitted, excluded} {
		var list []byte
		for _, name := range names {
			list = append(list, mustMarshal(t, asn1.RawValue{Tag: asn1.TagSequence, IsCompound: true, Bytes: name})...)
		}
		if len(names) > 0 {
			lists = append(lists, general(t, tag, true, list)...)
		}
	}
	value := mustMarshal(t, asn1.RawValue{Tag: asn1.TagSequence, IsCompound: true, Bytes: lists})
	return func(c *x509.Certificate) {
		ca(c)
		c.Subject = pkix.Name{Country: []string{"PL"}, Organization: []string{"Urząd Testowy"}, CommonName: "Constrained"}
		c.ExtraExtensions = []pkix.Extension{{Id: asn1.ObjectIdentifier{2, 5, 29, 30}, Critical: critical, Value: value}}
	}
}

func named(country, organization string) func(*x509.Certificate) {
	return func(c *x509.Certificate) {
		c.Subject = pkix.Name{Country: []string{country}, Organization: []string{organization}, CommonName: "Anna Testowa"}
	}
}

// TestNameConstraints: an authority that may issue for some names alone, on
// directory names (ours) and on others (crypto/x509's).
func TestNameConstraints(t *testing.T) {
	root := issue(t, nil, "Root", ca)
	poland := directory(t, pkix.Name{Country: []string{"pl"}})
	office := directory(t, pkix.Name{Country: []string{"PL"}, Organization: []string{"Urząd  testowy"}})
	other := directory(t, pkix.Name{Country: []string{"PL"}, Organization: []string{"Inny urząd"}})
	mail := general(t, 1, false, []byte("urzad.example"))
	registered := general(t, 8, false, []byte{42, 3})
	address := func(email string) func(*x509.Certificate) {
		return func(c *x509.Certificate) { named("PL", "Urząd Testowy")(c); c.EmailAddresses = []string{email} }
	}
	for name, c := range map[string]struct {
		permitted, excluded [][]byte
		leaf                func(*x509.Certificate)
		allowed             bool
		uncritical          bool // what becomes of it where the extension is not critical
	}{
		"inside":                    {[][]byte{poland}, nil, named("PL", "Urząd Testowy"), true, true},
		"outside":                   {[][]byte{poland}, nil, named("DE", "Urząd Testowy"), false, false},
		"deeper":                    {[][]byte{office}, nil, named("PL", "Urząd Testowy"), true, true},
		"deeper, outside":           {[][]byte{office}, nil, named("PL", "Urząd"), false, false},
		"one of two":                {[][]byte{other, office}, nil, named("PL", "Urząd Testowy"), true, true},
		"excluded":                  {nil, [][]byte{office}, named("PL", "Urząd Testowy"), false, false},
		"another excluded":          {nil, [][]byte{other}, named("PL", "Urząd Testowy"), true, true},
		"permitted, then excluded":  {[][]byte{poland}, [][]byte{office}, named("PL", "Urząd Testowy"), false, false},
		"a name that is shorter":    {[][]byte{office}, nil, func(c *x509.Certificate) { c.Subject = pkix.Name{Country: []string{"PL"}} }, false, false},
		"e-mail inside":             {[][]byte{mail}, nil, address("anna@urzad.example"), true, true},
		"e-mail outside":            {[][]byte{mail}, nil, address("anna@inny.example"), false, false},
		"e-mail inside, name not":   {[][]byte{mail, other}, nil, address("anna@urzad.example"), false, false},
		"a kind nobody knows":       {[][]byte{registered}, nil, named("PL", "Urząd Testowy"), false, true},
		"a kind nobody knows, also": {[][]byte{poland, registered}, nil, named("PL", "Urząd Testowy"), false, true},
	} {
		for _, critical := range []bool{true, false} {
			middle := issue(t, root, "", constrained(t, critical, c.permitted, c.excluded))
			leaf := issue(t, middle, "", c.leaf)
			want := trust.BrokenPath
			if critical && c.allowed || !critical && c.uncritical {
				want = trust.None
			}
			if j := anchors(root).Judge(leaf.cert, []*x509.Certificate{middle.cert}, now); j.Problem != want {
				t.Errorf("%s, critical %t: %d %s", name, critical, j.Problem, j.Detail)
			}
		}
	}
}

// TestNameConstraintsReachDown to all below, of the anchor as well, and excuse
// what an authority issued to itself.
func TestNameConstraintsReachDown(t *testing.T) {
	poland := [][]byte{directory(t, pkix.Name{Country: []string{"PL"}})}
	root := issue(t, nil, "", constrained(t, true, poland, nil))
	foreign := issue(t, root, "", func(c *x509.Certificate) {
		ca(c)
		c.Subject = pkix.Name{Country: []string{"DE"}, CommonName: "Zwischenstelle"}
	})
	leaf := issue(t, foreign, "", named("PL", "Urząd Testowy"))
	if j := anchors(root).Judge(leaf.cert, []*x509.Certificate{foreign.cert}, now); j.Problem != trust.BrokenPath {
		t.Errorf("a foreign authority below: %d %s", j.Problem, j.Detail)
	}
	open := issue(t, nil, "Root", ca)
	narrow := issue(t, open, "", constrained(t, true, [][]byte{directory(t, pkix.Name{Country: []string{"PL"}, Organization: []string{"Inny"}})}, nil))
	renewed := issue(t, narrow, "", func(c *x509.Certificate) { ca(c); c.Subject = narrow.cert.Subject })
	below := issue(t, renewed, "", named("PL", "Inny"))
	if j := anchors(open).Judge(below.cert, []*x509.Certificate{narrow.cert, renewed.cert}, now); j.Problem != trust.None || len(j.Path) != 4 {
		t.Errorf("a self-issued authority: %d %s", j.Problem, j.Detail)
	}
	broken := issue(t, open, "", func(c *x509.Certificate) {
		ca(c)
		c.ExtraExtensions = []pkix.Extension{{Id: asn1.ObjectIdentifier{2, 5, 29, 30}, Critical: true, Value: mustMarshal(t, asn1.RawValue{Tag: asn1.TagSequence, IsCompound: true,
			Bytes: general(t, 0, true, mustMarshal(t, asn1.RawValue{Tag: asn1.TagSequence, IsCompound: true, Bytes: general(t, 4, true, []byte{5, 0})}))})}}
	})
	if j := anchors(open).Judge(issue(t, broken, "Leaf", nil).cert, []*x509.Certificate{broken.cert}, now); j.Problem != trust.BrokenPath {
		t.Errorf("malformed constraints: %d %s", j.Problem, j.Detail)
	}
}

// TestPolicies: an authority may want a policy of everything below it (RFC 5280
// 4.2.1.11, 6.1.5 g).
func TestPolicies(t *testing.T) {
	policy, err := x509.OIDFromInts([]uint64{1, 2, 3})
	if err != nil {
		t.Fatal(err)
	}
	another, err := x509.OIDFromInts([]uint64{1, 2, 4})
	if err != nil {
		t.Fatal(err)
	}
	root := issue(t, nil, "Root", ca)
	required := pkix.Extension{Id: asn1.ObjectIdentifier{2, 5, 29, 36}, Critical: true, Value: []byte{0x30, 3, 0x80, 1, 0}}
	middle := issue(t, root, "Middle", func(c *x509.Certificate) {
		ca(c)
		c.Policies = []x509.OID{policy}
		c.ExtraExtensions = append(c.ExtraExtensions, required)
	})
	free := issue(t, root, "Free", func(c *x509.Certificate) { ca(c); c.Policies = []x509.OID{policy} })
	for name, c := range map[string]struct {
		issuer   *pair
		policies []x509.OID
		want     trust.Problem
	}{
		"the policy":                 {middle, []x509.OID{policy}, trust.None},
		"and another":                {middle, []x509.OID{another, policy}, trust.None},
		"another alone":              {middle, []x509.OID{another}, trust.BrokenPath},
		"none":                       {middle, nil, trust.BrokenPath},
		"none, and nobody wants one": {free, nil, trust.None},
	} {
		leaf := issue(t, c.issuer, "Leaf", func(cert *x509.Certificate) { cert.Policies = slices.Clone(c.policies) })
		if j := anchors(root).Judge(leaf.cert, []*x509.Certificate{c.issuer.cert}, now); j.Problem != c.want {
			t.Errorf("%s: %d %s", name, j.Problem, j.Detail)
		}
	}
}
