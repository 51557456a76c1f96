package asic_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/x509"
	"strings"
	"testing"
	"time"

	"okienko/fixtures/pkitest"
	"okienko/xades"
	"okienko/xades/asic"
	"okienko/xades/trust"
)

// office is a signer with a time-stamping authority and revocation lists.
type office struct {
	*pkitest.PKI
	tsa *pkitest.TSA
}

func newOffice(t *testing.T) *office {
	t.Helper()
	pki, err := pkitest.New(pkitest.Options{Now: now})
	if err != nil {
		t.Fatal(err)
	}
	tsa, err := pki.NewTSA(pki.QualifiedCA, pkitest.Request{Subject: pkitest.Subject{CommonName: "Znakowanie czasem (test)"}})
	if err != nil {
		t.Fatal(err)
	}
	tsa.Clock = func() time.Time { return now }
	return &office{pki, tsa}
}

func (o *office) trust() trust.Config {
	return trust.Config{Anchors: []trust.Anchor{{Certificate: o.QualifiedCA.Certificate, Kind: "qualified"}}}
}

func (o *office) more(t *testing.T) xades.ExtendOptions {
	t.Helper()
	list, err := o.CRL(o.QualifiedCA, pkitest.CRL{})
	if err != nil {
		t.Fatal(err)
	}
	return xades.ExtendOptions{
		TSA:  func(_ context.Context, request []byte) ([]byte, error) { return o.tsa.Answer(request) },
		Rand: rand.Reader, Time: now, Trust: o.trust(),
		Certificates: []*x509.Certificate{o.QualifiedCA.Certificate}, Revocation: [][]byte{list},
	}
}

func (o *office) container(t *testing.T) []byte {
	t.Helper()
	container, err := asic.Create(files, xades.SignOptions{Signer: o.SignerEC.Key, Certificate: o.SignerEC.Certificate, Time: now.Add(-time.Minute), Rand: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	return container
}

func (o *office) judge(t *testing.T, container []byte) *asic.Report {
	t.Helper()
	report, err := asic.Verify(container, xades.VerifyOptions{At: now, Trust: o.trust()})
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// TestExtend raises a container's signature level by level. Every other file
// keeps its octets, and the archive time-stamp covers them.
func TestExtend(t *testing.T) {
	o := newOffice(t)
	container := o.container(t)
	for _, level := range []string{xades.LevelBT, xades.LevelBLT, xades.LevelBLTA, xades.LevelBLTA} {
		made, err := asic.Extend(t.Context(), container, "", level, o.more(t))
		if err != nil {
			t.Fatal(level, err)
		}
		before, after := filesIn(t, container), filesIn(t, made)
		if len(after) != len(before) {
			t.Fatalf("%d files of %d", len(after), len(before))
		}
		for i, f := range before {
			same := bytes.Equal(contentOf(t, after[i]), contentOf(t, f))
			if after[i].Name != f.Name || same == strings.Contains(f.Name, "signatures") {
				t.Errorf("%s: %s is the same: %t", level, f.Name, same)
			}
		}
		container = made
		r := o.judge(t, container)
		if s := r.Signatures[0]; r.Verdict != xades.TotalPassed || s.Level != level || len(r.Container.Objects[0].CoveredBy) != 1 {
			t.Fatalf("%s: %s %s %+v", level, r.Verdict, s.Level, s.TimeStamps)
		}
	}
	changed := recordsOf(t, container)
	changed.replace("pismo.xml", "<pismo>Proszę o przelew.</pismo>")
	if s := o.judge(t, changed.bytes()).Signatures[0]; s.Level == xades.LevelBLTA || s.SubIndication != xades.HashFailure {
		t.Errorf("a changed file: %s %s", s.Level, s.SubIndication)
	}
}

// TestExtendOneOfSeveral leaves the other documents of signatures alone.
func TestExtendOneOfSeveral(t *testing.T) {
	o := newOffice(t)
	container, err := cosign(t, o.container(t))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := asic.Extend(t.Context(), container, "", xades.LevelBT, o.more(t)); err == nil {
		t.Error("one of two, unnamed")
	}
	made, err := asic.Extend(t.Context(), container, "META-INF/signatures0.xml", xades.LevelBLT, o.more(t))
	if err != nil {
		t.Fatal(err)
	}
	if r := o.judge(t, made); r.Signatures[0].Level != xades.LevelBLT || r.Signatures[1].Level != xades.LevelBB || r.Signatures[1].Cryptographic != xades.CryptoPassed {
		t.Errorf("%s and %s", r.Signatures[0].Level, r.Signatures[1].Level)
	}
}

func TestExtendRefuses(t *testing.T) {
	o := newOffice(t)
	container := o.container(t)
	changed := func(change func(a *archive)) []byte {
		a := recordsOf(t, container)
		change(a)
		return a.bytes()
	}
	for name, c := range map[string]struct {
		container       []byte
		document, level string
	}{
		"no such document":        {container, "META-INF/signatures7.xml", xades.LevelBT},
		"a data object":           {container, "pismo.xml", xades.LevelBT},
		"no such level":           {container, "", "B-X"},
		"no container":            {[]byte("PK"), "", xades.LevelBT},
		"a file that was changed": {changed(func(a *archive) { a.replace("pismo.xml", "x") }), "", xades.LevelBT},
		"a manifest that differs": {changed(func(a *archive) { a.add("nowy.txt", "new") }), "", xades.LevelBT},
		"a zip file with a lie":   {changed(func(a *archive) { a.gap = []byte("x") }), "", xades.LevelBT},
	} {
		if made, err := asic.Extend(t.Context(), c.container, c.document, c.level, o.more(t)); err == nil || made != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
