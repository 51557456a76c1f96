package xades_test

import (
	"bytes"
	"crypto"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"okienko/fixtures/pkitest"
	"okienko/xades"
	"okienko/xades/trust"
	"okienko/xades/tsp"
)

// tokensOf decodes the tokens of a document in order.
func tokensOf(t testing.TB, document string) (tokens [][]byte) {
	t.Helper()
	for _, part := range strings.Split(document, "EncapsulatedTimeStamp>")[1:] {
		text, closing, found := strings.Cut(part, "</")
		if !found || text == "" || strings.Contains(closing, "<") {
			continue
		}
		der, err := base64.StdEncoding.DecodeString(text)
		if err != nil {
			continue // between two tokens
		}
		tokens = append(tokens, der)
	}
	if len(tokens) == 0 {
		t.Fatal("no token")
	}
	return tokens
}

// element cuts the first element of this name out of a document, and declares
// the prefixes it inherits.
func element(t testing.TB, document, name string) string {
	t.Helper()
	start := strings.Index(document, "<"+name+" ")
	if start < 0 {
		start = strings.Index(document, "<"+name+">")
	}
	end := strings.Index(document[max(start, 0):], "</"+name+">")
	if start < 0 || end < 0 {
		t.Fatalf("no element %s", name)
	}
	text := document[start : start+end+len(name)+3]
	declared := "<" + name
	for prefix, uri := range map[string]string{"ds": "http://www.w3.org/2000/09/xmldsig#", "xades": "http://uri.etsi.org/01903/v1.3.2#"} {
		if head, _, _ := strings.Cut(text, ">"); !strings.Contains(head, "xmlns:"+prefix+"=") {
			declared += fmt.Sprintf(" xmlns:%s=%q", prefix, uri)
		}
	}
	return declared + text[len(name)+1:]
}

// canonical asks libxml2.
func canonical(t testing.TB, method, document string) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "part.xml")
	if err := os.WriteFile(path, []byte(document), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("xmllint", method, path).Output()
	if err != nil {
		t.Fatalf("xmllint: %v", err)
	}
	return out
}

// TestImprintsAsLibxmlHasThem puts together by hand what EN 319 132-1 5.3 and
// 5.5.2.2 list, canonicalised by libxml2, and holds the tokens against it.
func TestImprintsAsLibxmlHasThem(t *testing.T) {
	a := newArchive(t, false)
	signed := a.sign(t)
	document := a.extend(t, signed, xades.LevelBLTA)
	exclusive := func(name string) []byte { return canonical(t, "--exc-c14n", element(t, document, name)) }
	value := exclusive("ds:SignatureValue")
	archived := bytes.Join([][]byte{
		canonical(t, "--c14n", strings.Replace(letter, "<!-- uwaga -->", "", 1)), exclusive("xades:SignedProperties"),
		exclusive("ds:SignedInfo"), value, exclusive("ds:KeyInfo"),
		exclusive("xades:SignatureTimeStamp"), exclusive("xades:CertificateValues"), exclusive("xades:RevocationValues"),
	}, nil)
	tokens := tokensOf(t, document)
	if len(tokens) != 2 {
		t.Fatalf("%d tokens", len(tokens))
	}
	for i, covered := range [][]byte{value, archived} {
		token, err := tsp.ParseToken(tokens[i])
		if err != nil {
			t.Fatal(err)
		}
		if sum := sha256.Sum256(covered); !bytes.Equal(token.Info.Imprint.Digest, sum[:]) {
			t.Errorf("token %d is not over\n%s", i, covered)
		}
	}
}

