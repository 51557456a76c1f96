package tsl

import (
	"fmt"

	"okienko/xades/xmltree"
)

// The codes of Error, a closed list.
const (
	CodeStructure = "tsl.structure" // no trusted list, or a mandatory element is missing
	CodeVersion   = "tsl.version"   // a version of the format that is not read
	CodeValue     = "tsl.value"     // a number, time or base64 that is none
	CodeLimit     = "tsl.limit"     // more services, certificates or criteria than a list may have
)

// Error is why a document could not be read as a trusted list.
type Error struct {
	Code   string
	Line   int
	Column int
	Detail string // English, for logs
}

func (e *Error) Error() string {
	return fmt.Sprintf("%s at %d:%d: %s", e.Code, e.Line, e.Column, e.Detail)
}

// reader reads one list and keeps the first error; after it, everything read
// is zero and nobody looks at it.
type reader struct {
	err                    *Error
	services, certificates int
}

func (r *reader) fail(n xmltree.Node, code, format string, args ...any) {
	if r.err != nil {
		return
	}
	p := n.Position()
	r.err = &Error{Code: code, Line: p.Line, Column: p.Column, Detail: fmt.Sprintf(format, args...)}
}
