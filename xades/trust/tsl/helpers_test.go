package tsl_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha1"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/base64"
	"errors"
	"fmt"
	"math/big"
	"strings"
	"testing"
	"time"

	"okienko/xades/trust/tsl"
)

const (
	granted    = tsl.StatusGranted
	withdrawn  = tsl.StatusWithdrawn
	supervised = tsl.StatusUnderSupervision
	qcService  = tsl.ServiceQualifiedCertificates
)

// day reads a date as its midnight, UTC.
func day(text string) time.Time {
	d, err := time.Parse(time.DateOnly, text)
	if err != nil {
		panic(err)
	}
	return d
}

type pair struct {
	key  *ecdsa.PrivateKey
	cert *x509.Certificate
}

func issue(t testing.TB, issuer *pair, name string, change func(*x509.Certificate)) *pair {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name},
		NotBefore: day("2010-01-01"), NotAfter: day("2040-01-01"), KeyUsage: x509.KeyUsageContentCommitment}
	if change != nil {
		change(template)
	}
	parent, signer := template, key
	if issuer != nil {
		parent, signer = issuer.cert, issuer.key
	}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, &key.PublicKey, signer)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return &pair{key, cert}
}

func authority(t testing.TB, name string) *pair {
	return issue(t, nil, name, func(c *x509.Certificate) {
		c.IsCA, c.BasicConstraintsValid, c.KeyUsage = true, true, x509.KeyUsageCertSign
	})
}

// qcStatements makes the extension of ETSI EN 319 412-5; types are the last
// arcs of QcType.
func qcStatements(compliance, device bool, types ...int) pkix.Extension {
	type statement struct {
		ID   asn1.ObjectIdentifier
		Info asn1.RawValue `asn1:"optional"`
	}
	var list []statement
	if compliance {
		list = append(list, statement{ID: asn1.ObjectIdentifier{0, 4, 0, 1862, 1, 1}})
	}
	if device {
		list = append(list, statement{ID: asn1.ObjectIdentifier{0, 4, 0, 1862, 1, 4}})
	}
	var oids []asn1.ObjectIdentifier
	for _, arc := range types {
		oids = append(oids, asn1.ObjectIdentifier{0, 4, 0, 1862, 1, 6, arc})
	}
	if len(oids) > 0 {
		list = append(list, statement{ID: asn1.ObjectIdentifier{0, 4, 0, 1862, 1, 6}, Info: asn1.RawValue{FullBytes: marshal(oids)}})
	}
	return pkix.Extension{Id: asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 1, 3}, Value: marshal(list)}
}

func marshal(v any) []byte {
	der, err := asn1.Marshal(v)
	if err != nil {
		panic(err)
	}
	return der
}

// state is one ServiceInformation or ServiceHistoryInstance.
type state struct {
	status     string
	since      string // date
	kind       string // "" = CA/QC
	extensions string
}

func uses(uris ...string) string {
	var b strings.Builder
	for _, uri := range uris {
		fmt.Fprintf(&b, `<Extension Critical="true"><AdditionalServiceInformation><URI xml:lang="en">%s</URI></AdditionalServiceInformation></Extension>`, uri)
	}
	return b.String()
}

// qualification is one QualificationElement; criteria is the content of its list.
func qualification(assert, criteria string, qualifiers ...string) string {
	var b strings.Builder
	b.WriteString(`<Extension Critical="true"><q:Qualifications><q:QualificationElement><q:Qualifiers>`)
	for _, uri := range qualifiers {
		fmt.Fprintf(&b, `<q:Qualifier uri="%s"/>`, uri)
	}
	fmt.Fprintf(&b, `</q:Qualifiers><q:CriteriaList assert="%s">%s</q:CriteriaList></q:QualificationElement></q:Qualifications></Extension>`, assert, criteria)
	return b.String()
}

func (s state) xml(identity string) string {
	kind := s.kind
	if kind == "" {
		kind = qcService
	}
	return fmt.Sprintf(`<ServiceTypeIdentifier>%s</ServiceTypeIdentifier><ServiceName><Name xml:lang="pl">usługa</Name></ServiceName>
<ServiceDigitalIdentity>%s</ServiceDigitalIdentity><ServiceStatus>%s</ServiceStatus><StatusStartingTime>%sT00:00:00Z</StatusStartingTime>
<ServiceInformationExtensions>%s</ServiceInformationExtensions>`, kind, identity, s.status, s.since, s.extensions)
}

func certificateID(cert *x509.Certificate) string {
	return "<DigitalId><X509Certificate>" + base64.StdEncoding.EncodeToString(cert.Raw) + "</X509Certificate></DigitalId>"
}

// keyID identifies a service by the hash of its key alone.
func keyID(cert *x509.Certificate) string {
	raw := cert.RawSubjectPublicKeyInfo
	sum := sha1.Sum(raw[len(raw)-65:]) // an uncompressed P-256 point
	return "<DigitalId><X509SKI>" + base64.StdEncoding.EncodeToString(sum[:]) + "</X509SKI></DigitalId>"
}

// service is a TSPService: its present state, then its history.
func service(identity string, states ...state) string {
	var b strings.Builder
	b.WriteString("<TSPService><ServiceInformation>" + states[0].xml(identity) + "</ServiceInformation><ServiceHistory>")
	for _, s := range states[1:] {
		b.WriteString("<ServiceHistoryInstance>" + s.xml("") + "</ServiceHistoryInstance>")
	}
	return b.String() + "</ServiceHistory></TSPService>"
}

const head = `<TrustServiceStatusList xmlns="http://uri.etsi.org/02231/v2#" xmlns:a="http://uri.etsi.org/02231/v2/additionaltypes#"
 xmlns:q="http://uri.etsi.org/TrstSvc/SvcInfoExt/eSigDir-1999-93-EC-TrustedList/#" xmlns:x="http://uri.etsi.org/01903/v1.3.2#" TSLTag="http://uri.etsi.org/19612/TSLTag">
<SchemeInformation><TSLVersionIdentifier>6</TSLVersionIdentifier><TSLSequenceNumber>7</TSLSequenceNumber><TSLType>http://uri.etsi.org/TrstSvc/TrustedList/TSLType/EUgeneric</TSLType>
<SchemeOperatorName><Name xml:lang="en">Test operator</Name></SchemeOperatorName><SchemeTerritory>PL</SchemeTerritory>
<PointersToOtherTSL><OtherTSLPointer><TSLLocation>https://lotl.example/</TSLLocation></OtherTSLPointer></PointersToOtherTSL>
<ListIssueDateTime>2026-01-01T00:00:00Z</ListIssueDateTime><NextUpdate><dateTime>2026-07-01T00:00:00Z</dateTime></NextUpdate></SchemeInformation>`

func document(services ...string) string {
	return head + `<TrustServiceProviderList><TrustServiceProvider><TSPInformation><TSPName><Name xml:lang="en">Test provider</Name></TSPName></TSPInformation>
<TSPServices>` + strings.Join(services, "") + `</TSPServices></TrustServiceProvider></TrustServiceProviderList></TrustServiceStatusList>`
}

func parse(t testing.TB, services ...string) *tsl.List {
	t.Helper()
	list, err := tsl.Parse([]byte(document(services...)))
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func codeOf(err error) string {
	if e, ok := errors.AsType[*tsl.Error](err); ok {
		return e.Code
	}
	return fmt.Sprint(err)
}
