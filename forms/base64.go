package forms

import (
	"bytes"
	"encoding/base64"
)

// headSize is how many octets of a file are decoded to know it by: readers take
// a PDF whose header starts within the first 1,024. (A multiple of three, so
// that whole groups of base64 make it.)
const headSize = 1032

// The classes of octets in base64Binary (XML Schema 1.0-2 3.2.16), as bits.
const (
	classLetter  = 1 << iota // bit 0, which tally counts
	classSpace               // XML white space
	classPadding             // =; bit 2, which tally counts
	classOutside             // all else
)

var base64Class = base64Classes()

func base64Classes() (class [256]uint8) {
	for c := range class {
		class[c] = classOutside
	}
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
	body, tail := text, []byte(nil)
	if at := bytes.IndexByte(text, '='); at >= 0 {
		body, tail = text[:at], text[at:]
	}
	letters, _, seen := tally(body)
	_, pads, seenAfter := tally(tail)
	switch {
	case seen&^(classLetter|classSpace) != 0, seenAfter&^(classPadding|classSpace) != 0:
		return nil, false
	case pads > 2 || (letters+pads)%4 != 0:
		return nil, false
	}
	return decodeHead(body)
}

// tally counts letters and padding and tells which classes occur. It has no
// branch in its loop: this is where a large attachment spends its time.
func tally(text []byte) (letters, pads int, seen uint8) {
	for _, c := range text {
		k := base64Class[c]
		letters += int(k & 1)
		pads += int(k >> 2 & 1)
		seen |= k
	}
	return letters, pads, seen
}

// decodeHead decodes the start of letters and white space.
func decodeHead(body []byte) (head []byte, ok bool) {
	start := make([]byte, 0, base64.RawStdEncoding.EncodedLen(headSize))
	for _, c := range body {
		if len(start) == cap(start) {
			break
		}
		if base64Class[c] == classLetter {
			start = append(start, c)
		}
	}
	head, err := base64.RawStdEncoding.DecodeString(string(start))
	return head, err == nil
}
