package tsl_test

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"slices"
	"testing"

	"okienko/xades/trust/tsl"
)

// says puts statements into a certificate.
func says(compliance, device bool, types ...int) func(*x509.Certificate) {
	return func(c *x509.Certificate) {
		c.NotBefore = day("2020-01-01")
		c.ExtraExtensions = []pkix.Extension{qcStatements(compliance, device, types...)}
	}
}

// legislation is a certificate that is qualified under a law of its own country.
func legislation(c *x509.Certificate) {
	says(true, true, 1)(c)
	var list []asn1.RawValue
	if _, err := asn1.Unmarshal(c.ExtraExtensions[0].Value, &list); err != nil {
		panic(err)
	}
	law := marshal(struct {
		ID        asn1.ObjectIdentifier
		Countries []string
	}{asn1.ObjectIdentifier{0, 4, 0, 1862, 1, 7}, []string{"CH"}})
	c.ExtraExtensions[0].Value = marshal(append(list, asn1.RawValue{FullBytes: law}))
}

func silent(c *x509.Certificate) { c.NotBefore = day("2020-01-01") }

// old is a certificate of the Directive, with policies.
func old(policies ...string) func(*x509.Certificate) {
	return func(c *x509.Certificate) {
		c.NotBefore = day("2015-01-01")
		for _, p := range policies {
			oid, err := x509.ParseOID(p)
			if err != nil {
				panic(err)
			}
			c.Policies = append(c.Policies, oid)
		}
	}
}

// always are criteria every certificate of these tests meets, never none does.
const (
	always = `<q:KeyUsage><q:KeyUsageBit name="nonRepudiation">true</q:KeyUsageBit></q:KeyUsage>`
	never  = `<q:KeyUsage><q:KeyUsageBit name="nonRepudiation">false</q:KeyUsageBit></q:KeyUsage>`
	riddle = `<q:otherCriteriaList><Riddle xmlns="urn:x"/></q:otherCriteriaList>`
)

