package revocation

import (
	"crypto"
	"crypto/x509"

	"golang.org/x/crypto/cryptobyte"
	der "golang.org/x/crypto/cryptobyte/asn1"

	"okienko/xades/trust"
)

// sum hashes with a hash of the closed list.
func sum(h crypto.Hash, data []byte) []byte {
	d := h.New()
	d.Write(data)
	return d.Sum(nil)
}

// OCSPRequest writes an OCSPRequest about one certificate (RFC 6960 4.1), to be
// sent as application/ocsp-request. CertID is by SHA-1, as RFC 5019 2.1.1 wants
// and every responder knows; it names, it does not protect. The nonce (RFC
// 9654: 32 random octets) is left out when empty. The error is a *Problem.
func OCSPRequest(cert, issuer *x509.Certificate, nonce []byte) ([]byte, error) {
	raw, ok := trust.ParseRaw(cert.Raw)
	hash, err := trust.MarshalHash(crypto.SHA1)
	if !ok || err != nil {
		return nil, problem(CodeStructure, "unreadable certificate")
	}
	b := cryptobyte.NewBuilder(nil)
	sequence := func(b *cryptobyte.Builder, inside func(b *cryptobyte.Builder)) { b.AddASN1(der.SEQUENCE, inside) }
	sequence(b, func(b *cryptobyte.Builder) {
		sequence(b, func(b *cryptobyte.Builder) {
			sequence(b, func(b *cryptobyte.Builder) {
				sequence(b, func(b *cryptobyte.Builder) {
					sequence(b, func(b *cryptobyte.Builder) {
						b.AddBytes(hash)
						b.AddASN1OctetString(sum(crypto.SHA1, issuer.RawSubject))
						b.AddASN1OctetString(sum(crypto.SHA1, keyBits(issuer)))
						b.AddASN1(der.INTEGER, func(b *cryptobyte.Builder) { b.AddBytes(raw.Serial) })
					})
				})
			})
			addNonce(b, nonce)
		})
	})
	out, err := b.Bytes()
	if err != nil {
		return nil, problem(CodeStructure, "%v", err)
	}
	return out, nil
}

// addNonce writes requestExtensions with the nonce, an OCTET STRING within the
// extension's own (RFC 9654 2.1).
func addNonce(b *cryptobyte.Builder, nonce []byte) {
	if len(nonce) == 0 {
		return
	}
	b.AddASN1(constructed(2), func(b *cryptobyte.Builder) {
		b.AddASN1(der.SEQUENCE, func(b *cryptobyte.Builder) {
			b.AddASN1(der.SEQUENCE, func(b *cryptobyte.Builder) {
				b.AddASN1(der.OBJECT_IDENTIFIER, func(b *cryptobyte.Builder) { b.AddBytes([]byte(oidNonce)) })
				b.AddASN1(der.OCTET_STRING, func(b *cryptobyte.Builder) { b.AddASN1OctetString(nonce) })
			})
		})
	})
}
