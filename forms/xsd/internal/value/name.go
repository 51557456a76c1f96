package value

import (
	"bytes"
	"net/url"
	"unicode/utf8"

	"okienko/forms/xsd/internal/pattern"
)

var (
	nameStart = pattern.NameStart()
	nameChar  = pattern.NameChar()
)

// isNameRune says whether r may stand at place i of a Name; colons are the
// caller's business.
func isNameRune(r rune, first bool) bool {
	if r < utf8.RuneSelf {
		switch {
		case r|0x20 >= 'a' && r|0x20 <= 'z', r == '_':
			return true
		case r >= '0' && r <= '9', r == '-', r == '.':
			return !first
		}
		return false
	}
	if first {
		return nameStart.Has(r)
	}
	return nameChar.Has(r)
}

// IsNCName reports whether text is a name without a colon.
func IsNCName(text []byte) bool {
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRune(text[i:])
		if !isNameRune(r, i == 0) {
			return false
		}
		i += n
	}
	return len(text) > 0
}

// IsName reports whether text is an XML name; colons may stand anywhere.
func IsName(text []byte) bool {
	first := true
	for len(text) > 0 {
		r, n := utf8.DecodeRune(text)
		if r != ':' && !isNameRune(r, first) {
			return false
		}
		first = false
		text = text[n:]
	}
	return !first
}

// IsNameToken reports whether text is an NMTOKEN.
func IsNameToken(text []byte) bool {
	for _, r := range string(text) {
		if r != ':' && !isNameRune(r, false) {
			return false
		}
	}
	return len(text) > 0
}

func isQName(text []byte) bool {
	prefix, local, found := bytes.Cut(text, []byte(":"))
	if !found {
		return IsNCName(text)
	}
	return IsNCName(prefix) && IsNCName(local)
}

// IsLanguage reports whether text has the form of a language tag:
// [a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*.
func IsLanguage(text []byte) bool {
	for i, part := range bytes.Split(text, []byte("-")) {
		if len(part) == 0 || len(part) > 8 {
			return false
		}
		for _, c := range part {
			letter := c|0x20 >= 'a' && c|0x20 <= 'z'
			if !letter && (i == 0 || c < '0' || c > '9') {
				return false
			}
		}
	}
	return true
}

// isURI is lenient, as Part 2 asks for (3.2.17): almost any text can be
// escaped to a URI reference. Refused is what no escaping mends.
func isURI(text []byte) bool {
	if bytes.Count(text, []byte("#")) > 1 {
		return false
	}
	for i, c := range text {
		if c == '%' && (i+2 >= len(text) || !isHex(text[i+1]) || !isHex(text[i+2])) {
			return false
		}
	}
	scheme, rest, found := bytes.Cut(text, []byte(":"))
	if !found || bytes.ContainsAny(scheme, "/?#") {
		return true
	}
	return isScheme(scheme) && len(rest) > 0 && hasAuthority(rest)
}

func isHex(c byte) bool { return bytes.IndexByte([]byte(hexDigits), c) >= 0 }

func isScheme(text []byte) bool {
	for i, c := range text {
		letter := c|0x20 >= 'a' && c|0x20 <= 'z'
		if !letter && (i == 0 || (c < '0' || c > '9') && c != '+' && c != '-' && c != '.') {
			return false
		}
	}
	return len(text) > 0
}

// hasAuthority checks host and port of what follows a scheme, if it names any.
func hasAuthority(rest []byte) bool {
	if !bytes.HasPrefix(rest, []byte("//")) {
		return true
	}
	authority := rest[2:]
	if i := bytes.IndexAny(authority, "/?#"); i >= 0 {
		authority = authority[:i]
	}
	_, err := url.Parse("http://" + url.PathEscape(string(authority)))
	return err == nil
}