func TestQualified(t *testing.T) {
	ca := authority(t, "CA")
	var (
		signatures = uses(tsl.ForSignatures)
		both       = uses(tsl.ForSignatures, tsl.ForSeals)
		on         = func(qualifiers ...string) string { return qualification("all", always, qualifiers...) }
		off        = func(qualifiers ...string) string { return qualification("all", never, qualifiers...) }
		perhaps    = func(qualifiers ...string) string { return qualification("all", riddle, qualifiers...) }
	)
	for name, c := range map[string]struct {
		extensions string
		leaf       func(*x509.Certificate)
		qualified  tsl.Answer
		use        string
		device     tsl.Answer
		codes      []string
	}{
		"the certificate says it all":  {both, says(true, true, 1), tsl.Yes, tsl.ForSignatures, tsl.Yes, nil},
		"a seal":                       {both, says(true, true, 2), tsl.Yes, tsl.ForSeals, tsl.Yes, nil},
		"a seal, signatures granted":   {signatures, says(true, true, 2), tsl.No, tsl.ForSeals, tsl.Yes, []string{tsl.CodeUse}},
		"no uses in the list":          {"", says(true, true, 1), tsl.Open, tsl.ForSignatures, tsl.Yes, []string{tsl.CodeUse}},
		"no type: signatures":          {both, says(true, true), tsl.Yes, tsl.ForSignatures, tsl.Yes, nil},
		"two types":                    {both, says(true, true, 1, 2), tsl.Open, "", tsl.Yes, []string{tsl.CodeConflict}},
		"an unknown type":              {both, says(true, true, 9), tsl.No, "0.4.0.1862.1.6.9", tsl.Yes, []string{tsl.CodeUse}},
		"a website":                    {both + uses(tsl.ForWebsites), says(true, false, 3), tsl.Yes, tsl.ForWebsites, tsl.No, []string{tsl.CodeNoDevice}},
		"no device":                    {both, says(true, false, 1), tsl.Yes, tsl.ForSignatures, tsl.No, []string{tsl.CodeNoDevice}},
		"says nothing":                 {both, silent, tsl.No, tsl.ForSignatures, tsl.No, []string{tsl.CodeNoStatement}},
		"qualified in another country": {both, legislation, tsl.No, tsl.ForSignatures, tsl.Yes, []string{tsl.CodeNoStatement}},
		"only a device":                {both, says(false, true, 1), tsl.No, tsl.ForSignatures, tsl.Yes, []string{tsl.CodeNoStatement}},

		"the list says it all":          {both + on(tsl.QualifierQualified, tsl.QualifierSignature, tsl.QualifierDevice), silent, tsl.Yes, tsl.ForSignatures, tsl.Yes, nil},
		"of others":                     {both + off(tsl.QualifierQualified, tsl.QualifierSignature, tsl.QualifierDevice), silent, tsl.No, tsl.ForSignatures, tsl.No, []string{tsl.CodeNoStatement}},
		"the list says: a seal":         {both + on(tsl.QualifierSeal), says(true, true, 1), tsl.Yes, tsl.ForSeals, tsl.Yes, nil},
		"the list says: not":            {both + on(tsl.QualifierNotQualified), says(true, true, 1), tsl.No, tsl.ForSignatures, tsl.Yes, []string{tsl.CodeDenied}},
		"the list says: both":           {both + on(tsl.QualifierNotQualified) + on(tsl.QualifierQualified), says(true, true, 1), tsl.Open, tsl.ForSignatures, tsl.Yes, []string{tsl.CodeConflict}},
		"two uses":                      {both + on(tsl.QualifierSeal, tsl.QualifierSignature), says(true, true, 1), tsl.Open, "", tsl.Yes, []string{tsl.CodeConflict}},
		"the list says: no device":      {both + on(tsl.QualifierNoDevice), says(true, true, 1), tsl.Yes, tsl.ForSignatures, tsl.No, []string{tsl.CodeNoDevice}},
		"the list says: a managed one":  {both + on(tsl.QualifierDeviceManaged), says(true, false, 1), tsl.Yes, tsl.ForSignatures, tsl.Yes, nil},
		"device by the Directive":       {both + on(tsl.QualifierDeviceOld), says(true, false, 1), tsl.Yes, tsl.ForSignatures, tsl.Yes, nil},
		"as in the certificate":         {both + on(tsl.QualifierAsInCert), says(true, true, 1), tsl.Yes, tsl.ForSignatures, tsl.Yes, nil},
		"as in the certificate: none":   {both + on(tsl.QualifierAsInCertOld), says(true, false, 1), tsl.Yes, tsl.ForSignatures, tsl.No, []string{tsl.CodeNoDevice}},
		"as in it, and the opposite":    {both + on(tsl.QualifierAsInCert, tsl.QualifierDevice), says(true, false, 1), tsl.Yes, tsl.ForSignatures, tsl.Open, []string{tsl.CodeConflict, tsl.CodeNoDevice}},
		"a device, and none":            {both + on(tsl.QualifierNoDeviceOld, tsl.QualifierDevice), says(true, true, 1), tsl.Yes, tsl.ForSignatures, tsl.Open, []string{tsl.CodeConflict, tsl.CodeNoDevice}},
		"a legal person signs":          {both + on(tsl.QualifierLegalPerson), says(true, true, 1), tsl.Open, "", tsl.Yes, []string{tsl.CodeConflict}},
		"a legal person seals":          {both + on(tsl.QualifierLegalPerson), says(true, true, 2), tsl.Yes, tsl.ForSeals, tsl.Yes, nil},
		"a riddle: qualified":           {both + perhaps(tsl.QualifierQualified), silent, tsl.Open, tsl.ForSignatures, tsl.No, []string{tsl.CodeCriterion}},
		"a riddle that does not matter": {both + perhaps(tsl.QualifierQualified), says(true, true, 1), tsl.Yes, tsl.ForSignatures, tsl.Yes, []string{tsl.CodeCriterion}},
		"a riddle: denied":              {both + perhaps(tsl.QualifierNotQualified), says(true, true, 1), tsl.Open, tsl.ForSignatures, tsl.Yes, []string{tsl.CodeCriterion}},
		"a riddle: use":                 {both + perhaps(tsl.QualifierSeal), says(true, true, 1), tsl.Open, "", tsl.Yes, []string{tsl.CodeCriterion}},
		"a riddle: extension": {both + `<Extension Critical="true"><Riddle xmlns="urn:x"/></Extension>`, says(true, true, 1), tsl.Open, "", tsl.Open,
			[]string{tsl.CodeExtension}},
	} {
		list := parse(t, service(certificateID(ca.cert), state{granted, "2019-01-01", "", c.extensions}))
		leaf := issue(t, ca, "Anna Testowa", c.leaf)
		v := list.Qualified([]*x509.Certificate{leaf.cert, ca.cert}, day("2024-01-01"))
		if v.Qualified != c.qualified || v.Use != c.use || v.Device != c.device || !slices.Equal(codesOf(v), c.codes) {
			t.Errorf("%s: qualified %d, use %q, device %d, %v", name, v.Qualified, v.Use, v.Device, codesOf(v))
		}
	}
}

