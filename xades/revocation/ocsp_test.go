package revocation_test

import (
	"crypto"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"slices"
	"testing"
	"time"

	"okienko/fixtures/pkitest"
	"okienko/xades/revocation"
)

func TestOCSPAnswers(t *testing.T) {
	o := newOffice(t)
	unknownExtension := func(critical bool) []pkitest.Extension {
		return []pkitest.Extension{{ID: asn1.ObjectIdentifier{1, 2, 3}, Critical: critical, Value: []byte{5, 0}}}
	}
	otherName, otherKey := *o.ca.Certificate, *o.ca.Certificate
	otherName.RawSubject = o.StrangerCA.Certificate.RawSubject
	otherKey.RawSubjectPublicKeyInfo = o.StrangerCA.Certificate.RawSubjectPublicKeyInfo
	revoked := func(reason int) func(*pkitest.OCSPAnswer) {
		return func(a *pkitest.OCSPAnswer) { a.State = pkitest.OCSPState{Revoked: now.Add(-day), Reason: reason} }
	}
	for name, c := range map[string]struct {
		edit  func(*pkitest.OCSPAnswer)
		state revocation.State
		code  string
	}{
		"good":                       {func(*pkitest.OCSPAnswer) {}, revocation.Good, ""},
		"CertID by SHA-256":          {func(a *pkitest.OCSPAnswer) { a.Hash = crypto.SHA256 }, revocation.Good, ""},
		"responder by key":           {func(a *pkitest.OCSPAnswer) { a.ByKey = true }, revocation.Good, ""},
		"bare":                       {func(a *pkitest.OCSPAnswer) { a.Bare = true }, revocation.Good, ""},
		"revoked":                    {revoked(1), revocation.Revoked, ""},
		"revoked without reason":     {revoked(0), revocation.Revoked, ""},
		"on hold":                    {revoked(6), revocation.Suspended, ""},
		"reason nobody knows":        {revoked(7), revocation.Revoked, ""},
		"unknown":                    {func(a *pkitest.OCSPAnswer) { a.State.Unknown = true }, revocation.Unknown, ""},
		"status nobody knows":        {func(a *pkitest.OCSPAnswer) { a.Status = []byte{0x83, 0} }, revocation.None, revocation.CodeStructure},
		"about another certificate":  {func(a *pkitest.OCSPAnswer) { a.Serial = []byte{2, 1, 5} }, revocation.None, ""},
		"another issuer's name":      {func(a *pkitest.OCSPAnswer) { a.Subject = &pkitest.Credential{Certificate: &otherName} }, revocation.None, ""},
		"another issuer's key":       {func(a *pkitest.OCSPAnswer) { a.Subject = &pkitest.Credential{Certificate: &otherKey} }, revocation.None, ""},
		"about another issuer":       {func(a *pkitest.OCSPAnswer) { a.Subject = o.StrangerCA }, revocation.None, ""},
		"stale":                      {func(a *pkitest.OCSPAnswer) { a.ThisUpdate, a.NextUpdate = now.Add(-3*day), now.Add(-day) }, revocation.Stale, revocation.CodeStale},
		"without nextUpdate":         {func(a *pkitest.OCSPAnswer) { a.NextUpdate = time.Time{} }, revocation.Stale, revocation.CodeStale},
		"next before this":           {func(a *pkitest.OCSPAnswer) { a.NextUpdate = now.Add(-day) }, revocation.None, revocation.CodeStructure},
		"signature spoiled":          {func(a *pkitest.OCSPAnswer) { a.Spoil = func(v []byte) []byte { v[len(v)-1] ^= 1; return v } }, revocation.None, revocation.CodeSignature},
		"without the certificate":    {func(a *pkitest.OCSPAnswer) { a.Certificates = nil }, revocation.None, revocation.CodeResponder},
		"named as another":           {func(a *pkitest.OCSPAnswer) { a.Named = o.Signer.Certificate }, revocation.None, revocation.CodeResponder},
		"named as the issuer":        {func(a *pkitest.OCSPAnswer) { a.Named = o.ca.Certificate }, revocation.None, revocation.CodeSignature},
		"9 certificates":             {func(a *pkitest.OCSPAnswer) { a.Certificates = slices.Repeat(a.Certificates, 9) }, revocation.None, revocation.CodeTooLarge},
		"unknown critical":           {func(a *pkitest.OCSPAnswer) { a.All = unknownExtension(true) }, revocation.None, revocation.CodeExtension},
		"unknown critical, single":   {func(a *pkitest.OCSPAnswer) { a.Single = unknownExtension(true) }, revocation.None, revocation.CodeExtension},
		"unknown extensions":         {func(a *pkitest.OCSPAnswer) { a.All, a.Single = unknownExtension(false), unknownExtension(false) }, revocation.Good, ""},
		"produced before its signer": {func(a *pkitest.OCSPAnswer) { a.ProducedAt = now.Add(-366 * day) }, revocation.None, revocation.CodeResponder},
		"said twice":                 {func(a *pkitest.OCSPAnswer) { a.Again = true }, revocation.Good, ""},
	} {
		s := o.check(now, revocation.Options{}, o.ocsp(t, c.edit))
		if s.State != c.state || c.code == "" && len(s.Problems) != 0 || c.code != "" && !slices.Equal(codes(s), []string{c.code}) {
			t.Errorf("%s: %s %v, want %s %q", name, s.State, s.Problems, c.state, c.code)
		}
	}
}

