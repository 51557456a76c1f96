package hsm

import (
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestParseURI(t *testing.T) {
	u, err := ParseURI("pkcs11:token=Piecz%C4%99%C4%87%20urz%C4%99du;id=%00%FFa;object=a=b;type=private;slot-id=007;library-version=3" +
		"?module-path=/usr/lib/m.so&pin-source=file:///etc/p%2569n")
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"token": "Pieczęć urzędu", "id": "\x00\xffa", "object": "a=b", "type": "private", "slot-id": "7", "library-version": "3.0"}
	if !maps.Equal(u.attributes, want) || u.module != "/usr/lib/m.so" || u.pinFile != "/etc/pin" || u.pin != nil {
		t.Errorf("%q, module %q, PIN file %q", u.attributes, u.module, u.pinFile)
	}
	if u.String() != "pkcs11:token=Piecz%C4%99%C4%87%20urz%C4%99du;id=%00%FFa;object=a=b;type=private;slot-id=007;library-version=3" {
		t.Errorf("its name is %q", u)
	}
}

func TestParseURIRefuses(t *testing.T) {
	for text, want := range map[string]string{
		"pem:token=a":                                     "no PKCS#11 URI",
		"pkcs11:token=a":                                  "module-path is missing",
		"pkcs11:token=a?module-path=m.so":                 "not absolute",
		"pkcs11:tokem=a?module-path=/m":                   `"tokem" is not one of`,
		"pkcs11:token=a;token=b?module-path=/m":           "token stands twice",
		"pkcs11:token?module-path=/m":                     "has no =",
		"pkcs11:token=%4?module-path=/m":                  "two hexadecimal digits",
		"pkcs11:type=cert?module-path=/m":                 "private key",
		"pkcs11:slot-id=x?module-path=/m":                 "not a number",
		"pkcs11:?module-name=softhsm2":                    "module-path",
		"pkcs11:?module-path=/m&pin-source=|cat":          "a program to run",
		"pkcs11:?module-path=/m&pin-source=file:pin":      "absolute path",
		"pkcs11:?module-path=/m&pin-source=file://a/pin":  "this machine",
		"pkcs11:?module-path=/m&pin-source=/p&pin-value=": "both pin-source and pin-value",
		"pkcs11:?module-path=/m&x-vendor=1":               `"x-vendor" is not one of`,
	} {
		if _, err := ParseURI(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want …%s…", text, err, want)
		}
	}
}

func TestSelects(t *testing.T) {
	token := map[string]string{"token": "office", "serial": "12"}
	for text, want := range map[string]bool{
		"pkcs11:":                        true,
		"pkcs11:token=office;object=key": true,
		"pkcs11:token=office;serial=12":  true,
		"pkcs11:token=office;serial=13":  false,
		"pkcs11:token=":                  false,
		"pkcs11:model=x":                 false,
	} {
		u, err := ParseURI(text + "?module-path=/m")
		if err != nil || u.selects(token) != want {
			t.Errorf("%s selects %v, want %v (%v)", text, !want, want, err)
		}
	}
}

func TestReadPIN(t *testing.T) {
	file := filepath.Join(t.TempDir(), "pin")
	if err := os.WriteFile(file, []byte("zażółć 1\r\nnot this\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for query, want := range map[string]string{
		"":                           "fallback",
		"&pin-value=12%2634":         "12&34",
		"&pin-value=":                "",
		"&pin-source=" + file:        "zażółć 1",
		"&pin-source=file:" + file:   "zażółć 1",
		"&pin-source=file://" + file: "zażółć 1",
	} {
		u, err := ParseURI("pkcs11:?module-path=/m" + query)
		if err != nil {
			t.Fatal(err)
		}
		if pin, err := u.readPIN("fallback"); err != nil || pin != want {
			t.Errorf("%s: %q, %v", query, pin, err)
		}
	}
}

func TestReadPINRefuses(t *testing.T) {
	large := filepath.Join(t.TempDir(), "large")
	if err := os.WriteFile(large, make([]byte, maxPIN+1), 0o600); err != nil {
		t.Fatal(err)
	}
	for file, want := range map[string]string{large: "too large", large + "r": "no such file"} {
		if _, err := (URI{pinFile: file}).readPIN(""); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", file, err)
		}
	}
}

// FuzzPINIsNotShown: wherever a PIN stands after its name, neither the name of
// the URI nor the error shows it.
func FuzzPINIsNotShown(f *testing.F) {
	for _, before := range []string{"", "pkcs11:", "pkcs11:token=a;", "pkcs11:?", "pkcs11:?module-path=/m&", "pkcs11:type=", "pkcs11:?module-path=/m&pin-source=", "pkcs11:?%"} {
		f.Add(before, "")
		f.Add(before, "%zz")
		f.Add(before, ";x=y?z")
	}
	f.Fuzz(func(t *testing.T, before, after string) {
		const pin = "4711-geheim"
		text := before + "pin-value=" + pin + after
		u, err := ParseURI(text)
		if err != nil && strings.Contains(err.Error(), pin) {
			t.Errorf("%q: %v", text, err)
		}
		if strings.Contains(u.String(), pin) || strings.Contains(Name(text), pin) {
			t.Errorf("%q is shown as %q", text, Name(text))
		}
	})
}