func TestOpensslVerifiesOurTimeStamps(t *testing.T) {
	a := newArchive(t, false)
	dir := t.TempDir()
	root := write(t, dir, "root.pem", pemCertificate(a.QualifiedCA.Certificate))
	document := a.extend(t, a.sign(t), xades.LevelBLTA)
	covered := write(t, dir, "covered", canonical(t, "--exc-c14n", element(t, document, "ds:SignatureValue")))
	token := write(t, dir, "token.der", tokensOf(t, document)[0])
	out, err := exec.Command("openssl", "ts", "-verify", "-attime", strconv.FormatInt(now.Unix(), 10), "-data", covered, "-in", token, "-token_in", "-CAfile", root).CombinedOutput()
	if err != nil || !strings.Contains(string(out), "Verification: OK") {
		t.Errorf("openssl ts: %s", out)
	}
}

// TestSpoiledTimeStamps: what is false is a fault of the signature, what nobody
// vouches for changes nothing.
func TestSpoiledTimeStamps(t *testing.T) {
	a := newArchive(t, false)
	stamped := a.extend(t, a.sign(t), xades.LevelBT)
	own := base64.StdEncoding.EncodeToString(tokensOf(t, stamped)[0])
	other := base64.StdEncoding.EncodeToString(tokensOf(t, a.extend(t, a.sign(t), xades.LevelBT))[0])
	token := func(text string) string { return replace(t, stamped, own, text) }
	made := func(r pkitest.Request, edit func(*pkitest.Stamp)) string { return a.stampedBy(t, a.newTSA(t, r), edit) }
	usage := func(critical bool, usages ...int) pkitest.Request {
		return pkitest.Request{Extensions: []pkix.Extension{pkitest.ExtKeyUsage(critical, usages...)}}
	}
	const failed, doubt = xades.Failed, xades.Indeterminate
	for name, c := range map[string]struct {
		document   string
		indication xades.Indication
		sub        string
		level      string
	}{
		"nothing":             {stamped, xades.Passed, "", "B-T"},
		"of another":          {token(other), failed, xades.HashFailure, "B-B"},
		"garbage":             {token("żółw"), failed, xades.FormatFailure, "B-B"},
		"no base64":           {token(own[:len(own)-2]), failed, xades.FormatFailure, "B-B"},
		"comment inside":      {token("<!-- -->" + own), failed, xades.FormatFailure, "B-B"},
		"empty":               {token(""), failed, xades.FormatFailure, "B-B"},
		"no token":            {token(base64.StdEncoding.EncodeToString(a.signer.Certificate.Raw)), failed, xades.FormatFailure, "B-B"},
		"value spoiled":       {made(pkitest.Request{}, func(s *pkitest.Stamp) { s.Spoil = func(v []byte) []byte { v[len(v)-1] ^= 1; return v } }), failed, xades.SigCryptoFailure, "B-B"},
		"wrong imprint":       {made(pkitest.Request{}, func(s *pkitest.Stamp) { s.Digest[0] ^= 1 }), failed, xades.HashFailure, "B-B"},
		"no usage":            {made(pkitest.Request{Extensions: []pkix.Extension{}}, nil), doubt, xades.ChainConstraintsFailure, "B-B"},
		"usage not critical":  {made(usage(false, pkitest.UsageTimeStamping), nil), doubt, xades.ChainConstraintsFailure, "B-B"},
		"another usage":       {made(usage(true, pkitest.UsageOCSPSigning), nil), doubt, xades.ChainConstraintsFailure, "B-B"},
		"certificate unnamed": {made(pkitest.Request{}, func(s *pkitest.Stamp) { s.V2 = false }), doubt, xades.NoSigningCertificateFound, "B-B"},
		"weak":                {made(pkitest.Request{Key: pkitest.RSA2048}, func(s *pkitest.Stamp) { s.Signing.Hash = crypto.SHA1 }), doubt, xades.CryptoConstraintsNoPOE, "B-T"},
		"from the future":     {made(pkitest.Request{}, func(s *pkitest.Stamp) { s.GenTime = "20270101000000Z" }), doubt, xades.TimestampOrderFailure, "B-T"},
		"method unknown":      {replace(t, stamped, `<ds:CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"></ds:CanonicalizationMethod><xades:Enc`, `<ds:CanonicalizationMethod Algorithm="urn:x"></ds:CanonicalizationMethod><xades:Enc`), doubt, xades.SigConstraintsFailure, "B-B"},
		"encoding unknown":    {strings.Replace(stamped, "<xades:EncapsulatedTimeStamp>", `<xades:EncapsulatedTimeStamp Encoding="urn:x">`, 1), failed, xades.FormatFailure, "B-B"},
	} {
		s := a.judge(t, c.document, now)
		got := s.TimeStamps[0]
		if got.Indication != c.indication || got.SubIndication != c.sub || s.Level != c.level {
			t.Errorf("%s: %s %s %s %v", name, got.Indication, got.SubIndication, s.Level, got.Reasons)
		}
		wantSub := ""
		if c.indication == failed {
			wantSub = xades.SigConstraintsFailure
		}
		if s.SubIndication != wantSub || s.Cryptographic != xades.CryptoPassed || (s.BestSignatureTime != nil) != (c.indication == xades.Passed) {
			t.Errorf("%s: signature %s %s %v", name, s.Indication, s.SubIndication, s.Reasons)
		}
	}
}

