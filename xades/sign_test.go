package xades_test

import (
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"strings"
	"testing"
	"time"

	"okienko/xades"
)

func TestSignedLetterPasses(t *testing.T) {
	w := newWorld(t)
	for name, kind := range map[string]kindOfKey{"rsa": rsaKey, "p256": ec(elliptic.P256()), "p384": ec(elliptic.P384()), "p521": ec(elliptic.P521())} {
		for _, xpath := range []bool{false, true} {
			id := issue(t, w.ca, kind, person)
			opt := id.options()
			opt.XPath = xpath
			report := verify(t, sign(t, letter, opt), w.options())
			s := report.Signatures[0]
			if report.Verdict != xades.TotalPassed || s.Coverage != xades.CoverageFull || s.Level != "B-B" || s.Kind != xades.KindQualified || len(s.Reasons) != 0 {
				t.Errorf("%s xpath=%v: %+v", name, xpath, s)
			}
			if s.Signer.Person == nil || s.Signer.Person.PESEL != "44051401458" || s.SigningTime == nil {
				t.Errorf("%s: signer %+v", name, s.Signer)
			}
		}
	}
}

// TestSignInsertsBytes: whatever surrounds the signature stays as it was.
func TestSignInsertsBytes(t *testing.T) {
	w := newWorld(t)
	for name, document := range map[string]string{
		"letter":                 letter,
		"no declaration":         "<a>x</a>",
		"byte order mark":        "\ufeff<a>x</a>\n",
		"carriage returns":       "<?xml version='1.0'?>\r\n<a>\r\n<b/>\r\n</a>\r\n<!-- end -->\r\n",
		"end tag in a comment":   "<a><!-- </a> --></a><!-- </a> -->",
		"end tag in CDATA":       "<a><![CDATA[</a>]]></a>",
		"space in the end tag":   "<p:a xmlns:p='urn:p'></p:a\n>",
		"default namespace":      "<a xmlns='urn:a' xml:lang='pl'><b xmlns=''/></a>",
		"prefixes of ours taken": "<ds:a xmlns:ds='urn:x' xmlns:xades='urn:y'><xades:b ds:c='1'/></ds:a>",
		"references":             "<a b='&#10;&lt;&quot;'>&amp;&#13;ł</a>",
	} {
		for _, xpath := range []bool{false, true} {
			opt := w.signer.options()
			opt.XPath = xpath
			signed := sign(t, document, opt)
			if report := verify(t, signed, w.options()); report.Verdict != passed || report.Signatures[0].Coverage != xades.CoverageFull {
				t.Errorf("%s: %+v", name, report.Signatures[0].Reasons)
			}
			if rest := between("<ds:Signature ", "</ds:Signature>", nothing)(t, signed); rest != document {
				t.Errorf("%s: left %q of %q", name, rest, document)
			}
		}
	}
}

func TestSignEmptyRoot(t *testing.T) {
	w := newWorld(t)
	for document, want := range map[string]string{
		"<a/>":                                  "<a></a>",
		"\ufeff<?a?><a />\n":                    "\ufeff<?a?><a ></a>\n",
		"<p:a xmlns:p='urn:p' b='/>'/><!-- -->": "<p:a xmlns:p='urn:p' b='/>'></p:a><!-- -->",
	} {
		signed := sign(t, document, w.signer.options())
		if report := verify(t, signed, w.options()); report.Verdict != passed {
			t.Errorf("%s: %+v", document, report.Signatures[0].Reasons)
		}
		if rest := between("<ds:Signature ", "</ds:Signature>", nothing)(t, signed); rest != want {
			t.Errorf("%s: left %q", document, rest)
		}
	}
}

func TestDetachedReferences(t *testing.T) {
	w := newWorld(t)
	opt := w.signer.options()
	content := map[string]string{"urn:okienko:document:1": "letter", "a&b\"<c>": "", "załącznik.pdf": "octets\x00"}
	for uri, data := range content {
		sum := sha256.Sum256([]byte(data))
		opt.Detached = append(opt.Detached, xades.Detached{URI: uri, Digest: sum[:], MimeType: "a/b&c"})
	}
	signed := sign(t, letter, opt)
	check := w.options()
	check.Content = func(uri string) ([]byte, bool) { data, ok := content[uri]; return []byte(data), ok }
	if report := verify(t, signed, check); report.Verdict != passed || len(report.Signatures[0].References) != 5 {
		t.Errorf("%+v", report.Signatures[0])
	}
	content["urn:okienko:document:1"] = "another"
	if report := verify(t, signed, check); report.Verdict != failed || report.Signatures[0].SubIndication != xades.HashFailure {
		t.Errorf("%+v", report.Signatures[0])
	}
	if report := verify(t, signed, w.options()); report.Signatures[0].SubIndication != xades.SignedDataNotFound {
		t.Errorf("%+v", report.Signatures[0])
	}
}

func TestSignRefuses(t *testing.T) {
	w := newWorld(t)
	for name, change := range map[string]func(*xades.SignOptions, *string){
		"another's certificate": func(o *xades.SignOptions, _ *string) { o.Certificate = w.ca.cert },
		"no time":               func(o *xades.SignOptions, _ *string) { o.Time = time.Time{} },
		"no randomness":         func(o *xades.SignOptions, _ *string) { o.Rand = nil },
		"randomness runs out":   func(o *xades.SignOptions, _ *string) { o.Rand = strings.NewReader("short") },
		"no XML":                func(_ *xades.SignOptions, d *string) { *d = "<a>" },
		"another encoding":      func(_ *xades.SignOptions, d *string) { *d = "<?xml version='1.0' encoding='ISO-8859-2'?><a/>" },
		"broken role":           func(o *xades.SignOptions, _ *string) { o.ClaimedRole = []byte("<a>") },
		"role that closes itself": func(o *xades.SignOptions, _ *string) {
			o.ClaimedRole = []byte("</xades:ClaimedRole><xades:ClaimedRole>x")
		},
		"role in the namespace around": func(o *xades.SignOptions, d *string) {
			o.ClaimedRole, *d = []byte("<a/>"), "<a xmlns='urn:a'/>"
		},
		"digest of another length": func(o *xades.SignOptions, _ *string) { o.Detached = []xades.Detached{{URI: "a", Digest: []byte("x")}} },
		"detached inside": func(o *xades.SignOptions, _ *string) {
			o.Detached = []xades.Detached{{URI: "#a", Digest: make([]byte, 32)}}
		},
		"short RSA key": func(o *xades.SignOptions, _ *string) {
			id := issue(t, nil, func() (cryptoSigner, error) { return rsa.GenerateKey(rand.Reader, 1024) }, nil)
			o.Signer, o.Certificate = id.key, id.cert
		},
		"P-224": func(o *xades.SignOptions, _ *string) {
			id := issue(t, nil, ec(elliptic.P224()), nil)
			o.Signer, o.Certificate = id.key, id.cert
		},
	} {
		opt, document := w.signer.options(), letter
		change(&opt, &document)
		if signed, err := xades.Sign([]byte(document), opt); err == nil {
			t.Errorf("%s: %s", name, signed)
		}
	}
}
