package dsig

import (
	"bytes"
	"crypto"
	"errors"
	"io"

	"okienko/xades/c14n"
)

// Authentic is a Signature whose SignatureValue holds over its SignedInfo
// under Key. What the references point to is not checked yet.
type Authentic struct {
	*Signature
	Key crypto.PublicKey
}

// SignedInfoDigest returns what the signature value is computed from: the hash
// of the canonical SignedInfo, or its octets for Ed25519. It is computed once.
func (s *Signature) SignedInfoDigest() ([]byte, error) {
	if s.digest != nil {
		return s.digest, nil
	}
	if s.Method.scheme == schemeEd25519 {
		var b bytes.Buffer
		err := s.writeSignedInfo(&b)
		s.digest = b.Bytes()
		return s.digest, err
	}
	h := s.Method.Hash.New()
	if err := s.writeSignedInfo(h); err != nil {
		return nil, err
	}
	s.digest = h.Sum(nil)
	return s.digest, nil
}

// writeSignedInfo canonicalises SignedInfo within the credit.
func (s *Signature) writeSignedInfo(w io.Writer) error {
	m := &meter{w: w, left: &s.credit.info}
	opt := s.canon
	opt.Spend = m.spend
	if err := c14n.Write(m, s.SignedInfo, opt); err != nil {
		return &Error{Code: canonicalCode(err), Node: s.SignedInfo, Detail: "SignedInfo: " + err.Error()}
	}
	return nil
}

// Authenticate verifies SignatureValue with one key. An *Error with CodeValue
// says that it does not fit; other codes refuse the key. A signature with
// Refusals is never authentic.
func (s *Signature) Authenticate(key crypto.PublicKey) (*Authentic, error) {
	if len(s.Refusals) > 0 {
		return nil, s.Refusals[0]
	}
	digest, err := s.SignedInfoDigest()
	if err != nil {
		return nil, err
	}
	err = s.Method.verify(key, digest, s.Value)
	var refusal *Error
	switch {
	case errors.As(err, &refusal):
		refusal.Node = s.ValueNode
		return nil, refusal
	case err != nil:
		return nil, &Error{Code: CodeValue, Node: s.ValueNode, Detail: err.Error()}
	}
	return &Authentic{Signature: s, Key: key}, nil
}
