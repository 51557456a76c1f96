package xades

import (
	"strings"

	"okienko/xades/trust"
	"okienko/xades/xmltree"
)

// The namespaces of trusted-profile identities; osoba is the older of its kind.
const (
	nsPodpisZP    = "http://crd.gov.pl/xml/schematy/ppzp/"
	nsEPSignature = "http://crd.gov.pl/xml/schematy/podpis_zaufany/"
	nsOsoba       = "http://crd.gov.pl/xml/schematy/osoba/2009/03/06/"
)

// judgeIdentity says which person stands behind the signature. PodpisZP and
// EPSignature are read from the signed properties alone and believed only
// under a configured trusted-profile seal; anybody can write one.
func (j *judgement) judgeIdentity() {
	claims := j.identityClaims()
	seal := j.trusted.Seal
	switch {
	case seal == nil && len(claims) == 0:
		j.readSubject()
	case seal == nil:
		j.doubt(SigConstraintsFailure, j.reasonAt(claims[0], CodeNotSealed, "the certificate is no configured trusted-profile seal"))
		person, _ := readIdentity(claims[0])
		j.out.Signer.Claimed = &person
	case len(claims) == 0:
		j.doubt(SigConstraintsFailure, j.reasonAt(j.sig.Node, CodeProfileSeal, "the seal vouches for nobody"))
	case len(claims) > 1 || !j.inClaimedRole(claims[0]):
		j.doubt(SigConstraintsFailure, j.reasonAt(claims[0], CodeProfileIncomplete, "not exactly one identity in ClaimedRole"))
	default:
		j.vouchedIdentity(claims[0], seal)
	}
}

// vouchedIdentity takes the identity for what the seal vouches for. While the
// signature or its seal is in doubt it stays a claim.
func (j *judgement) vouchedIdentity(claim xmltree.Node, seal *trust.Seal) {
	j.out.Kind = KindTrustedProfile
	person, problem := readIdentity(claim)
	if problem != "" {
		j.doubt(SigConstraintsFailure, j.reasonAt(claim, CodeProfileIncomplete, problem))
	}
	person.Scheme = seal.Scheme
	if j.identityHolds() && problem == "" {
		j.out.Signer.Person = &person
	} else {
		j.out.Signer.Claimed = &person
	}
}

// identityHolds reports that every reference holds, the certificate is bound
// by what is signed, and its path is in order, strong and not known to be revoked.
func (j *judgement) identityHolds() bool {
	return j.out.Cryptographic == CryptoPassed && !j.props.none() && j.signer.bound != nil && j.trusted.Problem == trust.None && !j.compromised &&
		len(j.opt.Trust.Algorithms.Weak(trust.PathStrengths(j.trusted.Path), j.bestTime)) == 0
}

// identityClaims finds every PodpisZP and EPSignature in the signed properties.
func (j *judgement) identityClaims() []xmltree.Node {
	if j.props.none() {
		return nil
	}
	var claims []xmltree.Node
	for n := range j.props.signed.Descendants() {
		if n.Is(nsPodpisZP, "PodpisZP") || n.Is(nsEPSignature, "EPSignature") {
			claims = append(claims, n)
		}
	}
	return claims
}

// inClaimedRole wants the identity in its one place,
// SignedSignatureProperties/SignerRole/ClaimedRoles/ClaimedRole.
func (j *judgement) inClaimedRole(claim xmltree.Node) bool {
	space := j.props.space
	role := claim.Parent()
	roles := role.Parent()
	signerRole := roles.Parent()
	return role.Is(space, "ClaimedRole") && roles.Is(space, "ClaimedRoles") &&
		(signerRole.Is(space, "SignerRole") || signerRole.Is(space, "SignerRoleV2")) &&
		signerRole.Parent() == j.signedSignatureProperties()
}

