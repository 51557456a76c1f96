package intake_test

import (
	"context"
	"crypto/rand"
	"crypto/x509"
	"testing"
	"time"

	"okienko/fixtures/pkitest"
	"okienko/forms"
	"okienko/inbox"
	"okienko/inbox/intake"
	"okienko/xades"
	"okienko/xades/revocation"
	"okienko/xades/trust"
)

// TestRevocation: with evidence required its absence is the box's policy, a held
// letter is judged again when it is there, and a revoked signer is refused
// everywhere, also where evidence is not required.
func TestRevocation(t *testing.T) {
	pki, err := pkitest.New(pkitest.Options{Rand: rand.Reader, Now: time.Now().Add(-time.Hour)})
	if err != nil {
		t.Fatal(err)
	}
	letter := signSample(t, pki)
	good, err := pki.CRL(pki.QualifiedCA, pkitest.CRL{})
	if err != nil {
		t.Fatal(err)
	}
	revoked, err := pki.CRL(pki.QualifiedCA, pkitest.CRL{Entries: []pkitest.CRLEntry{pkitest.Revoked(pki.Signer.Certificate, time.Now().Add(-time.Hour), 1)}})
	if err != nil {
		t.Fatal(err)
	}
	var evidence []revocation.Evidence
	o := newOffice(t, func(opt *intake.Options) {
		opt.Trust = trust.Config{Anchors: []trust.Anchor{{Certificate: pki.QualifiedCA.Certificate, Kind: "qualified"}}}
		opt.RequireRevocation = true
		opt.Evidence = func(_, _ *x509.Certificate) []revocation.Evidence { return evidence }
	})
	expect := func(box string, want inbox.SubmissionState, code string) inbox.Outcome {
		t.Helper()
		out, err := o.post(box, letter)
		if err != nil || out.State != want || code != "" && (len(out.Reasons) == 0 || out.Reasons[0].Code != code) {
			t.Fatalf("%s: %v %s %v, want %s %s", box, err, out.State, out.Reasons, want, code)
		}
		return out
	}
	expect("/umprzykladowo/skrytka", inbox.Refused, xades.CodeNoRevocation)
	held := expect("/umprzykladowo/wstrzymane", inbox.Held, xades.CodeNoRevocation)
	gather := func(lacking []intake.Lack) bool {
		if len(lacking) != 1 || !lacking[0].Certificate.Equal(pki.Signer.Certificate) || !lacking[0].Issuer.Equal(pki.QualifiedCA.Certificate) ||
			!lacking[0].Arrived.Equal(held.Arrived.Truncate(time.Microsecond)) {
			t.Errorf("lacking %+v", lacking)
		}
		return len(evidence) > 0
	}
	if n, err := o.intake.Rejudge(context.Background(), gather); err != nil || n != 0 {
		t.Fatalf("%d decided without evidence (%v)", n, err)
	}
	found := func(lacking []intake.Lack) bool {
		evidence, _ = revocation.ParseAll([][]byte{good})
		return gather(lacking)
	}
	if n, err := o.intake.Rejudge(context.Background(), found); err != nil || n != 1 {
		t.Fatalf("%d decided, want 1 (%v)", n, err)
	}
	if out := expect("/umprzykladowo/wstrzymane", inbox.Accepted, ""); out.Letter.ID != held.Document {
		t.Errorf("letter %d, held as %d", out.Letter.ID, held.Document)
	}
	expect("/umprzykladowo/skrytka", inbox.Accepted, "")
	evidence, _ = revocation.ParseAll([][]byte{revoked})
	o.opt.RequireRevocation = false
	o.start(t)
	expect("/umprzykladowo/defekty", inbox.Refused, xades.CodeRevoked)
}

func signSample(t *testing.T, pki *pkitest.PKI) []byte {
	t.Helper()
	catalogue, err := forms.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	sample, ok := catalogue.File("pismo-ogolne", "4566", "sample.xml")
	if !ok {
		t.Fatal("no sample")
	}
	letter, err := xades.Sign(sample, xades.SignOptions{Signer: pki.Signer.Key, Certificate: pki.Signer.Certificate, Time: time.Now().Add(-time.Second), Rand: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	return letter
}
