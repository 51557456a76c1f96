package dsig

import (
	"crypto/ecdsa"
	"crypto/rsa"
	"strings"
	"testing"
)

func keysOf(t *testing.T, keyInfo string) (Keys, error) {
	t.Helper()
	_, sig := parseSignature(t, `<Signature xmlns="`+Namespace+`"><SignedInfo><CanonicalizationMethod Algorithm="`+exclusive+`"/><SignatureMethod Algorithm="`+more+`rsa-sha256"/>`+
		reference(`URI=""`, "", "x")+`</SignedInfo><SignatureValue>AAAA</SignatureValue><KeyInfo>`+keyInfo+`</KeyInfo></Signature>`)
	return sig.Keys()
}

const (
	rsaValue = `<KeyValue><RSAKeyValue><Modulus>2Q==</Modulus><Exponent>AQAB</Exponent></RSAKeyValue></KeyValue>`
	// the generator of P-256
	ecValue = `<KeyValue><e:ECKeyValue xmlns:e="` + namespace11 + `"><e:NamedCurve URI="urn:oid:1.2.840.10045.3.1.7"/><e:PublicKey>` +
		"BGsX0fLhLEJH+Lzm5WOkQPJ3A32BLeszoPShOUXYmMKWT+NC4v4af5uO5+tKfA+eFivOM1drMV7Oy7ZAaDe/UfU=</e:PublicKey></e:ECKeyValue></KeyValue>"
)

func TestKeyValues(t *testing.T) {
	keys, err := keysOf(t, rsaValue)
	if key, ok := keys.Value.(*rsa.PublicKey); err != nil || !ok || key.E != 65537 || key.N.Int64() != 0xd9 {
		t.Errorf("RSA: %+v %v", keys, err)
	}
	keys, err = keysOf(t, ecValue)
	if key, ok := keys.Value.(*ecdsa.PublicKey); err != nil || !ok || key.Curve.Params().Name != "P-256" {
		t.Errorf("EC: %+v %v", keys, err)
	}
	for name, c := range map[string]struct{ keyInfo, unknown string }{
		"KeyName":      {"<KeyName>x</KeyName>", ""},
		"retrieval":    {`<RetrievalMethod URI="http://example.test/key"/>`, ""},
		"DSA":          {"<KeyValue><DSAKeyValue/></KeyValue>", Namespace + "DSAKeyValue"},
		"other curve":  {strings.Replace(ecValue, "1.2.840.10045.3.1.7", "1.3.132.0.33", 1), "urn:oid:1.3.132.0.33"},
		"explicit":     {`<KeyValue><ECKeyValue xmlns="` + namespace11 + `"><ECParameters/></ECKeyValue></KeyValue>`, namespace11 + "ECKeyValue"},
		"of RFC 4050":  {`<KeyValue><ECDSAKeyValue xmlns="` + more + `"/></KeyValue>`, more + "ECDSAKeyValue"},
		"empty":        {"<KeyValue/>", Namespace + "KeyValue"},
		"DER":          {`<DEREncodedKeyValue xmlns="` + namespace11 + `">AAAA</DEREncodedKeyValue>`, namespace11 + "DEREncodedKeyValue"},
		"after others": {"<KeyName>x</KeyName><KeyValue><x/></KeyValue>", Namespace + "x"},
	} {
		if keys, err := keysOf(t, c.keyInfo); err != nil || keys.Value != nil || keys.Unknown != c.unknown {
			t.Errorf("%s: %+v %v", name, keys, err)
		}
	}
	for name, c := range map[string]struct{ keyInfo, code string }{
		"two values":      {rsaValue + ecValue, CodeStructure},
		"point off curve": {strings.Replace(ecValue, "BGsX", "BGsY", 1), CodeStructure},
		"no modulus":      {strings.Replace(rsaValue, "<Modulus>2Q==</Modulus>", "", 1), CodeStructure},
		"long exponent":   {strings.Replace(rsaValue, "AQAB", "AQABAQAB", 1), CodeStructure},
		"comment":         {strings.Replace(rsaValue, "2Q==", "<!-- -->2Q==", 1), CodeStructure},
		"no base64":       {"<X509Data><X509Certificate>*</X509Certificate></X509Data>", CodeStructure},
		"too many":        {"<X509Data>" + strings.Repeat("<X509Certificate>AAAA</X509Certificate>", MaxCertificates+1) + "</X509Data>", CodeTooMany},
	} {
		if _, err := keysOf(t, c.keyInfo); !isCode(err, c.code) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