// TestResponders: who may answer (RFC 6960 4.2.2.2).
func TestResponders(t *testing.T) {
	o := newOffice(t)
	ocspSigning := pkitest.ExtKeyUsage(false, pkitest.UsageOCSPSigning)
	request := func(change func(*pkitest.Request)) pkitest.Request {
		r := pkitest.Request{Subject: pkitest.Subject{CommonName: "OCSP"}, NotBefore: now.Add(-30 * day), Extensions: []pkix.Extension{ocspSigning, pkitest.NoCheck()}}
		if change != nil {
			change(&r)
		}
		return r
	}
	middle := o.issue(t, o.ca, pkitest.Request{Subject: pkitest.Subject{CommonName: "Middle"}, CA: true})
	for name, c := range map[string]struct {
		by   *pkitest.Credential
		code string
	}{
		"the issuer":                  {o.ca, ""},
		"appointed":                   {o.issue(t, o.ca, request(nil)), ""},
		"appointed by another":        {o.issue(t, o.StrangerCA, request(nil)), revocation.CodeResponder},
		"appointed by one below":      {o.issue(t, middle, request(nil)), revocation.CodeResponder},
		"without the usage":           {o.issue(t, o.ca, request(func(r *pkitest.Request) { r.Extensions = []pkix.Extension{pkitest.NoCheck()} })), revocation.CodeResponder},
		"with another usage":          {o.issue(t, o.ca, request(func(r *pkitest.Request) { r.Extensions[0] = pkitest.ExtKeyUsage(false, pkitest.UsageTimeStamping) })), revocation.CodeResponder},
		"with a key for encipherment": {o.issue(t, o.ca, request(func(r *pkitest.Request) { r.KeyUsage = x509.KeyUsageKeyEncipherment })), revocation.CodeResponder},
		"expired":                     {o.issue(t, o.ca, request(func(r *pkitest.Request) { r.NotAfter = now.Add(-day) })), revocation.CodeResponder},
		"critical extension": {o.issue(t, o.ca, request(func(r *pkitest.Request) {
			r.Extensions = append(r.Extensions, pkix.Extension{Id: asn1.ObjectIdentifier{1, 2, 3}, Critical: true, Value: []byte{5, 0}})
		})), revocation.CodeResponder},
		"no way to ask about it": {o.issue(t, o.ca, request(func(r *pkitest.Request) { r.Extensions = r.Extensions[:1] })), ""},
		"to be asked about, nothing known": {o.issue(t, o.ca, request(func(r *pkitest.Request) {
			r.Extensions = r.Extensions[:1]
			r.CRLDistributionPoints = []string{"http://crl.invalid/"}
		})), revocation.CodeResponder},
	} {
		der := answerBy(t, o.PKI.Responder(c.by, o.ca), o.leaf.Certificate, nil)
		s := o.check(now, revocation.Options{}, der)
		if c.code == "" && (s.State != revocation.Good || len(s.Problems) != 0 || !s.By.Equal(c.by.Certificate)) {
			t.Errorf("%s: %s %v", name, s.State, s.Problems)
		}
		if c.code != "" && (s.State != revocation.None || !slices.Equal(codes(s), []string{c.code})) {
			t.Errorf("%s: %s %v, want %s", name, s.State, s.Problems, c.code)
		}
	}
}

