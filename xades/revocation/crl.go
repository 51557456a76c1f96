package revocation

import (
	"bytes"
	"math/big"
	"time"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"okienko/xades/trust"
)

// CRL is a complete certificate revocation list of sound structure. Nothing of
// it is verified. It keeps the octets it was read from and searches in them:
// lists have a million entries, of which a check needs one.
type CRL struct {
	Issuer     []byte // DER of the Name
	ThisUpdate time.Time
	NextUpdate time.Time // zero when absent
	Number     *big.Int  // cRLNumber; nil when absent or malformed
	Entries    int

	signed         trust.Signed
	entries        cryptobyte.String
	scope          *scope    // nil: all certificates of the issuer
	keepsExpiredOf time.Time // entries of certificates that expired since are kept; zero: not stated
}

// ParseCRL reads a CertificateList (RFC 5280 5.1). The error is a *Problem.
// Delta and indirect CRLs and unknown critical extensions are refused.
func ParseCRL(der []byte) (*CRL, error) {
	c, p := readCRL(der)
	if p != nil {
		return nil, p
	}
	return c, nil
}

// Due is NextUpdate.
func (c *CRL) Due() time.Time { return c.NextUpdate }

func readCRL(der []byte) (*CRL, *Problem) {
	if len(der) > MaxCRL {
		return nil, problem(CodeTooLarge, "a CRL of %d octets", len(der))
	}
	c := &CRL{}
	var rest cryptobyte.String
	var ok bool
	c.signed, rest, ok = trust.ReadSigned(der)
	if !ok || !rest.Empty() {
		return nil, problem(CodeStructure, "no CertificateList")
	}
	extensions, ok := c.readFields(c.signed.Content)
	if !ok {
		return nil, problem(CodeStructure, "malformed TBSCertList")
	}
	if p := eachExtension(extensions, c.takeExtension); p != nil {
		return nil, p
	}
	if p := c.walk(); p != nil {
		return nil, p
	}
	return c, nil
}

// readFields reads TBSCertList (RFC 5280 5.1.2).
func (c *CRL) readFields(input cryptobyte.String) (extensions cryptobyte.String, ok bool) {
	var inner, algorithm, issuer, wrapped cryptobyte.String
	var hasEntries, hasExtensions bool
	version := 0
	ok = input.ReadASN1(&inner, asn1.SEQUENCE) &&
		(!inner.PeekASN1Tag(asn1.INTEGER) || inner.ReadASN1Integer(&version) && version == 1) &&
		inner.ReadASN1Element(&algorithm, asn1.SEQUENCE) && bytes.Equal(algorithm, c.signed.Algorithm) &&
		inner.ReadASN1Element(&issuer, asn1.SEQUENCE) &&
		readTime(&inner, &c.ThisUpdate) &&
		(!peekTime(inner) || readTime(&inner, &c.NextUpdate) && !c.NextUpdate.Before(c.ThisUpdate)) &&
		inner.ReadOptionalASN1(&c.entries, &hasEntries, asn1.SEQUENCE) &&
		inner.ReadOptionalASN1(&wrapped, &hasExtensions, constructed(0)) && inner.Empty() &&
		(!hasExtensions || version == 1 && wrapped.ReadASN1(&extensions, asn1.SEQUENCE) && wrapped.Empty())
	c.Issuer = issuer
	return extensions, ok
}

func peekTime(s cryptobyte.String) bool {
	return s.PeekASN1Tag(asn1.UTCTime) || s.PeekASN1Tag(asn1.GeneralizedTime)
}

func (c *CRL) takeExtension(e extension) *Problem {
	switch string(e.id) {
	case oidDelta:
		return problem(CodeDelta, "a delta CRL")
	case oidScope:
		s, p := parseScope(e.value)
		c.scope = s
		return p
	case oidExpiredOnCRL:
		if !e.value.ReadASN1GeneralizedTime(&c.keepsExpiredOf) || !e.value.Empty() {
			return problem(CodeStructure, "malformed expiredCertsOnCRL")
		}
		return nil
	case oidCRLNumber:
		if number := new(big.Int); len(e.value) <= maxNumber && e.value.ReadASN1Integer(number) && e.value.Empty() {
			c.Number = number
		}
		return nil
	case oidAuthorityKey:
		return nil
	}
	return e.unknown()
}

// walk reads every entry once: a list with a critical extension that is not
// understood must not be used for any certificate (RFC 5280 5.3).
func (c *CRL) walk() *Problem {
	list := c.entries
	var e entry
	for !list.Empty() {
		if !e.read(&list) {
			return problem(CodeStructure, "malformed entry %d", c.Entries)
		}
		if p := e.checkExtensions(); p != nil {
			return p
		}
		c.Entries++
	}
	return nil
}

// entry is one of revokedCertificates.
type entry struct {
	serial     cryptobyte.String
	date       cryptobyte.String // from the date's tag on
	extensions cryptobyte.String
}

func (e *entry) read(list *cryptobyte.String) bool {
	var inner, content cryptobyte.String
	var tag asn1.Tag
	e.extensions = nil
	if !list.ReadASN1(&inner, asn1.SEQUENCE) || !inner.ReadASN1(&e.serial, asn1.INTEGER) ||
		!inner.ReadAnyASN1Element(&e.date, &tag) || tag != asn1.UTCTime && tag != asn1.GeneralizedTime {
		return false
	}
	if inner.Empty() {
		return true
	}
	ok := inner.ReadASN1(&content, asn1.SEQUENCE) && inner.Empty()
	e.extensions = content
	return ok
}

// plainReason is how all but a few of a million entries carry their reason; it
// spares them the reading.
var plainReason = []byte{0x30, 0x0a, 0x06, 0x03, 0x55, 0x1d, 0x15, 0x04, 0x03, 0x0a, 0x01}

func (e *entry) checkExtensions() *Problem {
	if len(e.extensions) == 0 || len(e.extensions) == len(plainReason)+1 && bytes.HasPrefix(e.extensions, plainReason) {
		return nil
	}
	return eachExtension(e.extensions, func(x extension) *Problem {
		switch string(x.id) {
		case oidReason, oidInvalidity:
			return nil
		case oidEntryIssuer:
			return problem(CodeIndirect, "entries name other issuers")
		}
		return x.unknown()
	})
}

// lookup finds the entry of a serial number (content octets of the INTEGER).
func (c *CRL) lookup(serial []byte) (entry, bool) {
	list := c.entries
	var e entry
	for !list.Empty() && e.read(&list) {
		if bytes.Equal(e.serial, serial) {
			return e, true
		}
	}
	return entry{}, false
}

// fill writes what the entry says into an answer.
func (e *entry) fill(a *answer) *Problem {
	a.state = Revoked
	if !readTime(&e.date, &a.revokedAt) {
		return problem(CodeStructure, "malformed revocation date")
	}
	return eachExtension(e.extensions, func(x extension) *Problem {
		ok := true
		switch string(x.id) {
		case oidReason:
			ok = a.takeReason(x.value, asn1.ENUM)
		case oidInvalidity:
			ok = x.value.ReadASN1GeneralizedTime(&a.invalidAt) && x.value.Empty()
		}
		if !ok {
			return problem(CodeStructure, "malformed entry extension")
		}
		return nil
	})
}
