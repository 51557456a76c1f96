package xmltree

import "bytes"

// xmlDeclaration is what <?xml …?> says (XML 1.0 production 23). end is 0 when
// there is none.
type xmlDeclaration struct {
	encoding   string
	encodingAt int
	end        int
}

// readDeclaration reads the XML declaration at the start of s, a text whose
// ASCII characters are single bytes. Only version 1.0 is read: 1.1 has other
// characters and line ends, and is refused as xml.syntax.
func readDeclaration(s []byte) (xmlDeclaration, error) {
	if !bytes.HasPrefix(s, []byte("<?xml")) || len(s) == 5 || class[s[5]]&blank == 0 {
		return xmlDeclaration{}, nil
	}
	c := declarationCursor{s: s, i: 5}
	var d xmlDeclaration
	if version, _ := c.pseudoAttribute("version"); version != "1.0" {
		return d, newError(s, c.i, CodeSyntax, "the XML declaration must say version 1.0")
	}
	if value, at := c.pseudoAttribute("encoding"); at > 0 {
		if !isEncodingName(value) {
			return d, newError(s, at, CodeSyntax, "malformed encoding name in the XML declaration")
		}
		d.encoding, d.encodingAt = value, at
	}
	if value, at := c.pseudoAttribute("standalone"); at > 0 && value != "yes" && value != "no" {
		return d, newError(s, at, CodeSyntax, "standalone must be yes or no")
	}
	c.skipBlank()
	if !bytes.HasPrefix(s[c.i:], []byte("?>")) {
		return d, newError(s, c.i, CodeSyntax, "malformed XML declaration")
	}
	d.end = c.i + 2
	return d, nil
}

type declarationCursor struct {
	s []byte
	i int
}

func (c *declarationCursor) skipBlank() {
	for c.i < len(c.s) && class[c.s[c.i]]&blank != 0 {
		c.i++
	}
}

// pseudoAttribute reads S name Eq "value" and returns the value and its place;
// place 0, and the cursor unmoved, when something else stands there.
func (c *declarationCursor) pseudoAttribute(name string) (value string, at int) {
	try := *c
	try.skipBlank()
	if try.i == c.i || !bytes.HasPrefix(try.s[try.i:], []byte(name)) {
		return "", 0
	}
	try.i += len(name)
	try.skipBlank()
	if try.i >= len(try.s) || try.s[try.i] != '=' {
		return "", 0
	}
	try.i++
	try.skipBlank()
	if try.i >= len(try.s) || try.s[try.i] != '"' && try.s[try.i] != '\'' {
		return "", 0
	}
	at = try.i + 1
	length := bytes.IndexByte(try.s[at:], try.s[try.i])
	if length < 0 {
		return "", 0
	}
	c.i = at + length + 1
	return string(try.s[at : at+length]), at
}

// isEncodingName is production 81 of XML 1.0.
func isEncodingName(s string) bool {
	for i, c := range []byte(s) {
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z':
		case i > 0 && (class[c]&nameByte != 0 && c < 0x80 && c != ':'):
		default:
			return false
		}
	}
	return s != ""
}
