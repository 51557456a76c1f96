package render

import (
	_ "embed"
	"encoding/binary"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// The fonts of PDF copies, unchanged as published; fonts/LICENSE is their licence.
var (
	//go:embed fonts/LiberationSans-Regular.ttf
	regularFont []byte
	//go:embed fonts/LiberationSans-Bold.ttf
	boldFont []byte
)

// noGlyph stands for a character that the fonts do not have.
const noGlyph = '□'

// printed is a text as the fonts can write it: composed, without what has no
// shape of its own. complete is false where something had to be replaced.
func printed(text string) (out string, complete bool) {
	complete = true
	out = strings.Map(func(c rune) rune {
		switch {
		case c == '\n':
			return c
		case unicode.IsSpace(c) && c != '\u00a0':
			return ' '
		case unicode.In(c, unicode.Cc, unicode.Cf):
			return -1
		case !glyphs()[c] || unicode.In(c, rightToLeft...):
			complete = false
			return noGlyph
		}
		return c
	}, norm.NFC.String(text))
	return out, complete
}

// rightToLeft are the scripts of which the fonts have glyphs, but which fpdf
// would write backwards.
var rightToLeft = []*unicode.RangeTable{unicode.Hebrew, unicode.Arabic}

// glyphs is the set of characters that both fonts have.
var glyphs = sync.OnceValue(func() map[rune]bool {
	set, bold := covered(regularFont), covered(boldFont)
	for c := range set {
		if !bold[c] {
			delete(set, c)
		}
	}
	return set
})

// covered reads which characters a font has from the cmap table of the basic
// plane (OpenType 1.9 cmap, format 4). The fonts are compiled in, so nothing is
// checked.
func covered(font []byte) map[rune]bool {
	u16 := func(at int) int { return int(binary.BigEndian.Uint16(font[at:])) }
	u32 := func(at int) int { return int(binary.BigEndian.Uint32(font[at:])) }
	set := make(map[rune]bool)
	for t := 12; t < 12+16*u16(4); t += 16 {
		if string(font[t:t+4]) != "cmap" {
			continue
		}
		cmap := u32(t + 8)
		for e := cmap + 4; e < cmap+4+8*u16(cmap+2); e += 8 {
			if table := cmap + u32(e+4); u16(table) == 4 {
				segments(u16, table, set)
			}
		}
	}
	return set
}

func segments(u16 func(int) int, table int, set map[rune]bool) {
	size := u16(table + 6) // two octets for each segment
	for s := 0; s < size; s += 2 {
		end, start := u16(table+14+s), u16(table+16+size+s)
		delta, at := u16(table+16+2*size+s), table+16+3*size+s
		for c := start; c <= end && c < 0xffff; c++ {
			glyph := c
			if offset := u16(at); offset != 0 {
				glyph = u16(at + offset + 2*(c-start))
			}
			if glyph != 0 && (glyph+delta)&0xffff != 0 {
				set[rune(c)] = true
			}
		}
	}
}
