package tsp_test

import (
	"bytes"
	"crypto"
	"encoding/asn1"
	"math/big"
	"slices"
	"strings"
	"testing"

	"okienko/fixtures/pkitest"
	"okienko/xades/tsp"
)

func request() tsp.Request {
	return tsp.Request{Imprint: tsp.Imprint{Hash: crypto.SHA256, Digest: messageDigest()}, Nonce: big.NewInt(1 << 40), Certificates: true}
}

// exchange sends a request to the authority, which edits its answer.
func (o *office) exchange(t *testing.T, q tsp.Request, edit func(*pkitest.Stamp)) []byte {
	t.Helper()
	der, err := q.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	o.tsa.Edit = edit
	answer, err := o.tsa.Answer(der)
	if err != nil {
		t.Fatal(err)
	}
	return answer
}

func TestAnswersToRequests(t *testing.T) {
	o := newOffice(t, pkitest.Request{})
	withPolicy, otherHash, bare := request(), request(), request()
	withPolicy.Policy = pkitest.TestPolicy
	otherHash.Imprint = tsp.Imprint{Hash: crypto.SHA512, Digest: make([]byte, 64)}
	bare.Nonce, bare.Certificates = nil, false
	for name, c := range map[string]struct {
		request tsp.Request
		edit    func(*pkitest.Stamp)
		want    string
	}{
		"in order":                {request(), nil, ""},
		"policy asked for":        {withPolicy, nil, ""},
		"SHA-512":                 {otherHash, nil, ""},
		"neither nonce nor chain": {bare, nil, ""},
		"nonce nobody sent":       {bare, func(s *pkitest.Stamp) { s.Nonce = big.NewInt(1) }, tsp.CodeMismatch},
		"another nonce":           {request(), func(s *pkitest.Stamp) { s.Nonce = big.NewInt(1) }, tsp.CodeMismatch},
		"no nonce":                {request(), func(s *pkitest.Stamp) { s.Nonce = nil }, tsp.CodeMismatch},
		"another digest":          {request(), func(s *pkitest.Stamp) { s.Digest = make([]byte, 32) }, tsp.CodeMismatch},
		"same digest, other hash": {request(), func(s *pkitest.Stamp) { s.Hash = crypto.SHA1; s.Digest = s.Digest[:20] }, tsp.CodeMismatch},
		"another policy":          {withPolicy, func(s *pkitest.Stamp) { s.Policy = asn1.ObjectIdentifier{1, 2, 3} }, tsp.CodeMismatch},
		"without certificates":    {request(), func(s *pkitest.Stamp) { s.Certificates = nil }, tsp.CodeMismatch},
		"token that is none":      {request(), func(s *pkitest.Stamp) { s.Version = 9 }, tsp.CodeStructure},
	} {
		token, raw, err := c.request.Accept(o.exchange(t, c.request, c.edit))
		if c.want != "" {
			if p, ok := err.(*tsp.Problem); !ok || p.Code != c.want || token != nil {
				t.Errorf("%s: %v, want %s", name, err, c.want)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if again, err := tsp.ParseToken(raw); err != nil || !again.Info.GenTime.Equal(token.Info.GenTime) {
			t.Errorf("%s: the token handed out is not the one read: %v", name, err)
		}
	}
}

func TestRefusals(t *testing.T) {
	o := newOffice(t, pkitest.Request{})
	q := request()
	q.Policy = asn1.ObjectIdentifier{1, 2, 3}
	_, _, err := q.Accept(o.exchange(t, q, nil))
	if p, ok := err.(*tsp.Problem); !ok || p.Code != tsp.CodeRefused || !strings.Contains(p.Detail, "unacceptedPolicy") {
		t.Errorf("%v", err)
	}
	long, err := tsp.ParseResponse(pkitest.RefuseStamp(25, strings.Repeat("ż", 1000)))
	if err != nil || long.Status != tsp.Rejection || len(long.Text) > 500 || !slices.Equal(long.Failure, []string{"systemFailure"}) {
		t.Errorf("%+v, %v", long, err)
	}
	token := o.stamp(t, nil)
	for name, c := range map[string]struct {
		status, rest []byte
	}{
		"granted without a token": {[]byte{0x30, 3, 2, 1, 0}, nil},
		"refused with a token":    {[]byte{0x30, 3, 2, 1, 2}, token},
		"status nobody knows":     {[]byte{0x30, 3, 2, 1, 6}, nil},
		"no status":               {nil, token},
	} {
		der := marshal(t, asn1.RawValue{Tag: 16, IsCompound: true, Bytes: append(bytes.Clone(c.status), c.rest...)})
		if r, err := tsp.ParseResponse(der); err == nil {
			t.Errorf("%s: %+v", name, r)
		}
	}
}

func TestRequestsThatCannotBeWritten(t *testing.T) {
	for name, imprint := range map[string]tsp.Imprint{
		"MD5":          {Hash: crypto.MD5, Digest: make([]byte, 16)},
		"no hash":      {},
		"short digest": {Hash: crypto.SHA256, Digest: make([]byte, 31)},
	} {
		if _, err := (tsp.Request{Imprint: imprint}).Marshal(); err == nil {
			t.Errorf("%s: written", name)
		}
	}
	if _, err := (tsp.Request{Imprint: request().Imprint, Policy: asn1.ObjectIdentifier{9, 99}}).Marshal(); err == nil {
		t.Error("policy that is no identifier: written")
	}
}
