package xades_test

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"slices"
	"strings"
	"testing"
	"time"

	"okienko/fixtures/pkitest"
	"okienko/xades"
	"okienko/xades/trust"
)

const podpisZP = `<ppZP:PodpisZP xmlns:ppZP="http://crd.gov.pl/xml/schematy/ppzp/" xmlns:os="http://crd.gov.pl/xml/schematy/osoba/2009/03/06/"><ppZP:DaneZP><ppZP:DaneZPOsobyFizycznej><os:Nazwisko rodzajCzlonu="pierwszy">Testowa</os:Nazwisko><os:Imie>Anna</os:Imie><os:PESEL>44051401458</os:PESEL><ppZP:IdKontaUzytkownikaEpuap>atestowa</ppZP:IdKontaUzytkownikaEpuap></ppZP:DaneZPOsobyFizycznej></ppZP:DaneZP></ppZP:PodpisZP>`

const epSignature = `<pz:EPSignature xmlns:pz="http://crd.gov.pl/xml/schematy/podpis_zaufany/"><pz:NaturalPerson><pz:CurrentFamilyName>Testowa</pz:CurrentFamilyName><pz:FirstName>Anna</pz:FirstName><pz:DateOfBirth>1944-05-14</pz:DateOfBirth><pz:PersonalIdentifier>44051401458</pz:PersonalIdentifier></pz:NaturalPerson><pz:SignatureData><pz:IdentityIssuer>test</pz:IdentityIssuer></pz:SignatureData></pz:EPSignature>`

const scheme = "profil zaufany (testowy)"

// sealed is a world with a trusted-profile seal, configured by its certificate.
func sealed(t testing.TB) (seal *identity, w world, opt xades.VerifyOptions) {
	w = newWorld(t)
	seal = issue(t, w.ca, p256(), sealSubject)
	opt = w.options()
	opt.Trust.Seals = []trust.Seal{{Scheme: scheme, Certificates: []*x509.Certificate{seal.cert}}}
	return seal, w, opt
}

func sealSubject(c *x509.Certificate) {
	c.Subject = pkix.Name{Country: []string{"PL"}, Organization: []string{"Ministerstwo Testowe"}, CommonName: "Pieczęć testowa",
		ExtraNames: []pkix.AttributeTypeAndValue{{Type: asn1.ObjectIdentifier{2, 5, 4, 97}, Value: "VATPL-0000000000"}}}
}

func signRole(t testing.TB, id *identity, role string) string {
	opt := id.options()
	opt.XPath, opt.ClaimedRole = true, []byte(role)
	return sign(t, letter, opt)
}

func TestTrustedProfile(t *testing.T) {
	seal, _, opt := sealed(t)
	anna := xades.Person{GivenName: "Anna", FamilyName: "Testowa", PESEL: "44051401458", Scheme: scheme}
	account, birth, both := anna, anna, anna
	account.Account, birth.DateOfBirth = "atestowa", "1944-05-14"
	both.Account, both.FamilyName = "atestowa", "Testowa-Próbna"
	beside := strings.Replace(podpisZP, "<ppZP:IdKontaUzytkownikaEpuap>atestowa</ppZP:IdKontaUzytkownikaEpuap>", "", 1)
	beside = strings.Replace(beside, "</ppZP:PodpisZP>", "<ppZP:DanePodpisu><ppZP:IdKontaUzytkownikaEpuap>atestowa</ppZP:IdKontaUzytkownikaEpuap></ppZP:DanePodpisu></ppZP:PodpisZP>", 1)
	for name, c := range map[string]struct {
		role string
		want xades.Person
	}{
		"PodpisZP":                       {podpisZP, account},
		"EPSignature":                    {epSignature, birth},
		"account in DanePodpisu":         {beside, account},
		"family name in two parts":       {strings.Replace(podpisZP, "<os:Imie>", `<os:Nazwisko rodzajCzlonu="drugi">Próbna</os:Nazwisko><os:Imie>`, 1), both},
		"other prefixes and white space": {strings.ReplaceAll(strings.ReplaceAll(podpisZP, "os:", "o:"), ":os=", ":o=") + "\n", account},
	} {
		s := verify(t, signRole(t, seal, c.role), opt).Signatures[0]
		if s.Indication != passed || s.Kind != xades.KindTrustedProfile || s.Signer.Person == nil || *s.Signer.Person != c.want || s.Signer.Claimed != nil {
			t.Errorf("%s: %s %s %+v %+v", name, s.Indication, s.Kind, s.Signer.Person, s.Reasons)
		}
	}
}

