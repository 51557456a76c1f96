package tsl

import (
	"crypto/x509"
	"time"

	"okienko/xades/trust"
)

// Verdict is what a list says of a certificate at a time (TS 119 615 4.4, 4.5).
type Verdict struct {
	// Qualified: a granted CA/QC service issued it as a qualified one, when it
	// was issued and at the time asked for.
	Qualified Answer
	Granted   bool     // its service was granted at the time asked for
	Use       string   // ForSignatures, ForSeals or ForWebsites; "" open
	Device    Answer   // its key is in a qualified device (QSCD)
	Provider  Names    // whose service issued it; nil when none is listed
	Service   *Service // the service; nil when none is listed
	Findings  []Finding
}

// Finding is one reason of a Verdict.
type Finding = trust.Finding

// The codes of Finding, a closed list.
const (
	CodeNoService   = "qualified.no-service"   // no CA/QC service of the list stands in the path
	CodeNotListed   = "qualified.not-listed"   // the service was not a CA/QC service yet
	CodeNotGranted  = "qualified.not-granted"  // the service was withdrawn or not granted yet
	CodeExtension   = "qualified.extension"    // a critical extension that cannot be processed
	CodeNoStatement = "qualified.no-statement" // neither the certificate nor the list says it is qualified
	CodeDenied      = "qualified.denied"       // the list says it is not
	CodeConflict    = "qualified.conflict"     // the list contradicts itself
	CodeCriterion   = "qualified.criterion"    // a criterion cannot be evaluated
	CodeUse         = "qualified.use"          // the service is not granted for such certificates
	CodeNoDevice    = "qualified.no-device"    // qualified, but its key is in no qualified device
)

// qualifiesSignatures: seals and signatures are qualified when their certificate is,
// for that use, and its key is in a qualified device (Regulation (EU) 910/2014 3 (12), (27)).
func (v *Verdict) qualifiesSignatures() bool {
	return v.Qualified == Yes && v.Device == Yes && (v.Use == ForSignatures || v.Use == ForSeals)
}

// Qualified judges the certificate path[0]. The path must be one whose
// signatures hold, up from the certificate, such as trust.Judgement.Path: the
// list is asked for the nearest issuer it knows. Validity and revocation are
// not looked at.
func (l *List) Qualified(path []*x509.Certificate, at time.Time) Verdict {
	var v Verdict
	services := l.nearest(ServiceQualifiedCertificates, path[min(1, len(path)):])
	if len(services) == 0 {
		v.Qualified = No
		v.find(CodeNoService, at, "no qualified service of the list in the path")
		return v
	}
	v.Provider, v.Service = services[0].provider.Name, services[0].service
	f := readFacts(path[0])
	issued := v.determine(services, f, f.cert.NotBefore)
	now := v.determine(services, f, at)
	v.Qualified, v.Use, v.Device, v.Granted = and(issued.qualified, now.qualified), now.use, now.device, now.granted
	if v.Qualified == Yes && v.Device != Yes {
		v.find(CodeNoDevice, at, "the key is not known to be in a qualified device")
	}
	return v
}

func (v *Verdict) find(code string, at time.Time, detail string) {
	v.Findings = append(v.Findings, Finding{Code: code, At: at, Detail: detail})
}

// listed is a service with who provides it.
type listed struct {
	provider *Provider
	service  *Service
}

// nearest returns the services that ever were of a type, under the key of the
// first certificate in the path that has one.
func (l *List) nearest(serviceType string, path []*x509.Certificate) []listed {
	for _, cert := range path {
		if found := l.holding(serviceType, cert); len(found) > 0 {
			return found
		}
	}
	return nil
}

// holding returns the services of a type whose identity is that of a certificate.
func (l *List) holding(serviceType string, cert *x509.Certificate) []listed {
	var found []listed
	for i := range l.Providers {
		p := &l.Providers[i]
		for k := range p.Services {
			if s := &p.Services[k]; s.Identity.is(cert) && s.ever(serviceType) {
				found = append(found, listed{p, s})
			}
		}
	}
	return found
}

// determination is the answer for one moment.
type determination struct {
	granted   bool
	qualified Answer
	use       string
	device    Answer
}

// determine asks every service that was granted at a time; they must agree.
func (v *Verdict) determine(services []listed, f *facts, t time.Time) determination {
	var results []determination
	for _, s := range services {
		if state, ok := s.service.At(t); ok && state.Type == ServiceQualifiedCertificates && state.grants(t) {
			results = append(results, v.weigh(&state, f, t))
		}
	}
	if len(results) == 0 {
		v.explain(services, t)
		return determination{qualified: No}
	}
	for _, other := range results[1:] {
		if other != results[0] {
			v.find(CodeConflict, t, "services of the same key say different things")
			return determination{granted: true}
		}
	}
	return results[0]
}

// explain says of each service why it was not granted at a time.
func (v *Verdict) explain(services []listed, t time.Time) {
	for _, s := range services {
		if state, ok := s.service.At(t); !ok || state.Type != ServiceQualifiedCertificates {
			v.find(CodeNotListed, t, "the service was not listed as CA/QC")
		} else {
			v.find(CodeNotGranted, t, "the status of the service was "+state.Status)
		}
	}
}
