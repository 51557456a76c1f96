package tsl_test

import (
	"strings"
	"testing"

	"okienko/xades/trust/tsl"
)

func TestParse(t *testing.T) {
	ca := authority(t, "CA")
	takenOver := `<Extension Critical="false"><a:TakenOverBy><a:URI xml:lang="en">https://new.example/</a:URI><a:TSPName><Name xml:lang="en">New provider</Name></a:TSPName>
<SchemeOperatorName><Name xml:lang="en">Test operator</Name></SchemeOperatorName><SchemeTerritory>PL</SchemeTerritory></a:TakenOverBy></Extension>`
	list := parse(t, service(certificateID(ca.cert), state{withdrawn, "2020-01-01", "", takenOver + uses(tsl.ForSeals)}, state{granted, "2017-01-01", "", ""}))
	if list.Version != 6 || list.Sequence != 7 || list.Type != tsl.TypeEU || list.Territory != "PL" || list.Operator.In("pl") != "Test operator" ||
		!list.Issued.Equal(day("2026-01-01")) || !list.NextUpdate.Equal(day("2026-07-01")) || len(list.Pointers) != 1 || list.Pointers[0].Location != "https://lotl.example/" {
		t.Errorf("scheme: %+v", list)
	}
	s := list.Providers[0].Services[0]
	if len(s.States) != 2 || s.States[0].Status != withdrawn || s.States[1].Status != granted || s.States[0].Name.In("pl") != "usługa" {
		t.Errorf("states: %+v", s.States)
	}
	if by := s.States[0].TakenOverBy; by == nil || by.Provider.In("en") != "New provider" || by.Territory != "PL" || by.URI != "https://new.example/" {
		t.Errorf("taken over by %+v", by)
	}
	if u := s.States[0].Uses; len(u) != 1 || u[0] != tsl.ForSeals {
		t.Errorf("uses %v", u)
	}
	if ids := s.Identity.Certificates; len(ids) != 1 || !ids[0].Parsed.Equal(ca.cert) {
		t.Errorf("identity %+v", ids)
	}
}

// TestParseRefused changes one thing of a good list at a time.
func TestParseRefused(t *testing.T) {
	ca := authority(t, "CA")
	good := document(service(certificateID(ca.cert), state{granted, "2020-01-01", "", qualification("all", `<q:PolicySet><q:PolicyIdentifier><x:Identifier>1.2</x:Identifier></q:PolicyIdentifier></q:PolicySet>
<q:KeyUsage><q:KeyUsageBit name="crlSign">false</q:KeyUsageBit></q:KeyUsage>`, tsl.QualifierQualified)}))
	if _, err := tsl.Parse([]byte(good)); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ old, new, code string }{
		"another document":        {"TrustServiceStatusList", "Other", tsl.CodeStructure},
		"another namespace":       {`xmlns="http://uri.etsi.org/02231/v2#"`, `xmlns="urn:other"`, tsl.CodeStructure},
		"another tag":             {"19612/TSLTag", "02231/TSLTag", tsl.CodeVersion},
		"an old version":          {">6</TSLV", ">3</TSLV", tsl.CodeVersion},
		"no sequence number":      {"TSLSequenceNumber", "Other", tsl.CodeStructure},
		"a negative number":       {">7<", ">-7<", tsl.CodeValue},
		"an endless number":       {">7<", ">77777777777777777777<", tsl.CodeValue},
		"a comment in a number":   {">7<", "><!-- 1 -->7<", tsl.CodeStructure},
		"no scheme":               {"SchemeInformation", "Other", tsl.CodeStructure},
		"no time of issue":        {"ListIssueDateTime", "Other", tsl.CodeStructure},
		"a time that is none":     {"2026-01-01T00", "2026-13-01T00", tsl.CodeValue},
		"no next update":          {"NextUpdate", "Other", tsl.CodeStructure},
		"no provider information": {"TSPInformation", "Other", tsl.CodeStructure},
		"no service information":  {"<ServiceInformation>", "<Other/><ServiceInformation xmlns=''>", tsl.CodeStructure},
		"no type":                 {"ServiceTypeIdentifier", "Other", tsl.CodeStructure},
		"an empty status":         {granted, " ", tsl.CodeValue},
		"a comment in a status":   {granted, withdrawn + "<!-- " + granted + " -->", tsl.CodeStructure},
		"an element in a status":  {granted, withdrawn + "<x/>", tsl.CodeStructure},
		"a date for a time":       {"2020-01-01T00:00:00Z", "2020-01-01", tsl.CodeValue},
		"broken base64":           {"<X509Certificate>", "<X509Certificate>?", tsl.CodeValue},
		"an unknown assertion":    {`assert="all"`, `assert="some"`, tsl.CodeValue},
		"no criteria":             {"q:CriteriaList", "q:Other", tsl.CodeStructure},
		"an empty policy":         {"<x:Identifier>1.2<", "<x:Identifier><", tsl.CodeValue},
		"a bit that is no bit":    {">false<", ">maybe<", tsl.CodeValue},
		"no pointer location":     {"TSLLocation", "Other", tsl.CodeStructure},
		"ill-formed":              {"</SchemeInformation>", "", "xml.syntax"},
	} {
		changed := strings.ReplaceAll(good, c.old, c.new)
		if changed == good {
			t.Errorf("%s: %q is not in the list", name, c.old)
			continue
		}
		if list, err := tsl.Parse([]byte(changed)); err == nil || list != nil || !strings.Contains(codeOf(err), c.code) {
			t.Errorf("%s: %v, want %s", name, err, c.code)
		}
	}
}

func TestLimits(t *testing.T) {
	ca := authority(t, "CA")
	many := func(n int, s string) string { return strings.Repeat(s, n) }
	history := service(keyID(ca.cert), state{granted, "2020-01-01", "", ""})
	instance := "<ServiceHistoryInstance>" + state{granted, "2019-01-01", "", ""}.xml("") + "</ServiceHistoryInstance>"
	nested := many(100, `<q:CriteriaList assert="all">`) + many(100, `</q:CriteriaList>`)
	for name, xml := range map[string]string{
		"states":          strings.Replace(document(history), "</ServiceHistory>", many(50_000, instance)+"</ServiceHistory>", 1),
		"certificates":    document(service(many(100_001, "<DigitalId><X509Certificate>MAA=</X509Certificate></DigitalId>"), state{granted, "2020-01-01", "", ""})),
		"criteria":        document(service(keyID(ca.cert), state{granted, "2020-01-01", "", qualification("all", many(1001, `<q:PolicySet/>`))})),
		"nested criteria": document(service(keyID(ca.cert), state{granted, "2020-01-01", "", qualification("all", many(11, nested))})),
	} {
		if _, err := tsl.Parse([]byte(xml)); codeOf(err) != tsl.CodeLimit {
			t.Errorf("%s: %v", name, err)
		}
	}
}
