package config

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"okienko/inbox"
)

const smallest = `{
  "entity": {"id": "umprzykladowo", "name": "Urząd Miasta Przykładowo"},
  "departments": [{"id": "so", "name": "Wydział Spraw Obywatelskich"}, {"id": "km", "name": "Wydział Komunikacji"}],
  "boxes": [{"name": "skrytka"}],
  "receipt_seal": {"key": "pki/seal.pem"}
}`

func TestSmallestFile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "okienko.json")
	if err := os.WriteFile(path, []byte(smallest), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := Load(path)
	if err != nil {
		t.Fatal(err)
	}
	for name, pair := range map[string][2]any{
		"listen":      {c.Listen, "127.0.0.1:8080"},
		"public_url":  {c.PublicURL, "http://127.0.0.1:8080"},
		"database":    {c.Database, "sqlite:" + filepath.Join(dir, "data", "okienko.db")},
		"key":         {c.ReceiptSeal.Key, filepath.Join(dir, "pki", "seal.pem")},
		"certificate": {c.ReceiptSeal.Certificate, ""},
		"body":        {time.Duration(c.Timeouts.Body), 30 * time.Second},
	} {
		if pair[0] != pair[1] {
			t.Errorf("%s = %v, want %v", name, pair[0], pair[1])
		}
	}
	want := inbox.Box{
		Entity:            inbox.Entity{ID: "umprzykladowo", Name: "Urząd Miasta Przykładowo"},
		Name:              "skrytka",
		Title:             "skrytka",
		DefaultDepartment: "so",
		Policy: inbox.BoxPolicy{MaxBytes: 5 << 20, MissingSignature: inbox.Refuse, UnknownIssuer: inbox.Refuse,
			NoRevocation: inbox.Refuse, MissingAttachment: inbox.Refuse, SignerKind: inbox.Refuse},
	}
	if got := c.Boxes(); len(got) != 1 || !reflect.DeepEqual(got[0], want) {
		t.Errorf("Boxes = %+v\nwant %+v", got, want)
	}
	if got := c.Departments(); len(got) != 2 || got[1] != (inbox.Department{ID: "km", Name: "Wydział Komunikacji"}) {
		t.Errorf("Departments = %+v", got)
	}
}

