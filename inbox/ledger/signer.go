package ledger

import (
	"crypto"
	"crypto/ed25519"
	"errors"

	"golang.org/x/mod/sumdb/note"
)

// ErrKey is returned for a key that is not Ed25519, the only kind signed notes
// have, or a name that a note cannot carry.
var ErrKey = errors.New("ledger: the log key must be Ed25519 and its name free of spaces and plus signs")

// NewSigner makes the signer of checkpoints from an Ed25519 key, which may live
// in hardware, and the log's name, such as "okienko.example/umprzykladowo".
func NewSigner(name string, key crypto.Signer) (note.Signer, error) {
	verifier, err := NewVerifier(name, key.Public())
	if err != nil {
		return nil, err
	}
	return signer{verifier, key}, nil
}

// NewVerifier makes the verifier of a log from its name and public key.
func NewVerifier(name string, public crypto.PublicKey) (note.Verifier, error) {
	key, err := VerifierKey(name, public)
	if err != nil {
		return nil, err
	}
	verifier, err := note.NewVerifier(key)
	if err != nil {
		return nil, ErrKey
	}
	return verifier, nil
}

// VerifierKey writes name and public key as one line, the form in which signed
// notes publish a key.
func VerifierKey(name string, public crypto.PublicKey) (string, error) {
	key, ok := public.(ed25519.PublicKey)
	if !ok {
		return "", ErrKey
	}
	line, err := note.NewEd25519VerifierKey(name, key)
	if err != nil {
		return "", ErrKey
	}
	return line, nil
}

// signer is a note.Signer over a crypto.Signer; note's own wants the private key
// as text.
type signer struct {
	note.Verifier
	key crypto.Signer
}

// Sign signs the text itself: Ed25519 hashes inside, so no digest is taken
// before, and the signature needs no randomness.
func (s signer) Sign(text []byte) ([]byte, error) {
	return s.key.Sign(nil, text, crypto.Hash(0))
}
