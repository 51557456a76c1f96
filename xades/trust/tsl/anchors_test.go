package tsl_test

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"strings"
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
	if len(config.Anchors) != 2 {
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
		said string // what the list says: qualified, in a device, and why not more
	}{
		"qualified":              {qualified, "2023-01-01", trust.None, "qualified", "yes yes"},
		"no device":              {withoutDevice, "2023-01-01", trust.None, "advanced", "yes no qualified.no-device"},
		"not qualified":          {plain, "2023-01-01", trust.None, "advanced", "no no qualified.no-statement qualified.no-statement"},
		"service withdrawn":      {qualified, "2024-01-01", trust.Untrusted, "", "no open qualified.not-granted"},
		"before it was granted":  {qualified, "2018-12-31", trust.NotYetValid, "qualified", "yes yes"}, // judged at the first moment of the certificate
		"expired while granted":  {expired, "2025-01-01", trust.Expired, "qualified", "yes yes"},
		"under a time-stamp one": {elsewhere, "2023-01-01", trust.Untrusted, "", "no open qualified.no-service"},
	} {
		j := config.Judge(c.leaf, []*x509.Certificate{middle.cert}, day(c.at))
		kind := ""
		if j.Anchor != nil {
			kind = j.Anchor.Kind
		}
		if j.Problem != c.want || kind != c.kind || j.Problem != trust.None && j.Detail == "" {
			t.Errorf("%s: problem %d, kind %q, %s", name, j.Problem, kind, j.Detail)
		}
		words := []string{j.Listing.Qualified, j.Listing.Device}
		for _, f := range j.Listing.Findings {
			words = append(words, f.Code)
		}
		if got := strings.Join(words, " "); got != c.said || (j.Listing.Refusal == "") == (j.Problem == trust.Untrusted) || j.Listing.Territory != list.Territory {
			t.Errorf("%s: %s, %+v", name, got, j.Listing)
		}
		if j.Listing.Ended != (name == "service withdrawn") {
			t.Errorf("%s: ended %v", name, j.Listing.Ended)
		}
	}
}

// TestAnchorsForPurposes: what a service is listed for is not good for another
// purpose, whatever certificates it issued.
func TestAnchorsForPurposes(t *testing.T) {
	ca, tsa := authority(t, "CA"), authority(t, "Time-stamp authority")
	usage := func(u x509.ExtKeyUsage) func(*x509.Certificate) {
		return func(c *x509.Certificate) {
			silent(c)
			c.KeyUsage = x509.KeyUsageDigitalSignature
			value := marshal([]asn1.ObjectIdentifier{{1, 3, 6, 1, 5, 5, 7, 3, int(u)}})
			c.ExtraExtensions = []pkix.Extension{{Id: asn1.ObjectIdentifier{2, 5, 29, 37}, Critical: true, Value: value}}
		}
	}
	const stamping, responding = 8, 9 // id-kp-timeStamping, id-kp-OCSPSigning
	unit := issue(t, authority(t, "Elsewhere"), "Unit", usage(stamping)).cert
	list := parse(t,
		service(certificateID(ca.cert), state{withdrawn, "2023-01-01", "", ""}, state{granted, "2010-01-01", "", uses(tsl.ForSignatures)}),
		service(certificateID(tsa.cert), state{withdrawn, "2023-01-01", tsl.ServiceQualifiedTimestamps, ""}, state{granted, "2010-01-01", tsl.ServiceQualifiedTimestamps, ""}),
		service(certificateID(unit), state{granted, "2010-01-01", tsl.ServiceQualifiedTimestamps, ""}))
	config := trust.Config{Anchors: list.Anchors()}
	for name, c := range map[string]struct {
		purpose trust.Purpose
		leaf    *x509.Certificate
		at      string
		want    trust.Problem
	}{
		"signer":                      {trust.Signing, issue(t, ca, "Anna Testowa", silent).cert, "2022-01-01", trust.None},
		"signer, withdrawn":           {trust.Signing, issue(t, ca, "Anna Testowa", silent).cert, "2023-01-01", trust.Untrusted},
		"signer under a TSA":          {trust.Signing, issue(t, tsa, "Anna Testowa", silent).cert, "2022-01-01", trust.Untrusted},
		"a listed unit as signer":     {trust.Signing, unit, "2022-01-01", trust.Untrusted},
		"unit under its TSA":          {trust.TimeStamping, issue(t, tsa, "Unit", usage(stamping)).cert, "2022-01-01", trust.None},
		"unit under it, withdrawn":    {trust.TimeStamping, issue(t, tsa, "Unit", usage(stamping)).cert, "2023-01-01", trust.Untrusted},
		"listed unit":                 {trust.TimeStamping, unit, "2023-01-01", trust.None},
		"unit under a CA":             {trust.TimeStamping, issue(t, ca, "Unit", usage(stamping)).cert, "2022-01-01", trust.Untrusted},
		"responder":                   {trust.OCSPSigning, issue(t, ca, "Responder", usage(responding)).cert, "2022-01-01", trust.None},
		"responder, withdrawn":        {trust.OCSPSigning, issue(t, ca, "Responder", usage(responding)).cert, "2023-01-01", trust.None},
		"responder under a TSA":       {trust.OCSPSigning, issue(t, tsa, "Responder", usage(responding)).cert, "2022-01-01", trust.Untrusted},
		"responder that is elsewhere": {trust.OCSPSigning, issue(t, nil, "Responder", usage(responding)).cert, "2022-01-01", trust.Untrusted},
	} {
		if j := config.JudgeFor(c.purpose, c.leaf, nil, day(c.at)); j.Problem != c.want {
			t.Errorf("%s: problem %d, %s", name, j.Problem, j.Detail)
		} else if withdrawn := strings.HasSuffix(name, "withdrawn") && c.want == trust.Untrusted; withdrawn != (j.Listing != nil && j.Listing.Ended) {
			t.Errorf("%s: %+v", name, j.Listing)
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
