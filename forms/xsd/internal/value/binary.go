package value

import "bytes"

const hexDigits = "0123456789abcdefABCDEF"

// HexLength returns the octets of a hexBinary literal.
func HexLength(text []byte) (octets int, ok bool) {
	for _, c := range text {
		if bytes.IndexByte([]byte(hexDigits), c) < 0 {
			return 0, false
		}
	}
	return len(text) / 2, len(text)%2 == 0
}

// What a character is to base64, beside its six bits.
const (
	base64Space = 0x80 + iota
	base64Pad
	base64Wrong
)

var base64Class = func() (table [256]byte) {
	for i := range table {
		table[i] = base64Wrong
	}
	for i, c := range []byte("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/") {
		table[c] = byte(i)
	}
	for _, c := range []byte(" \t\r\n") {
		table[c] = base64Space
	}
	table['='] = base64Pad
	return table
}()

// Base64Length scans a base64Binary literal in place, white space between the
// characters included (Part 2, 3.2.16), and returns its octets.
func Base64Length(text []byte) (octets int, ok bool) {
	symbols, last := 0, byte(0)
	i := 0
	for i < len(text) {
		class := base64Class[text[i]]
		if class < 64 {
			n := lettersAhead(text[i:])
			symbols, i = symbols+n, i+n
			last = base64Class[text[i-1]]
			continue
		}
		if class != base64Space {
			break
		}
		i++
	}
	pads := 0
	for ; i < len(text); i++ {
		switch base64Class[text[i]] {
		case base64Pad:
			pads++
		case base64Space:
		default:
			return 0, false
		}
	}
	return symbols * 3 / 4, padded(symbols, pads, last)
}

// lettersAhead counts the letters text begins with. Eight at a time: an
// attachment is most of a letter, and this loop most of its validation.
func lettersAhead(text []byte) int {
	n := 0
	for ; n+8 <= len(text); n += 8 {
		b := text[n : n+8 : n+8]
		if (base64Class[b[0]]|base64Class[b[1]]|base64Class[b[2]]|base64Class[b[3]]|
			base64Class[b[4]]|base64Class[b[5]]|base64Class[b[6]]|base64Class[b[7]])&base64Space != 0 {
			break
		}
	}
	for n < len(text) && base64Class[text[n]] < 64 {
		n++
	}
	return n
}

// padded checks that the last group is complete and that the bits it does not
// use are zero.
func padded(symbols, pads int, last byte) bool {
	switch symbols % 4 {
	case 0:
		return pads == 0
	case 2:
		return pads == 2 && last&0x0f == 0
	case 3:
		return pads == 1 && last&0x03 == 0
	}
	return false
}