// A configuration that was loaded, written and loaded again must be the same:
// the demo writes its file from the struct.
func TestWrittenAndReadAgain(t *testing.T) {
	c, err := Parse([]byte(smallest), "/srv/okienko")
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.MarshalIndent(c, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	again, err := Parse(text, "/elsewhere")
	if err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	if !reflect.DeepEqual(c.Boxes(), again.Boxes()) || again.Database != c.Database || again.Timeouts != c.Timeouts {
		t.Errorf("written %+v\nread %+v", c, again)
	}
}

func TestFaultsNameTheirPlace(t *testing.T) {
	with := func(extra string) string { return strings.Replace(smallest, "{\n", "{\n  "+extra+",\n", 1) }
	for name, c := range map[string]struct{ text, want string }{
		"unknown setting":       {with(`"lisen": "x"`), `line 2, column 3: there is no setting "lisen"`},
		"unknown inner setting": {strings.Replace(smallest, `"skrytka"`, `"skrytka", "policy": {"max": 1}`, 1), `line 4, column 44: there is no setting "boxes[0].policy.max"`},
		"other case":            {with(`"Listen": "x"`), `(write "listen")`},
		"twice":                 {with(`"listen": ":1", "listen": ":2"`), `line 2, column 19: the setting "listen" stands twice`},
		"wrong kind":            {with(`"boxes": 7`), `the setting "boxes" stands twice`},
		"number for text":       {with(`"listen": 80`), "line 2, column 15: listen must be a text, not a number"},
		"text for object":       {with(`"log": "debug"`), "log must be an object, not a string"},
		"bad duration":          {with(`"timeouts": {"body": "soon"}`), `timeouts.body: "soon" is no length of time`},
		"number for duration":   {with(`"timeouts": {"body": 30}`), `timeouts.body: 30 is no length of time`},
		"short duration":        {with(`"timeouts": {"body": "10ms"}`), "timeouts.body: 10ms is outside the limits (min 1s)"},
		"not JSON":              {`{"listen": "x",}`, "line 1, column"},
		"cut off":               {`{"listen": "x"`, "unexpected EOF"},
		"more text":             {smallest + "{}", "more text after the configuration"},
		"empty":                 {"", "unexpected EOF"},
		"missing entity":        {strings.Replace(smallest, `"id": "umprzykladowo", `, "", 1), "entity.id: is missing"},
		"postcode":              {strings.Replace(smallest, `"id": "umprzykladowo"`, `"id": "umprzykladowo", "postcode": "00001"`, 1), `entity.postcode: "00001" is not of the form 00-001`},
		"bad box name":          {strings.Replace(smallest, `"skrytka"`, `"a/b"`, 1), `boxes[0].name: "a/b" may have only`},
		"two boxes, one name":   {strings.Replace(smallest, `{"name": "skrytka"}`, `{"name": "a"}, {"name": "a"}`, 1), "boxes: two entries have the same name"},
		"unknown department":    {strings.Replace(smallest, `"skrytka"`, `"skrytka", "default_department": "zz"`, 1), `boxes[0].default_department: there is no department "zz"`},
		"unknown action":        {strings.Replace(smallest, `"skrytka"`, `"skrytka", "policy": {"unknown_issuer": "maybe"}`, 1), `"maybe" is not one of: refuse, accept, hold`},
		"no departments":        {strings.Replace(smallest, `[{"id": "so", "name": "Wydział Spraw Obywatelskich"}, {"id": "km", "name": "Wydział Komunikacji"}]`, "[]", 1), "departments: "},
		"address":               {with(`"listen": "localhost"`), `listen: "localhost" is not of the form host:port`},
		"public url with path":  {with(`"public_url": "https://a.example/x"`), "public_url: "},
		"database":              {with(`"database": "mysql:x"`), "database: must be sqlite:PATH or postgres://…"},
		"network":               {with(`"limits": {"unlimited": ["10.0.0.1"]}`), "limits.unlimited[0]: "},
		"seal that fits all":    {with(`"trust": {"seals": [{"scheme": "x", "common_name": "minister"}]}`), "trust.seals[0]: a seal known by its subject needs"},
		"seal that fits none":   {with(`"trust": {"seals": [{"scheme": "x"}]}`), "trust.seals[0]: give certificates"},
		"evidence for nobody":   {with(`"trust": {"fetch_revocation": true}`), "trust.fetch_revocation: without require_revocation"},
		"list without signers":  {with(`"trust": {"lists": [{"url": "https://a.example/tl.xml"}]}`), "trust.lists[0].signers: is missing"},
		"list by no address":    {with(`"trust": {"lists": [{"url": "tl.xml", "signers": ["a.pem"]}]}`), `trust.lists[0].url: "tl.xml" is not`},
		"one list twice":        {with(`"trust": {"lists": [{"url": "https://a.example/", "signers": ["a.pem"]}, {"url": "https://a.example/", "signers": ["b.pem"]}]}`), "trust.lists: two entries have the same url"},
		"provider, no points":   {with(`"trusted_profile": {"key": "k"}, "mail": {"from": "a@example.pl", "outbox": "o"}`), "trusted_profile.points: is missing"},
		"provider, no mail":     {with(`"trusted_profile": {"key": "k", "points": [{"id": "u", "name": "U"}]}`), "needs a relay or an outbox"},
		"point without a name":  {with(`"trusted_profile": {"points": [{"id": "u"}]}`), "trusted_profile.points[0].name: is missing"},
		"mail both ways":        {with(`"mail": {"from": "a@example.pl", "relay": "r:25", "outbox": "o"}`), "give a relay or an outbox, not both"},
		"mail from nobody":      {with(`"mail": {"relay": "r:25"}`), "mail.from: is missing"},
		"mail from no address":  {with(`"mail": {"from": "urząd", "relay": "r:25"}`), `mail.from: "urząd" is no e-mail address`},
		"mail without TLS word": {with(`"mail": {"tls": "tls"}`), `"tls" is not one of: starttls, implicit, none`},
		"letters over the cap":  {with(`"limits": {"max_letter_bytes": 999999999}`), "limits.max_letter_bytes: 999999999 is outside the limits (max 157286400)"},
	} {
		_, err := Parse([]byte(c.text), "/srv")
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v\nwant …%s…", name, err, c.want)
		}
	}
}

