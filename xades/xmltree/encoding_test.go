package xmltree_test

import (
	"encoding/binary"
	"errors"
	"testing"
	"unicode/utf16"

	"okienko/xades/xmltree"
)

func utf16Text(order binary.ByteOrder, s string) []byte {
	var out []byte
	for _, unit := range utf16.Encode([]rune("\uFEFF" + s)) {
		out = append(out, 0, 0)
		order.PutUint16(out[len(out)-2:], unit)
	}
	return out
}

func TestEncodings(t *testing.T) {
	const polish = "zażółć gęślą jaźń"
	cases := []struct {
		name, encoding, want string
		src                  []byte
	}{
		{"UTF-8", "UTF-8", polish, []byte("<a>" + polish + "</a>")},
		{"byte order mark", "UTF-8", polish, []byte("\xEF\xBB\xBF<a>" + polish + "</a>")},
		{"UTF-16LE", "UTF-16LE", polish + "\U0001F5B9", utf16Text(binary.LittleEndian, "<a>"+polish+"\U0001F5B9</a>")},
		{"UTF-16BE declared", "UTF-16BE", polish, utf16Text(binary.BigEndian, "<?xml version='1.0' encoding='UTF-16'?><a>"+polish+"</a>")},
		{"ISO-8859-2", "ISO-8859-2", "ąż", []byte("<?xml version='1.0' encoding='iso-8859-2'?><a>\xb1\xbf</a>")},
		{"windows-1250", "windows-1250", "ąż", []byte("<?xml version='1.0' encoding='Windows-1250'?><a>\xb9\xbf</a>")},
		{"ISO-8859-1 that could be UTF-8", "ISO-8859-1", "Ã³", []byte("<?xml version='1.0' encoding='ISO-8859-1'?><a>\xc3\xb3</a>")},
		{"UTF-8 as programs write it", "UTF-8", "ż", []byte("<?xml version='1.0' encoding='utf8'?><a>ż</a>")},
		{"windows-1250 as programs write it", "windows-1250", "ś", []byte("<?xml version='1.0' encoding='Cp1250'?><a>\x9c</a>")},
		{"US-ASCII", "US-ASCII", "a", []byte("<?xml version='1.0' encoding='us-ascii'?><a>a</a>")},
	}
	for _, c := range cases {
		d, err := xmltree.Parse(c.src, xmltree.Options{})
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if got := string(d.Root().StringValue()); got != c.want || d.Encoding() != c.encoding {
			t.Errorf("%s: %q in %s, want %q in %s", c.name, got, d.Encoding(), c.want, c.encoding)
		}
		if &d.Source()[0] != &c.src[0] {
			t.Errorf("%s: Source is not the input", c.name)
		}
		if start, end := d.Root().Range(); string(d.Text()[start:start+3]) != "<a>" || string(d.Text()[end-4:end]) != "</a>" {
			t.Errorf("%s: the root's range is %d-%d", c.name, start, end)
		}
	}
}

func TestEncodingRefused(t *testing.T) {
	cases := []struct{ name, src, code string }{
		{"unknown", "<?xml version='1.0' encoding='EBCDIC-CP-US'?><a/>", xmltree.CodeEncoding},
		{"UTF-16 declared, one byte each", "<?xml version='1.0' encoding='UTF-16'?><a/>", xmltree.CodeEncoding},
		{"ISO-8859-2 after a UTF-8 mark", "\xEF\xBB\xBF<?xml version='1.0' encoding='ISO-8859-2'?><a/>", xmltree.CodeEncoding},
		{"UTF-8 declared in UTF-16", string(utf16Text(binary.LittleEndian, "<?xml version='1.0' encoding='UTF-8'?><a/>")), xmltree.CodeEncoding},
		{"the other byte order", string(utf16Text(binary.LittleEndian, "<?xml version='1.0' encoding='UTF-16BE'?><a/>")), xmltree.CodeEncoding},
		{"UTF-16 without mark", string(utf16Text(binary.LittleEndian, "<a/>")[2:]), xmltree.CodeEncoding},
		{"UTF-32", "\xff\xfe\x00\x00<\x00\x00\x00", xmltree.CodeEncoding},
		{"US-ASCII that is not", "<?xml version='1.0' encoding='US-ASCII'?><a>\xc4\x85</a>", xmltree.CodeEncoding},
		{"undefined byte", "<?xml version='1.0' encoding='windows-1250'?><a>\x81</a>", xmltree.CodeEncoding},
		{"odd UTF-16", string(utf16Text(binary.LittleEndian, "<a/>")) + "x", xmltree.CodeCharacter},
		{"unpaired half", "\xff\xfe<\x00\x00\xd8>\x00", xmltree.CodeCharacter},
		{"halves swapped", "\xff\xfe\x00\xdc\x00\xd8", xmltree.CodeCharacter},
		{"ISO-8859-2 has C1 controls, but no NUL", "<?xml version='1.0' encoding='ISO-8859-2'?><a>\x80\x00</a>", xmltree.CodeCharacter},
		{"two byte order marks", "\xEF\xBB\xBF\xEF\xBB\xBF<a/>", xmltree.CodeSyntax},
	}
	for _, c := range cases {
		var e *xmltree.Error
		if _, err := xmltree.Parse([]byte(c.src), xmltree.Options{}); !errors.As(err, &e) || e.Code != c.code {
			t.Errorf("%s: %v, want %s", c.name, err, c.code)
		}
	}
}
