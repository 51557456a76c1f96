package intake

import (
	"strings"

	"okienko/forms"
	"okienko/inbox"
	"okienko/xades"
	"okienko/xades/xmltree"
)

// reasonAt is a reason with its place. A node of no document has none.
func reasonAt(n xmltree.Node, code string, args map[string]string) inbox.Reason {
	if n.IsZero() {
		return inbox.Reason{Code: code, Args: args}
	}
	at := n.Position()
	return inbox.Reason{Code: code, Line: at.Line, Column: at.Column, Path: n.Path(), Args: args}
}

func signatureReasons(s *xades.Signature) []inbox.Reason {
	if len(s.Reasons) == 0 {
		return []inbox.Reason{{Code: xades.CodeStructure}}
	}
	reasons := make([]inbox.Reason, 0, len(s.Reasons))
	for _, r := range s.Reasons {
		reasons = append(reasons, signatureReason(r))
	}
	return reasons
}

// signatureReason drops Detail: it is for the report, not for the sentence.
func signatureReason(r xades.Reason) inbox.Reason {
	return inbox.Reason{Code: r.Code, Line: r.Line, Column: r.Column, Path: r.Path, Args: r.Args}
}

// ProblemReason is a problem as the reason that is told to people.
func ProblemReason(p forms.Problem) inbox.Reason {
	args := make(map[string]string, len(p.Args)+2)
	for k, v := range p.Args {
		args[k] = v
	}
	if len(p.Expected) > 0 && args["expected"] == "" {
		args["expected"] = strings.Join(p.Expected, ", ")
	}
	if p.Value != "" {
		args["value"] = p.Value
	}
	return inbox.Reason{Code: p.Code, Line: p.Line, Column: p.Column, Path: p.Path, Args: args}
}