func TestEveryFaultIsNamed(t *testing.T) {
	text := strings.NewReplacer(`"skrytka"`, `"a b"`, `"id": "so"`, `"id": ""`).Replace(smallest)
	_, err := Parse([]byte(text), "/srv")
	for _, want := range []string{"boxes[0].name", "departments[0].id"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v does not name %s", err, want)
		}
	}
}

func TestPasswordOfTheDatabaseIsNotShown(t *testing.T) {
	text := strings.Replace(smallest, "{\n", `{"database": "postgre://user:hunter2@db/okienko",`, 1)
	if _, err := Parse([]byte(text), "/srv"); err == nil || strings.Contains(err.Error(), "hunter2") {
		t.Errorf("error: %v", err)
	}
}

func TestPortZeroIsAnAddress(t *testing.T) {
	text := strings.Replace(smallest, "{\n", `{"listen": "127.0.0.1:0", "database": "postgres://db/okienko",`, 1)
	c, err := Parse([]byte(text), "/srv")
	if err != nil || c.Database != "postgres://db/okienko" {
		t.Errorf("%v, database %q", err, c.Database)
	}
}

func TestSignersOfListsArePaths(t *testing.T) {
	text := strings.Replace(smallest, "{\n", `{"trust": {"lists": [{"url": "https://a.example/tl.xml", "signers": ["pki/a.pem", "/etc/b.pem"]}]},`, 1)
	c, err := Parse([]byte(text), "/srv")
	if want := []string{"/srv/pki/a.pem", "/etc/b.pem"}; err != nil || !reflect.DeepEqual(c.Trust.Lists[0].Signers, want) {
		t.Errorf("%v, %v", err, c.Trust.Lists)
	}
}

func TestProviderOfTrustedProfiles(t *testing.T) {
	text := strings.Replace(smallest, "{\n", `{"trusted_profile": {"key": "pki/zp.key", "points": [{"id": "u", "name": "Urząd", "address": "Testowa 1", "video": true}]},
		"mail": {"from": "okienko@example.pl", "outbox": "outbox"}, "require_staff_totp": true,`, 1)
	c, err := Parse([]byte(text), "/srv")
	if err != nil {
		t.Fatal(err)
	}
	want := []inbox.ConfirmationPoint{{ID: "u", Name: "Urząd", Address: "Testowa 1", Video: true}}
	if !reflect.DeepEqual(c.TrustedProfile.ConfirmationPoints(), want) || c.TrustedProfile.Seal().Key != "/srv/pki/zp.key" ||
		c.Mail.Outbox != "/srv/outbox" || c.Mail.TLS != "starttls" || !c.RequireStaffTOTP || !c.TrustedProfile.Provides() {
		t.Errorf("%+v %+v", c.TrustedProfile, c.Mail)
	}
}

func TestKeyOnATokenIsNoPath(t *testing.T) {
	const uri = "pkcs11:token=Urzad;object=seal?module-path=/usr/lib/m.so&pin-source=file:/etc/pin"
	c, err := Parse([]byte(strings.Replace(smallest, "pki/seal.pem", uri, 1)), "/srv")
	if err != nil || c.ReceiptSeal.Key != uri {
		t.Errorf("%v, key %q", err, c.ReceiptSeal.Key)
	}
}

func TestAddressOfTheOffice(t *testing.T) {
	text := strings.Replace(smallest, `"id": "umprzykladowo"`, `"id": "umprzykladowo", "street": "Rynek", "house": "1", "postcode": "00-001", "town": "Przykładowo"`, 1)
	c, err := Parse([]byte(text), "/srv")
	if want := "Rynek 1, 00-001 Przykładowo"; err != nil || c.Entity().Address.String() != want {
		t.Errorf("%q, %v", c.Entity().Address, err)
	}
	for want, a := range map[string]inbox.Address{
		"": {}, "Przykładowo 1": {Street: "Przykładowo", House: "1"}, "00-001 Przykładowo": {Postcode: "00-001", Town: "Przykładowo"},
		"1, 00-001 Przykładowo": {House: "1", Postcode: "00-001", Town: "Przykładowo"},
	} {
		if got := a.String(); got != want {
			t.Errorf("%+v: %q, want %q", a, got, want)
		}
	}
}
