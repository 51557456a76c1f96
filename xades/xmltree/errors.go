package xmltree

import (
	"fmt"
	"strconv"
)

// Error says why a document is refused: a code of the closed list in codes.go
// (xml.…) and the place.
type Error struct {
	Code         string
	Offset       int // into the UTF-8 text, or into the input where that could not be decoded
	Line, Column int
	Detail       string // for the log and for integrators, in English
}

func (e *Error) Error() string {
	return fmt.Sprintf("%d:%d: %s (%s)", e.Line, e.Column, e.Detail, e.Code)
}

// excerptLength: details are for logs, and a name can be as long as a document.
const excerptLength = 64

// excerpt quotes the beginning of a piece of the document.
func excerpt(s []byte) string {
	if len(s) <= excerptLength {
		return strconv.Quote(string(s))
	}
	return strconv.Quote(string(s[:excerptLength])) + "…"
}

// newError makes an Error at an offset of text.
func newError(text []byte, offset int, code, detail string) *Error {
	at := positionIn(text, offset)
	return &Error{Code: code, Offset: offset, Line: at.Line, Column: at.Column, Detail: detail}
}
