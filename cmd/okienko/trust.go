package main

import (
	"bytes"
	"crypto/x509"
	"fmt"
	"io"
	"os"
	"time"

	"okienko/inbox/keys"
	"okienko/xades"
	"okienko/xades/trust"
	"okienko/xades/trust/tsl"
	"okienko/xades/xmltree"
)

// loadTrust reads what --trust and --seal name. What is worth knowing about a
// trusted list, but no reason not to believe it, goes to notes.
func loadTrust(notes io.Writer, anchors, seals []string, at time.Time) (trust.Config, error) {
	var cfg trust.Config
	var lists []trustedList
	for _, name := range anchors {
		data, err := os.ReadFile(name)
		if err != nil {
			return cfg, err
		}
		if !isXML(data) {
			err = addCertificates(&cfg, name)
		} else {
			lists, err = readTrustedList(lists, name, data)
		}
		if err != nil {
			return cfg, err
		}
	}
	if err := addLists(&cfg, lists, notes, at); err != nil {
		return cfg, err
	}
	addKnownSeals(&cfg)
	return cfg, addSeals(&cfg, seals)
}

// The seal under which the state's trusted profile signs, as its certificate
// names it since 2024; the certificate is renewed, its name has stayed.
const (
	stateSealScheme       = "profil zaufany (pieczęć ministra do spraw informatyzacji)"
	stateSealOrganization = "VATPL-5252955037"
	stateSealName         = "Minister do spraw informatyzacji - pieczęć podpisu zaufanego"
)

// addKnownSeals adds the trusted-profile seals that --trust implies: the state's
// below the anchors given, and an organisation's own certificate given as an
// anchor itself. A person's certificate vouches for nobody but that person, nor
// does one that a trusted list names.
func addKnownSeals(cfg *trust.Config) {
	for _, a := range cfg.Anchors {
		if a.Vouch == nil && !a.Certificate.IsCA && isOrganisation(a.Certificate) {
			cfg.Seals = append(cfg.Seals, trust.Seal{Scheme: a.Certificate.Subject.CommonName, Certificates: []*x509.Certificate{a.Certificate}})
		}
	}
	cfg.Seals = append(cfg.Seals, trust.Seal{
		Scheme: stateSealScheme, OrganizationIdentifier: stateSealOrganization, CommonName: stateSealName, UnderAnchors: true,
	})
}

// isOrganisation tells a seal's certificate from a person's by its subject
// (ETSI EN 319 412-2 4.2.4 and 412-3 4.2.1).
func isOrganisation(c *x509.Certificate) bool {
	organisation, person := false, false
	for _, name := range c.Subject.Names {
		switch name.Type.String() {
		case "2.5.4.97":
			organisation = true
		case "2.5.4.4", "2.5.4.42":
			person = true
		}
	}
	return organisation && !person
}

// addLists adds the anchors of trusted lists whose signatures hold.
func addLists(cfg *trust.Config, lists []trustedList, notes io.Writer, at time.Time) error {
	for _, list := range lists {
		if err := list.check(notes, lists, at); err != nil {
			return fmt.Errorf("%s: %w", list.name, err)
		}
		cfg.Anchors = append(cfg.Anchors, list.Anchors()...)
	}
	return nil
}

func addCertificates(cfg *trust.Config, name string) error {
	certs, err := keys.LoadCertificates(name)
	for _, c := range certs {
		cfg.Anchors = append(cfg.Anchors, trust.Anchor{Certificate: c})
	}
	return err
}

func isXML(data []byte) bool {
	return bytes.HasPrefix(bytes.TrimLeft(data, "\ufeff \t\r\n"), []byte("<"))
}

func addSeals(cfg *trust.Config, seals []string) error {
	for _, name := range seals {
		certs, err := keys.LoadCertificates(name)
		if err != nil {
			return err
		}
		for _, c := range certs {
			cfg.Anchors = append(cfg.Anchors, trust.Anchor{Certificate: c})
		}
		cfg.Seals = append(cfg.Seals, trust.Seal{Scheme: certs[0].Subject.CommonName, Certificates: certs})
	}
	return nil
}

// trustedList is a list that --trust names: the operator vouches for it.
type trustedList struct {
	name string
	doc  *xmltree.Document
	*tsl.List
}

func readTrustedList(lists []trustedList, name string, data []byte) ([]trustedList, error) {
	doc, err := xmltree.Parse(data, xmltree.Options{MaxBytes: tsl.MaxBytes})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	list, err := tsl.Read(doc)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return append(lists, trustedList{name, doc, list}), nil
}

// check refuses a list whose signature is broken, or which another of the
// lists says someone else must have signed. Without such a pointer the list is
// measured by the certificate inside it: that shows it whole, not genuine.
func (l trustedList) check(notes io.Writer, others []trustedList, at time.Time) error {
	if l.Freshness(at) == tsl.Stale {
		fmt.Fprintf(notes, "%s: list %d of %s was to be replaced by %s\n", l.name, l.Sequence, l.Territory, l.NextUpdate.Format(time.RFC3339))
	}
	signers, named := l.signersBy(others)
	if !named {
		own, signed, err := l.ownSigner()
		if err != nil {
			return err
		}
		if !signed {
			fmt.Fprintf(notes, "%s: the list is not signed\n", l.name)
			return nil
		}
		signers = own
	}
	_, err := xades.ConfirmTrustedList(l.doc, signers, l.Issued)
	return err
}

// signersBy returns the signers whom a list of lists among the others names,
// and whether one names this list at all.
func (l trustedList) signersBy(others []trustedList) (signers []*x509.Certificate, named bool) {
	for _, other := range others {
		if other.doc == l.doc || other.Type != tsl.TypeListOfLists {
			continue
		}
		for _, p := range other.Pointers {
			named = named || p.Territory == l.Territory && p.MimeType == tsl.MimeTypeXML
		}
		signers = append(signers, other.Signers(l.Territory)...)
	}
	return signers, named
}

// ownSigner returns the certificate that the list bears itself.
func (l trustedList) ownSigner() (signer []*x509.Certificate, signed bool, err error) {
	report, err := xades.Verify(l.doc, xades.VerifyOptions{At: l.Issued})
	if err != nil || len(report.Signatures) == 0 {
		return nil, false, err
	}
	if c := report.Signatures[0].Certificate; c != nil {
		signer = append(signer, c)
	}
	return signer, true, nil
}
