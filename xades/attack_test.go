package xades_test

import (
	"crypto/sha256"
	"encoding/base64"
	"regexp"
	"slices"
	"strings"
	"testing"

	"okienko/xades"
	"okienko/xades/xmltree"
)

// attack mangles a well signed letter. With again, the attacker signs the
// mangled letter with the same key, so that only its structure is at fault.
type attack struct {
	name     string
	mangle   func(t testing.TB, signed string) string
	again    bool
	want     xades.Indication
	sub      string
	code     string
	crypto   xades.Cryptographic
	coverage xades.Coverage
}

// swap replaces the first occurrence.
func swap(old, new string) func(testing.TB, string) string {
	return func(t testing.TB, signed string) string { return replace(t, signed, old, new) }
}

// between applies a change to the first stretch from one mark to another, marks included.
func between(from, to string, change func(string) string) func(testing.TB, string) string {
	return func(t testing.TB, signed string) string {
		t.Helper()
		start := strings.Index(signed, from)
		if start < 0 {
			t.Fatalf("no %q", from)
		}
		end := start + strings.Index(signed[start:], to) + len(to)
		return signed[:start] + change(signed[start:end]) + signed[end:]
	}
}

func twice(s string) string   { return s + s }
func nothing(s string) string { return "" }

const (
	failed        = xades.TotalFailed
	indeterminate = xades.Indeterminate
	passed        = xades.TotalPassed
)

func run(t *testing.T, attacks []attack) {
	w := newWorld(t)
	for _, a := range attacks {
		t.Run(a.name, func(t *testing.T) {
			mangled := a.mangle(t, sign(t, letter, w.signer.options()))
			if a.again {
				mangled = resign(t, mangled, w.signer)
			}
			check(t, a, verify(t, mangled, w.options()))
		})
	}
}

func check(t *testing.T, a attack, report *xades.Report) {
	t.Helper()
	s := report.Signatures[0]
	if s.Indication != a.want || s.SubIndication != a.sub {
		t.Errorf("%s %s, want %s %s: %+v", s.Indication, s.SubIndication, a.want, a.sub, s.Reasons)
	}
	if a.code != "" && !slices.Contains(codes(s.Reasons), a.code) {
		t.Errorf("reasons %+v lack %s", s.Reasons, a.code)
	}
	if a.crypto != "" && s.Cryptographic != a.crypto {
		t.Errorf("cryptographic %s, want %s", s.Cryptographic, a.crypto)
	}
	if a.coverage != "" && s.Coverage != a.coverage {
		t.Errorf("coverage %s, want %s", s.Coverage, a.coverage)
	}
	if a.want != passed && report.Verdict == passed {
		t.Error("the report passes")
	}
}

// TestControl: what resign makes of an unchanged letter passes, so that the
// verdicts below come from what was changed.
func TestControl(t *testing.T) {
	run(t, []attack{{name: "unchanged", again: true, want: passed, crypto: xades.CryptoPassed, coverage: xades.CoverageFull,
		mangle: func(_ testing.TB, signed string) string { return signed }}})
}

func TestBrokenStructure(t *testing.T) {
	format := func(name string, mangle func(testing.TB, string) string) attack {
		return attack{name: name, mangle: mangle, want: failed, sub: xades.FormatFailure, code: xades.CodeStructure, crypto: xades.CryptoFailed}
	}
	run(t, []attack{
		format("two SignedInfo", between("<ds:SignedInfo>", "</ds:SignedInfo>", twice)),
		format("two SignatureValue", between("<ds:SignatureValue", "</ds:SignatureValue>", func(s string) string {
			return s + strings.Replace(s, "-value", "-other", 1)
		})),
		format("two KeyInfo", between("<ds:KeyInfo>", "</ds:KeyInfo>", twice)),
		format("SignatureValue first", func(t testing.TB, s string) string {
			var value string
			s = between("<ds:SignatureValue", "</ds:SignatureValue>", func(v string) string { value = v; return "" })(t, s)
			return replace(t, s, "<ds:SignedInfo>", value+"<ds:SignedInfo>")
		}),
		format("no SignatureValue", between("<ds:SignatureValue", "</ds:SignatureValue>", nothing)),
		format("foreign child", swap("<ds:KeyInfo>", "<x/><ds:KeyInfo>")),
		format("text between", swap("<ds:KeyInfo>", "text<ds:KeyInfo>")),
		format("comment in DigestValue", swap("<ds:DigestValue>", "<ds:DigestValue><!-- -->")),
		format("instruction in DigestValue", swap("<ds:DigestValue>", "<ds:DigestValue><?a?>")),
		format("comment in SignatureValue", swap("</ds:SignatureValue>", "<!-- --></ds:SignatureValue>")),
		format("garbage after base64", swap("=</ds:DigestValue>", "=AAAA</ds:DigestValue>")),
		format("no padding", swap("=</ds:DigestValue>", "</ds:DigestValue>")),
		format("empty SignatureValue", between("<ds:SignatureValue", "</ds:SignatureValue>", func(s string) string {
			return s[:strings.Index(s, ">")+1] + "</ds:SignatureValue>"
		})),
		format("no Reference", func(t testing.TB, s string) string {
			return regexp.MustCompile(`(?s)<ds:Reference.*</ds:Reference>`).ReplaceAllString(s, "")
		}),
		format("element inside X509Certificate", swap("<ds:X509Certificate>", "<ds:X509Certificate><x/>")),
	})
}