// TestResponderIsAskedAbout: a responder whose issuer did not waive it must be
// shown good by the other evidence.
func TestResponderIsAskedAbout(t *testing.T) {
	o := newOffice(t)
	by := o.issue(t, o.ca, pkitest.Request{Subject: pkitest.Subject{CommonName: "OCSP"}, NotBefore: now.Add(-30 * day),
		Extensions: []pkix.Extension{pkitest.ExtKeyUsage(false, pkitest.UsageOCSPSigning)}, OCSPServers: []string{"http://ocsp.invalid/"}})
	answer := answerBy(t, o.PKI.Responder(by, o.ca), o.leaf.Certificate, nil)
	aboutItself := answerBy(t, o.PKI.Responder(by, o.ca), by.Certificate, nil)
	byIssuer := answerBy(t, o.PKI.Responder(o.ca, o.ca), by.Certificate, nil)
	// The lists tell of the leaf too: the source shows whose word counted.
	revoked := o.crl(t, pkitest.CRL{Entries: []pkitest.CRLEntry{pkitest.Revoked(by.Certificate, now.Add(-2*day), 1)}})
	stale := o.crl(t, pkitest.CRL{ThisUpdate: now.Add(-10 * day)})
	for name, c := range map[string]struct {
		others [][]byte
		want   revocation.State
		source revocation.Source
	}{
		"nobody tells":    {nil, revocation.None, ""},
		"it tells itself": {[][]byte{aboutItself}, revocation.None, ""},
		"the issuer":      {[][]byte{byIssuer}, revocation.Good, revocation.SourceOCSP},
		"revoked":         {[][]byte{revoked}, revocation.Good, revocation.SourceCRL},
		"a stale list":    {[][]byte{stale}, revocation.Stale, revocation.SourceCRL},
	} {
		s := o.check(now, revocation.Options{}, append([][]byte{answer}, c.others...)...)
		if s.State != c.want || s.Source != c.source {
			t.Errorf("%s: %s by %q, %v", name, s.State, s.Source, s.Problems)
		}
	}
}

func TestRefusalsOfResponders(t *testing.T) {
	for _, status := range []byte{1, 2, 3, 5, 6, 9} {
		_, err := revocation.ParseOCSP(pkitest.RefuseOCSP(status))
		if p, ok := err.(*revocation.Problem); !ok || p.Code != revocation.CodeRefused {
			t.Errorf("%d: %v", status, err)
		}
	}
	if _, err := revocation.ParseOCSP(pkitest.RefuseOCSP(0)); err == nil || err.(*revocation.Problem).Code != revocation.CodeStructure {
		t.Errorf("success without an answer: %v", err)
	}
}

func TestRequestAndAnswer(t *testing.T) {
	o := newOffice(t)
	nonce := []byte("0123456789abcdef0123456789abcdef")
	q, err := revocation.OCSPRequest(o.leaf.Certificate, o.ca.Certificate, nonce)
	if err != nil {
		t.Fatal(err)
	}
	o.responder.Set(o.leaf.Certificate, pkitest.OCSPState{Revoked: now.Add(-day), Reason: 4})
	der, err := o.responder.Answer(q)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := revocation.ParseOCSP(der)
	if err != nil || string(answer.Nonce) != string(nonce) {
		t.Fatalf("nonce %q, %v", answer.Nonce, err)
	}
	if s := o.check(now, revocation.Options{}, der); s.State != revocation.Revoked || s.Reason != revocation.Superseded || s.Reason.String() != "superseded" {
		t.Errorf("%+v", s)
	}
	q, _ = revocation.OCSPRequest(o.Stranger.Certificate, o.StrangerCA.Certificate, nil)
	if der, _ := o.responder.Answer(q); !slices.Equal(der, pkitest.RefuseOCSP(6)) {
		t.Error("a responder answers for a stranger")
	}
}

// TestArchiveCutoff: a responder that keeps what expired says so.
func TestArchiveCutoff(t *testing.T) {
	o := newOffice(t)
	later := o.leaf.Certificate.NotAfter.Add(day)
	responder := o.PKI.Responder(o.ca, o.ca)
	for cutoff, want := range map[string]revocation.State{"": revocation.None, "20200101000000Z": revocation.Good, "20991231000000Z": revocation.None} {
		der := answerBy(t, responder, o.leaf.Certificate, func(a *pkitest.OCSPAnswer) {
			a.ThisUpdate, a.ProducedAt, a.NextUpdate = later, later, later.Add(day)
			if cutoff != "" {
				a.Single = []pkitest.Extension{{ID: asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 48, 1, 6}, Value: []byte("\x18\x0f" + cutoff)}}
			}
		})
		if s := o.check(later, revocation.Options{}, der); s.State != want {
			t.Errorf("cutoff %q: %s %v", cutoff, s.State, s.Problems)
		}
	}
}
