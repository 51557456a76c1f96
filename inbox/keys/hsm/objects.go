//go:build cgo

package hsm

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"

	"github.com/miekg/pkcs11"
)

// maxObjects bounds what is read of one kind: a token holds a handful of
// certificates, a big one some hundreds.
const maxObjects = 1000

// objects reads what a token holds, through one session.
type objects struct {
	module  module
	session pkcs11.SessionHandle
}

func (o objects) find(class uint, attributes ...*pkcs11.Attribute) ([]pkcs11.ObjectHandle, error) {
	template := append([]*pkcs11.Attribute{pkcs11.NewAttribute(pkcs11.CKA_CLASS, class)}, attributes...)
	if err := o.module.FindObjectsInit(o.session, template); err != nil {
		return nil, failed("searching the token", err)
	}
	var found []pkcs11.ObjectHandle
	for len(found) < maxObjects {
		more, _, err := o.module.FindObjects(o.session, 100)
		if err != nil {
			_ = o.module.FindObjectsFinal(o.session)
			return nil, failed("searching the token", err)
		}
		if len(more) == 0 {
			break
		}
		found = append(found, more...)
	}
	if err := o.module.FindObjectsFinal(o.session); err != nil {
		return nil, failed("searching the token", err)
	}
	return found, nil
}

// value of one attribute; nil where the object has none or does not show it.
func (o objects) value(object pkcs11.ObjectHandle, attribute uint) []byte {
	got, err := o.module.GetAttributeValue(o.session, object, []*pkcs11.Attribute{pkcs11.NewAttribute(attribute, nil)})
	if err != nil || len(got) != 1 {
		return nil
	}
	return got[0].Value
}

func (o objects) flag(object pkcs11.ObjectHandle, attribute uint) bool {
	value := o.value(object, attribute)
	return len(value) == 1 && value[0] != 0
}

// number reads a CK_ULONG, which has the machine's width and byte order.
func (o objects) number(object pkcs11.ObjectHandle, attribute uint) (uint64, bool) {
	switch value := o.value(object, attribute); len(value) {
	case 8:
		return binary.NativeEndian.Uint64(value), true
	case 4:
		return uint64(binary.NativeEndian.Uint32(value)), true
	}
	return 0, false
}

var errNoKey = errors.New("the token holds no such private key")

// privateKey finds the one private key that the URI selects.
func (o objects) privateKey(u URI) (pkcs11.ObjectHandle, error) {
	var template []*pkcs11.Attribute
	if label, ok := u.attributes["object"]; ok {
		template = append(template, pkcs11.NewAttribute(pkcs11.CKA_LABEL, label))
	}
	if id, ok := u.attributes["id"]; ok {
		template = append(template, pkcs11.NewAttribute(pkcs11.CKA_ID, []byte(id)))
	}
	found, err := o.find(pkcs11.CKO_PRIVATE_KEY, template...)
	switch {
	case err != nil:
		return 0, err
	case len(found) == 0:
		return 0, errNoKey
	case len(found) > 1:
		return 0, fmt.Errorf("the URI selects %d private keys: add object= or id=", len(found))
	}
	return found[0], nil
}

// publicHalf finds the public key, and the certificates with those of the key's
// id first. A token may keep the public key with the private one (RSA), beside it,
// or in a certificate only.
func (o objects) publicHalf(private pkcs11.ObjectHandle) (crypto.PublicKey, []*x509.Certificate, error) {
	kind, ok := o.number(private, pkcs11.CKA_KEY_TYPE)
	if !ok || kind != pkcs11.CKK_RSA && kind != pkcs11.CKK_EC {
		return nil, nil, fmt.Errorf("the token's key is of type %#x: a receipt is signed with RSA or ECDSA", kind)
	}
	beside := o.companion(private)
	holders, err := o.find(pkcs11.CKO_PUBLIC_KEY, beside)
	if err != nil {
		return nil, nil, err
	}
	own, all, err := o.certificates(beside)
	if err != nil {
		return nil, nil, err
	}
	var faults []error
	for _, holder := range append([]pkcs11.ObjectHandle{private}, holders...) {
		public, err := o.publicKey(kind, holder)
		if err == nil {
			return public, all, nil
		}
		faults = append(faults, err)
	}
	if len(own) > 0 {
		return own[0].PublicKey, all, nil
	}
	return nil, nil, fmt.Errorf("the token holds neither the public key nor a certificate beside the private key: %w", faults[len(faults)-1])
}

// companion selects the objects that belong to the key: PKCS#11 pairs them by
// CKA_ID; where a key has none, by its label.
func (o objects) companion(private pkcs11.ObjectHandle) *pkcs11.Attribute {
	if id := o.value(private, pkcs11.CKA_ID); len(id) > 0 {
		return pkcs11.NewAttribute(pkcs11.CKA_ID, id)
	}
	return pkcs11.NewAttribute(pkcs11.CKA_LABEL, o.value(private, pkcs11.CKA_LABEL))
}

func (o objects) certificates(beside *pkcs11.Attribute) (own, all []*x509.Certificate, err error) {
	found, err := o.find(pkcs11.CKO_CERTIFICATE)
	if err != nil {
		return nil, nil, err
	}
	var others []*x509.Certificate
	for _, object := range found {
		certificate, err := x509.ParseCertificate(o.value(object, pkcs11.CKA_VALUE))
		if err != nil {
			continue // not X.509, or of another owner of the token: if it was the key's, its absence is reported
		}
		if bytes.Equal(o.value(object, beside.Type), beside.Value) {
			own = append(own, certificate)
		} else {
			others = append(others, certificate)
		}
	}
	return own, slices.Concat(own, others), nil
}
