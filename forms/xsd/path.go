package xsd

import (
	"strconv"
	"strings"

	"okienko/xades/xmltree"
)

// paths writes the place of elements as Node.Path does, but counts the siblings
// of one parent once: a thousand problems among a million siblings would
// otherwise cost more than the validation.
type paths map[xmltree.Node]*siblings

// siblings are the counts under one parent; problems mostly come in document
// order, so the index of the next one is found from the last.
type siblings struct {
	totals map[string]int
	seen   map[string]int // up to and with cursor
	cursor xmltree.Node
}

func (p *paths) of(n xmltree.Node) string {
	var steps []string
	for ; n.Kind() == xmltree.ElementNode; n = n.Parent() {
		steps = append(steps, p.step(n))
	}
	var out strings.Builder
	for i := len(steps) - 1; i >= 0; i-- {
		out.WriteByte('/')
		out.WriteString(steps[i])
	}
	return out.String()
}

func (p *paths) step(n xmltree.Node) string {
	s, local := p.under(n.Parent()), n.Local()
	if s.totals[local] <= 1 {
		return local
	}
	return local + "[" + strconv.Itoa(s.index(n)) + "]"
}

func (p *paths) under(parent xmltree.Node) *siblings {
	if s := (*p)[parent]; s != nil {
		return s
	}
	s := &siblings{totals: map[string]int{}}
	for n := range parent.Elements() {
		s.totals[n.Local()]++
	}
	if *p == nil {
		*p = paths{}
	}
	(*p)[parent] = s
	return s
}

func (s *siblings) index(n xmltree.Node) int {
	if s.cursor.IsZero() || n.Order() < s.cursor.Order() {
		s.seen, s.cursor = map[string]int{}, xmltree.Node{}
	}
	next := s.cursor
	if next.IsZero() {
		next = n.Parent().FirstChild()
	} else {
		next = next.NextSibling()
	}
	for ; s.cursor != n; next = next.NextSibling() {
		if next.Kind() == xmltree.ElementNode {
			s.seen[next.Local()]++
			s.cursor = next
		}
	}
	return s.seen[n.Local()]
}
