//go:build cgo

package hsm

import (
	"crypto"
	"crypto/x509"
	"errors"

	"github.com/miekg/pkcs11"
)

// maxSessions is how many signatures may run on the token at once. A card does
// one at a time whatever is asked; the modules of a data centre gain little
// beyond this, and each session costs them memory.
const maxSessions = 8

// attachment is one login: sessions, and what was found through them. All of it
// is worth nothing once the token was removed.
type attachment struct {
	module   module
	restarts int                       // of the libraries, when this was made
	sessions chan pkcs11.SessionHandle // those not in use

	key          pkcs11.ObjectHandle
	public       crypto.PublicKey
	certificates []*x509.Certificate

	pin string // wanted for each signature; "" unless the key is always authenticated
}

// attach logs in and finds the key; the key must be the one it was before.
func (k *Key) attach() error {
	process.RLock()
	defer process.RUnlock()
	if err := k.module.start(); err != nil {
		return err
	}
	slot, token, err := k.module.slotOf(k.uri)
	if err != nil {
		return err
	}
	at := &attachment{module: k.module, restarts: process.restarts, sessions: make(chan pkcs11.SessionHandle, maxSessions)}
	err = at.open(slot)
	if err == nil {
		err = k.furnish(at, token)
	}
	if err != nil {
		at.close()
		return err
	}
	k.at = at
	if k.public == nil { // only Open comes here without: nobody reads it yet
		k.public = at.public
	}
	return nil
}

func (k *Key) detach() {
	process.RLock()
	defer process.RUnlock()
	if k.at != nil && !k.at.stale() {
		k.at.close()
	}
	k.at = nil
}

// stale tells that the library was started anew: the handles may by now be those
// of somebody else. The caller holds process.
func (at *attachment) stale() bool { return at.restarts != process.restarts }

// open takes as many sessions as the token gives; one is enough.
func (at *attachment) open(slot uint) error {
	for len(at.sessions) < maxSessions {
		session, err := at.module.OpenSession(slot, pkcs11.CKF_SERIAL_SESSION)
		switch {
		case is(err, pkcs11.CKR_SESSION_COUNT) && len(at.sessions) > 0:
			return nil
		case err != nil:
			return failed("opening a session", err)
		}
		at.sessions <- session
	}
	return nil
}

// close gives the sessions back. That some of them are gone already is why it is
// called most of the time.
func (at *attachment) close() {
	for len(at.sessions) > 0 {
		_ = at.module.CloseSession(<-at.sessions)
	}
}

func (k *Key) furnish(at *attachment, token pkcs11.TokenInfo) error {
	session := <-at.sessions
	defer func() { at.sessions <- session }()
	pin, err := k.login(session, token)
	if err != nil {
		return err
	}
	objects := objects{at.module, session}
	if at.key, err = objects.privateKey(k.uri); err != nil {
		return err
	}
	if objects.flag(at.key, pkcs11.CKA_ALWAYS_AUTHENTICATE) {
		at.pin = pin
	}
	if at.public, at.certificates, err = objects.publicHalf(at.key); err != nil {
		return err
	}
	if before, ok := k.public.(interface{ Equal(crypto.PublicKey) bool }); ok && !before.Equal(at.public) {
		return errors.New("the token came back with another key")
	}
	return nil
}

// login logs the process in, and returns the PIN. One session's login is that of
// all sessions of the process with the token (PKCS#11 2.40 base 2.6.7).
func (k *Key) login(session pkcs11.SessionHandle, token pkcs11.TokenInfo) (string, error) {
	if token.Flags&pkcs11.CKF_LOGIN_REQUIRED == 0 {
		return "", nil
	}
	pin, err := k.uri.readPIN(k.pin)
	if err != nil {
		return "", err
	}
	if err := k.mayTry(pin, token.Flags); err != nil {
		return "", err
	}
	err = k.module.Login(session, pkcs11.CKU_USER, pin)
	switch {
	case is(err, pkcs11.CKR_USER_ALREADY_LOGGED_IN):
		return pin, nil
	case pinRefused(err):
		k.refused = pin
	}
	if err != nil {
		return "", failed("logging in to the token", err)
	}
	return pin, nil
}

// mayTry keeps a program that is asked to sign again and again from locking the
// token with a wrong PIN.
func (k *Key) mayTry(pin string, flags uint) error {
	switch {
	case pin == "":
		return errors.New("the token wants a PIN: name its file in pin-source or as the key's password file")
	case pin == k.refused:
		return errors.New("the token refused this PIN before; it is not tried again until it changes")
	case flags&pkcs11.CKF_USER_PIN_LOCKED != 0:
		return errors.New("the PIN is locked: the token's security officer must set a new one")
	case flags&pkcs11.CKF_USER_PIN_FINAL_TRY != 0:
		return errors.New("the token has one attempt at its PIN left, which is not risked: log in by hand once")
	}
	return nil
}