func TestIncompleteIdentity(t *testing.T) {
	seal, _, opt := sealed(t)
	for name, role := range map[string]string{
		"two identities":        podpisZP + epSignature,
		"the same twice":        podpisZP + podpisZP,
		"no PESEL":              strings.Replace(podpisZP, "<os:PESEL>44051401458</os:PESEL>", "", 1),
		"two PESEL":             strings.Replace(podpisZP, "<os:PESEL>", "<os:PESEL>02070803628</os:PESEL><os:PESEL>", 1),
		"PESEL too short":       strings.Replace(podpisZP, "44051401458", "4405140145", 1),
		"comment in PESEL":      strings.Replace(podpisZP, "440514", "4405<!-- -->14", 1),
		"no first name":         strings.Replace(podpisZP, "<os:Imie>Anna</os:Imie>", "", 1),
		"empty name":            strings.Replace(podpisZP, ">Testowa<", "> <", 1),
		"other osoba namespace": strings.Replace(podpisZP, "osoba/2009/03/06/", "osoba/2009/11/16/", 1),
		"two accounts":          strings.Replace(podpisZP, "</ppZP:PodpisZP>", "<ppZP:DanePodpisu><ppZP:IdKontaUzytkownikaEpuap>inny</ppZP:IdKontaUzytkownikaEpuap></ppZP:DanePodpisu></ppZP:PodpisZP>", 1),
		"two family names":      strings.Replace(podpisZP, "<os:Imie>", `<os:Nazwisko rodzajCzlonu="pierwszy">Inna</os:Nazwisko><os:Imie>`, 1),
		"not in its place":      "<x>" + podpisZP + "</x>",
	} {
		s := verify(t, signRole(t, seal, role), opt).Signatures[0]
		if s.SubIndication != xades.SigConstraintsFailure || s.Signer.Person != nil || !slices.Contains(codes(s.Reasons), xades.CodeProfileIncomplete) {
			t.Errorf("%s: %s %+v %+v", name, s.Indication, s.Signer.Person, s.Reasons)
		}
	}
}

// TestClaimedIdentity: anybody can write PodpisZP; only the seal makes it true.
func TestClaimedIdentity(t *testing.T) {
	seal, w, opt := sealed(t)
	stranger := signRole(t, w.signer, podpisZP)
	s := verify(t, stranger, opt).Signatures[0]
	if s.SubIndication != xades.SigConstraintsFailure || s.Signer.Person != nil || s.Signer.Claimed == nil || s.Signer.Claimed.PESEL != "44051401458" ||
		s.Kind != xades.KindQualified || !slices.Contains(codes(s.Reasons), xades.CodeNotSealed) {
		t.Errorf("stranger: %+v", s)
	}
	s = verify(t, sign(t, letter, seal.options()), opt).Signatures[0]
	if s.Signer.Person != nil || s.Kind == xades.KindTrustedProfile || !slices.Contains(codes(s.Reasons), xades.CodeProfileSeal) {
		t.Errorf("seal without identity: %+v", s)
	}
	changed := strings.Replace(signRole(t, seal, podpisZP), "Proszę", "Prosze", 1)
	if s := verify(t, changed, opt).Signatures[0]; s.Signer.Person != nil || s.Indication != failed {
		t.Errorf("changed letter: %+v", s)
	}
	swapped := strings.Replace(signRole(t, seal, podpisZP), "44051401458", "02070803628", 1)
	if s := verify(t, swapped, opt).Signatures[0]; s.Signer.Person != nil || s.Signer.Claimed != nil {
		t.Errorf("changed identity: %+v", s.Signer)
	}
}

