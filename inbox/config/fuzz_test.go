package config

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
)

// FuzzParse holds two properties: what is taken survives being written and read
// again, and a setting that is doubled is never taken.
func FuzzParse(f *testing.F) {
	f.Add(smallest)
	f.Add(strings.Replace(smallest, `"skrytka"`, `"skrytka", "policy": {"anonymous": true, "forms": ["pismo-ogolne"], "max_bytes": 2048}`, 1))
	f.Add(strings.Replace(smallest, "{\n", `{"trust": {"anchors": [{"file": "a.pem"}], "seals": [{"scheme": "x", "certificates": ["b.pem"]}]},`, 1))
	f.Add(strings.Replace(smallest, "{\n", `{"timeouts": {"body": "1m30s"}, "limits": {"unlimited": []}, "log": null,`, 1))
	f.Add(`{"listen": "\u0041:1", "x": [[[{}]]]}`)
	f.Fuzz(func(t *testing.T, text string) {
		c, err := Parse([]byte(text), "/srv")
		if err != nil {
			return
		}
		written, err := json.Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		again, err := Parse(written, "/elsewhere")
		if err != nil {
			t.Fatalf("%v in %s", err, written)
		}
		rewritten, err := json.Marshal(again)
		if err != nil || !reflect.DeepEqual(written, rewritten) {
			t.Errorf("%s\nbecame %s, %v", written, rewritten, err)
		}
		doubled := `{"listen": "127.0.0.1:1", ` + strings.TrimPrefix(strings.TrimSpace(string(written)), "{")
		if _, err := Parse([]byte(doubled), "/srv"); err == nil || !strings.Contains(err.Error(), "stands twice") {
			t.Errorf("a doubled setting: %v", err)
		}
	})
}
