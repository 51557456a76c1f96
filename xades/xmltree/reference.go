package xmltree

import (
	"bytes"
	"unicode/utf8"
)

// reference appends what the reference at i stands for and returns the place
// after it. Only the five predefined entities exist (XML 1.0 4.6): without a
// document type nobody can declare others.
func (p *parser) reference(out []byte, i int) (after []byte, next int, err error) {
	length := bytes.IndexByte(p.s[i+1:], ';')
	if length < 1 {
		return out, i, p.fail(i, CodeSyntax, "& that begins no reference")
	}
	body := p.s[i+1 : i+1+length]
	next = i + 1 + length + 1
	if body[0] == '#' {
		r, code := characterReference(body[1:])
		if code != "" {
			return out, i, p.fail(i, code, "malformed character reference, or one to a character that XML does not allow")
		}
		return utf8.AppendRune(out, r), next, nil
	}
	if c := predefined(body); c != 0 {
		return append(out, c), next, nil
	}
	if !isName(body) {
		return out, i, p.fail(i, CodeSyntax, "& that begins no reference")
	}
	return out, i, p.fail(i, CodeEntity, "an entity other than the five predefined ones")
}

func predefined(name []byte) byte {
	switch string(name) {
	case "lt":
		return '<'
	case "gt":
		return '>'
	case "amp":
		return '&'
	case "quot":
		return '"'
	case "apos":
		return '\''
	}
	return 0
}

// characterReference reads what stands between &# and ; (production 66); code
// is not empty when it is no character.
func characterReference(digits []byte) (r rune, code string) {
	base := rune(10)
	if len(digits) > 0 && digits[0] == 'x' {
		base, digits = 16, digits[1:]
	}
	if len(digits) == 0 {
		return 0, CodeSyntax
	}
	for _, c := range digits {
		value := digitValue(c)
		if value >= base {
			return 0, CodeSyntax
		}
		r = min(r*base+value, utf8.MaxRune+1) // stays too large once it is
	}
	if !isChar(r) {
		return 0, CodeCharacter
	}
	return r, ""
}

// digitValue returns a hexadecimal digit's value, 16 for other bytes.
func digitValue(c byte) rune {
	switch {
	case '0' <= c && c <= '9':
		return rune(c - '0')
	case 'a' <= c && c <= 'f':
		return rune(c-'a') + 10
	case 'A' <= c && c <= 'F':
		return rune(c-'A') + 10
	}
	return 16
}