// TestTimeStampOfTheNeighbour: copied into another signature of the document, a
// time-stamp is a false one there.
func TestTimeStampOfTheNeighbour(t *testing.T) {
	a := newArchive(t, false)
	both := signTwice(t, a)
	ids := signatureIDs(t, both, a)
	opt := a.extendOptions(t)
	opt.ID = ids[0]
	made, err := xades.Extend(t.Context(), []byte(both), xades.LevelBT, opt)
	if err != nil {
		t.Fatal(err)
	}
	_, unsigned, _ := strings.Cut(string(made), "<xades:UnsignedProperties")
	unsigned, _, _ = strings.Cut(unsigned, "</xades:UnsignedProperties>")
	at := strings.LastIndex(string(made), qualifyingEnd)
	copied := string(made[:at]) + "<xades:UnsignedProperties" + regexp.MustCompile(` Id="[^"]*"`).ReplaceAllString(unsigned, "") + "</xades:UnsignedProperties>" + string(made[at:])
	report := verify(t, copied, a.options(now))
	first, second := report.Signatures[0], report.Signatures[1]
	if first.Level != "B-T" || first.Indication != xades.TotalPassed || second.Level != "B-B" || second.SubIndication != xades.SigConstraintsFailure ||
		second.TimeStamps[0].SubIndication != xades.HashFailure || second.BestSignatureTime != nil {
		t.Errorf("%s %s and %s %s %+v", first.Level, first.SubIndication, second.Level, second.SubIndication, second.TimeStamps)
	}
}

// stampedBy puts a token of an authority into a fresh signature, whatever it is
// worth.
func (a *archive) stampedBy(t testing.TB, tsa *pkitest.TSA, edit func(*pkitest.Stamp)) string {
	t.Helper()
	good := a.extend(t, a.sign(t), xades.LevelBT)
	sum := sha256.Sum256(canonical(t, "--exc-c14n", element(t, good, "ds:SignatureValue")))
	tsa.Edit = edit
	token, err := tsa.Token(crypto.SHA256, sum[:], nil)
	if err != nil {
		t.Fatal(err)
	}
	old := base64.StdEncoding.EncodeToString(tokensOf(t, good)[0])
	return replace(t, good, old, base64.StdEncoding.EncodeToString(token))
}

// TestUnknownAuthorityProvesNothing: the signature stays what it was without
// the time-stamp.
func TestUnknownAuthorityProvesNothing(t *testing.T) {
	a := newArchive(t, false)
	document := a.extend(t, a.sign(t), xades.LevelBLT)
	opt := a.options(now)
	opt.Trust = trust.Config{Anchors: []trust.Anchor{{Certificate: a.signer.Certificate, Kind: "advanced"}}}
	s := verify(t, document, opt).Signatures[0]
	stamp := s.TimeStamps[0]
	if stamp.Indication != xades.Indeterminate || stamp.SubIndication != xades.NoCertificateChainFound || s.BestSignatureTime != nil {
		t.Errorf("%+v", stamp)
	}
	if s.Indication != xades.TotalPassed || len(s.Reasons) > 0 || s.Level != "B-LT" {
		t.Errorf("%s %s %v", s.Indication, s.Level, s.Reasons)
	}
}