// TestUnboundSeal: without SigningCertificate another certificate for the same
// key could stand in the seal's place.
func TestUnboundSeal(t *testing.T) {
	seal, _, opt := sealed(t)
	document := between("<xades:SigningCertificateV2>", "</xades:SigningCertificateV2>", nothing)(t, sign(t, letter, withRole(seal)))
	s := verify(t, resign(t, document, seal), opt).Signatures[0]
	if s.Cryptographic != xades.CryptoPassed || s.Signer.Person != nil || s.Signer.Claimed == nil {
		t.Errorf("%+v %+v", s.Signer, s.Reasons)
	}
}

// withRole signs enveloped, which resign understands.
func withRole(id *identity) xades.SignOptions {
	opt := id.options()
	opt.ClaimedRole = []byte(podpisZP)
	return opt
}

// TestUnsignedIdentity puts PodpisZP where no reference reaches.
func TestUnsignedIdentity(t *testing.T) {
	seal, _, opt := sealed(t)
	role := "<xades:SignerRole><xades:ClaimedRoles><xades:ClaimedRole>" + podpisZP + "</xades:ClaimedRole></xades:ClaimedRoles></xades:SignerRole>"
	for name, mark := range map[string]string{
		"UnsignedProperties": "</xades:QualifyingProperties>",
		"Object":             "</ds:Signature>",
	} {
		text := "<xades:UnsignedProperties><xades:UnsignedSignatureProperties>" + role + "</xades:UnsignedSignatureProperties></xades:UnsignedProperties>"
		if name == "Object" {
			text = `<ds:Object xmlns:xades="http://uri.etsi.org/01903/v1.3.2#">` + role + "</ds:Object>"
		}
		document := replace(t, sign(t, letter, seal.options()), mark, text+mark)
		s := verify(t, document, opt).Signatures[0]
		if s.Signer.Person != nil || s.Signer.Claimed != nil || !slices.Contains(codes(s.Reasons), xades.CodeProfileSeal) {
			t.Errorf("%s: %+v %+v", name, s.Signer, s.Reasons)
		}
	}
}

func TestSealBySubject(t *testing.T) {
	seal, w, _ := sealed(t)
	configured := trust.Seal{Scheme: scheme, OrganizationIdentifier: "VATPL-0000000000", CommonName: "Pieczęć testowa", Issuers: []*x509.Certificate{w.ca.cert}}
	otherIssuer, otherName, otherNumber := configured, configured, configured
	otherIssuer.Issuers = []*x509.Certificate{issue(t, nil, p256(), authority).cert}
	otherName.CommonName = "Inna pieczęć"
	otherNumber.OrganizationIdentifier = ""
	for name, c := range map[string]struct {
		seal trust.Seal
		kind xades.Kind
	}{"configured": {configured, xades.KindTrustedProfile}, "other issuer": {otherIssuer, xades.KindUnknown}, "other name": {otherName, xades.KindUnknown}, "no number": {otherNumber, xades.KindUnknown}} {
		opt := xades.VerifyOptions{At: now, Trust: trust.Config{Seals: []trust.Seal{c.seal}}}
		s := verify(t, signRole(t, seal, podpisZP), opt).Signatures[0]
		if s.Kind != c.kind || (s.Signer.Person != nil) != (c.kind == xades.KindTrustedProfile) {
			t.Errorf("%s: %s %+v %+v", name, s.Kind, s.Signer, s.Reasons)
		}
	}
}

