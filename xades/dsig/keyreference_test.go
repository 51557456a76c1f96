package dsig

import (
	"bytes"
	"strings"
	"testing"
)

// keysBeside reads the keys of a KeyInfo with an Object beside it.
func keysBeside(t *testing.T, reference, object string) (Keys, error) {
	t.Helper()
	_, sig := parseSignature(t, `<Signature xmlns="`+Namespace+`"><SignedInfo><CanonicalizationMethod Algorithm="`+exclusive+`"/><SignatureMethod Algorithm="`+more+`rsa-sha256"/>`+
		`<Reference URI=""><DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><DigestValue>AAAA</DigestValue></Reference></SignedInfo><SignatureValue>AAAA</SignatureValue><KeyInfo Id="ki" xmlns:e="`+namespace11+`">`+reference+`</KeyInfo><Object>`+object+`</Object></Signature>`)
	return sig.Keys()
}

func TestKeysElsewhereInTheDocument(t *testing.T) {
	const (
		data    = `<X509Data Id="x"><X509Certificate>AQID</X509Certificate></X509Data>`
		base64  = `<Transforms><Transform Algorithm="` + algBase64 + `"/></Transforms>`
		dsigKey = `Type="` + Namespace + `RSAKeyValue"`
	)
	value := strings.TrimSuffix(strings.TrimPrefix(strings.Replace(rsaValue, "<RSAKeyValue>", `<RSAKeyValue Id="x">`, 1), "<KeyValue>"), "</KeyValue>")
	for name, c := range map[string]struct {
		reference, object string
		certificate, key  bool
	}{
		"X509Data":          {`<RetrievalMethod URI="#x" Type="` + Namespace + `X509Data"/>`, data, true, false},
		"without a type":    {`<RetrievalMethod URI="#xpointer(id('x'))"/>`, data, true, false},
		"raw certificate":   {`<RetrievalMethod URI="#x" Type="` + typeRawCertificate + `">` + base64 + `</RetrievalMethod>`, `<a xmlns="" Id="x">AQID</a>`, true, false},
		"key":               {`<RetrievalMethod URI="#x" ` + dsigKey + `/>`, value, false, true},
		"KeyInfo":           {`<e:KeyInfoReference URI="#x"/>`, `<KeyInfo Id="x">` + strings.Replace(data, ` Id="x"`, "", 1) + rsaValue + `</KeyInfo>`, true, true},
		"KeyInfo and on":    {`<e:KeyInfoReference URI="#y"/>`, `<KeyInfo Id="y"><RetrievalMethod URI="#x"/></KeyInfo>` + data, true, false},
		"URL, not fetched":  {`<RetrievalMethod URI="http://example.test/x"/><e:KeyInfoReference URI="x"/>`, data, false, false},
		"nobody's Id":       {`<RetrievalMethod URI="#y"/>`, data, false, false},
		"kind nobody knows": {`<RetrievalMethod URI="#x"/>`, `<PGPData Id="x"/>`, false, false},
	} {
		keys, err := keysBeside(t, c.reference, c.object)
		if err != nil || c.certificate != (len(keys.Certificates) == 1 && bytes.Equal(keys.Certificates[0], []byte{1, 2, 3})) || c.key != (keys.Value != nil) {
			t.Errorf("%s: %+v %v", name, keys, err)
		}
		if (c.certificate || c.key) && !keys.Elsewhere {
			t.Errorf("%s: looks as if KeyInfo held it", name)
		}
	}
	for name, c := range map[string]struct{ reference, object, code string }{
		"itself":             {`<e:KeyInfoReference URI="#ki"/>`, "", CodeStructure},
		"loop":               {`<e:KeyInfoReference URI="#x"/>`, `<KeyInfo Id="x"><e:KeyInfoReference xmlns:e="` + namespace11 + `" URI="#ki"/></KeyInfo>`, CodeStructure},
		"no KeyInfo":         {`<e:KeyInfoReference URI="#x"/>`, data, CodeStructure},
		"another type":       {`<RetrievalMethod URI="#x" ` + dsigKey + `/>`, data, CodeStructure},
		"XSLT":               {`<RetrievalMethod URI="#x"><Transforms><Transform Algorithm="http://www.w3.org/TR/1999/REC-xslt-19991116"/></Transforms></RetrievalMethod>`, data, CodeTransform},
		"XPath":              {`<RetrievalMethod URI="http://example.test/"><Transforms><Transform Algorithm="` + algXPath + `"/></Transforms></RetrievalMethod>`, "", CodeTransform},
		"base64 twice":       {`<RetrievalMethod URI="#x">` + strings.Replace(base64, "</Transforms>", `<Transform Algorithm="`+algBase64+`"/></Transforms>`, 1) + `</RetrievalMethod>`, data, CodeStructure},
		"base64 of elements": {`<RetrievalMethod URI="#x">` + base64 + `</RetrievalMethod>`, data, CodeStructure},
		"too many":           {many(maxKeyReferences+1, `<RetrievalMethod URI="#x%"/>`), many(maxKeyReferences+1, `<KeyName Id="x%"/>`), CodeTooMany},
	} {
		if keys, err := keysBeside(t, c.reference, c.object); !isCode(err, c.code) {
			t.Errorf("%s: %+v %v", name, keys, err)
		}
	}
}

// many repeats a pattern with letters for %.
func many(n int, pattern string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.ReplaceAll(pattern, "%", string(rune('a'+i))))
	}
	return b.String()
}

func TestCertificateNames(t *testing.T) {
	keys, err := keysOf(t, `<X509Data xmlns:e="`+namespace11+`"><X509IssuerSerial><X509IssuerName>CN=Testowe CA</X509IssuerName><X509SerialNumber>-7</X509SerialNumber></X509IssuerSerial>`+
		`<X509SubjectName> CN=Anna Testowa </X509SubjectName><X509SKI>AQI=</X509SKI><e:X509Digest Algorithm="http://www.w3.org/2001/04/xmlenc#sha256">AAAA</e:X509Digest></X509Data>`)
	if n := keys.Names; err != nil || len(n) != 4 || n[0].Serial.Int64() != -7 || n[0].Issuer != "CN=Testowe CA" || n[1].Subject != "CN=Anna Testowa" || len(n[2].KeyID) != 2 || len(n[3].Digest) != 3 {
		t.Errorf("%+v %v", keys, err)
	}
	keys, err = keysOf(t, `<X509Data><X509SKI>*</X509SKI><X509SubjectName/><X509IssuerSerial/><X509CRL>AAAA</X509CRL><X509Digest xmlns="`+namespace11+`" Algorithm="urn:x">AAAA</X509Digest>`+
		`<X509IssuerSerial><X509IssuerName>CN=x</X509IssuerName><X509SerialNumber>`+strings.Repeat("9", 1<<20)+`</X509SerialNumber></X509IssuerSerial></X509Data>`)
	if err != nil || len(keys.Names) != 0 {
		t.Errorf("%d names, %v", len(keys.Names), err)
	}
	keys, err = keysOf(t, "<X509Data>"+strings.Repeat("<X509SKI>AQI=</X509SKI>", 1000)+"</X509Data>")
	if err != nil || len(keys.Names) != MaxCertificates {
		t.Errorf("%d names, %v", len(keys.Names), err)
	}
}
