package xmltree

import (
	"bytes"
	"encoding/binary"
	"unicode/utf8"
)

// What a byte can mean; class holds the meanings of each.
const (
	nameStart byte = 1 << iota // may begin a name, as far as a byte can tell
	nameByte                   // may stand in a name, as far as a byte can tell
	blank                      // white space (XML 1.0 production S)
	textStop                   // ends or interrupts plain character data
	valueStop                  // ends or interrupts a plain attribute value
	charStop                   // not always allowed as a character: controls, first byte of U+FFFE
)

// nonCharacterLead is the first byte of U+FFFE and U+FFFF in UTF-8, the only
// valid UTF-8 above ASCII that XML does not allow.
const nonCharacterLead = 0xEF

var class = func() (table [256]byte) {
	for c := range table {
		b := byte(c)
		switch {
		case 'a' <= b && b <= 'z', 'A' <= b && b <= 'Z', b == '_', b == ':', b >= utf8.RuneSelf:
			table[c] |= nameStart | nameByte
		case '0' <= b && b <= '9', b == '-', b == '.':
			table[c] |= nameByte
		case b == ' ', b == '\t', b == '\n', b == '\r':
			table[c] |= blank
		case b < ' ':
			table[c] |= textStop | valueStop | charStop
		}
	}
	table[nonCharacterLead] |= textStop | valueStop | charStop
	for _, b := range []byte("<>&\r") {
		table[b] |= textStop
	}
	for _, b := range []byte("<&\"'\t\n\r") {
		table[b] |= valueStop
	}
	return table
}()

const (
	lowBits  = 0x0101010101010101
	highBits = 0x8080808080808080
)

// unusual has a bit of highBits set when one of eight bytes may be a textStop:
// it is below 0x20, above ASCII, or one of & < >. It may also be set in vain.
func unusual(w uint64) uint64 {
	below := w - 0x20*lowBits
	amp := (w ^ '&'*lowBits) - lowBits
	angle := ((w | 0x02*lowBits) ^ '>'*lowBits) - lowBits // '<'|2 is '>'
	return below | amp | angle | w
}

// stride is how many plain bytes scanText passes at a time.
const stride = 32

// scanText returns the first index from i whose byte is a textStop. Attachments
// are megabytes of base64, so plain bytes are passed by the stride.
func scanText(s []byte, i int) int {
	for ; i+stride <= len(s); i += stride {
		block := s[i : i+stride : i+stride]
		marks := unusual(binary.LittleEndian.Uint64(block)) |
			unusual(binary.LittleEndian.Uint64(block[8:])) |
			unusual(binary.LittleEndian.Uint64(block[16:])) |
			unusual(binary.LittleEndian.Uint64(block[24:]))
		if marks&highBits == 0 {
			continue
		}
		if j := scanBlock(block); j < stride {
			return i + j
		}
	}
	for ; i < len(s); i++ {
		if class[s[i]]&textStop != 0 {
			return i
		}
	}
	return i
}

// scanBlock is scanText for a block with unusual bytes in it, which are mostly
// line feeds or letters above ASCII.
func scanBlock(block []byte) int {
	for i := 0; i < stride; i += 8 {
		word := block[i : i+8 : i+8]
		w := binary.LittleEndian.Uint64(word)
		w |= lineFeeds(w) >> 2 // makes 0x2A of them, which is plain
		if unusual(w)&highBits == 0 {
			continue
		}
		for j, b := range word {
			if class[b]&textStop != 0 {
				return i + j
			}
		}
	}
	return stride
}

// lineFeeds has the highest bit set of exactly those bytes that are LF.
func lineFeeds(w uint64) uint64 {
	x := w ^ '\n'*lowBits
	return ^((x&^highBits + ^uint64(highBits)) | x | ^uint64(highBits))
}

// badCharacter returns the index of the first character in s that XML does not
// allow (production Char), or -1. s is valid UTF-8.
func badCharacter(s []byte) int {
	for i, b := range s {
		if class[b]&charStop != 0 && !allowedAt(s, i) {
			return i
		}
	}
	return -1
}

// allowedAt judges the character at a charStop.
func allowedAt(s []byte, i int) bool {
	return s[i] == nonCharacterLead &&
		!(i+2 < len(s) && s[i+1] == 0xBF && s[i+2] >= 0xBE)
}

// isChar is production Char of XML 1.0.
func isChar(r rune) bool {
	switch {
	case r < 0x20:
		return r == '\t' || r == '\n' || r == '\r'
	case r < 0xD800:
		return true
	case r < 0x10000:
		return r >= 0xE000 && r <= 0xFFFD
	default:
		return r <= 0x10FFFF
	}
}

type runeRange struct{ low, high rune }

// nameStartRanges are the characters above ASCII of production NameStartChar,
// XML 1.0 fifth edition.
var nameStartRanges = [...]runeRange{
	{0xC0, 0xD6}, {0xD8, 0xF6}, {0xF8, 0x2FF}, {0x370, 0x37D}, {0x37F, 0x1FFF},
	{0x200C, 0x200D}, {0x2070, 0x218F}, {0x2C00, 0x2FEF}, {0x3001, 0xD7FF},
	{0xF900, 0xFDCF}, {0xFDF0, 0xFFFD}, {0x10000, 0xEFFFF},
}

// nameOnlyRanges are those that NameChar adds.
var nameOnlyRanges = [...]runeRange{{0xB7, 0xB7}, {0x300, 0x36F}, {0x203F, 0x2040}}

func inRanges(r rune, ranges []runeRange) bool {
	for _, x := range ranges {
		if x.low <= r && r <= x.high {
			return true
		}
	}
	return false
}

func isNameStart(r rune) bool {
	if r < utf8.RuneSelf {
		return class[r]&nameStart != 0
	}
	return inRanges(r, nameStartRanges[:])
}

func isNameChar(r rune) bool {
	if r < utf8.RuneSelf {
		return class[r]&nameByte != 0
	}
	return inRanges(r, nameStartRanges[:]) || inRanges(r, nameOnlyRanges[:])
}

// isName is production Name of XML 1.0.
func isName(s []byte) bool {
	if first, _ := utf8.DecodeRune(s); len(s) == 0 || !isNameStart(first) {
		return false
	}
	for i := 0; i < len(s); {
		if s[i] < utf8.RuneSelf {
			if class[s[i]]&nameByte == 0 {
				return false
			}
			i++
			continue
		}
		r, size := utf8.DecodeRune(s[i:])
		if !isNameChar(r) {
			return false
		}
		i += size
	}
	return true
}

// isNCName is production NCName of Namespaces in XML 1.0: a name without colon.
func isNCName(s []byte) bool { return isName(s) && bytes.IndexByte(s, ':') < 0 }
