package tsp

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"slices"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"okienko/xades/trust"
)

// Verify judges a token: what was stamped, the signature, the signer's
// certificate and its path at the time stamped (RFC 3161 2.4.2, ETSI EN 319
// 102-1 5.4). Revocation is not looked at: Result.Judgement.Path says for which
// certificates the caller has to ask.
func (t *Token) Verify(opt Options) Result {
	r := Result{Info: t.Info}
	if !bytes.Equal(opt.Digest, t.Info.Imprint.Digest) {
		r.add(problem(CodeImprint, "the token stamps another digest"))
	}
	if t.signer.unknown != nil {
		r.add(t.signer.unknown)
		return r
	}
	r.add(t.checkContent())
	r.add(t.checkProtection())
	found, p := t.findSigner(opt.Certificates)
	if p != nil {
		r.add(p)
		return r
	}
	key := found.raw.PublicKey()
	if key == nil {
		r.add(problem(CodeCertificate, "the signer's certificate holds a key of an unknown kind"))
		return r
	}
	if err := opt.Trust.KeyWork.Spend(key); err != nil {
		r.add(problem(CodeTooLarge, "%v", err))
		return r
	}
	r.add(t.checkSignature(key))
	t.checkStrength(&r, key, opt)
	t.judge(&r, found, opt)
	return r
}

// checkContent holds the two attributes every signer must sign against the
// content (RFC 5652 5.3, 11.1, 11.2).
func (t *Token) checkContent() *Problem {
	signed := &t.signer.signed
	if string(signed.contentType) != oidTSTInfo || signed.messageDigest == nil {
		return problem(CodeStructure, "signed attributes without contentType and messageDigest of a TSTInfo")
	}
	h := t.signer.hash.New()
	h.Write(t.content)
	if !bytes.Equal(h.Sum(nil), signed.messageDigest) {
		return problem(CodeDigest, "messageDigest is not that of the content")
	}
	return nil
}

// checkProtection holds CMSAlgorithmProtection, where signed, against the
// algorithms used (RFC 6211 2).
func (t *Token) checkProtection() *Problem {
	if t.signer.signed.protection == nil {
		return nil
	}
	inner := cryptobyte.String(t.signer.signed.protection)
	var hash, algorithm cryptobyte.String
	var present bool
	if !inner.ReadASN1Element(&hash, asn1.SEQUENCE) || !inner.ReadOptionalASN1(&algorithm, &present, contextual(1)) || !inner.Empty() {
		return problem(CodeStructure, "malformed CMSAlgorithmProtection")
	}
	var used, usedInner cryptobyte.String = t.signer.algorithmDER, nil
	if !used.ReadASN1(&usedInner, asn1.SEQUENCE) || !bytes.Equal(hash, t.signer.hashDER) || !bytes.Equal(algorithm, usedInner) {
		return problem(CodeAlgorithm, "other algorithms than CMSAlgorithmProtection names")
	}
	return nil
}

// checkSignature verifies the value over the signed attributes as they came,
// and failing that in the order DER has them: authorities have signed both.
func (t *Token) checkSignature(key crypto.PublicKey) *Problem {
	err := t.signer.algorithm.Verify(key, t.signer.attributes, t.signer.value)
	if err == nil {
		return nil
	}
	if ordered := ordered(t.signer.attributes); !bytes.Equal(ordered, t.signer.attributes) {
		if t.signer.algorithm.Verify(key, ordered, t.signer.value) == nil {
			return nil
		}
	}
	return problem(CodeValue, "%v", err)
}

// ordered sorts the elements of a DER set (X.690 11.6).
func ordered(set []byte) []byte {
	input := cryptobyte.String(set)
	var list, element cryptobyte.String
	var elements [][]byte
	input.ReadASN1(&list, asn1.SET)
	for list.ReadASN1Element(&element, asn1.SEQUENCE) {
		elements = append(elements, element)
	}
	slices.SortFunc(elements, bytes.Compare)
	header := set[:len(set)-len(bytes.Join(elements, nil))]
	return append(slices.Clone(header), bytes.Join(elements, nil)...)
}

// checkStrength names the first algorithm that is not relied on. SHA-1 in
// SigningCertificate is none: it only chooses among certificates for the key
// that verified.
func (t *Token) checkStrength(r *Result, key crypto.PublicKey, opt Options) {
	rests := append([]trust.Strength{trust.OfHash(t.Info.Imprint.Hash), trust.OfHash(t.signer.hash)}, t.signer.algorithm.Strengths(key)...)
	if weak := opt.Trust.Suite().Weak(rests, opt.At); len(weak) > 0 {
		r.add(problem(CodeWeakAlgorithm, "%s is not relied on any more", weak[0]))
	}
}

// judge asks who stands behind the signer's certificate.
func (t *Token) judge(r *Result, found candidate, opt Options) {
	cert, err := x509.ParseCertificate(found.der)
	if err != nil {
		r.add(problem(CodeCertificate, "%v", err))
		return
	}
	r.Certificate = cert
	r.Judgement = opt.Trust.JudgeFor(trust.TimeStamping, cert, t.hints(opt.Certificates), t.Info.GenTime)
	if code := codeOf(r.Judgement.Problem); code != "" {
		r.add(problem(code, "%s", r.Judgement.Detail))
	}
}

func codeOf(p trust.Problem) string {
	switch p {
	case trust.None:
		return ""
	case trust.Expired:
		return CodeExpired
	case trust.NotYetValid:
		return CodeNotYetValid
	case trust.Usage:
		return CodeUsage
	case trust.BrokenPath:
		return CodePath
	}
	return CodeUntrusted
}

// hints are the readable certificates of the token and the caller's.
func (t *Token) hints(more []*x509.Certificate) []*x509.Certificate {
	hints := slices.Clone(more)
	for _, der := range t.Certificates {
		if cert, err := x509.ParseCertificate(der); err == nil {
			hints = append(hints, cert)
		}
	}
	return hints
}
