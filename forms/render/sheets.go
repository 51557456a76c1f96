package render

import (
	"github.com/go-pdf/fpdf"
)

// Millimetres of A4 paper.
const (
	paperWidth   = 210
	paperHeight  = 297
	marginSide   = 20
	marginTop    = 26
	marginBottom = 24
	labelWidth   = 55
	gutter       = 4
	step         = 5 // to the right, for a block in a block
	lineHeight   = 5.2
)

const (
	textSize = 10.5 // in points
	fineSize = 8.5
	family   = "text"
)

// maxSheets is how many pages a copy has at most. An outline's text fills some 180;
// one of nothing but line ends would fill ten thousand, at 0.1 ms and 1 KB each.
const maxSheets = 300

// colour is a shade of grey.
type colour int

const (
	ink     colour = 0
	softInk colour = 85
)

// sheets are the pages of a copy while they are written, from top to bottom.
type sheets struct {
	pdf      *fpdf.Fpdf
	reader   Reader
	y        float64 // of the next line's top
	left     float64 // where lines begin
	full     bool    // maxSheets are written: what comes is left out
	replaced bool    // a character had no glyph
	widths   [2]map[rune]float64
}

// cell is a text in a column of a line.
type cell struct {
	text     string
	x, width float64
	bold     bool
	colour   colour
}

func newSheets(c Copy, r Reader) *sheets {
	pdf := fpdf.New("P", "mm", "A4", "")
	pdf.SetAutoPageBreak(false, 0)
	pdf.SetCatalogSort(true)
	pdf.SetCreationDate(c.Made)
	pdf.SetModificationDate(c.Made)
	pdf.SetProducer("Okienko", true)
	pdf.SetTitle(c.Title, true)
	pdf.SetLang(r.Language)
	pdf.AddUTF8FontFromBytes(family, "", regularFont)
	pdf.AddUTF8FontFromBytes(family, "B", boldFont)
	s := &sheets{pdf: pdf, reader: r, left: marginSide, widths: [2]map[rune]float64{{}, {}}}
	s.turn()
	return s
}

// turn begins a page.
func (s *sheets) turn() {
	if s.pdf.PageNo() == maxSheets {
		s.full = true
		return
	}
	s.pdf.AddPage()
	s.y = marginTop
}

// room makes sure that there is so much height left on the page.
func (s *sheets) room(height float64) {
	if s.y+height > paperHeight-marginBottom && !s.full {
		s.turn()
	}
}

// across is how wide a line is.
func (s *sheets) across() float64 { return paperWidth - marginSide - s.left }

func (s *sheets) gap(height float64) { s.y += height }

func (s *sheets) title(text string) {
	s.write(text, 16, true, ink)
	s.gap(3)
}

// heading stays with the line below it.
func (s *sheets) heading(text string, level int) {
	s.gap(2)
	s.room(3 * lineHeight)
	s.write(text, max(16-float64(level), textSize), true, ink)
	s.gap(1)
}

func (s *sheets) paragraph(text string) { s.write(text, textSize, false, ink) }

// write sets a text over the whole width.
func (s *sheets) write(text string, size float64, bold bool, c colour) {
	height := lineHeight * size / textSize
	for _, line := range s.wrap(text, s.across(), size, bold) {
		s.room(height)
		s.put(line, s.left, s.y+height, size, bold, c)
		s.y += height
	}
}

// line sets cells beside each other; a long one goes on over the page.
func (s *sheets) line(cells []cell) {
	columns, most := make([][]string, len(cells)), 0
	for i, c := range cells {
		columns[i] = s.wrap(c.text, c.width, textSize, c.bold)
		most = max(most, len(columns[i]))
	}
	if most <= 5 {
		s.room(float64(most) * lineHeight) // short ones stay together
	}
	for k := 0; k < most && !s.full; k++ {
		s.room(lineHeight)
		for i, c := range cells {
			if k < len(columns[i]) {
				s.put(columns[i][k], c.x, s.y+lineHeight, textSize, c.bold, c.colour)
			}
		}
		s.y += lineHeight
	}
	s.gap(1)
}

// put writes one line on its base, a little above y.
func (s *sheets) put(text string, x, y, size float64, bold bool, c colour) {
	if text == "" || s.full {
		return
	}
	s.pdf.SetFont(family, style(bold), size)
	s.pdf.SetTextColor(int(c), int(c), int(c))
	s.pdf.Text(x, y-1.3, text)
}

func style(bold bool) string {
	if bold {
		return "B"
	}
	return ""
}

// finish writes what stands on every page, and why something may be missing.
func (s *sheets) finish(cut bool) {
	cut = cut || s.full
	s.full = false
	if s.replaced {
		s.note("form.copy-characters")
	}
	if cut {
		s.note("form.cut")
	}
	count := s.pdf.PageCount()
	for n := 1; n <= count; n++ {
		s.pdf.SetPage(n)
		s.pdf.SetFont(family, style(true), fineSize) // a font equal to the last page's would not be written again
		s.put(s.reader.T("form.copy"), marginSide, 16, fineSize, false, softInk)
		s.put(s.reader.T("form.copy-page", "n", n, "count", count), marginSide, paperHeight-12, fineSize, false, softInk)
	}
}

// note stands at the end, on a full page below the last line.
func (s *sheets) note(key string) {
	s.y = min(s.y+2, paperHeight-marginBottom)
	s.put(s.reader.T(key), marginSide, s.y+lineHeight, fineSize, false, softInk)
	s.y += lineHeight
}
