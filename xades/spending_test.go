package xades_test

import (
	"slices"
	"strings"
	"testing"

	"okienko/xades"
	"okienko/xades/trust"
)

// TestKeysArePaid: whoever has nothing left for keys refuses the signature by name.
func TestKeysArePaid(t *testing.T) {
	w := newWorld(t)
	opt := w.options()
	opt.Trust.KeyWork = trust.NewKeyWork(0)
	got := verify(t, sign(t, letter, w.signer.options()), opt).Signatures[0]
	if got.Cryptographic != xades.CryptoRefused || !slices.Contains(codes(got.Reasons), xades.CodeTooMany) {
		t.Errorf("%s %+v", got.Cryptographic, got.Reasons)
	}
	report := verify(t, "<r>"+strings.Repeat(sign(t, "<a/>", w.signer.options()), xades.MaxSignatures)+"</r>", w.options())
	for _, s := range report.Signatures {
		if len(s.Path) == 0 || slices.ContainsFunc(s.Reasons, func(r xades.Reason) bool { return r.Detail == trust.ErrKeyWork.Error() }) {
			t.Fatalf("one of %d ordinary signatures: %+v", xades.MaxSignatures, s.Reasons)
		}
	}
}

// TestLongCertificates: nobody has certificates as long as these, and names of
// theirs stand in the report.
func TestLongCertificates(t *testing.T) {
	w := newWorld(t)
	long := between("<ds:X509Certificate>", "</ds:X509Certificate>", func(string) string {
		return "<ds:X509Certificate>" + strings.Repeat("MIIB", 30_000) + "</ds:X509Certificate>"
	})(t, sign(t, letter, w.signer.options()))
	got := verify(t, long, w.options()).Signatures[0]
	if got.Cryptographic == xades.CryptoPassed || !slices.Contains(codes(got.Reasons), xades.CodeTooMany) {
		t.Errorf("%s %+v", got.Cryptographic, got.Reasons)
	}
}

// TestSerialNumberOfAMillionDigits: reading it would cost the square of its
// length, before anything is known of its author.
func TestSerialNumberOfAMillionDigits(t *testing.T) {
	w := newWorld(t)
	issuer := `<xades:IssuerSerial><ds:X509IssuerName>CN=Nobody</ds:X509IssuerName><ds:X509SerialNumber>` + strings.Repeat("7", 1_000_000) + `</ds:X509SerialNumber></xades:IssuerSerial>`
	signed := between("</xades:CertDigest>", "</xades:Cert>", func(string) string { return "</xades:CertDigest>" + issuer + "</xades:Cert>" })(t, sign(t, letter, w.signer.options()))
	got := verify(t, signed, w.options()).Signatures[0]
	if !slices.Contains(codes(got.Reasons), xades.CodeCertificateMismatch) {
		t.Errorf("%+v", got.Reasons)
	}
}