// TestLevelAsksForATimeStampingCertificate, also where nobody is trusted.
func TestLevelAsksForATimeStampingCertificate(t *testing.T) {
	a := newArchive(t, false)
	for level, r := range map[string]pkitest.Request{"B-T": {}, "B-B": {Extensions: []pkix.Extension{}}} {
		document := a.stampedBy(t, a.newTSA(t, r), nil)
		if s := verify(t, document, xades.VerifyOptions{At: now}).Signatures[0]; s.Level != level {
			t.Errorf("%s, want %s: %+v", s.Level, level, s.TimeStamps)
		}
	}
}

func TestExpiredSigner(t *testing.T) {
	a := newArchive(t, true)
	bare := a.sign(t)
	later := now.Add(2 * day)
	if s := a.judge(t, bare, later); s.Indication != xades.Indeterminate || s.SubIndication != xades.OutOfBoundsNoPOE {
		t.Errorf("without a time-stamp: %s %s", s.Indication, s.SubIndication)
	}
	if s := a.judge(t, a.extend(t, bare, xades.LevelBT), later); s.Indication != xades.TotalPassed || !s.BestSignatureTime.Equal(now) {
		t.Errorf("stamped in time: %s %v", s.Indication, s.Reasons)
	}
	a.clock = now.Add(36 * time.Hour)
	late, err := xades.Extend(t.Context(), []byte(bare), xades.LevelBT, a.extendOptions(t))
	if err != nil {
		t.Fatal(err)
	}
	if s := a.judge(t, string(late), later); s.Indication != xades.Indeterminate || s.SubIndication != xades.OutOfBoundsNoPOE {
		t.Errorf("stamped too late: %s %s", s.Indication, s.SubIndication)
	}
}

// TestStampBeforeTheCertificate: a signature proved older than its certificate.
func TestStampBeforeTheCertificate(t *testing.T) {
	a := newArchive(t, false)
	tsa := a.newTSA(t, pkitest.Request{NotBefore: now.Add(-48 * time.Hour)})
	anchor := xades.VerifyOptions{At: now, Trust: trust.Config{Anchors: []trust.Anchor{{Certificate: tsa.Certificate}, {Certificate: a.QualifiedCA.Certificate}}}}
	document := a.stampedBy(t, tsa, func(s *pkitest.Stamp) { s.GenTime = now.Add(-30 * time.Hour).Format("20060102150405Z") })
	s := verify(t, document, anchor).Signatures[0]
	if s.TimeStamps[0].Indication != xades.Passed || s.Indication != xades.TotalFailed || s.SubIndication != xades.NotYetValid {
		t.Errorf("%+v %s %s", s.TimeStamps, s.Indication, s.SubIndication)
	}
}

// TestArchiveKeepsTheFirstTimeStamp: the first authority's certificate expires;
// an archive time-stamp made before keeps what it said, one made after does not.
func TestArchiveKeepsTheFirstTimeStamp(t *testing.T) {
	for name, c := range map[string]struct {
		archived time.Duration
		want     xades.Indication
	}{"in time": {12 * time.Hour, xades.TotalPassed}, "too late": {30 * time.Hour, xades.Indeterminate}} {
		a := newArchive(t, true)
		lasting := a.tsa
		a.tsa = a.newTSA(t, pkitest.Request{NotAfter: now.Add(day)})
		document := a.extend(t, a.sign(t), xades.LevelBLT)
		if s := a.judge(t, document, now.Add(2*day)); s.SubIndication != xades.OutOfBoundsNotRevoked || s.TimeStamps[0].SubIndication != xades.OutOfBoundsNoPOE {
			t.Errorf("%s, not archived: %s %+v", name, s.SubIndication, s.TimeStamps)
		}
		a.tsa, a.clock = lasting, now.Add(c.archived)
		opt := a.extendOptions(t)
		opt.Time = now // when the signature is in order yet
		made, err := xades.Extend(t.Context(), []byte(document), xades.LevelBLTA, opt)
		if err != nil {
			t.Fatal(name, err)
		}
		if s := a.judge(t, string(made), now.Add(2*day)); s.Indication != c.want || s.Level != xades.LevelBLTA {
			t.Errorf("%s: %s %s %+v", name, s.Indication, s.Level, s.TimeStamps)
		}
	}
}

