package web_test

import (
	"mime"
	"net/http/httptest"
	"testing"

	"okienko/inbox/web"
)

// TestDownloadNames: a sender's file name neither names a folder nor breaks the header.
func TestDownloadNames(t *testing.T) {
	tests := map[string]string{
		"umowa.pdf":              "umowa.pdf",
		"zażółć gęślą.pdf":       "zażółć gęślą.pdf",
		`..\..\C:\autoexec.bat`:  "_.._C__autoexec.bat",
		"/etc/passwd":            "_etc_passwd",
		"a\r\nSet-Cookie: x\".b": "aSet-Cookie_ x\".b",
		"fdp.\u202egpj.exe":      "fdp.gpj.exe",
		"":                       "plik",
		"...":                    "plik",
	}
	for name, want := range tests {
		w := httptest.NewRecorder()
		web.Download(w, name, "application/octet-stream", []byte("x"))
		disposition, args, err := mime.ParseMediaType(w.Header().Get("Content-Disposition"))
		if err != nil || disposition != "attachment" || args["filename"] != want {
			t.Errorf("%q: %q %q %v, want %q", name, disposition, args["filename"], err, want)
		}
		if len(w.Header()) != 4 || w.Body.String() != "x" {
			t.Errorf("%q: %v %q", name, w.Header(), w.Body)
		}
	}
}
