package xades

import (
	"bytes"

	"okienko/xades/dsig"
)

// lookUp finds the certificates that KeyInfo names, or SigningCertificate where
// KeyInfo names none, among those that the caller supplied. That they were
// supplied means no trust, and a KeyInfo that names them does not bind them.
func (j *judgement) lookUp(names []dsig.CertificateName) {
	var refs []certificateRef
	if len(names) == 0 {
		refs = j.readableRefs()
	}
	for _, cert := range j.opt.Certificates {
		if len(j.signer.certificates) == dsig.MaxCertificates {
			return
		}
		c := &certificate{der: cert.Raw, cert: cert}
		if c.isNamed(names, j.read) || c.isMeant(refs) {
			j.signer.elsewhere = true
			j.signer.certificates = append(j.signer.certificates, readCertificate(cert.Raw))
		}
	}
}

func (c *certificate) isNamed(names []dsig.CertificateName, read nameReader) bool {
	for _, name := range names {
		if c.hasName(name, read) {
			return true
		}
	}
	return false
}

func (c *certificate) hasName(name dsig.CertificateName, read nameReader) bool {
	switch {
	case name.Serial != nil:
		return name.Serial.Cmp(c.cert.SerialNumber) == 0 && read.sameText(name.Issuer, c.cert.RawIssuer)
	case name.Subject != "":
		return read.sameText(name.Subject, c.cert.RawSubject)
	case name.KeyID != nil:
		return bytes.Equal(name.KeyID, c.cert.SubjectKeyId)
	case name.Digest != nil:
		h := name.Hash.New()
		h.Write(c.der)
		return bytes.Equal(h.Sum(nil), name.Digest)
	}
	return false
}

// isMeant reports that SigningCertificate has the certificate's digest.
func (c *certificate) isMeant(refs []certificateRef) bool {
	for _, ref := range refs {
		h := ref.hash.New()
		h.Write(c.der)
		if bytes.Equal(h.Sum(nil), ref.digest) {
			return true
		}
	}
	return false
}
