// Package hsm signs with private keys that stay on a PKCS#11 token: a hardware
// security module, a card, SoftHSM. A key is named by a PKCS#11 URI (RFC 7512).
// Without cgo the package compiles and Open says that this build cannot.
package hsm

import (
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

const scheme = "pkcs11:"

// URI names one private key of one token and the module that reaches it.
type URI struct {
	name       string
	attributes map[string]string // of the path, decoded
	module     string            // absolute path of the module's library
	pinFile    string
	pin        *string // pin-value; nil when there is none
}

// IsURI tells a PKCS#11 URI from a file's name.
func IsURI(text string) bool { return strings.HasPrefix(text, scheme) }

// Name is the part of a PKCS#11 URI that may be shown: no query, and never a
// PIN, not even a misplaced one.
func Name(uri string) string {
	head, _, _ := strings.Cut(uri, "?")
	head, _, _ = strings.Cut(head, "pin-value")
	return head
}

// String is the name of the URI, without its query.
func (u URI) String() string { return u.name }

// tokenAttributes are the path attributes of RFC 7512 2.3 that select library,
// slot and token; the others select the object.
var tokenAttributes = []string{
	"library-manufacturer", "library-description", "library-version",
	"slot-id", "slot-description", "slot-manufacturer",
	"token", "manufacturer", "model", "serial",
}

var objectAttributes = []string{"object", "id", "type"}

// ParseURI reads a PKCS#11 URI (RFC 7512 2.3). An unknown attribute is an error,
// so that a misspelt one cannot widen what the URI selects; module-path is
// required. Errors never show values of the query.
func ParseURI(text string) (URI, error) {
	rest, ok := strings.CutPrefix(text, scheme)
	if !ok {
		return URI{}, errors.New("is no PKCS#11 URI: it does not begin with " + scheme)
	}
	path, query, _ := strings.Cut(rest, "?")
	u := URI{name: Name(text)}
	var err error
	if u.attributes, err = split(path, ";", append(slices.Clone(tokenAttributes), objectAttributes...)); err != nil {
		return URI{}, err
	}
	if err := u.normalise(); err != nil {
		return URI{}, err
	}
	access, err := split(query, "&", []string{"module-path", "module-name", "pin-source", "pin-value"})
	if err != nil {
		return URI{}, err
	}
	return u, u.setAccess(access)
}

func split(list, separator string, known []string) (map[string]string, error) {
	values := map[string]string{}
	if list == "" {
		return values, nil
	}
	for part := range strings.SplitSeq(list, separator) {
		name, raw, ok := strings.Cut(part, "=")
		switch _, twice := values[name]; {
		case !ok:
			return nil, errors.New("an attribute of the PKCS#11 URI has no =")
		case !slices.Contains(known, name):
			return nil, fmt.Errorf("attribute %q is not one of: %s", name, strings.Join(known, ", "))
		case twice:
			return nil, fmt.Errorf("attribute %s stands twice", name)
		}
		value, err := url.PathUnescape(raw)
		if err != nil { // its text would show a part of the value
			return nil, fmt.Errorf("attribute %s: a %% is not followed by two hexadecimal digits", name)
		}
		values[name] = value
	}
	return values, nil
}

// normalise brings numbers to the form in which tokens' own are compared.
func (u URI) normalise() error {
	if version, ok := u.attributes["library-version"]; ok && !strings.Contains(version, ".") {
		u.attributes["library-version"] = version + ".0"
	}
	if id, ok := u.attributes["slot-id"]; ok {
		n, err := strconv.ParseUint(id, 10, 64)
		if err != nil {
			return errors.New("attribute slot-id is not a number")
		}
		u.attributes["slot-id"] = strconv.FormatUint(n, 10)
	}
	if kind, ok := u.attributes["type"]; ok && kind != "private" {
		return errors.New("attribute type is not private: the URI must name a private key")
	}
	return nil
}

func (u *URI) setAccess(access map[string]string) error {
	u.module = access["module-path"]
	_, byName := access["module-name"]
	source, bySource := access["pin-source"]
	pin, byValue := access["pin-value"]
	switch {
	case byName:
		return errors.New("attribute module-name is not supported: give module-path, the absolute path of the library")
	case !filepath.IsAbs(u.module):
		return errors.New("attribute module-path is missing or not absolute: it is the path of the token's PKCS#11 library")
	case bySource && byValue: // RFC 7512 2.4
		return errors.New("both pin-source and pin-value are given")
	case bySource:
		var err error
		u.pinFile, err = pinFile(source)
		return err
	case byValue:
		u.pin = &pin
	}
	return nil
}

// selects tells whether a token with these attributes is meant (RFC 7512 2.5).
func (u URI) selects(token map[string]string) bool {
	for _, name := range tokenAttributes {
		if want, ok := u.attributes[name]; ok && token[name] != want {
			return false
		}
	}
	return true
}