// TestTimeStampsThatContradict: an archive time-stamp older than what it covers.
func TestTimeStampsThatContradict(t *testing.T) {
	a := newArchive(t, false)
	document := a.extend(t, a.sign(t), xades.LevelBLT)
	a.clock = now.Add(-30 * time.Minute)
	opt := a.extendOptions(t)
	opt.Time = now
	if _, err := xades.Extend(t.Context(), []byte(document), xades.LevelBLTA, opt); err == nil || !strings.Contains(err.Error(), "later than what covers it") {
		t.Errorf("Extend made it: %v", err)
	}
	opt.Trust = trust.Config{} // whoever trusts nobody does not see it
	made, err := xades.Extend(t.Context(), []byte(document), xades.LevelBLTA, opt)
	if err != nil {
		t.Fatal(err)
	}
	s := a.judge(t, string(made), now)
	if s.Indication != xades.Indeterminate || s.SubIndication != xades.TimestampOrderFailure || s.TimeStamps[0].SubIndication != xades.TimestampOrderFailure {
		t.Errorf("%s %s %+v", s.Indication, s.SubIndication, s.TimeStamps)
	}
}

// TestArchiveCoversEverythingBefore: what an archive time-stamp covers is not
// changed any more.
func TestArchiveCoversEverythingBefore(t *testing.T) {
	a := newArchive(t, false)
	document := a.extend(t, a.sign(t), xades.LevelBLTA)
	for name, changed := range map[string]string{
		"values gone":     between("<xades:RevocationValues", "</xades:RevocationValues>", nothing)(t, document),
		"values twice":    between("<xades:CertificateValues", "</xades:CertificateValues>", twice)(t, document),
		"a property more": replace(t, document, "<xades141:ArchiveTimeStamp", "<x/><xades141:ArchiveTimeStamp"),
		"an Object more":  replace(t, document, "</ds:Signature>", "<ds:Object/></ds:Signature>"),
		"KeyInfo":         replace(t, document, "</ds:KeyInfo>", "<ds:KeyName>x</ds:KeyName></ds:KeyInfo>"),
	} {
		s := a.judge(t, changed, now)
		last := s.TimeStamps[len(s.TimeStamps)-1]
		if last.SubIndication != xades.HashFailure || s.SubIndication != xades.SigConstraintsFailure || s.Level == xades.LevelBLTA {
			t.Errorf("%s: %s %s %+v", name, s.SubIndication, s.Level, last)
		}
	}
	after := replace(t, document, "</xades:UnsignedSignatureProperties>", "<x/></xades:UnsignedSignatureProperties>")
	if s := a.judge(t, after, now); s.Indication != xades.TotalPassed || s.Level != xades.LevelBLTA {
		t.Errorf("what comes after it: %s %s", s.Indication, s.Level)
	}
}

// TestThousandsOfTimeStamps are refused by their number, at once.
func TestThousandsOfTimeStamps(t *testing.T) {
	a := newArchive(t, false)
	document := a.extend(t, a.sign(t), xades.LevelBT)
	many := between("<xades:EncapsulatedTimeStamp>", "</xades:EncapsulatedTimeStamp>", func(s string) string { return strings.Repeat(s, 5000) })(t, document)
	start := time.Now()
	s := a.judge(t, many, now)
	if s.SubIndication != xades.SigConstraintsFailure || len(s.TimeStamps) != 0 || codes(s.Reasons)[0] != xades.CodeTooMany {
		t.Errorf("%s %v", s.SubIndication, s.Reasons)
	}
	if took := time.Since(start); took > 5*time.Second {
		t.Errorf("took %v", took)
	}
}

