package dsig

import (
	"regexp"
	"slices"
	"strings"

	"okienko/xades/c14n"
	"okienko/xades/xmltree"
	"okienko/xades/xpath"
)

// step is what one transform of the closed list does.
type step uint8

const (
	stepEnveloped    step = iota + 1 // take this ds:Signature away
	stepNotSignature                 // take every ds:Signature away
	stepCanonical                    // node-set to octets
	stepBase64                       // text or octets to octets
	stepXPath                        // keep the nodes of which an expression is true
	stepFilter                       // take away, keep or add subtrees
)

// Transform is one transform of the closed list, ready to run.
type Transform struct {
	step    step
	canon   c14n.Options // stepCanonical
	expr    *xpath.Expr  // stepXPath
	sets    []setFilter  // stepFilter
	filters []pathFilter // the same, where all of them are of the plain kind
	length  int          // octets of the expressions that were compiled
}

// Algorithm identifiers of transforms that are no canonicalisation.
const (
	algEnveloped = "http://www.w3.org/2000/09/xmldsig#enveloped-signature"
	algBase64    = "http://www.w3.org/2000/09/xmldsig#base64"
	algXPath     = "http://www.w3.org/TR/1999/REC-xpath-19991116"
)

// parseTransform reads one ds:Transform. A refusal names the algorithm.
func parseTransform(n xmltree.Node) (Transform, *Error) {
	uri, _ := n.Attr("", "Algorithm")
	switch uri {
	case algEnveloped:
		return Transform{step: stepEnveloped}, requireEmpty(n)
	case algBase64:
		return Transform{step: stepBase64}, requireEmpty(n)
	case algXPath:
		return parseXPath(n)
	case nsFilter2:
		return parseFilter2(n)
	}
	canon, err := parseCanonical(n)
	return Transform{step: stepCanonical, canon: canon}, err
}

// parseCanonical reads a canonicalisation algorithm with its parameters, of a
// ds:Transform or ds:CanonicalizationMethod.
func parseCanonical(n xmltree.Node) (c14n.Options, *Error) {
	uri, _ := n.Attr("", "Algorithm")
	method, comments, ok := c14n.ByURI(uri)
	if !ok {
		return c14n.Options{}, algorithmError(CodeTransform, n, uri)
	}
	opt := c14n.Options{Method: method, Comments: comments}
	if method != c14n.Exclusive {
		return opt, requireEmpty(n)
	}
	var err *Error
	opt.Prefixes, err = inclusivePrefixes(n, uri)
	return opt, err
}

const excNamespace = "http://www.w3.org/2001/10/xml-exc-c14n#"

// inclusivePrefixes reads the one optional parameter of Exclusive C14N.
func inclusivePrefixes(n xmltree.Node, uri string) ([]string, *Error) {
	var list []string
	seen := false
	for child := range n.Elements() {
		if seen || !child.Is(excNamespace, "InclusiveNamespaces") {
			return nil, parameterError(n, uri)
		}
		seen = true
		value, _ := child.Attr("", "PrefixList")
		if list = strings.Fields(value); len(list) > maxPrefixes {
			return nil, &Error{Code: CodeTooMany, Node: child, Detail: "too many prefixes in a PrefixList"}
		}
	}
	return list, nil
}

func requireEmpty(n xmltree.Node) *Error {
	for range n.Elements() {
		uri, _ := n.Attr("", "Algorithm")
		return parameterError(n, uri)
	}
	return nil
}

func parameterError(n xmltree.Node, uri string) *Error {
	return parameterRefusal(CodeTransform, n, uri)
}

// The XPath expressions that need no set of nodes, the prefix standing for the
// XML Signature namespace: every ds:Signature taken away, and the definition of
// enveloped-signature in XMLDSig 1.1 6.6.4.
var (
	notSignature = regexp.MustCompile(`^\s*not\s*\(\s*ancestor-or-self\s*::\s*([^\s:()]+):Signature\s*\)\s*$`)
	notThis      = regexp.MustCompile(`^\s*count\s*\(\s*ancestor-or-self::([^\s:()]+):Signature\s*\|\s*here\(\)/ancestor::([^\s:()]+):Signature\[1\]\s*\)\s*>\s*count\s*\(\s*ancestor-or-self::([^\s:()]+):Signature\s*\)\s*$`)
)

func parseXPath(n xmltree.Node) (Transform, *Error) {
	c := children(n)
	expr := c.require("XPath")
	if err := c.end(); err != nil {
		return Transform{}, parameterError(n, algXPath)
	}
	if err := onlyExpression(expr); err != nil {
		return Transform{}, expressionError(n, algXPath, err)
	}
	text := expr.StringValue()
	if match := notSignature.FindSubmatch(text); match != nil && signaturePrefixes(expr, match[1:]) {
		return Transform{step: stepNotSignature}, nil
	}
	if match := notThis.FindSubmatch(text); match != nil && signaturePrefixes(expr, match[1:]) {
		return Transform{step: stepEnveloped}, nil
	}
	compiled, err := compile(expr)
	if err != nil {
		return Transform{}, expressionError(n, algXPath, err)
	}
	return Transform{step: stepXPath, expr: compiled, length: len(text)}, nil
}

func signaturePrefixes(expr xmltree.Node, prefixes [][]byte) bool {
	for _, prefix := range prefixes {
		if uri, _ := expr.LookupNamespace(string(prefix)); uri != Namespace {
			return false
		}
	}
	return true
}

// ownSignature reports that the result depends on which Signature the
// transform stands in.
func (t Transform) ownSignature() bool {
	return t.step == stepEnveloped || slices.ContainsFunc(t.filters, func(f pathFilter) bool { return f.here })
}

// selecting is the identifier of the first transform that is more than
// canonicalisation; "" where there is none.
func (r *Reference) selecting() string {
	for _, t := range r.transforms {
		switch t.step {
		case stepEnveloped:
			return algEnveloped
		case stepBase64:
			return algBase64
		case stepXPath, stepNotSignature:
			return algXPath
		case stepFilter:
			return nsFilter2
		}
	}
	return ""
}

// key identifies a transform for the digest cache.
func (t Transform) key() string {
	switch t.step {
	case stepCanonical:
		return c14n.URI(t.canon.Method, t.canon.Comments) + " " + strings.Join(t.canon.Prefixes, " ")
	case stepXPath:
		return algXPath + " " + t.expr.Key()
	case stepFilter:
		return setKeys(t.sets)
	}
	return string('0' + rune(t.step))
}

func setKeys(filters []setFilter) string {
	var b strings.Builder
	for _, f := range filters {
		b.WriteString(f.mode + " " + f.expr.Key() + " ")
	}
	return b.String()
}
