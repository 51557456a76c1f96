package tsl

import (
	"crypto/x509"
	"slices"
	"time"

	"okienko/xades/trust"
)

// Anchors returns the certificates of every service that is or ever was listed
// for qualified certificates or qualified time-stamps. Each answers, for the
// purpose, the path and the time in question, whether its service was granted
// then and whether the signature is qualified; so the same anchors serve for
// now and for any time before.
func (l *List) Anchors() []trust.Anchor {
	var anchors []trust.Anchor
	for _, p := range l.Providers {
		for _, s := range p.Services {
			if !s.ever(ServiceQualifiedCertificates) && !s.ever(ServiceQualifiedTimestamps) {
				continue
			}
			for _, c := range s.Identity.Certificates {
				if c.Parsed != nil {
					anchors = append(anchors, trust.Anchor{Certificate: c.Parsed, Vouch: l.vouch})
				}
			}
		}
	}
	return anchors
}

// vouch answers trust.Anchor.Vouch for a path, which is never empty, to one of
// Anchors.
func (l *List) vouch(purpose trust.Purpose, path []*x509.Certificate, at time.Time) (kind, refusal string) {
	switch purpose {
	case trust.Signing:
		switch v := l.Qualified(path, at); {
		case !v.Granted:
			return "", l.refusal(ServiceQualifiedCertificates, at)
		case v.qualifiesSignatures():
			return "qualified", ""
		}
		return "advanced", ""
	case trust.TimeStamping:
		// The unit's own certificate is listed, or that of its authority.
		if !l.granted(ServiceQualifiedTimestamps, path, at) {
			return "", l.refusal(ServiceQualifiedTimestamps, at)
		}
		return "qualified", ""
	case trust.OCSPSigning:
		// Answering for its certificates is part of a CA/QC service, and its
		// duty also when it may issue no more (TS 119 612 5.5.1.1).
		if len(l.nearest(ServiceQualifiedCertificates, path[1:])) == 0 {
			return "", l.refusal(ServiceQualifiedCertificates, at)
		}
		return "", ""
	}
	return "", "trusted list " + l.Territory + ": unknown purpose"
}

// granted reports whether the nearest listed certificate of the path belongs
// to a service that was granted at a time.
func (l *List) granted(serviceType string, path []*x509.Certificate, at time.Time) bool {
	was := func(s listed) bool { return s.service.Granted(serviceType, at) }
	return slices.ContainsFunc(l.nearest(serviceType, path), was)
}

func (l *List) refusal(serviceType string, at time.Time) string {
	return "trusted list " + l.Territory + ": no granted service " + serviceType + " in the path at " + at.UTC().Format(time.RFC3339)
}
