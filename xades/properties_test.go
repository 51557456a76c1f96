package xades_test

import (
	"regexp"
	"strings"
	"testing"

	"okienko/xades"
)

func TestQualifyingProperties(t *testing.T) {
	format := func(name string, mangle func(testing.TB, string) string) attack {
		return attack{name: name, again: true, mangle: mangle, want: failed, sub: xades.FormatFailure, code: xades.CodeProperties}
	}
	doubt := func(name string, mangle func(testing.TB, string) string) attack {
		return attack{name: name, again: true, mangle: mangle, want: indeterminate, sub: xades.SigConstraintsFailure, code: xades.CodeProperties, crypto: xades.CryptoPassed}
	}
	run(t, []attack{
		format("wrong Target", swap(`Target="#xades-`, `Target="#other-`)),
		format("Target without #", swap(`Target="#xades-`, `Target="xades-`)),
		format("two QualifyingProperties", between("<xades:QualifyingProperties", "</xades:QualifyingProperties>", func(s string) string {
			return s + `<xades:QualifyingProperties xmlns:xades="http://uri.etsi.org/01903/v1.3.2#"/>`
		})),
		format("two QualifyingProperties in two Objects", swap("</ds:Object>", `</ds:Object><ds:Object><xades:QualifyingProperties xmlns:xades="http://uri.etsi.org/01903/v1.3.2#"/></ds:Object>`)),
		format("two SignedProperties", swap("</xades:QualifyingProperties>", "<xades:SignedProperties/></xades:QualifyingProperties>")),
		format("no SignedProperties", func(t testing.TB, s string) string {
			return strings.ReplaceAll(s, "xades:SignedProperties", "xades:SignedPropertiez")
		}),
		format("no Type", swap(`Type="http://uri.etsi.org/01903#SignedProperties" `, "")),
		format("Type on two references", swap("<ds:Reference Id", `<ds:Reference Type="http://uri.etsi.org/01903#SignedProperties" Id`)),
		format("the reference twice", between("<ds:Reference Type", "</ds:Reference>", twice)),
		format("reference to another's SignedProperties", func(t testing.TB, s string) string {
			s = replace(t, s, "<w:Tresc>", `<xades:SignedProperties xmlns:xades="http://uri.etsi.org/01903/v1.3.2#" Id="mine"/><w:Tresc>`)
			return regexp.MustCompile(`URI="#xades-[^"]*-props"`).ReplaceAllString(s, `URI="#mine"`)
		}),
		format("reference to the QualifyingProperties around", func(t testing.TB, s string) string {
			s = replace(t, s, "<xades:QualifyingProperties", `<xades:QualifyingProperties Id="around"`)
			return regexp.MustCompile(`URI="#xades-[^"]*-props"`).ReplaceAllString(s, `URI="#around"`)
		}),
		format("a part of SignedProperties", swap(`<ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"></ds:Transform></ds:Transforms>`,
			`<ds:Transform Algorithm="`+filter2+`"><f:XPath xmlns:f="`+filter2+`" xmlns:xades="http://uri.etsi.org/01903/v1.3.2#" Filter="subtract">//xades:SigningTime</f:XPath></ds:Transform></ds:Transforms>`)),
		doubt("no QualifyingProperties", func(t testing.TB, s string) string {
			s = between(`<ds:Reference Type`, "</ds:Reference>", nothing)(t, s)
			return between("<ds:Object>", "</ds:Object>", nothing)(t, s)
		}),
		doubt("DataObjectFormat of nothing", swap(`ObjectReference="#xades-`, `ObjectReference="#nobody-`)),
		doubt("SigningTime is no time", swap("<xades:SigningTime>2026", "<xades:SigningTime>today")),
		doubt("comment in SigningTime", swap("<xades:SigningTime>", "<xades:SigningTime><!-- -->")),
		doubt("two SigningTimes", between("<xades:SigningTime>", "</xades:SigningTime>", twice)),
		format("two SignedSignatureProperties", swap("</xades:SignedSignatureProperties>", "</xades:SignedSignatureProperties><xades:SignedSignatureProperties/>")),
		doubt("no SigningCertificate", between("<xades:SigningCertificateV2>", "</xades:SigningCertificateV2>", nothing)),
	})
}

func TestOlderNamespaces(t *testing.T) {
	w := newWorld(t)
	for _, version := range []string{"1.2.2", "1.1.1"} {
		document := strings.ReplaceAll(sign(t, letter, w.signer.options()), "http://uri.etsi.org/01903/v1.3.2#", "http://uri.etsi.org/01903/v"+version+"#")
		document = strings.Replace(document, "http://uri.etsi.org/01903#SignedProperties", "http://uri.etsi.org/01903/v"+version+"#SignedProperties", 1)
		report := verify(t, resign(t, document, w.signer), w.options())
		if report.Verdict != passed || report.Signatures[0].Level != "B-B" {
			t.Errorf("%s: %+v", version, report.Signatures[0].Reasons)
		}
	}
}

func TestLevelOfPlainSignature(t *testing.T) {
	w := newWorld(t)
	document := sign(t, letter, w.signer.options())
	document = between(`<ds:Reference Type`, "</ds:Reference>", nothing)(t, document)
	document = resign(t, between("<ds:Object>", "</ds:Object>", nothing)(t, document), w.signer)
	s := verify(t, document, w.options()).Signatures[0]
	if s.Level != "XMLDSIG" || s.Coverage != xades.CoverageFull || s.SigningTime != nil || s.Signer.Person != nil {
		t.Errorf("%+v", s)
	}
}

func TestSignedDigest(t *testing.T) {
	w := newWorld(t)
	signed := sign(t, letter, w.signer.options())
	digest := func(document string) [32]byte { return verify(t, document, w.options()).Signatures[0].SignedDigest }
	same := strings.Replace(signed, "<ds:KeyInfo>", "\n<ds:KeyInfo>", 1)
	if digest(signed) != digest(same) {
		t.Error("white space outside what is signed changes SignedDigest")
	}
	if digest(signed) == digest(sign(t, letter, w.signer.options())) {
		t.Error("two signatures share a SignedDigest")
	}
}

func TestSigningTimeWithoutZone(t *testing.T) {
	w := newWorld(t)
	signed := sign(t, letter, w.signer.options())
	if s := verify(t, signed, w.options()).Signatures[0]; s.Zoneless || s.TimeNode.Local() != "SigningTime" {
		t.Errorf("with a zone: %+v", s)
	}
	wall := regexp.MustCompile(`(<xades:SigningTime>[0-9T:-]*)Z`).ReplaceAllString(signed, "$1")
	s := verify(t, resign(t, wall, w.signer), w.options()).Signatures[0]
	if s.Indication != passed || !s.Zoneless || s.SigningTime == nil {
		t.Errorf("without: %+v", s)
	}
}
