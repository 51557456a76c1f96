package xades_test

import (
	"context"
	"crypto/rand"
	"crypto/x509"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"okienko/fixtures/pkitest"
	"okienko/xades"
	"okienko/xades/trust"
)

// surroundings are made once; an archive adds what its test needs.
var surroundings = sync.OnceValues(func() (*pkitest.PKI, error) { return pkitest.New(pkitest.Options{Now: now}) })

// archive is a signer and a time-stamping authority under one root, and a clock.
type archive struct {
	*pkitest.PKI
	signer *pkitest.Credential
	tsa    *pkitest.TSA
	clock  time.Time
}

// newArchive makes one whose signer's certificate ends after a day, when
// asked for.
func newArchive(t testing.TB, brief bool) *archive {
	t.Helper()
	pki, err := surroundings()
	if err != nil {
		t.Fatal(err)
	}
	a := &archive{PKI: pki, signer: pki.SignerEC, clock: now}
	if brief {
		a.signer, err = pki.Issue(pki.QualifiedCA, pkitest.Request{Subject: pkitest.TestPerson(), NotAfter: now.Add(day)})
		if err != nil {
			t.Fatal(err)
		}
	}
	a.tsa = a.newTSA(t, pkitest.Request{})
	return a
}

const day = 24 * time.Hour

func (a *archive) newTSA(t testing.TB, r pkitest.Request) *pkitest.TSA {
	t.Helper()
	r.Subject.CommonName = "Znakowanie czasem (test)"
	tsa, err := a.NewTSA(a.QualifiedCA, r)
	if err != nil {
		t.Fatal(err)
	}
	tsa.Clock = func() time.Time { return a.clock }
	return tsa
}

func (a *archive) crl(t testing.TB, c pkitest.CRL) []byte {
	t.Helper()
	der, err := a.CRL(a.QualifiedCA, c)
	if err != nil {
		t.Fatal(err)
	}
	return der
}

func (a *archive) sign(t testing.TB) string {
	t.Helper()
	return sign(t, letter, xades.SignOptions{Signer: a.signer.Key, Certificate: a.signer.Certificate, Time: now.Add(-time.Minute), Rand: rand.Reader})
}

func (a *archive) extendOptions(t testing.TB) xades.ExtendOptions {
	return xades.ExtendOptions{
		TSA:  func(_ context.Context, request []byte) ([]byte, error) { return a.tsa.Answer(request) },
		Rand: rand.Reader, Time: a.clock,
		Certificates: []*x509.Certificate{a.QualifiedCA.Certificate},
		Revocation:   [][]byte{a.crl(t, pkitest.CRL{})},
		Trust:        a.options(a.clock).Trust,
	}
}

func (a *archive) extend(t testing.TB, document, level string) string {
	t.Helper()
	made, err := xades.Extend(t.Context(), []byte(document), level, a.extendOptions(t))
	if err != nil {
		t.Fatal(err)
	}
	return string(made)
}

func (a *archive) options(at time.Time) xades.VerifyOptions {
	return xades.VerifyOptions{At: at, Trust: trust.Config{Anchors: []trust.Anchor{{Certificate: a.QualifiedCA.Certificate, Kind: "qualified"}}}}
}

func (a *archive) judge(t testing.TB, document string, at time.Time) xades.Signature {
	t.Helper()
	return verify(t, document, a.options(at)).Signatures[0]
}

func TestLevelsOneAfterTheOther(t *testing.T) {
	a := newArchive(t, false)
	document := a.sign(t)
	stamps := 0
	for i, level := range []string{xades.LevelBT, xades.LevelBLT, xades.LevelBLTA, xades.LevelBLTA} {
		a.clock = now.Add(time.Duration(i) * time.Hour)
		made := a.extend(t, document, level)
		if !onlyInserted(document, made) {
			t.Fatalf("%s: more than an insertion", level)
		}
		document = made
		s := a.judge(t, document, a.clock)
		if s.Level != level || s.Indication != xades.TotalPassed || len(s.Reasons) > 0 {
			t.Fatalf("%s: %s %s %v %+v", level, s.Level, s.Indication, s.Reasons, s.TimeStamps)
		}
		if s.BestSignatureTime == nil || !s.BestSignatureTime.Equal(now) {
			t.Errorf("%s: best signature time %v", level, s.BestSignatureTime)
		}
		if level != xades.LevelBLT {
			stamps++
		}
		if len(s.TimeStamps) != stamps {
			t.Errorf("%s: %d time-stamps", level, len(s.TimeStamps))
		}
	}
	if !strings.Contains(document, "<xades141:TimeStampValidationData") || strings.Count(document, "<xades:RevocationValues") != 2 {
		t.Error("the renewal keeps its evidence elsewhere than in TimeStampValidationData")
	}
}

