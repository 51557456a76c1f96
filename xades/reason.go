package xades

import (
	"errors"

	"okienko/xades/dsig"
	"okienko/xades/xmltree"
)

// maxPaths reasons of a report tell their path. Finding one walks over all
// siblings of all ancestors; a thousand failing references beside a million
// elements would make that seconds. Line and column are always told.
const maxPaths = 32

// reasonAt is a reason found at a node.
func (v *verification) reasonAt(n xmltree.Node, code, detail string) Reason {
	r := Reason{Code: code, Detail: detail}
	if n.IsZero() {
		return r
	}
	p := n.Position()
	r.Line, r.Column = p.Line, p.Column
	if v.paths > 0 {
		v.paths--
		r.Path = n.Path()
	}
	return r
}

// reasonOf is the reason an error of the signature core stands for.
func (v *verification) reasonOf(err error) Reason {
	var e *dsig.Error
	if !errors.As(err, &e) {
		return Reason{Code: CodeStructure, Detail: err.Error()}
	}
	r := v.reasonAt(e.Node, e.Code, e.Detail)
	r.Args = e.Args
	return r
}
