package xmltree

import "fmt"

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

// newError makes an Error at an offset of text.
func newError(text []byte, offset int, code, detail string) *Error {
	at := positionIn(text, offset)
	return &Error{Code: code, Offset: offset, Line: at.Line, Column: at.Column, Detail: detail}
}
