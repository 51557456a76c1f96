package xades_test

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"slices"
	"strings"
	"testing"

	"okienko/xades"
)

// TestExtendWhereverPropertiesStand: unsigned properties that are there
// already, whatever prefixes they have, stay and come first.
func TestExtendWhereverPropertiesStand(t *testing.T) {
	a := newArchive(t, false)
	signed := a.sign(t)
	const end = "</xades:QualifyingProperties>"
	for name, properties := range map[string]string{
		"none":              "",
		"empty":             `<xades:UnsignedProperties><xades:UnsignedSignatureProperties/></xades:UnsignedProperties>`,
		"other namespace":   `<u:UnsignedProperties xmlns:u="http://uri.etsi.org/01903/v1.3.2#"><u:UnsignedSignatureProperties></u:UnsignedSignatureProperties></u:UnsignedProperties>`,
		"default namespace": `<UnsignedProperties xmlns="http://uri.etsi.org/01903/v1.3.2#"><UnsignedSignatureProperties><x xmlns=""/></UnsignedSignatureProperties></UnsignedProperties>`,
		"outer alone":       `<xades:UnsignedProperties/>`,
		"data objects":      `<xades:UnsignedProperties><xades:UnsignedDataObjectProperties/></xades:UnsignedProperties>`,
	} {
		document := replace(t, signed, end, properties+end)
		for _, level := range []string{xades.LevelBT, xades.LevelBLT, xades.LevelBLTA} {
			document = a.extend(t, document, level)
			if s := a.judge(t, document, now); s.Level != level || s.Indication != xades.TotalPassed {
				t.Errorf("%s: %s %s %v", name, s.Level, s.Indication, s.Reasons)
			}
		}
		if strings.Count(document, "UnsignedSignatureProperties") != 2 {
			t.Errorf("%s: not one element with all properties", name)
		}
	}
	marked := "\ufeff" + signed
	if made := a.extend(t, marked, xades.LevelBT); !onlyInserted(marked, made) {
		t.Error("a byte order mark moves what is inserted")
	}
}

// TestDetachedContentInTheArchive: an archive time-stamp covers what stands
// outside, so it is made and verified with it.
func TestDetachedContentInTheArchive(t *testing.T) {
	a := newArchive(t, false)
	content := []byte("zaświadczenie")
	sum := sha256.Sum256(content)
	opt := xades.SignOptions{Signer: a.signer.Key, Certificate: a.signer.Certificate, Time: now, Rand: rand.Reader,
		Detached: []xades.Detached{{URI: "urn:test:1", Digest: sum[:]}}}
	more := a.extendOptions(t)
	if _, err := xades.SignAt(t.Context(), []byte(letter), xades.LevelBLTA, opt, more); err == nil {
		t.Error("archived what is not there")
	}
	given := func(content []byte) func(string) ([]byte, bool) {
		return func(uri string) ([]byte, bool) { return content, uri == "urn:test:1" }
	}
	more.Content = given(content)
	document, err := xades.SignAt(t.Context(), []byte(letter), xades.LevelBLTA, opt, more)
	if err != nil {
		t.Fatal(err)
	}
	options := a.options(now)
	options.Content = more.Content
	if s := verify(t, string(document), options).Signatures[0]; s.Level != xades.LevelBLTA || s.Indication != xades.TotalPassed {
		t.Errorf("%s %s %v", s.Level, s.Indication, s.Reasons)
	}
	s := a.judge(t, string(document), now)
	if last := s.TimeStamps[1]; last.Indication != xades.Indeterminate || last.SubIndication != xades.SignedDataNotFound || s.SubIndication != xades.SignedDataNotFound {
		t.Errorf("without the content: %s %+v", s.SubIndication, last)
	}
	options.Content = given([]byte("inne"))
	if s := verify(t, string(document), options).Signatures[0]; s.SubIndication != xades.HashFailure || s.Level == xades.LevelBLTA {
		t.Errorf("with other content: %s %s", s.Level, s.SubIndication)
	}
}

// TestSeveralTokensInOneProperty are judged each for itself.
func TestSeveralTokensInOneProperty(t *testing.T) {
	a := newArchive(t, false)
	document := a.extend(t, a.sign(t), xades.LevelBT)
	other := base64.StdEncoding.EncodeToString(tokensOf(t, a.extend(t, a.sign(t), xades.LevelBT))[0])
	end := "</xades:EncapsulatedTimeStamp>"
	s := a.judge(t, replace(t, document, end, end+"<xades:EncapsulatedTimeStamp>"+other+end), now)
	var found []xades.Indication
	for _, stamp := range s.TimeStamps {
		found = append(found, stamp.Indication)
	}
	if !slices.Equal(found, []xades.Indication{xades.Passed, xades.Failed}) || s.Level != "B-T" || s.SubIndication != xades.SigConstraintsFailure {
		t.Errorf("%v %s %s", found, s.Level, s.SubIndication)
	}
}

// TestCounterSignatureInTheArchive: a signature among the unsigned properties
// is covered like any other of them, and judged for itself.
func TestCounterSignatureInTheArchive(t *testing.T) {
	a := newArchive(t, false)
	inner := a.sign(t)
	inner = inner[strings.Index(inner, "<ds:Signature "):strings.Index(inner, "</w:Pismo>")]
	const end = "</xades:UnsignedSignatureProperties>"
	document := replace(t, a.extend(t, a.sign(t), xades.LevelBT), end, "<xades:CounterSignature>"+inner+"</xades:CounterSignature>"+end)
	before := verify(t, document, a.options(now))
	made := a.extend(t, document, xades.LevelBLTA)
	after := verify(t, made, a.options(now))
	if len(after.Signatures) != 2 || after.Signatures[0].Level != xades.LevelBLTA || after.Verdict != xades.TotalPassed || !after.Signatures[1].Nested {
		t.Fatalf("%s %v", after.Verdict, after.Signatures[0].Reasons)
	}
	if before.Signatures[1].Cryptographic != after.Signatures[1].Cryptographic {
		t.Error("the counter-signature says something else")
	}
	changed := replace(t, made, "<xades:CounterSignature>", "<xades:CounterSignature> ")
	if s := a.judge(t, changed, now); s.Level == xades.LevelBLTA || s.TimeStamps[1].SubIndication != xades.HashFailure {
		t.Errorf("changed: %s %+v", s.Level, s.TimeStamps[1])
	}
}
