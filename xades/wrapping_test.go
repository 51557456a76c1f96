package xades_test

import (
	"crypto/elliptic"
	"slices"
	"strings"
	"testing"

	"okienko/xades"
	"okienko/xades/xmltree"
)

// signedByID is a letter whose signature refers to the root element by its Id.
func signedByID(t testing.TB, w world) string {
	return resign(t, replace(t, sign(t, letter, w.signer.options()), `URI=""`, `URI="#pismo"`), w.signer)
}

// parts cuts a signed letter into prolog, root start tag, content and signature.
func parts(t testing.TB, signed string) (start, content, signature string) {
	t.Helper()
	from := strings.Index(signed, "<w:Pismo")
	begin := from + strings.Index(signed[from:], ">") + 1
	at := strings.Index(signed, "<ds:Signature ")
	end := strings.LastIndex(signed, "</w:Pismo>")
	return signed[from:begin], signed[begin:at], signed[at:end]
}

const evil = `<w:Pismo xmlns:w="urn:test:pismo"><w:Tresc>Proszę o przelew.</w:Tresc>`

func TestSignedByIDCoversTheRoot(t *testing.T) {
	w := newWorld(t)
	report := verify(t, signedByID(t, w), w.options())
	if s := report.Signatures[0]; report.Verdict != passed || s.Coverage != xades.CoverageFull {
		t.Fatalf("%+v", s)
	}
}

// TestWrapping moves the signed element away and puts another in its place, in
// the eight shapes of the literature (Somorovsky et al., 2012). No variant may
// be covered in full, and nothing of the evil letter may be among what is
// covered. Where the signature was torn out of what its enveloped-signature
// transform stands for, or its Id means two elements, it is refused; where a
// whole signed letter stands inside another, it covers that part alone.
func TestWrapping(t *testing.T) {
	w := newWorld(t)
	signed := signedByID(t, w)
	start, content, signature := parts(t, signed)
	original := start + content + "</w:Pismo>"
	whole := start + content + signature + "</w:Pismo>"
	evilTwin := strings.Replace(evil, "<w:Pismo ", `<w:Pismo Id="pismo" `, 1)
	inObject := func(what string) string {
		return strings.Replace(signature, "</ds:Signature>", "<ds:Object>"+what+"</ds:Object></ds:Signature>", 1)
	}
	const torn, notFound, kept = xades.SigConstraintsFailure, xades.SignedDataNotFound, ""
	for name, c := range map[string]struct{ document, sub string }{
		"XSW1, original inside the signature":          {evil + inObject(original) + "</w:Pismo>", torn},
		"XSW2, original beside the signature":          {evil + original + signature + "</w:Pismo>", torn},
		"XSW3, evil letter before the original":        {"<x>" + evil + "</w:Pismo>" + whole + "</x>", kept},
		"XSW4, original inside the evil letter":        {evil + whole + "</w:Pismo>", kept},
		"XSW5, signature moved, original at the end":   {"<x>" + evil + signature + "</w:Pismo>" + original + "</x>", torn},
		"XSW6, original in the moved signature":        {"<x>" + evil + inObject(original) + "</w:Pismo></x>", torn},
		"XSW7, evil letter of the same Id before":      {"<x><w:Ext xmlns:w=\"urn:test:pismo\">" + evilTwin + "</w:Pismo></w:Ext>" + whole + "</x>", notFound},
		"XSW8, original of the same Id in the Object":  {evilTwin + inObject(original) + "</w:Pismo>", notFound},
		"original before the evil content":             {`<w:Pismo xmlns:w="urn:test:pismo">` + original + "<w:Tresc/>" + signature + "</w:Pismo>", torn},
		"signed letter inside an extension":            {evil + "<w:Ext>" + whole + "</w:Ext></w:Pismo>", kept},
		"signature copied above, letter kept":          {evil + signature + "<w:Ext>" + whole + "</w:Ext></w:Pismo>", torn},
		"evil content after the signature, letter cut": {start + "<w:Tresc>Proszę o przelew.</w:Tresc>" + signature + "</w:Pismo>", xades.HashFailure},
	} {
		t.Run(name, func(t *testing.T) {
			signatures := verify(t, c.document, w.options()).Signatures
			if s := signatures[0]; s.SubIndication != c.sub || (c.sub == kept) != slices.Contains(codes(s.Reasons), xades.CodeCoverage) {
				t.Errorf("%s, want %s: %+v", s.SubIndication, c.sub, s.Reasons)
			}
			for _, s := range signatures {
				if s.Coverage == xades.CoverageFull {
					t.Errorf("covers in full: %+v", s)
				}
				for _, n := range s.Covered {
					if strings.Contains(string(n.StringValue()), "przelew") {
						t.Errorf("evil content covered at %s", n.Path())
					}
				}
			}
		})
	}
}

func TestWrappedURIEmptyFails(t *testing.T) {
	w := newWorld(t)
	signed := sign(t, letter, w.signer.options())
	start, content, signature := parts(t, signed)
	for name, document := range map[string]string{
		"letter inside":   evil + start + content + signature + "</w:Pismo></w:Pismo>",
		"signature moved": evil + signature + "</w:Pismo>",
	} {
		if s := verify(t, document, w.options()).Signatures[0]; s.SubIndication != xades.HashFailure {
			t.Errorf("%s: %s %+v", name, s.SubIndication, s.Reasons)
		}
	}
}

