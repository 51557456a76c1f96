//go:build cgo

package hsm

import (
	"crypto"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"sync"

	"okienko/inbox"
)

// Key is a private key on a token. It is safe for concurrent use, and comes back
// by itself once a removed token is there again.
type Key struct {
	uri    URI
	pin    string // used when the URI names none
	module module
	public crypto.PublicKey

	mu      sync.RWMutex // held for reading while signing, for writing while attaching
	at      *attachment  // nil after a token was lost and is not back
	refused string       // a PIN the token refused: trying it again would lock the token
}

var errDetached = errors.New("the token was lost")

// Open finds the key, logs in and proves with a signature that the key on the
// token belongs to the public key beside it. The certificates are all that the
// token holds, those with the key's id first. pin is used when u names none.
func Open(u URI, pin string) (crypto.Signer, []*x509.Certificate, error) {
	m, err := load(u.module)
	if err != nil {
		return nil, nil, err
	}
	k := &Key{uri: u, pin: pin, module: m}
	if err := k.attach(); err != nil {
		return nil, nil, err
	}
	certificates := k.at.certificates
	if err := k.selfTest(); err != nil {
		k.detach()
		return nil, nil, err
	}
	return k, certificates, nil
}

// Public returns an *rsa.PublicKey or an *ecdsa.PublicKey.
func (k *Key) Public() crypto.PublicKey { return k.public }

// Sign signs a SHA-256, SHA-384 or SHA-512 digest: RSA as PKCS#1 v1.5, ECDSA as
// the ASN.1 pair of RFC 3279 2.2.3. Randomness is the token's own. What fails on
// the token is an inbox.Error of CodeUnavailable: the same may succeed later.
func (k *Key) Sign(_ io.Reader, digest []byte, opts crypto.SignerOpts) ([]byte, error) {
	j, err := newJob(k.public, digest, opts)
	if err != nil {
		return nil, fmt.Errorf("key %s: %w", k.uri, err)
	}
	value, err := k.perform(j)
	if err != nil {
		return nil, inbox.Errorf(inbox.CodeUnavailable, "key %s: %w", k.uri, err)
	}
	return value, nil
}

// maxRenewals bounds how often one signature attaches anew: once for its own
// sake, the rest because another key's search for its token started the library
// anew just then.
const maxRenewals = 10

func (k *Key) perform(j job) ([]byte, error) {
	asked := 0
	for range maxRenewals {
		seen, value, err := k.try(j)
		if err == nil {
			return j.finish(value)
		}
		if !errors.Is(err, errDetached) {
			asked++
		}
		if !lost(err) || asked > 1 {
			return nil, err
		}
		if err := k.renew(seen); err != nil {
			return nil, err
		}
	}
	return nil, errDetached
}

func (k *Key) try(j job) (*attachment, []byte, error) {
	k.mu.RLock()
	defer k.mu.RUnlock()
	process.RLock()
	defer process.RUnlock()
	if k.at == nil || k.at.stale() {
		return k.at, nil, errDetached
	}
	value, err := k.at.sign(j)
	return k.at, value, err
}

// renew attaches anew, unless another caller has done so since seen was lost.
// Where that fails, starting the library anew may help: some find a token that is
// back, or their network, in no other way.
func (k *Key) renew(seen *attachment) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.at != nil && k.at != seen {
		return nil
	}
	k.detach()
	err := k.attach()
	if !restartHelps(err) {
		return err
	}
	if err := k.module.restart(); err != nil {
		return err
	}
	return k.attach()
}
