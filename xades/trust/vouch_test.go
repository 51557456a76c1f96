package trust_test

import (
	"crypto/x509"
	"testing"
	"time"

	"okienko/xades/trust"
)

// TestVouch: an anchor that may refuse, alone and beside others.
func TestVouch(t *testing.T) {
	root, other := issue(t, nil, "Root", ca), issue(t, nil, "Other root", ca)
	middle := issue(t, root, "Middle", ca)
	leaf := issue(t, middle, "Leaf", nil)
	refuses := func(_ trust.Purpose, _ []*x509.Certificate, _ time.Time) trust.Listing {
		return trust.Listing{Refusal: "not now"}
	}
	var asked []time.Time
	vouches := func(purpose trust.Purpose, path []*x509.Certificate, at time.Time) trust.Listing {
		if asked = append(asked, at); purpose != trust.Signing || path[0] != leaf.cert {
			return trust.Listing{Refusal: "asked for something else"}
		}
		return trust.Listing{Kind: "qualified"}
	}
	for name, c := range map[string]struct {
		anchors []trust.Anchor
		want    trust.Problem
		kind    string
	}{
		"vouches":                             {[]trust.Anchor{{Certificate: root.cert, Vouch: vouches}}, trust.None, "qualified"},
		"its own kind does not count":         {[]trust.Anchor{{Certificate: root.cert, Kind: "personal", Vouch: vouches}}, trust.None, "qualified"},
		"refuses":                             {[]trust.Anchor{{Certificate: root.cert, Kind: "qualified", Vouch: refuses}}, trust.Untrusted, ""},
		"refuses, the operator vouches":       {[]trust.Anchor{{Certificate: root.cert, Vouch: refuses}, {Certificate: root.cert, Kind: "personal"}}, trust.None, "personal"},
		"the root refuses, the middle not":    {[]trust.Anchor{{Certificate: root.cert, Vouch: refuses}, {Certificate: middle.cert, Vouch: vouches}}, trust.None, "qualified"},
		"the middle refuses, the root not":    {[]trust.Anchor{{Certificate: middle.cert, Vouch: refuses}, {Certificate: root.cert, Vouch: vouches}}, trust.None, "qualified"},
		"both refuse":                         {[]trust.Anchor{{Certificate: middle.cert, Vouch: refuses}, {Certificate: root.cert, Vouch: refuses}}, trust.Untrusted, ""},
		"vouches for nobody without a path":   {[]trust.Anchor{{Certificate: other.cert, Vouch: vouches}}, trust.Untrusted, ""},
		"the certificate itself: refused":     {[]trust.Anchor{{Certificate: leaf.cert, Vouch: refuses}}, trust.Untrusted, ""},
		"the certificate itself: vouched for": {[]trust.Anchor{{Certificate: leaf.cert, Vouch: vouches}}, trust.None, "qualified"},
	} {
		j := trust.Config{Anchors: c.anchors}.Judge(leaf.cert, []*x509.Certificate{middle.cert}, now)
		kind := ""
		if j.Anchor != nil {
			kind = j.Anchor.Kind
		}
		if j.Problem != c.want || kind != c.kind || (j.Problem == trust.None) != (j.Detail == "") || j.Listing != nil && (j.Listing.Refusal == "") != (j.Problem == trust.None) {
			t.Errorf("%s: problem %d, kind %q, %q", name, j.Problem, kind, j.Detail)
		}
	}
	asked = nil
	config := trust.Config{Anchors: []trust.Anchor{{Certificate: root.cert, Vouch: vouches}}}
	if j := config.Judge(leaf.cert, []*x509.Certificate{middle.cert}, now.AddDate(2, 0, 0)); j.Problem != trust.Expired || len(asked) != 1 || !asked[0].Equal(leaf.cert.NotAfter) {
		t.Errorf("after its validity: %d, asked for %v", j.Problem, asked)
	}
}