// readIdentity reads either form; problem says what is missing or doubled.
func readIdentity(claim xmltree.Node) (p Person, problem string) {
	var f fields
	if claim.Is(nsPodpisZP, "PodpisZP") {
		p = f.podpisZP(claim)
	} else {
		p = f.epSignature(claim)
	}
	if f.problem == "" && !isPESEL(p.PESEL) {
		f.problem = "no PESEL of eleven digits"
	}
	return p, f.problem
}

func isPESEL(s string) bool {
	return len(s) == 11 && strings.Trim(s, "0123456789") == ""
}

// fields reads elements that must hold one text each; the first that does not
// is its problem.
type fields struct{ problem string }

func (f *fields) podpisZP(n xmltree.Node) Person {
	person := f.one(f.one(n, nsPodpisZP, "DaneZP"), nsPodpisZP, "DaneZPOsobyFizycznej")
	p := Person{
		GivenName:  f.text(f.one(person, nsOsoba, "Imie")),
		FamilyName: f.familyName(person),
		PESEL:      f.text(f.one(person, nsOsoba, "PESEL")),
	}
	accounts := append(all(person, nsPodpisZP, "IdKontaUzytkownikaEpuap"), accountsBeside(n)...)
	for _, account := range accounts {
		text := f.text(account)
		if p.Account != "" && p.Account != text {
			f.report("two accounts")
		}
		p.Account = text
	}
	return p
}

// accountsBeside finds account ids in DanePodpisu, where one stylesheet of the
// administration reads them.
func accountsBeside(n xmltree.Node) []xmltree.Node {
	var accounts []xmltree.Node
	for _, data := range all(n, nsPodpisZP, "DanePodpisu") {
		accounts = append(accounts, all(data, nsPodpisZP, "IdKontaUzytkownikaEpuap")...)
	}
	return accounts
}

// familyName joins the parts of a name that the schema splits over elements
// told apart by rodzajCzlonu.
func (f *fields) familyName(person xmltree.Node) string {
	parts := all(person, nsOsoba, "Nazwisko")
	if len(parts) < 2 {
		return f.text(f.one(person, nsOsoba, "Nazwisko"))
	}
	seen := map[string]bool{}
	var names []string
	for _, n := range parts {
		part, _ := n.Attr("", "rodzajCzlonu")
		if seen[part] {
			f.report("two family names")
		}
		seen[part] = true
		names = append(names, f.text(n))
	}
	return strings.Join(names, "-")
}

func (f *fields) epSignature(n xmltree.Node) Person {
	person := f.one(n, nsEPSignature, "NaturalPerson")
	p := Person{
		GivenName:  f.text(f.one(person, nsEPSignature, "FirstName")),
		FamilyName: f.text(f.one(person, nsEPSignature, "CurrentFamilyName")),
		PESEL:      f.text(f.one(person, nsEPSignature, "PersonalIdentifier")),
	}
	if births := all(person, nsEPSignature, "DateOfBirth"); len(births) > 0 {
		// xs:date may carry a zone, which a birthday does not have.
		p.DateOfBirth, _, _ = strings.Cut(f.text(f.one(person, nsEPSignature, "DateOfBirth")), "Z")
	}
	return p
}

func (f *fields) report(problem string) {
	if f.problem == "" {
		f.problem = problem
	}
}

// one returns the only child of this name.
func (f *fields) one(parent xmltree.Node, space, local string) xmltree.Node {
	found := all(parent, space, local)
	if len(found) != 1 {
		f.report("not exactly one " + local)
		return xmltree.Node{}
	}
	return found[0]
}

func all(parent xmltree.Node, space, local string) []xmltree.Node {
	var found []xmltree.Node
	for n := range parent.Elements() {
		if n.Is(space, local) {
			found = append(found, n)
		}
	}
	return found
}

// text returns the text of an element that must hold some and nothing else.
func (f *fields) text(n xmltree.Node) string {
	if n.IsZero() {
		return ""
	}
	text, ok := n.SimpleText()
	trimmed := strings.TrimSpace(string(text))
	if !ok || trimmed == "" {
		f.report(n.Local() + " holds no text")
		return ""
	}
	return trimmed
}
