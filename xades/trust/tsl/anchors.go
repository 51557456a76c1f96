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
func (l *List) vouch(purpose trust.Purpose, path []*x509.Certificate, at time.Time) trust.Listing {
	switch purpose {
	case trust.Signing:
		return l.vouchForSigner(path, at)
	case trust.TimeStamping:
		return l.vouchForUnit(path, at)
	case trust.OCSPSigning:
		// Answering for its certificates is part of a CA/QC service, and its
		// duty also when it may issue no more (TS 119 612 5.5.1.1).
		said := trust.Listing{Territory: l.Territory}
		if len(l.nearest(ServiceQualifiedCertificates, path[1:])) == 0 {
			said.Refusal = l.refusal(ServiceQualifiedCertificates, at)
		}
		return said
	}
	return trust.Listing{Refusal: "trusted list " + l.Territory + ": unknown purpose"}
}

func (l *List) vouchForSigner(path []*x509.Certificate, at time.Time) trust.Listing {
	v := l.Qualified(path, at)
	said := trust.Listing{Territory: l.Territory, Qualified: v.Qualified.String(), Device: v.Device.String(), Use: v.Use, Findings: v.Findings}
	if v.Service != nil {
		said.Provider, said.Service = v.Provider.In("en"), v.Service.nameAt(at)
	}
	switch {
	case !v.Granted:
		said.Refusal = l.refusal(ServiceQualifiedCertificates, at)
		said.Ended = grantedBefore(l.nearest(ServiceQualifiedCertificates, path[1:]), ServiceQualifiedCertificates, at)
	case v.qualifiesSignatures():
		said.Kind = "qualified"
	default:
		said.Kind = "advanced"
	}
	return said
}

// vouchForUnit: the unit's own certificate is listed, or that of its authority.
func (l *List) vouchForUnit(path []*x509.Certificate, at time.Time) trust.Listing {
	said := trust.Listing{Territory: l.Territory, Kind: "qualified"}
	services := l.nearest(ServiceQualifiedTimestamps, path)
	if len(services) > 0 {
		said.Provider, said.Service = services[0].provider.Name.In("en"), services[0].service.nameAt(at)
	}
	if !granted(services, ServiceQualifiedTimestamps, at) {
		said.Kind, said.Refusal = "", l.refusal(ServiceQualifiedTimestamps, at)
		said.Ended = grantedBefore(services, ServiceQualifiedTimestamps, at)
	}
	return said
}

// nameAt is the service's name at a time, in English where it has one.
func (s *Service) nameAt(at time.Time) string {
	if state, ok := s.At(at); ok {
		return state.Name.In("en")
	}
	return s.States[0].Name.In("en")
}

// granted reports whether one of some services was granted at a time.
func granted(services []listed, serviceType string, at time.Time) bool {
	return slices.ContainsFunc(services, func(s listed) bool { return s.service.Granted(serviceType, at) })
}

// grantedBefore reports whether one of some services was granted at any time up
// to one: then that is past the date until which it is trusted.
func grantedBefore(services []listed, serviceType string, at time.Time) bool {
	return slices.ContainsFunc(services, func(s listed) bool {
		return slices.ContainsFunc(s.service.States, func(state State) bool {
			return !state.Since.After(at) && s.service.Granted(serviceType, state.Since)
		})
	})
}

func (l *List) refusal(serviceType string, at time.Time) string {
	return "trusted list " + l.Territory + ": no granted service " + serviceType + " in the path at " + at.UTC().Format(time.RFC3339)
}