// TestLevelStays: what a signature carries does not become less because years
// pass or because the caller trusts nobody.
func TestLevelStays(t *testing.T) {
	a := newArchive(t, true)
	for _, level := range []string{xades.LevelBT, xades.LevelBLT, xades.LevelBLTA} {
		document := a.extend(t, a.sign(t), level)
		for _, opt := range []xades.VerifyOptions{a.options(now.AddDate(30, 0, 0)), {At: now.AddDate(30, 0, 0)}, {At: now}} {
			if s := verify(t, document, opt).Signatures[0]; s.Level != level {
				t.Errorf("%s: %s in %d under %d anchors", level, s.Level, opt.At.Year(), len(opt.Trust.Anchors))
			}
		}
	}
}

// onlyInserted reports whether one run of octets was put into before.
func onlyInserted(before, after string) bool {
	n := 0
	for n < len(before) && before[n] == after[n] {
		n++
	}
	return strings.HasSuffix(after, before[n:])
}

func TestSignAtALevel(t *testing.T) {
	a := newArchive(t, false)
	opt := xades.SignOptions{Signer: a.signer.Key, Certificate: a.signer.Certificate, Time: now, Rand: rand.Reader, XPath: true}
	for _, level := range []string{xades.LevelBB, xades.LevelBT, xades.LevelBLT, xades.LevelBLTA} {
		for _, document := range []string{letter, "<a/>"} {
			made, err := xades.SignAt(t.Context(), []byte(document), level, opt, a.extendOptions(t))
			if err != nil {
				t.Fatalf("%s: %v", level, err)
			}
			if s := a.judge(t, string(made), now); s.Level != level || s.Indication != xades.TotalPassed {
				t.Errorf("%s: %s %s %v", level, s.Level, s.Indication, s.Reasons)
			}
		}
	}
	if _, err := xades.SignAt(t.Context(), []byte(letter), "B-X", opt, a.extendOptions(t)); err == nil {
		t.Error("an unknown level")
	}
}

