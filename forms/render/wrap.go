package render

import "strings"

// wrap breaks a text into lines of a width in millimetres: where it has line
// ends, else at spaces, else inside a word that is too long for a line.
func (s *sheets) wrap(text string, width, size float64, bold bool) []string {
	text, complete := printed(strings.ReplaceAll(text, "\r\n", "\n"))
	s.replaced = s.replaced || !complete
	var lines []string
	for paragraph := range strings.SplitSeq(text, "\n") {
		lines = s.fold(lines, paragraph, width/size, bold)
	}
	return lines
}

// fold adds the lines of a paragraph; width is for a font of one point.
func (s *sheets) fold(lines []string, paragraph string, width float64, bold bool) []string {
	start, space, taken, upToSpace := 0, -1, 0.0, 0.0
	for i, c := range paragraph {
		w := s.width(c, bold)
		switch {
		case c == ' ':
			space, upToSpace = i, taken+w
		case taken+w > width && space >= start:
			lines = append(lines, paragraph[start:space])
			start, taken = space+1, taken-upToSpace
			space = -1
		case taken+w > width && i > start:
			lines = append(lines, paragraph[start:i])
			start, taken = i, 0
		}
		taken += w
	}
	return append(lines, strings.TrimRight(paragraph[start:], " "))
}

// width is that of a character in a font of one point.
func (s *sheets) width(c rune, bold bool) float64 {
	known := s.widths[0]
	if bold {
		known = s.widths[1]
	}
	w, ok := known[c]
	if !ok {
		s.pdf.SetFont(family, style(bold), 1)
		w = s.pdf.GetStringWidth(string(c))
		known[c] = w
	}
	return w
}