func TestChangedContent(t *testing.T) {
	hash := func(name string, mangle func(testing.TB, string) string) attack {
		return attack{name: name, mangle: mangle, want: failed, sub: xades.HashFailure, code: xades.CodeDigest, crypto: xades.CryptoFailed, coverage: xades.CoverageNone}
	}
	run(t, []attack{
		hash("text", swap("zaświadczenie", "zaswiadczenie")),
		hash("attribute", swap(` Id="pismo"`, ` Id="pisma"`)),
		hash("namespace", swap(`xmlns:w="urn:test:pismo"`, `xmlns:w="urn:test:inne"`)),
		hash("unused namespace", swap(`xmlns:w="urn:test:pismo"`, `xmlns:w="urn:test:pismo" xmlns:x="urn:x"`)),
		hash("instruction before the root", swap(`href="styl.xsl"`, `href="zly.xsl"`)),
		hash("second signature inside the enveloped one's reach", swap("</w:Pismo>", `<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"/></w:Pismo>`)),
		{name: "signed property", mangle: swap("<xades:SigningTime>2026", "<xades:SigningTime>2025"), want: failed, sub: xades.HashFailure,
			code: xades.CodeDigest, crypto: xades.CryptoFailed, coverage: xades.CoverageFull},
		{name: "SignedInfo", mangle: swap(`<ds:Reference Id="`, `<ds:Reference Id="x`), want: failed, sub: xades.SigCryptoFailure,
			code: xades.CodeValue, crypto: xades.CryptoFailed, coverage: xades.CoverageNone},
		{name: "comment only", mangle: swap("<!-- uwaga -->", "<!-- inna -->"), want: passed, crypto: xades.CryptoPassed, coverage: xades.CoverageFull},
	})
}

func TestOutsideTheLists(t *testing.T) {
	refused := func(name, code, sub string, mangle func(testing.TB, string) string) attack {
		return attack{name: name, mangle: mangle, want: indeterminate, sub: sub, code: code, crypto: xades.CryptoRefused, coverage: xades.CoverageNone}
	}
	transform := func(algorithm, inside string) func(testing.TB, string) string {
		return swap(`<ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"></ds:Transform>`, `<ds:Transform Algorithm="`+algorithm+`">`+inside+`</ds:Transform>`)
	}
	const xpath = "http://www.w3.org/TR/1999/REC-xpath-19991116"
	constraints := xades.SigConstraintsFailure
	run(t, []attack{
		refused("HMAC", xades.CodeAlgorithm, xades.CryptoConstraintsFailure, swap("2001/04/xmldsig-more#ecdsa-sha256", "2000/09/xmldsig#hmac-sha1")),
		refused("MD5", xades.CodeAlgorithm, xades.CryptoConstraintsFailure, swap("2001/04/xmlenc#sha256", "2001/04/xmldsig-more#md5")),
		refused("parameters of SignatureMethod", xades.CodeAlgorithm, xades.CryptoConstraintsFailure, swap("</ds:SignatureMethod>", "<ds:HMACOutputLength>1</ds:HMACOutputLength></ds:SignatureMethod>")),
		refused("XSLT", xades.CodeTransform, constraints, transform("http://www.w3.org/TR/1999/REC-xslt-19991116", "")),
		refused("other XPath", xades.CodeTransform, constraints, transform(xpath, "<ds:XPath>not(preceding::w:Tresc)</ds:XPath>")),
		refused("XPath with an undeclared prefix", xades.CodeTransform, constraints, transform(xpath, `<ds:XPath xmlns:d="urn:d">not(ancestor-or-self::e:Signature)</ds:XPath>`)),
		refused("XPath with more", xades.CodeTransform, constraints, transform(xpath, "<ds:XPath>not(ancestor-or-self::ds:Signature) and lang('pl')</ds:XPath>")),
		refused("XPath twice", xades.CodeTransform, constraints, transform(xpath, strings.Repeat("<ds:XPath>not(ancestor-or-self::ds:Signature)</ds:XPath>", 2))),
		refused("enveloped with parameters", xades.CodeTransform, constraints, transform("http://www.w3.org/2000/09/xmldsig#enveloped-signature", "<x/>")),
		refused("unknown canonicalisation of SignedInfo", xades.CodeTransform, constraints, swap(`CanonicalizationMethod Algorithm="`, `CanonicalizationMethod Algorithm="urn:x`)),
		refused("six transforms", xades.CodeTooMany, constraints, swap("</ds:Transforms>", strings.Repeat(`<ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/>`, 5)+"</ds:Transforms>")),
		refused("too many references", xades.CodeTooMany, constraints, between("<ds:Reference", "</ds:Reference>", func(s string) string {
			return s + strings.Repeat(strings.Replace(s, ` Id="`, ` Ie="`, 1), 1000)
		})),
	})
}

