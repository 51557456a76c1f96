package xades_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"math/big"
	"sync"
	"testing"
	"time"

	"okienko/xades"
	"okienko/xades/trust"
	"okienko/xades/xmltree"
)

// now is the validation time of the tests.
var now = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// identity is a key with its certificate and the certificates above it.
type identity struct {
	key   crypto.Signer
	cert  *x509.Certificate
	chain []*x509.Certificate
}

type cryptoSigner = crypto.Signer

type kindOfKey func() (cryptoSigner, error)

func ec(curve elliptic.Curve) kindOfKey {
	return func() (crypto.Signer, error) { return ecdsa.GenerateKey(curve, rand.Reader) }
}

// rsaKey is made once: a key of 2048 bits costs up to a second.
var rsaKey = sync.OnceValues(func() (crypto.Signer, error) { return rsa.GenerateKey(rand.Reader, 2048) })

var serials = struct {
	sync.Mutex
	last int64
}{}

func nextSerial() *big.Int {
	serials.Lock()
	defer serials.Unlock()
	serials.last++
	return big.NewInt(0xC0FFEE00 + serials.last)
}

// issue makes a certificate for a new key, self-signed without issuer.
func issue(t testing.TB, issuer *identity, make kindOfKey, change func(*x509.Certificate)) *identity {
	t.Helper()
	key, err := make()
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: nextSerial(),
		Subject:      pkix.Name{Country: []string{"PL"}, CommonName: "Anna Testowa"},
		NotBefore:    now.AddDate(-1, 0, 0), NotAfter: now.AddDate(5, 0, 0),
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment,
	}
	if change != nil {
		change(template)
	}
	id := &identity{key: key}
	parent, signer := template, key
	if issuer != nil {
		parent, signer = issuer.cert, issuer.key
		id.chain = append([]*x509.Certificate{issuer.cert}, issuer.chain...)
	}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, key.Public(), signer)
	if err != nil {
		t.Fatal(err)
	}
	if id.cert, err = x509.ParseCertificate(der); err != nil {
		t.Fatal(err)
	}
	return id
}

func authority(c *x509.Certificate) {
	c.Subject = pkix.Name{Country: []string{"PL"}, Organization: []string{"Urząd Testowy, sp. próbna"}, CommonName: "Testowe CA"}
	c.IsCA, c.BasicConstraintsValid = true, true
	c.KeyUsage = x509.KeyUsageCertSign | x509.KeyUsageCRLSign
}

// person gives a certificate the subject of a natural person.
func person(c *x509.Certificate) {
	c.Subject = pkix.Name{Country: []string{"PL"}, CommonName: "Anna Testowa", SerialNumber: "PNOPL-44051401458", ExtraNames: []pkix.AttributeTypeAndValue{
		{Type: asn1.ObjectIdentifier{2, 5, 4, 42}, Value: "Anna"}, {Type: asn1.ObjectIdentifier{2, 5, 4, 4}, Value: "Testowa"}}}
}

// world is one CA and one signer under it.
type world struct {
	ca, signer *identity
}

var commonWorld = struct {
	sync.Once
	world
}{}

func newWorld(t testing.TB) world {
	commonWorld.Do(func() {
		commonWorld.ca = issue(t, nil, ec(elliptic.P256()), authority)
		commonWorld.signer = issue(t, commonWorld.ca, ec(elliptic.P256()), person)
	})
	return commonWorld.world
}

func (w world) options() xades.VerifyOptions {
	return xades.VerifyOptions{At: now, Trust: trust.Config{Anchors: []trust.Anchor{{Certificate: w.ca.cert, Kind: "qualified"}}}}
}

func (id *identity) options() xades.SignOptions {
	return xades.SignOptions{Signer: id.key, Certificate: id.cert, Chain: id.chain, Time: now.Add(-time.Minute), Rand: rand.Reader}
}

func sign(t testing.TB, document string, opt xades.SignOptions) string {
	t.Helper()
	signed, err := xades.Sign([]byte(document), opt)
	if err != nil {
		t.Fatal(err)
	}
	return string(signed)
}

func verify(t testing.TB, document string, opt xades.VerifyOptions) *xades.Report {
	t.Helper()
	doc, err := xmltree.Parse([]byte(document), xmltree.Options{KeepDuplicateIDs: true})
	if err != nil {
		t.Fatalf("%v in\n%s", err, document)
	}
	report, err := xades.Verify(doc, opt)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func codes(reasons []xades.Reason) []string {
	list := []string{}
	for _, r := range reasons {
		list = append(list, r.Code)
	}
	return list
}

const letter = `<?xml version="1.0" encoding="UTF-8"?>
<?xml-stylesheet type="text/xsl" href="styl.xsl"?>
<w:Pismo xmlns:w="urn:test:pismo" Id="pismo"><w:Tresc>Proszę o zaświadczenie.</w:Tresc><!-- uwaga --></w:Pismo>
`