// TestSealUnderAnchors: a path that no anchor accepts makes no seal, whoever issued it.
func TestSealUnderAnchors(t *testing.T) {
	seal, w, opt := sealed(t)
	opt.Trust.Seals = []trust.Seal{{Scheme: scheme, OrganizationIdentifier: "VATPL-0000000000", CommonName: "Pieczęć testowa", UnderAnchors: true}}
	vouch := func(refusal string) []trust.Anchor {
		return []trust.Anchor{{Certificate: w.ca.cert, Vouch: func(trust.Purpose, []*x509.Certificate, time.Time) trust.Listing {
			return trust.Listing{Refusal: refusal}
		}}}
	}
	for name, c := range map[string]struct {
		anchors []trust.Anchor
		kind    xades.Kind
	}{
		"given":     {opt.Trust.Anchors, xades.KindTrustedProfile},
		"listed":    {vouch(""), xades.KindTrustedProfile},
		"withdrawn": {vouch("the service was withdrawn"), xades.KindUnknown},
		"none":      {nil, xades.KindUnknown},
	} {
		opt.Trust.Anchors = c.anchors
		s := verify(t, signRole(t, seal, podpisZP), opt).Signatures[0]
		if s.Kind != c.kind || (s.Signer.Person != nil) != (c.kind == xades.KindTrustedProfile) || (s.Indication == passed) != (c.kind == xades.KindTrustedProfile) {
			t.Errorf("%s: %s %s %+v", name, s.Kind, s.Indication, s.Reasons)
		}
	}
}

// TestSealWithoutNumber: half a description names nobody.
func TestSealWithoutNumber(t *testing.T) {
	w := newWorld(t)
	plain := issue(t, w.ca, p256(), func(c *x509.Certificate) { c.Subject = pkix.Name{CommonName: "Pieczęć testowa"} })
	opt := xades.VerifyOptions{At: now, Trust: trust.Config{Seals: []trust.Seal{{CommonName: "Pieczęć testowa", Issuers: []*x509.Certificate{w.ca.cert}}}}}
	if s := verify(t, signRole(t, plain, podpisZP), opt).Signatures[0]; s.Kind == xades.KindTrustedProfile || s.Signer.Person != nil {
		t.Errorf("%s %+v", s.Kind, s.Signer.Person)
	}
}

func TestExpiredSealVouchesForNobody(t *testing.T) {
	seal, _, opt := sealed(t)
	opt.At = now.AddDate(20, 0, 0)
	s := verify(t, signRole(t, seal, podpisZP), opt).Signatures[0]
	if s.Signer.Person != nil || s.Signer.Claimed == nil || s.SubIndication != xades.OutOfBoundsNoPOE {
		t.Errorf("%+v %+v", s.Signer, s.Reasons)
	}
}

// TestRevokedSealVouchesForNobody, also where its very certificate is configured.
func TestRevokedSealVouchesForNobody(t *testing.T) {
	seal, w, opt := sealed(t)
	der, err := newArchive(t, false).CRL(&pkitest.Credential{Certificate: w.ca.cert, Key: w.ca.key},
		pkitest.CRL{Entries: []pkitest.CRLEntry{pkitest.Revoked(seal.cert, now.Add(-time.Hour), 1)}})
	if err != nil {
		t.Fatal(err)
	}
	opt.Revocation = [][]byte{der}
	s := verify(t, signRole(t, seal, podpisZP), opt).Signatures[0]
	if s.SubIndication != xades.RevokedNoPOE || s.Signer.Person != nil || s.Signer.Claimed == nil {
		t.Errorf("%s %s %+v", s.Indication, s.SubIndication, s.Signer)
	}
}

func TestPersonOfTheSubject(t *testing.T) {
	w := newWorld(t)
	for serial, pesel := range map[string]string{"PNOPL-44051401458": "44051401458", "PESEL:44051401458": "44051401458", "IDCPL-ABC123456": "", "TINPL-44051401458": "", "PNOPL-4405140145": ""} {
		id := issue(t, w.ca, p256(), func(c *x509.Certificate) { person(c); c.Subject.SerialNumber = serial })
		s := verify(t, sign(t, letter, id.options()), w.options()).Signatures[0]
		if s.Signer.Person == nil || s.Signer.Person.PESEL != pesel || s.Signer.Person.FamilyName != "Testowa" || s.Signer.Person.Scheme != "" {
			t.Errorf("%s: %+v", serial, s.Signer.Person)
		}
	}
	untrusted := issue(t, nil, p256(), person)
	if s := verify(t, sign(t, letter, untrusted.options()), w.options()).Signatures[0]; s.Signer.Person != nil {
		t.Errorf("a certificate nobody trusts names %+v", s.Signer.Person)
	}
}