func TestReferences(t *testing.T) {
	digest := sha256.Sum256([]byte("secret"))
	reference := func(attributes string) func(testing.TB, string) string {
		return swap("</ds:SignedInfo>", `<ds:Reference `+attributes+`><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><ds:DigestValue>`+
			base64.StdEncoding.EncodeToString(digest[:])+`</ds:DigestValue></ds:Reference></ds:SignedInfo>`)
	}
	notFound := func(name, code, attributes string) attack {
		return attack{name: name, mangle: reference(attributes), again: true, want: indeterminate, sub: xades.SignedDataNotFound, code: code, crypto: xades.CryptoFailed}
	}
	unread := func(name, attributes string) attack {
		refused := notFound(name, xades.CodeReference, attributes)
		refused.crypto = xades.CryptoRefused
		return refused
	}
	void := func(name, steps string) attack {
		return attack{name: name, again: true, mangle: swap(envelopedStep, steps), want: indeterminate, sub: xades.SigConstraintsFailure,
			code: xades.CodeTransform, crypto: xades.CryptoRefused, coverage: xades.CoverageNone}
	}
	run(t, []attack{
		notFound("unknown Id", xades.CodeReference, `URI="#nobody"`),
		unread("XPath in XPointer", `URI="#xpointer(id('x')/y)"`),
		notFound("XPath injected into an Id", xades.CodeReference, `URI="#pismo' or '1'='1"`),
		unread("XPath injected into an XPointer", `URI="#xpointer(id('pismo') | //w:Tresc)"`),
		unread("two Ids in an XPointer", `URI="#xpointer(id('pismo')) #pismo"`),
		unread("another XPointer scheme", `URI="#element(/1)"`),
		notFound("the empty Id", xades.CodeReference, `URI="#"`),
		notFound("file", xades.CodeContent, `URI="file:///etc/passwd"`),
		notFound("http", xades.CodeContent, `URI="http://127.0.0.1/"`),
		notFound("relative", xades.CodeContent, `URI="attachment"`),
		notFound("absent", xades.CodeContent, ""),
		{name: "only SignedProperties", again: true, mangle: between("<ds:Reference Id", "</ds:Reference>", nothing), want: indeterminate,
			sub: xades.SigConstraintsFailure, code: xades.CodeCoverage, crypto: xades.CryptoPassed, coverage: xades.CoverageNone},
		{name: "enveloped outside the signature", again: true, mangle: func(t testing.TB, s string) string {
			s = replace(t, s, "<w:Tresc>", `<w:Tresc Id="tresc">`)
			return replace(t, s, `URI=""`, `URI="#tresc"`)
		}, want: indeterminate, sub: xades.SigConstraintsFailure, code: xades.CodeTransform, crypto: xades.CryptoRefused},
		{name: "enveloped after octets", again: true, mangle: func(t testing.TB, s string) string {
			return replace(t, s, envelopedStep+canonical10, canonical10+envelopedStep)
		}, want: failed, sub: xades.FormatFailure, code: xades.CodeStructure, crypto: xades.CryptoFailed, coverage: xades.CoverageNone},
		void("all taken away by XPath", `<ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xpath-19991116"><ds:XPath>self::nothing</ds:XPath></ds:Transform>`),
		void("all taken away by a filter", `<ds:Transform Algorithm="`+filter2+`"><XPath xmlns="`+filter2+`" Filter="subtract">/</XPath></ds:Transform>`),
		{name: "a namespace without a canonical form", again: true, mangle: func(t testing.TB, s string) string {
			s = replace(t, s, "<w:Tresc>", `<w:Tresc Id="tresc"><x xmlns="1"></x>`)
			return replace(t, s, "</ds:SignedInfo>", `<ds:Reference URI="#tresc"><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><ds:DigestValue>AAAA</ds:DigestValue></ds:Reference></ds:SignedInfo>`)
		}, want: indeterminate, sub: xades.SigConstraintsFailure, code: xmltree.CodeRelativeNamespace, crypto: xades.CryptoRefused, coverage: xades.CoverageNone},
		{name: "only a Manifest", again: true, mangle: func(t testing.TB, s string) string {
			s = replace(t, s, "</ds:Signature>", `<ds:Object><ds:Manifest Id="m"><ds:Reference URI=""/></ds:Manifest></ds:Object></ds:Signature>`)
			return between("<ds:Reference Id", "</ds:Reference>", func(string) string {
				return `<ds:Reference Type="http://www.w3.org/2000/09/xmldsig#Manifest" URI="#m"><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><ds:DigestValue></ds:DigestValue></ds:Reference>`
			})(t, s)
		}, want: indeterminate, sub: xades.SigConstraintsFailure, code: xades.CodeCoverage, crypto: xades.CryptoPassed, coverage: xades.CoverageNone},
		{name: "only KeyInfo", again: true, mangle: func(t testing.TB, s string) string {
			return replace(t, replace(t, s, "<ds:KeyInfo>", `<ds:KeyInfo Id="ki">`), `URI=""`, `URI="#ki"`)
		}, want: indeterminate, sub: xades.SigConstraintsFailure, code: xades.CodeTransform, crypto: xades.CryptoRefused},
		{name: "only SignatureProperties", again: true, mangle: func(t testing.TB, s string) string {
			return between("<ds:Reference Id", "</ds:Reference>", func(string) string { return propertyReference })(t, withProperty(t, s))
		}, crypto: xades.CryptoPassed, want: indeterminate, sub: xades.SigConstraintsFailure, code: xades.CodeCoverage, coverage: xades.CoverageNone},
		{name: "only an Object of its own", again: true, mangle: func(t testing.TB, s string) string {
			s = replace(t, s, "</ds:Signature>", `<ds:Object Id="o"><x/></ds:Object></ds:Signature>`)
			return between("<ds:Reference Id", "</ds:Reference>", func(string) string {
				return `<ds:Reference URI="#o"><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><ds:DigestValue></ds:DigestValue></ds:Reference>`
			})(t, s)
		}, crypto: xades.CryptoPassed, want: indeterminate, sub: xades.SigConstraintsFailure, code: xades.CodeProperties, coverage: xades.CoveragePartial},
		{name: "root but for some elements", again: true, mangle: func(t testing.TB, s string) string {
			s = replace(t, s, "<w:Tresc>", "<SigningTime>evil</SigningTime><w:Tresc>")
			return replace(t, s, `<ds:Transform Algorithm="http://www.w3.org/TR/2001/REC-xml-c14n-20010315">`,
				`<ds:Transform Algorithm="`+filter2+`"><XPath xmlns="`+filter2+`" Filter="subtract">//SigningTime</XPath></ds:Transform><ds:Transform Algorithm="http://www.w3.org/TR/2001/REC-xml-c14n-20010315">`)
		}, crypto: xades.CryptoPassed, want: passed, code: xades.CodeCoverage, coverage: xades.CoveragePartial},
		{name: "nothing but instructions", again: true, mangle: func(t testing.TB, s string) string {
			s = between("<w:Pismo", "<ds:Signature ", func(string) string { return "<ds:Signature " })(t, s)
			return replace(t, s, "</w:Pismo>", "")
		}, crypto: xades.CryptoPassed, want: indeterminate, sub: xades.SigConstraintsFailure, code: xades.CodeCoverage, coverage: xades.CoverageNone},
	})
}

// TestForgedSignatureTouchesNothing: while SignatureValue is not known to hold,
// no content is asked for and no transform runs.
func TestForgedSignatureTouchesNothing(t *testing.T) {
	w := newWorld(t)
	opt := w.options()
	opt.Content = func(uri string) ([]byte, bool) {
		t.Errorf("%s is asked for", uri)
		return nil, false
	}
	document := replace(t, sign(t, letter, w.signer.options()), `URI=""`, `URI="urn:private"`)
	check(t, attack{want: failed, sub: xades.SigCryptoFailure, code: xades.CodeValue, crypto: xades.CryptoFailed, coverage: xades.CoverageNone}, verify(t, document, opt))
}
