package trust

import (
	"bytes"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/crypto/cryptobyte"
	der "golang.org/x/crypto/cryptobyte/asn1"
)

var errNames = errors.New("name constraints")

var oidNameConstraints = asn1.ObjectIdentifier{2, 5, 29, 30}

// subtrees are the directory names of one list of a NameConstraints extension.
type subtrees []pkix.RDNSequence

// nameConstraints are those on directory names (RFC 5280 4.2.1.10), which
// crypto/x509 does not know: it refuses them where they are critical and
// passes them over where they are not.
type nameConstraints struct {
	permitted, excluded subtrees
	others              bool // there are constraints of kinds that nobody here knows
}

// constraintsOf reads the constraints of a certificate; nil without any. ok is
// false for a malformed extension.
func constraintsOf(cert *x509.Certificate) (c *nameConstraints, ok bool) {
	for _, e := range cert.Extensions {
		if !e.Id.Equal(oidNameConstraints) {
			continue
		}
		input := cryptobyte.String(e.Value)
		var outer, permitted, excluded cryptobyte.String
		var present bool
		c = &nameConstraints{}
		ok = input.ReadASN1(&outer, der.SEQUENCE) && input.Empty() &&
			outer.ReadOptionalASN1(&permitted, &present, der.Tag(0).ContextSpecific().Constructed()) &&
			outer.ReadOptionalASN1(&excluded, &present, der.Tag(1).ContextSpecific().Constructed()) && outer.Empty() &&
			c.read(permitted, &c.permitted) && c.read(excluded, &c.excluded)
		return c, ok
	}
	return nil, true
}

// read reads GeneralSubtrees.
func (c *nameConstraints) read(list cryptobyte.String, into *subtrees) bool {
	for !list.Empty() {
		var subtree, value cryptobyte.String
		var tag der.Tag
		if !list.ReadASN1(&subtree, der.SEQUENCE) || !subtree.ReadAnyASN1(&value, &tag) {
			return false
		}
		switch tag {
		case der.Tag(4).ContextSpecific().Constructed(): // directoryName
			var name pkix.RDNSequence
			if rest, err := asn1.Unmarshal(value, &name); err != nil || len(rest) > 0 || !subtree.Empty() {
				return false
			}
			*into = append(*into, name)
		case der.Tag(1).ContextSpecific(), der.Tag(2).ContextSpecific(), der.Tag(6).ContextSpecific(), der.Tag(7).ContextSpecific():
			// e-mail, DNS, URI and IP addresses: crypto/x509 holds them against subjectAltName
		default:
			c.others = true
		}
	}
	return true
}

// understood returns the certificate without the note that its name constraints
// were not understood, where they are here.
func understood(cert *x509.Certificate) *x509.Certificate {
	is := func(id asn1.ObjectIdentifier) bool { return id.Equal(oidNameConstraints) }
	if !slices.ContainsFunc(cert.UnhandledCriticalExtensions, is) {
		return cert
	}
	if c, ok := constraintsOf(cert); !ok || c.others {
		return cert
	}
	clean := *cert
	clean.UnhandledCriticalExtensions = slices.DeleteFunc(slices.Clone(cert.UnhandledCriticalExtensions), is)
	return &clean
}

// namesAllowed holds the subjects of a path against the constraints of the
// certificates above them (RFC 5280 6.1.3 b, c). Certificates that an authority
// issued to itself are excused, but for the first of the path.
func namesAllowed(path []*x509.Certificate) error {
	for i := 1; i < len(path); i++ {
		c, ok := constraintsOf(path[i])
		if !ok {
			return fmt.Errorf("%w: malformed in %s", errNames, path[i].Subject)
		}
		if c == nil {
			continue
		}
		for k, below := range path[:i] {
			if k > 0 && bytes.Equal(below.RawSubject, below.RawIssuer) {
				continue
			}
			if !c.allow(below) {
				return fmt.Errorf("%w: %s does not allow %s", errNames, path[i].Subject, below.Subject)
			}
		}
	}
	return nil
}

func (c *nameConstraints) allow(cert *x509.Certificate) bool {
	var name pkix.RDNSequence
	if rest, err := asn1.Unmarshal(cert.RawSubject, &name); err != nil || len(rest) > 0 {
		return len(c.permitted)+len(c.excluded) == 0
	}
	if len(name) == 0 {
		return true
	}
	return !c.excluded.hold(name) && (len(c.permitted) == 0 || c.permitted.hold(name))
}

// hold reports that a name stands in one of the subtrees: it begins with the
// subtree's relative names (RFC 5280 7.1).
func (s subtrees) hold(name pkix.RDNSequence) bool {
	return slices.ContainsFunc(s, func(base pkix.RDNSequence) bool {
		return len(base) <= len(name) && slices.EqualFunc(base, name[:len(base)], sameRelativeName)
	})
}

// sameRelativeName compares attributes by type and by text without case and
// superfluous space, in any order.
func sameRelativeName(a, b pkix.RelativeDistinguishedNameSET) bool {
	return slices.Equal(attributes(a), attributes(b))
}

func attributes(name pkix.RelativeDistinguishedNameSET) []string {
	var list []string
	for _, a := range name {
		list = append(list, a.Type.String()+"="+strings.ToLower(strings.Join(strings.Fields(fmt.Sprint(a.Value)), " ")))
	}
	slices.Sort(list)
	return list
}
