package xades

import (
	"crypto"
	"errors"

	"okienko/xades/dsig"
	"okienko/xades/trust"
)

// verifyCryptography verifies SignatureValue, then every reference
// (EN 319 102-1 5.2.7). No transform runs before the value holds.
func (j *judgement) verifyCryptography() {
	if len(j.sig.Refusals) > 0 {
		j.refuse()
		return
	}
	if !j.authenticate() {
		return
	}
	j.out.Cryptographic = CryptoPassed
	for i, r := range j.sig.References {
		checked, err := j.checker.Check(j.authentic, r)
		if err != nil {
			j.referenceFailed(err)
			continue
		}
		j.checked[r] = checked
		j.out.References[i].DigestOK, j.out.References[i].Whole = true, checked.Whole
	}
}

// refuse reports what is outside the closed lists, each thing once.
func (j *judgement) refuse() {
	j.out.Cryptographic = CryptoRefused
	said := map[string]bool{}
	for _, refusal := range j.sig.Refusals {
		if key := refusal.Code + refusal.Detail; !said[key] {
			said[key] = true
			j.doubt(refusalIndication(refusal.Code), j.reasonOf(refusal))
		}
	}
}

// refusalIndication: algorithms fail the cryptographic constraints, transforms
// and limits those of the signature.
func refusalIndication(code string) string {
	switch code {
	case CodeAlgorithm, CodeWeakAlgorithm:
		return CryptoConstraintsFailure
	}
	return SigConstraintsFailure
}

// authenticate tries the keys there are. Where SigningCertificate names the
// signer, that is one key; a plain XML signature may list its chain in any order.
func (j *judgement) authenticate() bool {
	candidates := j.signer.candidates()
	if len(candidates) == 0 {
		j.noKey()
		return false
	}
	var first error
	for _, c := range candidates {
		authentic, err := j.try(c.key)
		if err == nil {
			j.authentic, j.signer.chosen = authentic, c.cert
			return true
		}
		if first == nil {
			first = err
		}
	}
	j.valueFailed(first)
	return false
}

// All signature values of a document together, those of certificates, time-stamps
// and evidence among them, may cost keyWorkFloor microseconds, and one more for
// every octetsPerKeyWork. 64 signatures with P-256 under chains of three cost 15 ms,
// and so do a dozen with P-384.
const (
	keyWorkFloor     = 24_000
	octetsPerKeyWork = 50
)

// KeyWork is what may be spent on keys for content of so many octets.
func KeyWork(octets int) *trust.KeyWork {
	return trust.NewKeyWork(keyWorkFloor + octets/octetsPerKeyWork)
}

func (j *judgement) try(key crypto.PublicKey) (*dsig.Authentic, error) {
	if err := j.opt.Trust.KeyWork.Spend(key); err != nil {
		return nil, &dsig.Error{Code: CodeTooMany, Node: j.sig.KeyInfo, Detail: err.Error()}
	}
	authentic, err := j.sig.Authenticate(key)
	if err != nil {
		_ = j.opt.Trust.KeyWork.Spend(key) // RSA was tried in two encodings
	}
	return authentic, err
}

// noKey tells a signature without any key from one whose certificate or KeyValue
// has a kind of key outside the closed list.
func (j *judgement) noKey() {
	owner, kind := "KeyValue", j.signer.unknown
	if len(j.signer.certificates) > 0 {
		owner, kind = "the certificate's key", dsig.KindOfKey(j.signer.certificates[0].raw.SPKI)
	} else if kind == "" {
		j.doubt(NoSigningCertificateFound, j.reasonAt(j.sig.Node, CodeCertificateMissing, "no certificate and no key; the verifier may be given one"))
		return
	}
	j.out.Cryptographic = CryptoRefused
	if kind == "" {
		j.doubt(CertificateChainGeneral, j.reasonAt(j.sig.KeyInfo, CodeUnreadable, "the certificate's key is of an unknown kind"))
		return
	}
	reason := j.reasonAt(j.sig.KeyInfo, CodeAlgorithm, owner+" is of a kind outside the closed list: "+kind)
	reason.Args = map[string]string{"algorithm": kind}
	j.doubt(CryptoConstraintsFailure, reason)
}

// valueFailed reports why no key makes the value true.
func (j *judgement) valueFailed(err error) {
	reason := j.reasonOf(err)
	switch {
	case refuses(err):
		j.out.Cryptographic = CryptoRefused
		j.doubt(refusalIndication(reason.Code), reason)
	case reason.Code == CodeValue:
		j.fail(SigCryptoFailure, reason)
	default:
		j.fail(FormatFailure, reason)
	}
}

// refuses tells an error that means "outside the closed lists or limits".
func refuses(err error) bool {
	var e *dsig.Error
	return errors.As(err, &e) && e.Refuses()
}

// referenceFailed reports a reference that does not hold.
func (j *judgement) referenceFailed(err error) {
	reason := j.reasonOf(err)
	refused := refuses(err)
	switch {
	case !refused:
		j.out.Cryptographic = CryptoFailed
	case j.out.Cryptographic == CryptoPassed:
		j.out.Cryptographic = CryptoRefused
	}
	switch {
	case reason.Code == CodeReference, reason.Code == CodeContent:
		j.doubt(SignedDataNotFound, reason)
	case refused:
		j.doubt(SigConstraintsFailure, reason)
	case reason.Code == CodeDigest:
		j.fail(HashFailure, reason)
	default:
		j.fail(FormatFailure, reason)
	}
}
