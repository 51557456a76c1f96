package revocation

import (
	"bytes"
	"crypto/x509"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"
)

// scope is issuingDistributionPoint (RFC 5280 5.2.5): which of the issuer's
// certificates a CRL speaks about.
type scope struct {
	named      bool     // a distribution point is named
	names      [][]byte // DER of each GeneralName of it
	onlyUsers  bool
	onlyCAs    bool
	onlyOthers bool // attribute certificates
	partial    bool // for some reasons alone
}

func parseScope(value cryptobyte.String) (*scope, *Problem) {
	s := &scope{}
	var inner, point, reasons cryptobyte.String
	var indirect bool
	ok := value.ReadASN1(&inner, asn1.SEQUENCE) && value.Empty() &&
		inner.ReadOptionalASN1(&point, &s.named, constructed(0)) &&
		readBoolean(&inner, 1, &s.onlyUsers) && readBoolean(&inner, 2, &s.onlyCAs) &&
		inner.ReadOptionalASN1(&reasons, &s.partial, primitive(3)) &&
		readBoolean(&inner, 4, &indirect) && readBoolean(&inner, 5, &s.onlyOthers) && inner.Empty()
	if ok && s.named {
		s.names, ok = fullNames(point, nil)
	}
	switch {
	case !ok:
		return nil, problem(CodeStructure, "malformed issuingDistributionPoint")
	case indirect:
		return nil, problem(CodeIndirect, "an indirect CRL")
	}
	return s, nil
}

// fullNames adds the names of a DistributionPointName. One relative to the
// issuer yields none, and so matches nothing.
func fullNames(point cryptobyte.String, names [][]byte) ([][]byte, bool) {
	var list, name cryptobyte.String
	if point.PeekASN1Tag(constructed(1)) {
		return names, true
	}
	if !point.ReadASN1(&list, constructed(0)) || !point.Empty() {
		return names, false
	}
	for !list.Empty() {
		var tag asn1.Tag
		if len(names) == maxNames || !list.ReadAnyASN1Element(&name, &tag) {
			return names, false
		}
		names = append(names, name)
	}
	return names, true
}

// covers reports whether the CRL speaks about a certificate (RFC 5280 6.3.3 b
// 2). Issuers spread certificates over several lists: absence from a sibling's
// list says nothing.
func (s *scope) covers(cert *x509.Certificate) *Problem {
	isCA := cert.IsCA && cert.BasicConstraintsValid
	switch {
	case s == nil:
		return nil
	case s.onlyOthers || s.onlyCAs && !isCA || s.onlyUsers && isCA:
		return problem(CodeScope, "a CRL for another kind of certificates")
	case s.named && !s.shares(pointsOf(cert)):
		return problem(CodeScope, "a CRL of a distribution point the certificate does not name")
	}
	return nil
}

func (s *scope) shares(names [][]byte) bool {
	for _, mine := range s.names {
		for _, other := range names {
			if bytes.Equal(mine, other) {
				return true
			}
		}
	}
	return false
}

// pointsOf lists the names of a certificate's distribution points (RFC 5280
// 4.2.1.13) that the issuer itself serves.
func pointsOf(cert *x509.Certificate) (names [][]byte) {
	for _, e := range cert.Extensions {
		if !e.Id.Equal([]int{2, 5, 29, 31}) {
			continue
		}
		value := cryptobyte.String(e.Value)
		var list, point cryptobyte.String
		for value.ReadASN1(&list, asn1.SEQUENCE); list.ReadASN1(&point, asn1.SEQUENCE); {
			names = append(names, namesOfPoint(point)...)
		}
	}
	return names[:min(len(names), maxNames)]
}

func namesOfPoint(point cryptobyte.String) [][]byte {
	var name, reasons cryptobyte.String
	var named, partial bool
	if !point.ReadOptionalASN1(&name, &named, constructed(0)) || !named ||
		!point.ReadOptionalASN1(&reasons, &partial, primitive(1)) || point.PeekASN1Tag(constructed(2)) {
		return nil
	}
	names, _ := fullNames(name, nil)
	return names
}