func TestDuplicateIDs(t *testing.T) {
	w := newWorld(t)
	signed := signedByID(t, w)
	const wsu = `xmlns:u="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd" u:Id="pismo"`
	for _, attribute := range []string{`Id="pismo"`, `ID="pismo"`, `id="pismo"`, `xml:id="pismo"`, wsu} {
		document := replace(t, signed, "<w:Tresc>", "<w:Tresc "+attribute+">")
		if _, err := xmltree.Parse([]byte(document), xmltree.Options{}); err == nil {
			t.Errorf("%s: parsed", attribute)
		}
		check(t, attack{want: indeterminate, sub: xades.SignedDataNotFound, code: xades.CodeReference, crypto: xades.CryptoFailed},
			verify(t, document, w.options()))
	}
}

// TestSignatureCopiedWhole: of two signatures with the same Ids, nobody can say
// which SignedProperties are meant.
func TestSignatureCopiedWhole(t *testing.T) {
	w := newWorld(t)
	_, _, signature := parts(t, signedByID(t, w))
	document := replace(t, signedByID(t, w), "</w:Pismo>", signature+signature+"</w:Pismo>")
	report := verify(t, document, w.options())
	if len(report.Signatures) != 3 || report.Verdict == passed {
		t.Fatalf("%s, %d signatures", report.Verdict, len(report.Signatures))
	}
	for _, s := range report.Signatures[1:] {
		if s.Indication == passed || s.Cryptographic == xades.CryptoPassed || s.SigningTime != nil || s.Signer.Person != nil {
			t.Errorf("%s %s %+v", s.Indication, s.SubIndication, s.Signer)
		}
	}
}

// TestNestedSignatures: what stands inside a signature is reported and neither
// saves nor spoils it.
func TestNestedSignatures(t *testing.T) {
	w := newWorld(t)
	stranger := issue(t, nil, ec(elliptic.P256()), person)
	nested := "<ds:Object>" + strings.SplitN(sign(t, "<a/>", stranger.options()), "\n", 2)[0] + "</ds:Object></ds:Signature>"
	report := verify(t, replace(t, sign(t, letter, w.signer.options()), "</ds:Signature>", nested), w.options())
	if len(report.Signatures) != 2 || report.Verdict != passed || report.Signatures[1].Indication == passed {
		t.Errorf("%s: %+v", report.Verdict, report.Signatures)
	}
	report = verify(t, replace(t, sign(t, letter, stranger.options()), "</ds:Signature>",
		"<ds:Object>"+sign(t, "<a/>", w.signer.options())+"</ds:Object></ds:Signature>"), w.options())
	if report.Verdict != indeterminate {
		t.Errorf("a trusted signature inside a stranger's raises the verdict to %s", report.Verdict)
	}
}

func TestCoSigning(t *testing.T) {
	w := newWorld(t)
	first, second := w.signer.options(), issue(t, w.ca, ec(elliptic.P256()), person).options()
	first.XPath, second.XPath = true, true
	signed := sign(t, sign(t, letter, first), second)
	report := verify(t, signed, w.options())
	if len(report.Signatures) != 2 || report.Verdict != passed {
		t.Fatalf("%+v", report)
	}
	spoiled := replace(t, signed, "<w:Tresc>", "<w:Tresc>!")
	if report := verify(t, spoiled, w.options()); report.Verdict != failed {
		t.Errorf("changed: %s", report.Verdict)
	}
	hidden := replace(t, signed, "</w:Tresc>", `</w:Tresc><ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><w:Tresc>Proszę o przelew.</w:Tresc></ds:Signature>`)
	if report := verify(t, hidden, w.options()); report.Verdict != failed {
		t.Errorf("content hidden in a false ds:Signature: %s", report.Verdict)
	}
}

// TestEnvelopedTwice: an enveloped signature covers the one before it, and is
// broken by the one after it; neither takes the other's digest.
func TestEnvelopedTwice(t *testing.T) {
	w := newWorld(t)
	report := verify(t, sign(t, sign(t, letter, w.signer.options()), w.signer.options()), w.options())
	if first, second := report.Signatures[0], report.Signatures[1]; first.SubIndication != xades.HashFailure || second.Indication != passed {
		t.Errorf("%+v and %+v", first.Reasons, second.Reasons)
	}
}

func TestUnsignedDocument(t *testing.T) {
	w := newWorld(t)
	report := verify(t, letter, w.options())
	if report.Verdict != failed || len(report.Reasons) != 1 || report.Reasons[0].Code != xades.CodeMissing {
		t.Errorf("%+v", report)
	}
	many := "<a>" + strings.Repeat(`<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"/>`, xades.MaxSignatures+1) + "</a>"
	if report := verify(t, many, w.options()); report.Verdict != indeterminate || report.Reasons[0].Code != xades.CodeTooMany {
		t.Errorf("%+v", report)
	}
}