// TestExtendRefuses names what is not extended, and that no half-made document
// comes back.
func TestExtendRefuses(t *testing.T) {
	a := newArchive(t, false)
	signed := a.sign(t)
	key := &identity{key: a.signer.Key, cert: a.signer.Certificate}
	plain := between(`<ds:Reference Type`, "</ds:Reference>", nothing)(t, signed)
	plain = resign(t, between("<ds:Object>", "</ds:Object>", nothing)(t, plain), key)
	old := strings.ReplaceAll(signed, "http://uri.etsi.org/01903/v1.3.2#", "http://uri.etsi.org/01903/v1.2.2#")
	old = resign(t, old, key)
	for name, c := range map[string]struct {
		document, level string
		change          func(*xades.ExtendOptions)
		want            string
	}{
		"no such level":      {signed, "B-X", nil, "no signature is extended"},
		"down":               {signed, xades.LevelBB, nil, "no signature is extended"},
		"no authority":       {signed, xades.LevelBT, func(o *xades.ExtendOptions) { o.TSA = nil }, "authority is required"},
		"no evidence":        {signed, xades.LevelBLT, func(o *xades.ExtendOptions) { o.Revocation = nil }, "evidence is required"},
		"no such evidence":   {signed, xades.LevelBLT, func(o *xades.ExtendOptions) { o.Revocation = [][]byte{{1, 2}} }, "evidence 0"},
		"evidence of others": {signed, xades.LevelBLT, func(o *xades.ExtendOptions) { o.Revocation = [][]byte{a.strangersCRL(t)} }, "evidence says nothing"},
		"no issuer":          {signed, xades.LevelBLT, func(o *xades.ExtendOptions) { o.Certificates, o.Trust = nil, trust.Config{} }, "issuer's certificate is missing"},
		"no random":          {signed, xades.LevelBT, func(o *xades.ExtendOptions) { o.Rand = nil }, "required"},
		"not there":          {signed, xades.LevelBT, func(o *xades.ExtendOptions) { o.ID = "other" }, "not there"},
		"two":                {signTwice(t, a), xades.LevelBT, nil, "more than one"},
		"changed content":    {strings.Replace(signed, "Proszę", "Prosze", 1), xades.LevelBT, nil, "does not verify"},
		"no signature":       {letter, xades.LevelBT, nil, "not there"},
		"plain":              {plain, xades.LevelBT, nil, "no levels"},
		"old properties":     {old, xades.LevelBT, nil, "not extended"},
		"no XML":             {"<", xades.LevelBT, nil, "xml."},
		"answer of others":   {signed, xades.LevelBT, func(o *xades.ExtendOptions) { o.TSA = a.replayed(t) }, "timestamp.mismatch"},
		"refusal":            {signed, xades.LevelBT, func(o *xades.ExtendOptions) { o.TSA = refusing }, "timestamp.refused"},
	} {
		opt := a.extendOptions(t)
		if c.change != nil {
			c.change(&opt)
		}
		made, err := xades.Extend(t.Context(), []byte(c.document), c.level, opt)
		if err == nil || made != nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}

func refusing(context.Context, []byte) ([]byte, error) {
	return pkitest.RefuseStamp(0, "nie dzisiaj"), nil
}

// replayed answers with what was answered before.
func (a *archive) replayed(t *testing.T) func(context.Context, []byte) ([]byte, error) {
	var old []byte
	opt := a.extendOptions(t)
	opt.TSA = func(_ context.Context, request []byte) (answer []byte, err error) {
		old, err = a.tsa.Answer(request)
		return old, err
	}
	if _, err := xades.Extend(t.Context(), []byte(a.sign(t)), xades.LevelBT, opt); err != nil {
		t.Fatal(err)
	}
	return func(context.Context, []byte) ([]byte, error) { return old, nil }
}

func (a *archive) strangersCRL(t *testing.T) []byte {
	der, err := a.CRL(a.StrangerCA, pkitest.CRL{})
	if err != nil {
		t.Fatal(err)
	}
	return der
}

// signTwice makes two signatures that both leave out all signatures.
func signTwice(t *testing.T, a *archive) string {
	opt := xades.SignOptions{Signer: a.signer.Key, Certificate: a.signer.Certificate, Time: now, Rand: rand.Reader, XPath: true}
	return sign(t, sign(t, letter, opt), opt)
}

// TestOneOfTwoSignatures: extending the one leaves the other alone, and is
// refused where it would not.
func TestOneOfTwoSignatures(t *testing.T) {
	a := newArchive(t, false)
	both := signTwice(t, a)
	ids := signatureIDs(t, both, a)
	opt := a.extendOptions(t)
	opt.ID = ids[0]
	made, err := xades.Extend(t.Context(), []byte(both), xades.LevelBT, opt)
	if err != nil {
		t.Fatal(err)
	}
	report := verify(t, string(made), a.options(now))
	if levels := []string{report.Signatures[0].Level, report.Signatures[1].Level}; !slices.Equal(levels, []string{"B-T", "B-B"}) || report.Verdict != xades.TotalPassed {
		t.Errorf("%v %s", levels, report.Verdict)
	}
	covering := sign(t, a.sign(t), xades.SignOptions{Signer: a.signer.Key, Certificate: a.signer.Certificate, Time: now, Rand: rand.Reader})
	opt.ID = signatureIDs(t, covering, a)[0]
	if _, err := xades.Extend(t.Context(), []byte(covering), xades.LevelBT, opt); err == nil {
		t.Error("a signature was broken by extending another")
	}
}

func signatureIDs(t *testing.T, document string, a *archive) (ids []string) {
	for _, s := range verify(t, document, a.options(now)).Signatures {
		ids = append(ids, s.ID)
	}
	return ids
}
