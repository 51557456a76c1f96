package xmltree

import (
	"bytes"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// decoded is a document as UTF-8.
type decoded struct {
	text     []byte
	encoding string
	start    int // where the prolog goes on after the XML declaration
}

// decode finds the encoding by XML 1.0 appendix F, holds the declared one
// against it and gives the text as valid UTF-8 without a byte order mark.
// The list is closed: UTF-8, UTF-16 with a byte order mark, and where declared
// ISO-8859-1, ISO-8859-2, windows-1250, windows-1252 and US-ASCII, under these
// names and those that programs are known to write for them.
func decode(src []byte) (decoded, error) {
	switch {
	case bytes.HasPrefix(src, []byte{0xFF, 0xFE, 0, 0}), bytes.HasPrefix(src, []byte{0, 0, 0xFE, 0xFF}):
		return decoded{}, newError(src, 0, CodeEncoding, "UTF-32 is not read")
	case bytes.HasPrefix(src, []byte{0xFF, 0xFE}):
		return decodeUTF16(src, "UTF-16LE")
	case bytes.HasPrefix(src, []byte{0xFE, 0xFF}):
		return decodeUTF16(src, "UTF-16BE")
	case bytes.HasPrefix(src, []byte("<\x00")), bytes.HasPrefix(src, []byte("\x00<")):
		return decoded{}, newError(src, 0, CodeEncoding, "UTF-16 without a byte order mark")
	case bytes.HasPrefix(src, []byte("\xEF\xBB\xBF")):
		return decodeUTF8(src[3:])
	default:
		return decodeDeclared(src)
	}
}

func decodeUTF8(text []byte) (decoded, error) {
	declared, err := readDeclaration(text)
	if err != nil {
		return decoded{}, err
	}
	if declared.end > 0 && declared.encoding != "" && !strings.EqualFold(declared.encoding, "UTF-8") {
		return decoded{}, newError(text, declared.encodingAt, CodeEncoding, "declared encoding is not that of the byte order mark")
	}
	return checkUTF8(text, declared.end)
}

func checkUTF8(text []byte, start int) (decoded, error) {
	if !utf8.Valid(text) {
		return decoded{}, newError(text, firstInvalid(text), CodeCharacter, "malformed UTF-8")
	}
	return decoded{text, "UTF-8", start}, nil
}

func firstInvalid(text []byte) int {
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRune(text[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return len(text)
}

// decodeDeclared decodes a text without byte order mark by its declaration.
func decodeDeclared(src []byte) (decoded, error) {
	declared, err := readDeclaration(src)
	if err != nil {
		return decoded{}, err
	}
	switch strings.ToUpper(declared.encoding) {
	case "", "UTF-8", "UTF8":
		return checkUTF8(src, declared.end)
	case "US-ASCII", "ASCII":
		return checkASCII(src, declared.end)
	case "ISO-8859-1", "ISO8859-1", "LATIN1":
		return decodeCharmap(src, declared, charmap.ISO8859_1, "ISO-8859-1")
	case "ISO-8859-2", "ISO8859-2", "LATIN2":
		return decodeCharmap(src, declared, charmap.ISO8859_2, "ISO-8859-2")
	case "WINDOWS-1250", "CP1250":
		return decodeCharmap(src, declared, charmap.Windows1250, "windows-1250")
	case "WINDOWS-1252", "CP1252":
		return decodeCharmap(src, declared, charmap.Windows1252, "windows-1252")
	default:
		return decoded{}, newError(src, declared.encodingAt, CodeEncoding, "encoding outside the list, or not that of the bytes")
	}
}

func checkASCII(text []byte, start int) (decoded, error) {
	for i, b := range text {
		if b >= utf8.RuneSelf {
			return decoded{}, newError(text, i, CodeEncoding, "declared US-ASCII, but it is not")
		}
	}
	return decoded{text, "US-ASCII", start}, nil
}

// decodeCharmap decodes a one-byte encoding. Its ASCII half is ASCII, so the
// declaration ends where it did.
func decodeCharmap(src []byte, declared xmlDeclaration, table *charmap.Charmap, encoding string) (decoded, error) {
	runes := charmapRunes(table, strings.HasPrefix(encoding, "ISO-"))
	size := 0
	for _, b := range src {
		size += utf8.RuneLen(runes[b])
	}
	text := make([]byte, 0, size)
	for _, b := range src {
		r := runes[b]
		if r == utf8.RuneError {
			return decoded{}, newError(text, len(text), CodeEncoding, "a byte that "+encoding+" does not define")
		}
		text = utf8.AppendRune(text, r)
	}
	return decoded{text, encoding, declared.end}, nil
}

// charmapRunes lists a table. The sets of ISO 8859 include the controls of
// ISO 6429 where the table has nothing.
func charmapRunes(table *charmap.Charmap, controls bool) (runes [256]rune) {
	for b := range runes {
		runes[b] = table.DecodeByte(byte(b))
		if runes[b] == utf8.RuneError && controls {
			runes[b] = rune(b)
		}
	}
	return runes
}

// decodeUTF16 decodes a text whose byte order mark said so.
func decodeUTF16(src []byte, encoding string) (decoded, error) {
	text, ok := utf16ToUTF8(src[2:], encoding == "UTF-16BE")
	if !ok {
		return decoded{}, newError(text, len(text), CodeCharacter, "malformed UTF-16")
	}
	declared, err := readDeclaration(text)
	if err != nil {
		return decoded{}, err
	}
	if name := strings.ToUpper(declared.encoding); name != "" && name != "UTF-16" && name != encoding {
		return decoded{}, newError(text, declared.encodingAt, CodeEncoding, "declared encoding is not that of the byte order mark")
	}
	return decoded{text, encoding, declared.end}, nil
}

// utf16ToUTF8 decodes up to the first unpaired half or odd byte; ok is false
// when there is one.
func utf16ToUTF8(src []byte, bigEndian bool) (text []byte, ok bool) {
	low, high := 0, 1
	if bigEndian {
		low, high = 1, 0
	}
	unit := func(i int) rune { return rune(src[i+low]) | rune(src[i+high])<<8 }
	text = make([]byte, 0, len(src)/2+len(src)/8)
	for i := 0; i < len(src); i += 2 {
		if i+1 == len(src) {
			return text, false
		}
		r := unit(i)
		if utf16.IsSurrogate(r) {
			if i+3 >= len(src) {
				return text, false
			}
			if r = utf16.DecodeRune(r, unit(i+2)); r == utf8.RuneError {
				return text, false
			}
			i += 2
		}
		text = utf8.AppendRune(text, r)
	}
	return text, true
}