// codesOf returns each code once, sorted.
func codesOf(v tsl.Verdict) []string {
	var codes []string
	for _, f := range v.Findings {
		codes = append(codes, f.Code)
	}
	slices.Sort(codes)
	return slices.Compact(codes)
}

// TestQualifiedInTime: qualified is what was so when it was issued and is so
// at the time in question.
func TestQualifiedInTime(t *testing.T) {
	ca := authority(t, "CA")
	eidas := uses(tsl.ForSignatures)
	for name, c := range map[string]struct {
		states []state
		leaf   func(*x509.Certificate)
		at     string
		want   tsl.Answer
		device tsl.Answer
		codes  []string
	}{
		"granted all the time":     {[]state{{granted, "2019-01-01", "", eidas}}, says(true, true), "2024-01-01", tsl.Yes, tsl.Yes, nil},
		"withdrawn since":          {[]state{{withdrawn, "2022-01-01", "", ""}, {granted, "2019-01-01", "", eidas}}, says(true, true), "2024-01-01", tsl.No, tsl.Open, []string{tsl.CodeNotGranted}},
		"before it was withdrawn":  {[]state{{withdrawn, "2022-01-01", "", ""}, {granted, "2019-01-01", "", eidas}}, says(true, true), "2021-12-31", tsl.Yes, tsl.Yes, nil},
		"issued while withdrawn":   {[]state{{granted, "2022-01-01", "", eidas}, {withdrawn, "2019-01-01", "", ""}}, says(true, true), "2024-01-01", tsl.No, tsl.Yes, []string{tsl.CodeNotGranted}},
		"issued before listed":     {[]state{{granted, "2022-01-01", "", eidas}}, says(true, true), "2024-01-01", tsl.No, tsl.Yes, []string{tsl.CodeNotListed}},
		"of another type then":     {[]state{{granted, "2022-01-01", "", eidas}, {granted, "2019-01-01", tsl.ServiceQualifiedTimestamps, ""}}, says(true, true), "2024-01-01", tsl.No, tsl.Yes, []string{tsl.CodeNotListed}},
		"Directive, by policy":     {[]state{{granted, "2016-07-01", "", eidas}, {supervised, "2010-01-01", "", ""}}, old("0.4.0.1456.1.2"), "2016-01-01", tsl.Yes, tsl.No, []string{tsl.CodeNoDevice}},
		"Directive, with device":   {[]state{{granted, "2016-07-01", "", eidas}, {supervised, "2010-01-01", "", ""}}, old("0.4.0.1456.1.1"), "2017-01-01", tsl.Yes, tsl.Yes, nil},
		"Directive, other policy":  {[]state{{granted, "2016-07-01", "", eidas}, {supervised, "2010-01-01", "", ""}}, old("1.2.3"), "2017-01-01", tsl.No, tsl.No, []string{tsl.CodeNoStatement}},
		"Directive, not taken on":  {[]state{{supervised, "2010-01-01", "", ""}}, old("0.4.0.1456.1.1"), "2017-01-01", tsl.No, tsl.Open, []string{tsl.CodeNotGranted}},
		"policy of the wrong time": {[]state{{granted, "2019-01-01", "", eidas}}, func(c *x509.Certificate) { old("0.4.0.1456.1.1")(c); silent(c) }, "2024-01-01", tsl.No, tsl.No, []string{tsl.CodeNoStatement}},
	} {
		list := parse(t, service(certificateID(ca.cert), c.states...))
		leaf := issue(t, ca, "Anna Testowa", c.leaf)
		v := list.Qualified([]*x509.Certificate{leaf.cert, ca.cert}, day(c.at))
		if v.Qualified != c.want || v.Device != c.device || !slices.Equal(codesOf(v), c.codes) {
			t.Errorf("%s: qualified %d, device %d, %v", name, v.Qualified, v.Device, v.Findings)
		}
	}
}