func TestRevocation(t *testing.T) {
	a := newArchive(t, false)
	bare := a.sign(t)
	stamped := a.extend(t, bare, xades.LevelBT)
	week := now.AddDate(0, 0, 3)
	revoked := func(c *x509.Certificate, at time.Time, reason int) []byte {
		return a.crl(t, pkitest.CRL{ThisUpdate: now.Add(day), Entries: []pkitest.CRLEntry{pkitest.Revoked(c, at, reason)}})
	}
	namesake, err := a.Issue(nil, pkitest.Request{Subject: pkitest.Subject{CommonName: a.QualifiedCA.Certificate.Subject.CommonName, Country: "PL"}, CA: true})
	if err != nil {
		t.Fatal(err)
	}
	forged, err := a.CRL(namesake, pkitest.CRL{Entries: []pkitest.CRLEntry{pkitest.Revoked(a.signer.Certificate, now.Add(-time.Hour), 1)}})
	if err != nil {
		t.Fatal(err)
	}
	signer, clean := a.signer.Certificate, a.crl(t, pkitest.CRL{ThisUpdate: now.Add(day)})
	for name, c := range map[string]struct {
		document string
		evidence []byte
		require  bool
		want     string // sub-indication; "" for TOTAL_PASSED
	}{
		"nothing known":                  {bare, nil, false, ""},
		"nothing known, required":        {bare, nil, true, xades.TryLater},
		"not revoked":                    {bare, clean, true, ""},
		"stamped, not revoked":           {stamped, clean, true, ""},
		"revoked":                        {bare, revoked(signer, now.Add(-time.Hour), 1), false, xades.RevokedNoPOE},
		"revoked after signing":          {bare, revoked(signer, now.Add(time.Hour), 1), false, xades.RevokedNoPOE},
		"revoked after the time-stamp":   {stamped, revoked(signer, now.Add(time.Hour), 1), true, ""},
		"revoked before the time-stamp":  {stamped, revoked(signer, now.Add(-time.Hour), 1), false, xades.RevokedNoPOE},
		"on hold":                        {bare, revoked(signer, now.Add(time.Hour), 6), false, xades.TryLater},
		"another revoked":                {bare, revoked(a.Signer.Certificate, now, 1), true, ""},
		"list of a namesake":             {bare, forged, false, ""},
		"list of a namesake, required":   {bare, forged, true, xades.TryLater},
		"list of a stranger":             {bare, a.strangersCRL(t), true, xades.TryLater},
		"list spoiled":                   {bare, append([]byte{1}, clean...), true, xades.TryLater},
		"the authority revoked at once":  {stamped, revoked(a.tsa.Certificate, now.Add(-time.Hour), 1), false, ""},
		"list from the future, required": {bare, a.crl(t, pkitest.CRL{ThisUpdate: now.AddDate(0, 0, 5)}), true, xades.TryLater},
	} {
		opt := a.options(week)
		opt.RequireRevocation = c.require
		if c.evidence != nil {
			opt.Revocation = [][]byte{c.evidence}
		}
		s := verify(t, c.document, opt).Signatures[0]
		if s.SubIndication != c.want || (s.Indication == xades.TotalPassed) != (c.want == "") {
			t.Errorf("%s: %s %s %v", name, s.Indication, s.SubIndication, s.Reasons)
		}
		if c.require && c.evidence == nil && (len(s.Reasons) != 1 || s.Reasons[0].Code != xades.CodeNoRevocation) {
			t.Errorf("%s: %v", name, s.Reasons)
		}
	}
	opt := a.options(week)
	opt.Revocation = [][]byte{revoked(a.tsa.Certificate, now.Add(time.Hour), 1)}
	if s := verify(t, stamped, opt).Signatures[0]; s.TimeStamps[0].SubIndication != xades.RevokedNoPOE || s.BestSignatureTime != nil ||
		s.TimeStamps[0].Reasons[0].Code != xades.CodeTimestampUnverified {
		t.Errorf("a revoked authority proves a time: %+v", s.TimeStamps)
	}
}

