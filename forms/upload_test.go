package forms

import "testing"

func TestFileProblem(t *testing.T) {
	for _, c := range []struct{ name, data, code, fault string }{
		{"umowa.pdf", "%PDF-1.7", "", ""},
		{"Umowa.PDF", "%PDF-1.7", "", ""},
		{"notatka.txt", "treść", "", ""},
		{"arkusz.xlsx", "PK\x03\x04", "", ""},
		{"umowa.pdf", "", CodeAttachmentContent, "empty"},
		{"umowa.pdf", "MZ\x90", CodeAttachmentContent, "bytes"},
		{"zdjecie.png", "%PDF-1.7", CodeAttachmentContent, "bytes"},
		{"program.exe", "MZ\x90", CodeAttachmentType, ""},
		{"bez-rozszerzenia", "treść", CodeAttachmentType, ""},
		{"gpj.\u202eexe.pdf", "%PDF-1.7", CodeAttachmentName, ""},
		{"../../umowa.pdf", "%PDF-1.7", CodeAttachmentName, ""},
		{" ", "treść", CodeAttachmentName, ""},
	} {
		p, bad := FileProblem(c.name, []byte(c.data))
		if bad != (c.code != "") || p.Code != c.code || p.Args["fault"] != c.fault {
			t.Errorf("%q: %v %+v", c.name, bad, p)
		}
	}
	for _, ft := range fileTypes {
		if media, ok := MediaType("a" + firstWord(ft.extensions)); !ok || !typeAgrees(media, firstWord(ft.extensions)) {
			t.Errorf("%s is sent as %q, which does not agree", ft.extensions, media)
		}
	}
}

func firstWord(s string) string {
	for i, r := range s {
		if r == ' ' {
			return s[:i]
		}
	}
	return s
}