// TestIssuers: which services speak for a path.
func TestIssuers(t *testing.T) {
	root := authority(t, "Root")
	middle := issue(t, root, "Middle", func(c *x509.Certificate) {
		c.IsCA, c.BasicConstraintsValid, c.KeyUsage = true, true, x509.KeyUsageCertSign
	})
	leaf := issue(t, middle, "Anna Testowa", says(true, true, 1))
	path := []*x509.Certificate{leaf.cert, middle.cert, root.cert}
	renamed := issue(t, nil, "Other", nil)
	good := state{granted, "2010-01-01", "", uses(tsl.ForSignatures)}
	denies := state{granted, "2010-01-01", "", uses(tsl.ForSignatures) + qualification("all", "", tsl.QualifierNotQualified)}
	for name, c := range map[string]struct {
		services []string
		want     tsl.Answer
		code     string
	}{
		"the root is listed":            {[]string{service(certificateID(root.cert), good)}, tsl.Yes, ""},
		"by the hash of its key":        {[]string{service(keyID(root.cert), good)}, tsl.Yes, ""},
		"both listed: the nearer":       {[]string{service(certificateID(root.cert), good), service(certificateID(middle.cert), denies)}, tsl.No, tsl.CodeDenied},
		"listed twice, agreeing":        {[]string{service(certificateID(root.cert), good), service(certificateID(root.cert), good)}, tsl.Yes, ""},
		"listed twice, disagreeing":     {[]string{service(certificateID(root.cert), good), service(certificateID(root.cert), denies)}, tsl.Open, tsl.CodeConflict},
		"one of two withdrawn":          {[]string{service(certificateID(root.cert), state{withdrawn, "2010-01-01", "", ""}), service(certificateID(root.cert), good)}, tsl.Yes, ""},
		"another key":                   {[]string{service(certificateID(renamed.cert), good)}, tsl.No, tsl.CodeNoService},
		"the certificate itself":        {[]string{service(certificateID(leaf.cert), good)}, tsl.No, tsl.CodeNoService},
		"a service of time-stamps":      {[]string{service(certificateID(root.cert), state{granted, "2010-01-01", tsl.ServiceQualifiedTimestamps, ""})}, tsl.No, tsl.CodeNoService},
		"another certificate, same key": {[]string{service(certificateID(renamed.cert)+keyID(root.cert), good)}, tsl.No, tsl.CodeNoService},
		"nothing listed":                {nil, tsl.No, tsl.CodeNoService},
	} {
		v := parse(t, c.services...).Qualified(path, day("2024-01-01"))
		if codes := codesOf(v); v.Qualified != c.want || c.code == "" && len(codes) > 0 || c.code != "" && !slices.Contains(codes, c.code) {
			t.Errorf("%s: %d %v", name, v.Qualified, v.Findings)
		}
		if (v.Service == nil) != (c.code == tsl.CodeNoService) || v.Service != nil && v.Provider.In("en") != "Test provider" {
			t.Errorf("%s: service %v of %v", name, v.Service, v.Provider)
		}
	}
	if v := parse(t).Qualified(nil, day("2024-01-01")); v.Qualified != tsl.No {
		t.Errorf("no path: %+v", v)
	}
}