// TestWhoIsRevoked: the reason says whose certificate it is, and a certificate that
// is revoked or on hold proves no person.
func TestWhoIsRevoked(t *testing.T) {
	root, pki := newWorld(t).ca, newArchive(t, false)
	middle := issue(t, root, p256(), func(c *x509.Certificate) { authority(c); c.Subject.CommonName = "Testowe CA pośrednie" })
	anna := issue(t, middle, p256(), person)
	document := sign(t, letter, anna.options())
	list := func(by, of *identity, reason int) []byte {
		der, err := pki.CRL(&pkitest.Credential{Certificate: by.cert, Key: by.key}, pkitest.CRL{Entries: []pkitest.CRLEntry{pkitest.Revoked(of.cert, now.Add(-time.Hour), reason)}})
		if err != nil {
			t.Fatal(err)
		}
		return der
	}
	for name, c := range map[string]struct {
		evidence  [][]byte
		sub, code string
	}{
		"nobody":             {nil, "", ""},
		"the signer":         {[][]byte{list(middle, anna, 1)}, xades.RevokedNoPOE, xades.CodeRevoked},
		"the signer on hold": {[][]byte{list(middle, anna, 6)}, xades.TryLater, xades.CodeSuspended},
		"the authority":      {[][]byte{list(root, middle, 2)}, xades.RevokedCANoPOE, xades.CodeAuthorityRevoked},
	} {
		opt := newWorld(t).options()
		opt.Revocation = c.evidence
		s := verify(t, document, opt).Signatures[0]
		if c.sub == "" {
			if s.Indication != xades.TotalPassed || s.Signer.Person == nil {
				t.Errorf("%s: %s %+v", name, s.Indication, s.Signer)
			}
			continue
		}
		if s.SubIndication != c.sub || len(s.Reasons) != 1 || s.Reasons[0].Code != c.code || s.Signer.Person != nil {
			t.Errorf("%s: %s %v %+v", name, s.SubIndication, s.Reasons, s.Signer)
		}
	}
}

// TestEmbeddedEvidenceCounts, whoever put it there: by its own signature.
func TestEmbeddedEvidenceCounts(t *testing.T) {
	a := newArchive(t, false)
	bare := a.sign(t)
	opt := a.extendOptions(t)
	opt.Revocation = [][]byte{a.crl(t, pkitest.CRL{Entries: []pkitest.CRLEntry{pkitest.Revoked(a.signer.Certificate, now.Add(-time.Hour), 1)}})}
	opt.Trust = trust.Config{}
	made, err := xades.Extend(t.Context(), []byte(bare), xades.LevelBLT, opt)
	if err != nil {
		t.Fatal(err)
	}
	if s := a.judge(t, string(made), now); s.SubIndication != xades.RevokedNoPOE || s.Level != xades.LevelBLT {
		t.Errorf("%s %s", s.SubIndication, s.Level)
	}
	required := a.options(now.AddDate(1, 0, 0))
	required.RequireRevocation = true
	lasting := a.extend(t, bare, xades.LevelBLTA)
	s := verify(t, lasting, required).Signatures[0]
	// The archive's own authority has no evidence that is fresh after a year.
	if last := s.TimeStamps[1]; last.SubIndication != xades.TryLater || s.Indication != xades.Indeterminate {
		t.Errorf("%s %+v", s.Indication, last)
	}
	required.Revocation = [][]byte{a.crl(t, pkitest.CRL{ThisUpdate: required.At})}
	if s := verify(t, lasting, required).Signatures[0]; s.Indication != xades.TotalPassed {
		t.Errorf("%s %v %+v", s.Indication, s.Reasons, s.TimeStamps)
	}
}
