//go:build !cgo

package hsm

import (
	"crypto"
	"crypto/x509"
	"errors"
)

// ErrNoModule is what every Open gives in a build without cgo.
var ErrNoModule = errors.New("this okienko was built without PKCS#11: a key on a token needs the binary of `make build-hsm`")

// Open says that this build cannot reach tokens.
func Open(URI, string) (crypto.Signer, []*x509.Certificate, error) {
	return nil, nil, ErrNoModule
}
