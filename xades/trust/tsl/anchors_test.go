package tsl_test

import (
	"crypto/x509"
	"testing"

	"okienko/xades/trust"
	"okienko/xades/trust/tsl"
)

// TestAnchors judges signers under the anchors of a list at several times.
func TestAnchors(t *testing.T) {
	root := authority(t, "Root")
	middle := issue(t, root, "Middle", func(c *x509.Certificate) {
		c.IsCA, c.BasicConstraintsValid, c.KeyUsage = true, true, x509.KeyUsageCertSign
	})
	other := authority(t, "Time-stamp authority")
	list := parse(t,
		service(certificateID(root.cert), state{withdrawn, "2024-01-01", "", ""}, state{granted, "2019-01-01", "", uses(tsl.ForSignatures)}),
		service(certificateID(other.cert), state{granted, "2010-01-01", tsl.ServiceQualifiedTimestamps, ""}))
	config := trust.Config{Anchors: list.Anchors()}
	if len(config.Anchors) != 1 {
		t.Fatalf("%d anchors", len(config.Anchors))
	}
	qualified := issue(t, middle, "Anna Testowa", says(true, true, 1)).cert
	withoutDevice := issue(t, middle, "Anna Testowa", says(true, false, 1)).cert
	plain := issue(t, middle, "Anna Testowa", silent).cert
	expired := issue(t, middle, "Anna Testowa", func(c *x509.Certificate) { says(true, true, 1)(c); c.NotAfter = day("2022-01-01") }).cert
	elsewhere := issue(t, other, "Anna Testowa", says(true, true, 1)).cert
	for name, c := range map[string]struct {
		leaf *x509.Certificate
		at   string
		want trust.Problem
		kind string
	}{
		"qualified":              {qualified, "2023-01-01", trust.None, "qualified"},
		"no device":              {withoutDevice, "2023-01-01", trust.None, "advanced"},
		"not qualified":          {plain, "2023-01-01", trust.None, "advanced"},
		"service withdrawn":      {qualified, "2024-01-01", trust.Untrusted, ""},
		"before it was granted":  {qualified, "2018-12-31", trust.NotYetValid, "qualified"}, // judged at the first moment of the certificate
		"expired while granted":  {expired, "2025-01-01", trust.Expired, "qualified"},
		"under a time-stamp one": {elsewhere, "2023-01-01", trust.Untrusted, ""},
	} {
		j := config.Judge(c.leaf, []*x509.Certificate{middle.cert}, day(c.at))
		kind := ""
		if j.Anchor != nil {
			kind = j.Anchor.Kind
		}
		if j.Problem != c.want || kind != c.kind || j.Problem != trust.None && j.Detail == "" {
			t.Errorf("%s: problem %d, kind %q, %s", name, j.Problem, kind, j.Detail)
		}
	}
}

// TestAnchorsBesidePEM: a certificate the operator also gives himself is
// believed as he says, whatever the list says.
func TestAnchorsBesidePEM(t *testing.T) {
	root := authority(t, "Root")
	list := parse(t, service(certificateID(root.cert), state{withdrawn, "2016-07-01", "", ""}))
	leaf := issue(t, root, "Anna Testowa", silent)
	if anchors := list.Anchors(); len(anchors) != 1 {
		t.Fatalf("%d anchors", len(anchors))
	}
	if j := (trust.Config{Anchors: list.Anchors()}).Judge(leaf.cert, nil, day("2024-01-01")); j.Problem != trust.Untrusted {
		t.Errorf("the list alone: %+v", j)
	}
	config := trust.Config{Anchors: append(list.Anchors(), trust.Anchor{Certificate: root.cert, Kind: "personal"})}
	if j := config.Judge(leaf.cert, nil, day("2024-01-01")); j.Problem != trust.None || j.Anchor.Kind != "personal" {
		t.Errorf("with the operator's: %+v", j)
	}
}
