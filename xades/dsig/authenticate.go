package dsig

import (
	"bytes"
	"crypto"
	"errors"

	"okienko/xades/c14n"
)

// Authentic is a Signature whose SignatureValue holds over its SignedInfo
// under Key. What the references point to is not checked yet.
type Authentic struct {
	*Signature
	Key crypto.PublicKey
}

// SignedInfoDigest returns what the signature value is computed from: the hash
// of the canonical SignedInfo, or its octets for Ed25519.
func (s *Signature) SignedInfoDigest() ([]byte, error) {
	if s.Method.scheme == schemeEd25519 {
		var b bytes.Buffer
		err := c14n.Write(&b, s.SignedInfo, s.canon)
		return b.Bytes(), err
	}
	h := s.Method.Hash.New()
	if err := c14n.Write(h, s.SignedInfo, s.canon); err != nil {
		return nil, err
	}
	return h.Sum(nil), nil
}

// Authenticate verifies SignatureValue with one key. An *Error with CodeValue
// says that it does not fit; a signature with Refusals is never authentic.
func (s *Signature) Authenticate(key crypto.PublicKey) (*Authentic, error) {
	if len(s.Refusals) > 0 {
		return nil, s.Refusals[0]
	}
	digest, err := s.SignedInfoDigest()
	if err != nil {
		return nil, structureError(s.SignedInfo, "SignedInfo has no canonical form: %v", err)
	}
	err = s.Method.verify(key, digest, s.Value)
	switch {
	case errors.Is(err, errKeyLength):
		weak := algorithmError(CodeWeakAlgorithm, s.ValueNode, WeakKey(key))
		weak.Detail = err.Error()
		return nil, weak
	case err != nil:
		return nil, &Error{Code: CodeValue, Node: s.ValueNode, Detail: err.Error()}
	}
	return &Authentic{Signature: s, Key: key}, nil
}
