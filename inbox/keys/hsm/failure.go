//go:build cgo

package hsm

import (
	"errors"
	"fmt"
	"slices"

	"github.com/miekg/pkcs11"
)

func is(err error, codes ...uint) bool {
	code, ok := errors.AsType[pkcs11.Error](err)
	return ok && slices.Contains(codes, uint(code))
}

// lost tells whether a new session and login may mend the failure: the token was
// pulled and put back, somebody logged out or changed the PIN, a connection broke
// (for which modules of network devices give the two vague codes).
func lost(err error) bool {
	return errors.Is(err, errDetached) || pinRefused(err) || is(err,
		pkcs11.CKR_SESSION_HANDLE_INVALID, pkcs11.CKR_SESSION_CLOSED, pkcs11.CKR_USER_NOT_LOGGED_IN,
		pkcs11.CKR_GENERAL_ERROR, pkcs11.CKR_FUNCTION_FAILED, pkcs11.CKR_DEVICE_ERROR,
		pkcs11.CKR_DEVICE_REMOVED, pkcs11.CKR_TOKEN_NOT_PRESENT, pkcs11.CKR_TOKEN_NOT_RECOGNIZED,
		pkcs11.CKR_SLOT_ID_INVALID, pkcs11.CKR_KEY_HANDLE_INVALID, pkcs11.CKR_OBJECT_HANDLE_INVALID,
		pkcs11.CKR_CRYPTOKI_NOT_INITIALIZED, pkcs11.CKR_OPERATION_ACTIVE)
}

// restartHelps tells whether a library that is started anew may find what it does
// not find now. A refused PIN stays refused.
func restartHelps(err error) bool {
	return errors.Is(err, errNoToken) || errors.Is(err, errNoKey) || lost(err) && !pinRefused(err)
}

func pinRefused(err error) bool {
	return is(err, pkcs11.CKR_PIN_INCORRECT, pkcs11.CKR_PIN_INVALID, pkcs11.CKR_PIN_LEN_RANGE, pkcs11.CKR_PIN_LOCKED, pkcs11.CKR_PIN_EXPIRED)
}

// failed says in words what an operator can act on; the code follows.
func failed(doing string, err error) error {
	words := ""
	switch {
	case is(err, pkcs11.CKR_PIN_INCORRECT, pkcs11.CKR_PIN_INVALID, pkcs11.CKR_PIN_LEN_RANGE):
		words = "the PIN is wrong: "
	case is(err, pkcs11.CKR_PIN_LOCKED):
		words = "the PIN is locked, the token's security officer must set a new one: "
	case is(err, pkcs11.CKR_PIN_EXPIRED):
		words = "the PIN has expired: "
	case is(err, pkcs11.CKR_DEVICE_REMOVED, pkcs11.CKR_TOKEN_NOT_PRESENT):
		words = "the token was removed: "
	case is(err, pkcs11.CKR_SESSION_COUNT):
		words = "the token has no session left, other programs hold them: "
	case is(err, pkcs11.CKR_KEY_FUNCTION_NOT_PERMITTED):
		words = "the token does not allow this key to sign: "
	case is(err, pkcs11.CKR_MECHANISM_INVALID):
		words = "the token does not know this signature algorithm: "
	}
	return fmt.Errorf("%s: %s%w", doing, words, err)
}
