package dsig

import (
	"fmt"

	"okienko/xades/xmltree"
)

// The codes of Error. Texts for people stand in inbox/locale.
const (
	CodeStructure     = "signature.structure"      // children out of order, broken base64, octets that are no XML
	CodeTooMany       = "signature.limit"          // too many references, transforms or octets to digest
	CodeAlgorithm     = "signature.algorithm"      // outside the closed list (args: algorithm)
	CodeWeakAlgorithm = "signature.algorithm-weak" // verified, but no longer to be relied on (args: algorithm)
	CodeTransform     = "signature.transform"      // outside the closed list, or where it takes nothing away or all (args: algorithm)
	CodeReference     = "signature.reference"      // URI resolves to nothing (args: uri)
	CodeContent       = "signature.content"        // detached content was not supplied (args: uri)
	CodeDigest        = "signature.digest"         // content is not what was signed (args: uri)
	CodeValue         = "signature.value"          // SignatureValue does not fit SignedInfo and key
)

// Error says what is wrong with a signature: a code of the closed list, the
// node where it was found, and arguments for the sentence people read.
type Error struct {
	Code   string
	Node   xmltree.Node
	Args   map[string]string
	Detail string // English, for integrators and logs

	outside bool // what no list of the code's has: a Reference by an XPointer that is not judged
}

func (e *Error) Error() string { return e.Code + ": " + e.Detail }

// Refuses reports whether the code means "outside what is judged at all",
// where nothing was found to be false.
func (e *Error) Refuses() bool {
	switch e.Code {
	case CodeAlgorithm, CodeWeakAlgorithm, CodeTransform, CodeTooMany,
		xmltree.CodeRelativeNamespace, xmltree.CodeDoctype, xmltree.CodeEntity, xmltree.CodeEncoding:
		return true
	}
	return e.outside
}

func structureError(n xmltree.Node, format string, args ...any) *Error {
	return &Error{Code: CodeStructure, Node: n, Detail: fmt.Sprintf(format, args...)}
}

func algorithmError(code string, n xmltree.Node, uri string) *Error {
	return &Error{Code: code, Node: n, Args: map[string]string{"algorithm": uri}, Detail: "algorithm " + uri}
}

func parameterRefusal(code string, n xmltree.Node, uri string) *Error {
	err := algorithmError(code, n, uri)
	err.Detail = "unknown parameters of " + uri
	return err
}

func referenceError(code string, r *Reference, format string, args ...any) *Error {
	return &Error{Code: code, Node: r.Node, Args: map[string]string{"uri": r.URI}, Detail: fmt.Sprintf(format, args...)}
}
