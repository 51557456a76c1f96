package xades

import (
	"crypto"
	"crypto/x509"
	"slices"

	"okienko/xades/dsig"
	"okienko/xades/trust"
)

// certificate is one of KeyInfo, as far as it can be read.
type certificate struct {
	der  []byte
	raw  trust.Raw
	cert *x509.Certificate // nil when crypto/x509 refuses it
	key  crypto.PublicKey  // nil when it is of a kind nobody here knows
}

func readCertificate(der []byte) *certificate {
	c := &certificate{der: der}
	c.raw, _ = trust.ParseRaw(der)
	if cert, err := x509.ParseCertificate(der); err == nil {
		c.cert, c.key = cert, cert.PublicKey
	} else {
		c.key = c.raw.PublicKey()
	}
	if c.key == nil {
		c.key = dsig.ParseBrainpoolKey(c.raw.SPKI)
	}
	return c
}

// signer is who may have signed, as KeyInfo and SigningCertificate say.
type signer struct {
	certificates []*certificate
	bound        *certificate     // the one the signed properties name
	chosen       *certificate     // the one whose key verified
	bare         crypto.PublicKey // a key without certificate: the caller's, else KeyValue
	unknown      string           // kind of a KeyValue that nobody here knows
	binds        []crypto.Hash    // hashes by which the certificate is bound
	elsewhere    bool             // some certificate stands outside KeyInfo, which then binds none
}

// candidate is a key to try and the certificate it comes from, nil for a bare key.
type candidate struct {
	key  crypto.PublicKey
	cert *certificate
}

// identifySigner reads KeyInfo and finds the certificate that the signed
// properties bind (EN 319 102-1 5.2.3). false means that KeyInfo is broken.
func (j *judgement) identifySigner() bool {
	keys, err := j.sig.Keys()
	if err != nil {
		j.valueFailed(err)
		return false
	}
	j.signer.elsewhere, j.signer.unknown = keys.Elsewhere, keys.Unknown
	for _, der := range keys.Certificates {
		j.signer.certificates = append(j.signer.certificates, readCertificate(der))
	}
	if len(j.signer.certificates) == 0 {
		j.lookUp(keys.Names)
	}
	if len(j.signer.certificates) == 0 {
		j.signer.bare = j.opt.Key
		if j.signer.bare == nil {
			j.signer.bare = keys.Value
		}
		return true
	}
	j.bindCertificate()
	j.compareKeyValue(keys.Value)
	return true
}

// compareKeyValue holds a KeyValue beside certificates against them: two keys
// would leave open which one signed (CVE-2024-32962).
func (j *judgement) compareKeyValue(value crypto.PublicKey) {
	comparable, ok := value.(interface{ Equal(crypto.PublicKey) bool })
	if !ok {
		return
	}
	for _, c := range j.signer.candidates() {
		if comparable.Equal(c.key) {
			return
		}
	}
	j.doubt(NoSigningCertificateFound, j.reasonAt(j.sig.KeyInfo, CodeCertificateMismatch, "KeyValue is not the certificate's key"))
}

// candidates are the keys to try, in order: the bound certificate's alone,
// else those of all certificates, else the bare one.
func (s *signer) candidates() []candidate {
	certificates := s.certificates
	if s.bound != nil {
		certificates = []*certificate{s.bound}
	}
	var list []candidate
	for _, c := range certificates {
		if c.key != nil {
			list = append(list, candidate{c.key, c})
		}
	}
	if len(s.certificates) == 0 && s.bare != nil {
		list = append(list, candidate{key: s.bare})
	}
	return list
}

// hints are the readable certificates besides the signer's, and more from
// elsewhere in the signature: nobody vouches for them, paths may lead over them.
func (s *signer) hints(more []*x509.Certificate) []*x509.Certificate {
	certs := slices.Clone(more)
	for _, c := range s.certificates {
		if c != s.chosen && c.cert != nil {
			certs = append(certs, c.cert)
		}
	}
	return certs
}
