package forms

import "encoding/base64"

// headSize is how many octets of a file are decoded to know it by: readers take
// a PDF whose header starts within the first 1,024.
const headSize = 1024 + 8

// The classes of octets in base64Binary (XML Schema 1.0-2 3.2.16).
const (
	classOutside = iota
	classLetter
	classSpace
	classPadding
)

var base64Class = base64Classes()

func base64Classes() (class [256]uint8) {
	for _, c := range []byte("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/") {
		class[c] = classLetter
	}
	for _, c := range []byte(" \t\r\n") {
		class[c] = classSpace
	}
	class['='] = classPadding
	return class
}

// base64Head reports whether text is base64 (RFC 4648 4) with white space
// anywhere, and decodes its first headSize octets. The rest is only scanned: a
// 20 MB attachment costs one pass and no copy.
func base64Head(text []byte) (head []byte, ok bool) {
	start := make([]byte, 0, base64.RawStdEncoding.EncodedLen(headSize))
	letters, pads := 0, 0
	for _, c := range text {
		switch base64Class[c] {
		case classLetter:
			if pads > 0 {
				return nil, false
			}
			if letters++; len(start) < cap(start) {
				start = append(start, c)
			}
		case classPadding:
			pads++
		case classOutside:
			return nil, false
		}
	}
	if pads > 2 || (letters+pads)%4 != 0 {
		return nil, false
	}
	head, err := base64.RawStdEncoding.DecodeString(string(start))
	return head, err == nil
}
