package xades_test

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"okienko/xades"
	"okienko/xades/dsig"
)

// entry is a Reference in a Manifest.
func entry(uri, digested string) string {
	sum := sha256.Sum256([]byte(digested))
	return `<ds:Reference URI="` + uri + `"><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><ds:DigestValue>` + base64.StdEncoding.EncodeToString(sum[:]) + `</ds:DigestValue></ds:Reference>`
}

// withManifest signs a letter's manifest; alone, it is all that is signed beside SignedProperties.
func withManifest(t *testing.T, w world, alone bool, entries string) string {
	s := sign(t, letter, w.signer.options())
	s = replace(t, s, "</ds:Signature>", `<ds:Object><ds:Manifest Id="m">`+entries+`</ds:Manifest></ds:Object></ds:Signature>`)
	reference := `<ds:Reference Type="` + dsig.ManifestType + `" URI="#m"><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><ds:DigestValue></ds:DigestValue></ds:Reference>`
	if alone {
		s = between("<ds:Reference Id", "</ds:Reference>", func(string) string { return reference })(t, s)
		s = between("<xades:SignedDataObjectProperties>", "</xades:SignedDataObjectProperties>", nothing)(t, s)
	} else {
		s = replace(t, s, "</ds:SignedInfo>", reference+"</ds:SignedInfo>")
	}
	return resign(t, s, w.signer)
}

func TestManifests(t *testing.T) {
	w := newWorld(t)
	opt := w.options()
	opt.Content = func(uri string) ([]byte, bool) { return []byte("treść " + uri), strings.HasPrefix(uri, "urn:") }
	good := entry("urn:a", "treść urn:a")
	for name, c := range map[string]struct {
		alone    bool
		entries  string
		want     xades.Indication
		sub      string
		code     string
		coverage xades.Coverage
		holds    string // of each entry
	}{
		"all hold":            {false, good + entry("urn:b", "treść urn:b"), passed, "", "", xades.CoverageFull, "true true"},
		"nothing else signed": {true, good, passed, "", "", xades.CoverageDetached, "true"},
		"one is changed":      {true, good + entry("urn:b", "inna"), failed, xades.HashFailure, xades.CodeDigest, xades.CoverageNone, "true false"},
		"one is missing":      {true, good + entry("b.txt", "treść"), indeterminate, xades.SignedDataNotFound, xades.CodeContent, xades.CoverageNone, "true false"},
		"one is refused":      {false, strings.Replace(good, "xmlenc#sha256", "xmldsig-more#md5", 1), indeterminate, xades.CryptoConstraintsFailure, xades.CodeAlgorithm, xades.CoverageFull, "false"},
		"no such Id":          {false, entry("#nobody", "x"), indeterminate, xades.SignedDataNotFound, xades.CodeReference, xades.CoverageFull, "false"},
		"of itself":           {true, entry("#m", "x"), failed, xades.HashFailure, xades.CodeDigest, xades.CoverageNone, "false"},
		"a Manifest in it":    {true, strings.Replace(good, "<ds:Reference ", `<ds:Reference Type="`+dsig.ManifestType+`" `, 1), indeterminate, xades.SigConstraintsFailure, xades.CodeCoverage, xades.CoverageNone, "true"},
		"empty":               {false, "", indeterminate, xades.SigConstraintsFailure, xades.CodeStructure, xades.CoverageFull, ""},
		"too many":            {false, strings.Repeat(good, dsig.MaxReferences+1), indeterminate, xades.SigConstraintsFailure, xades.CodeTooMany, xades.CoverageFull, ""},
	} {
		report := verify(t, withManifest(t, w, c.alone, c.entries), opt)
		check(t, attack{want: c.want, sub: c.sub, code: c.code, crypto: xades.CryptoPassed, coverage: c.coverage}, report)
		var holds []string
		for _, m := range report.Signatures[0].Manifests {
			for _, r := range m.References {
				holds = append(holds, fmt.Sprint(r.DigestOK))
			}
		}
		if got := strings.Join(holds, " "); got != c.holds || t.Failed() {
			t.Fatalf("%s: %s, %+v", name, got, report.Signatures[0].Reasons)
		}
	}
}

// TestManifestNeedsItsType: without the Type, a Manifest is an element like others.
func TestManifestNeedsItsType(t *testing.T) {
	w := newWorld(t)
	s := replace(t, withManifest(t, w, false, entry("urn:a", "x")), `Type="`+dsig.ManifestType+`" `, "")
	if report := verify(t, resign(t, s, w.signer), w.options()); report.Verdict != passed || len(report.Signatures[0].Manifests) != 0 {
		t.Errorf("%+v", report.Signatures[0])
	}
	s = replace(t, withManifest(t, w, false, entry("urn:a", "x")), `URI="#m"`, `URI="#pismo"`)
	s = replace(t, s, `<ds:Reference Type="`+dsig.ManifestType+`" URI="#pismo">`, `<ds:Reference Type="`+dsig.ManifestType+`" URI="#pismo"><ds:Transforms><ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/></ds:Transforms>`)
	report := verify(t, resign(t, s, w.signer), w.options())
	check(t, attack{want: indeterminate, sub: xades.SigConstraintsFailure, code: xades.CodeStructure, crypto: xades.CryptoPassed}, report)
}
