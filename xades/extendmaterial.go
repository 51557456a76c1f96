package xades

import (
	"crypto/x509"
	"errors"
	"fmt"
	"slices"
)

// addMaterial puts down certificates and evidence (EN 319 132-1 5.4). A
// signature has these properties once; what comes later stands in
// TimeStampValidationData.
func (e *extension) addMaterial() error {
	evidence, err := e.gatherEvidence()
	if err != nil {
		return err
	}
	renewal := levelRank(e.j.out.Level) >= levelRank(LevelBLT)
	switch {
	case len(evidence) == 0 && renewal:
		return nil
	case len(evidence) == 0:
		return errors.New("revocation evidence is required")
	}
	values, err := materialMarkup(e.gatherCertificates(), evidence)
	if err != nil {
		return err
	}
	if e.j.has(ns132, "CertificateValues") || e.j.has(ns132, "RevocationValues") {
		values = wrapped("xades141:TimeStampValidationData", values)
	}
	if err := e.put(values); err != nil {
		return err
	}
	if levelRank(e.j.out.Level) < levelRank(LevelBLT) {
		return errors.New("the evidence says nothing fresh about the signer's certificate, or its issuer's certificate is missing")
	}
	return nil
}

// paths are those of the signer and of the time-stamp authorities, as far as
// they lead to an anchor.
func (e *extension) paths() [][]*x509.Certificate {
	paths := [][]*x509.Certificate{e.j.trusted.Path}
	for _, t := range e.j.tokens {
		paths = append(paths, t.path)
	}
	return paths
}

// gatherCertificates are those given and those of the paths, each once, but for
// those that KeyInfo has.
func (e *extension) gatherCertificates() []*x509.Certificate {
	var wanted []*x509.Certificate
	for _, cert := range slices.Concat(e.opt.Certificates, slices.Concat(e.paths()...)) {
		known := slices.ContainsFunc(e.j.signer.certificates, func(c *certificate) bool { return c.cert != nil && c.cert.Equal(cert) })
		if !known && !slices.ContainsFunc(wanted, cert.Equal) {
			wanted = append(wanted, cert)
		}
	}
	return wanted
}

// gatherEvidence is what was given and what is asked for, each once.
func (e *extension) gatherEvidence() ([][]byte, error) {
	var evidence [][]byte
	add := func(der []byte) {
		if der != nil && !slices.ContainsFunc(evidence, func(have []byte) bool { return string(have) == string(der) }) {
			evidence = append(evidence, der)
		}
	}
	for _, der := range e.opt.Revocation {
		add(der)
	}
	asked := map[string]bool{}
	for _, path := range e.paths() {
		for i := 0; i+1 < len(path) && e.opt.Evidence != nil; i++ {
			if asked[string(path[i].Raw)] {
				continue
			}
			asked[string(path[i].Raw)] = true
			der, err := e.opt.Evidence(e.ctx, path[i], path[i+1])
			if err != nil {
				return nil, fmt.Errorf("evidence about %s: %w", nameText(path[i].RawSubject), err)
			}
			add(der)
		}
	}
	return evidence, nil
}