func TestCriteria(t *testing.T) {
	leaf := issue(t, authority(t, "CA"), "Anna Testowa", func(c *x509.Certificate) {
		old("1.2.3", "1.2.4")(c)
		c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageEmailProtection}
		c.Subject.ExtraNames = []pkix.AttributeTypeAndValue{{Type: asn1.ObjectIdentifier{2, 5, 4, 97}, Value: "VATPL-0000000000"}}
	})
	policies := func(ids ...string) string {
		xml := "<q:PolicySet>"
		for _, id := range ids {
			xml += "<q:PolicyIdentifier><x:Identifier Qualifier=\"OIDAsURN\">" + id + "</x:Identifier></q:PolicyIdentifier>"
		}
		return xml + "</q:PolicySet>"
	}
	other := func(xml string) string { return "<q:otherCriteriaList>" + xml + "</q:otherCriteriaList>" }
	purpose := func(id string) string {
		return other("<a:ExtendedKeyUsage><a:KeyPurposeId><x:Identifier>" + id + "</x:Identifier></a:KeyPurposeId></a:ExtendedKeyUsage>")
	}
	attribute := func(id string) string {
		return other("<a:CertSubjectDNAttribute><a:AttributeOID><x:Identifier>" + id + "</x:Identifier></a:AttributeOID></a:CertSubjectDNAttribute>")
	}
	for _, c := range []struct {
		name, assert, criteria string
		want                   tsl.Answer
	}{
		{"no criteria, all", "all", "", tsl.Yes},
		{"no criteria, one", "atLeastOne", "", tsl.No},
		{"no criteria, none", "none", "", tsl.Yes},
		{"usage", "all", always, tsl.Yes},
		{"another usage", "all", never, tsl.No},
		{"none of another usage", "none", never, tsl.Yes},
		{"one of two", "atLeastOne", never + always, tsl.Yes},
		{"all of two", "all", never + always, tsl.No},
		{"a policy", "all", policies("1.2.3"), tsl.Yes},
		{"a policy as URN", "all", policies("urn:oid:1.2.3"), tsl.Yes},
		{"both of a set", "all", policies("1.2.3", "URN:OID:1.2.4"), tsl.Yes},
		{"one of a set", "all", policies("1.2.3", "1.2.5"), tsl.No},
		{"one of two sets", "atLeastOne", policies("1.2.5") + policies("1.2.4"), tsl.Yes},
		{"an empty set", "all", policies(), tsl.Open},
		{"a prefix of a policy", "all", policies("1.2"), tsl.No},
		{"extended usage", "all", purpose("1.3.6.1.5.5.7.3.4"), tsl.Yes},
		{"another extended usage", "all", purpose("1.3.6.1.5.5.7.3.8"), tsl.No},
		{"an attribute", "all", attribute("2.5.4.97"), tsl.Yes},
		{"another attribute", "all", attribute("2.5.4.10"), tsl.No},
		{"nested", "all", `<q:CriteriaList assert="none">` + never + `</q:CriteriaList>` + always, tsl.Yes},
		{"nested, not met", "all", `<q:CriteriaList assert="none">` + always + `</q:CriteriaList>` + always, tsl.No},
		{"a description", "all", "<q:Description>" + "text</q:Description>" + always, tsl.Yes},
		{"a riddle", "all", riddle + always, tsl.Open},
		{"a riddle that does not matter", "all", riddle + never, tsl.No},
		{"a riddle beside what suffices", "atLeastOne", riddle + always, tsl.Yes},
		{"none, and a riddle", "none", riddle + never, tsl.Open},
		{"an unknown bit", "all", `<q:KeyUsage><q:KeyUsageBit name="strange">true</q:KeyUsageBit></q:KeyUsage>`, tsl.Open},
	} {
		list := parse(t, service("", state{granted, "2020-01-01", "", qualification(c.assert, c.criteria)}))
		if got := list.Providers[0].Services[0].States[0].Qualifications[0].Criteria.Meets(leaf.cert); got != c.want {
			t.Errorf("%s: %d, want %d", c.name, got, c.want)
		}
	}
}

// TestStatementsBroken: what cannot be read says nothing.
func TestStatementsBroken(t *testing.T) {
	ca := authority(t, "CA")
	whole := qcStatements(true, true, 1)
	for cut := range whole.Value {
		leaf := issue(t, ca, "Anna Testowa", func(c *x509.Certificate) {
			silent(c)
			c.ExtraExtensions = []pkix.Extension{{Id: whole.Id, Value: whole.Value[:cut]}}
		})
		if s := tsl.ReadStatements(leaf.cert); s.Qualified || s.Device || len(s.Uses) > 0 {
			t.Fatalf("cut at %d: %+v", cut, s)
		}
	}
}
