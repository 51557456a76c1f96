package xades

import (
	"errors"

	"okienko/xades/dsig"
	"okienko/xades/xmltree"
)

// reasonAt is a reason found at a node.
func reasonAt(n xmltree.Node, code, detail string) Reason {
	r := Reason{Code: code, Detail: detail}
	if !n.IsZero() {
		p := n.Position()
		r.Line, r.Column, r.Path = p.Line, p.Column, n.Path()
	}
	return r
}

// reasonOf is the reason an error of the signature core stands for.
func reasonOf(err error) Reason {
	var e *dsig.Error
	if !errors.As(err, &e) {
		return Reason{Code: CodeStructure, Detail: err.Error()}
	}
	r := reasonAt(e.Node, e.Code, e.Detail)
	r.Args = e.Args
	return r
}
