package tsp

import (
	"encoding/asn1"
	"math/big"

	"golang.org/x/crypto/cryptobyte"
	der "golang.org/x/crypto/cryptobyte/asn1"

	"okienko/xades/trust"
)

// Request asks for a token (TimeStampReq, RFC 3161 2.4.1).
type Request struct {
	Imprint      Imprint
	Policy       asn1.ObjectIdentifier // nil: as the authority likes
	Nonce        *big.Int              // ties the answer to this request; nil: none. Draw at least 64 random bits
	Certificates bool                  // the token shall carry the signer's certificate; wanted for XAdES
}

// Marshal writes the request in DER, to be sent as application/timestamp-query
// (RFC 3161 3.4). The error is a *Problem.
func (q Request) Marshal() ([]byte, error) {
	hash, err := trust.MarshalHash(q.Imprint.Hash)
	if err != nil {
		return nil, problem(CodeAlgorithm, "%v", err)
	}
	if len(q.Imprint.Digest) != q.Imprint.Hash.Size() {
		return nil, problem(CodeStructure, "a digest of %d octets for %s", len(q.Imprint.Digest), q.Imprint.Hash)
	}
	b := cryptobyte.NewBuilder(nil)
	b.AddASN1(der.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1Int64(1)
		b.AddASN1(der.SEQUENCE, func(b *cryptobyte.Builder) {
			b.AddBytes(hash)
			b.AddASN1OctetString(q.Imprint.Digest)
		})
		if q.Policy != nil {
			b.AddASN1ObjectIdentifier(q.Policy)
		}
		if q.Nonce != nil {
			b.AddASN1BigInt(q.Nonce)
		}
		if q.Certificates {
			b.AddASN1Boolean(true)
		}
	})
	out, err := b.Bytes()
	if err != nil {
		return nil, problem(CodeStructure, "%v", err)
	}
	return out, nil
}

// Accept reads the authority's answer and holds it against the request: same
// imprint, same nonce, and where they were asked for the policy and certificates
// (RFC 3161 2.2, 2.4.2). The token is still to be verified; raw is its encoding,
// as it is to be kept. The error is a *Problem.
func (q Request) Accept(answer []byte) (token *Token, raw []byte, err error) {
	r, err := ParseResponse(answer)
	if err != nil {
		return nil, nil, err
	}
	if !r.Granted() {
		return nil, nil, problem(CodeRefused, "%s", r.reason())
	}
	token, err = ParseToken(r.Token)
	if err != nil {
		return nil, nil, err
	}
	if p := q.check(token); p != nil {
		return nil, nil, p
	}
	return token, r.Token, nil
}

func (q Request) check(t *Token) *Problem {
	switch {
	case !q.Imprint.Equal(t.Info.Imprint):
		return problem(CodeMismatch, "another digest was stamped")
	case !sameNumber(q.Nonce, t.Info.Nonce):
		return problem(CodeMismatch, "another nonce")
	case q.Policy != nil && !q.Policy.Equal(t.Info.Policy):
		return problem(CodeMismatch, "another policy: %s", t.Info.Policy)
	case q.Certificates && len(t.Certificates) == 0:
		return problem(CodeMismatch, "the token lacks the certificate that was asked for")
	}
	return nil
}

// sameNumber wants the nonce back exactly when one was sent.
func sameNumber(a, b *big.Int) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Cmp(b) == 0
}
