package xsd

import (
	"bytes"
	"iter"
	"maps"
	"slices"
	"strconv"

	"okienko/xades/xmltree"
)

// keyWatch follows the identity constraints in force (3.11.4).
type keyWatch struct {
	depth    int
	scopes   []*keyScope
	targets  []*keyTarget
	awaiting []keyField
	spare    []*keyTarget // ended ones, to be used again
	work     int
	octets   int
}

// keyScope is an open element with constraints, or one that inherits key
// tables from below for a keyref further out.
type keyScope struct {
	depth     int
	tables    []*keyTable
	inherited map[*identityConstraint]map[string]bool
}

type keyTable struct {
	constraint *identityConstraint
	first      map[string]xmltree.Node // by key value, where it occurs first
	references []keyReference
}

type keyReference struct {
	node      xmltree.Node
	key, text string
}

// keyTarget is an open element that a selector has chosen.
type keyTarget struct {
	table  *keyTable
	node   xmltree.Node
	depth  int
	values []keyPart
}

// keyPart is the value of one field.
type keyPart struct {
	found, broken bool
	key, text     string
}

// keyField is a field that waits for the value of an open element.
type keyField struct {
	target *keyTarget
	field  int
	depth  int
}

// keyValue is what an element turned out to be: a type and text, or nothing simple.
type keyValue struct {
	typ    *typeDef
	text   []byte
	nilled bool
}

// startKeys opens scopes, and offers the element to selectors and fields.
func (v *validator) startKeys(it item) {
	w := &v.keys
	w.depth++
	if it.decl != nil && len(it.decl.constraints) > 0 {
		scope := &keyScope{depth: w.depth}
		for _, k := range it.decl.constraints {
			scope.tables = append(scope.tables, &keyTable{constraint: k, first: map[string]xmltree.Node{}})
		}
		w.scopes = append(w.scopes, scope)
	}
	for _, scope := range w.scopes {
		for _, table := range scope.tables {
			if w.work++; anyPath(table.constraint.selector, it.node, w.depth-scope.depth) {
				w.targets = append(w.targets, w.target(table, it.node))
			}
		}
	}
	for _, target := range w.targets {
		for i, field := range target.table.constraint.fields {
			w.work++
			v.offer(target, i, field, it)
		}
	}
	if w.work > maxKeyWork {
		v.report(at(it.node), CodeLimit, "limit", "maxKeyWork")
		v.stopped = true
	}
}

// chargeKeys pays for values that are looked at and kept.
func (v *validator) chargeKeys(n xmltree.Node, octets int) {
	if v.keys.octets += octets; v.keys.octets > maxKeyOctets && !v.stopped {
		v.report(at(n), CodeLimit, "limit", "maxKeyOctets")
		v.stopped = true
	}
}

// target makes an element that a selector has chosen at the current depth.
func (w *keyWatch) target(table *keyTable, n xmltree.Node) *keyTarget {
	t := &keyTarget{}
	if last := len(w.spare) - 1; last >= 0 {
		t, w.spare = w.spare[last], w.spare[:last]
	}
	fields := len(table.constraint.fields)
	values := slices.Grow(t.values[:0], fields)[:fields]
	clear(values)
	*t = keyTarget{table, n, w.depth, values}
	return t
}

// offer sees whether the element, or an attribute of it, is a field of target.
// Alternatives that lead to the same node count once.
func (v *validator) offer(target *keyTarget, i int, field []xpath, it item) {
	var tests []nameTest
	for k := range field {
		path := &field[k]
		switch {
		case !path.matches(it.node, v.keys.depth-target.depth):
		case path.attribute != nil:
			tests = append(tests, *path.attribute)
		default:
			v.keys.awaiting = append(v.keys.awaiting, keyField{target, i, v.keys.depth})
			return
		}
	}
	if len(tests) > 0 {
		v.offerAttributes(target, i, tests, it)
	}
}

func (v *validator) offerAttributes(target *keyTarget, i int, tests []nameTest, it item) {
	wanted := func(q qname) bool {
		return slices.ContainsFunc(tests, func(t nameTest) bool { return t.matches(q) })
	}
	for k := range it.node.NumAttrs() {
		a := it.node.AttrAt(k)
		name := qname{a.Space, a.Local}
		if !wanted(name) {
			continue
		}
		if t := v.attributeType(it.typ, name); t != nil {
			v.fill(target, i, it.node, keyValue{typ: t, text: []byte(a.Value)})
		}
	}
	if it.typ.complex == nil {
		return
	}
	for _, u := range it.typ.complex.attributes {
		if u.preset == nil || !wanted(u.decl.name) {
			continue
		}
		if _, present := it.node.Attr(u.decl.name.space, u.decl.name.local); !present {
			v.fill(target, i, it.node, keyValue{typ: u.decl.typ, text: []byte(u.preset.text)})
		}
	}
}

// fill gives a field its value; a second one is a fault.
func (v *validator) fill(target *keyTarget, i int, n xmltree.Node, value keyValue) {
	part := &target.values[i]
	switch {
	case part.found, value.typ == nil && !value.nilled:
		part.broken = true
		k := target.table.constraint
		v.report(at(n), CodeKeyAmbiguous, "key", k.name.local, "field", k.texts[i])
	case value.nilled:
		// a nil element has no value: the field counts as absent
	default:
		if v.chargeKeys(n, entryOctets+len(value.text)); v.stopped {
			return
		}
		in := v.context(n)
		if value.typ.check(value.text, in) != nil {
			part.broken = true // reported already
			return
		}
		part.found, part.key, part.text = true, value.typ.key(value.text, in), string(bytes.TrimSpace(value.text))
	}
}

// endKeys closes an element: fields get its value, then targets and scopes end.
func (v *validator) endKeys(n xmltree.Node, value keyValue) {
	w := &v.keys
	for len(w.awaiting) > 0 && w.awaiting[len(w.awaiting)-1].depth == w.depth {
		last := w.awaiting[len(w.awaiting)-1]
		w.awaiting = w.awaiting[:len(w.awaiting)-1]
		v.fill(last.target, last.field, n, value)
	}
	for len(w.targets) > 0 && w.targets[len(w.targets)-1].depth == w.depth {
		last := w.targets[len(w.targets)-1]
		v.endTarget(last)
		w.targets, w.spare = w.targets[:len(w.targets)-1], append(w.spare, last)
	}
	if last := len(w.scopes) - 1; last >= 0 && w.scopes[last].depth == w.depth {
		scope := w.scopes[last]
		w.scopes = w.scopes[:last]
		v.endScope(n, scope)
	}
	w.depth--
}

// endTarget enters a complete key sequence into its table.
func (v *validator) endTarget(target *keyTarget) {
	table := target.table
	k := table.constraint
	var key, text []byte
	for i, part := range target.values {
		switch {
		case part.broken:
			return
		case !part.found && k.kind == keyConstraint:
			v.report(at(target.node), CodeKeyMissing, "key", k.name.local, "field", k.texts[i])
			return
		case !part.found:
			return
		}
		key = append(strconv.AppendInt(key, int64(len(part.key)), 10), ':')
		key = append(key, part.key...)
		if i > 0 {
			text = append(text, ", "...)
		}
		text = append(text, part.text...)
	}
	if k.kind == keyrefConstraint {
		table.references = append(table.references, keyReference{target.node, string(key), string(text)})
		return
	}
	if first, twice := table.first[string(key)]; twice {
		v.reportValue(at(target.node), CodeDuplicateKey, string(text), "key", k.name.local, "limit", lineOf(first))
		return
	}
	table.first[string(key)] = target.node
}

// endScope checks the references and passes the key tables on to the scope
// around, where a keyref may still ask for them.
func (v *validator) endScope(n xmltree.Node, scope *keyScope) {
	if v.stopped {
		return
	}
	for _, table := range scope.tables {
		for _, ref := range table.references {
			if k := table.constraint; k.refer != nil && !scope.holds(k.refer, ref.key) {
				v.reportValue(at(ref.node), CodeKeyReference, ref.text, "key", k.name.local)
			}
		}
	}
	if len(v.keys.scopes) == 0 {
		return
	}
	outer := v.keys.scopes[len(v.keys.scopes)-1]
	for _, table := range scope.tables {
		if k := table.constraint; k.referred {
			v.chargeKeys(n, inheritedOctets*len(table.first))
			outer.inherit(k, maps.Keys(table.first))
		}
	}
	for k, keys := range scope.inherited {
		v.chargeKeys(n, inheritedOctets*len(keys))
		outer.inherit(k, maps.Keys(keys))
	}
}

func (s *keyScope) holds(k *identityConstraint, key string) bool {
	for _, table := range s.tables {
		if table.constraint == k {
			if _, ok := table.first[key]; ok {
				return true
			}
		}
	}
	return s.inherited[k][key]
}

func (s *keyScope) inherit(k *identityConstraint, keys iter.Seq[string]) {
	if s.inherited == nil {
		s.inherited = map[*identityConstraint]map[string]bool{}
	}
	if s.inherited[k] == nil {
		s.inherited[k] = map[string]bool{}
	}
	for key := range keys {
		s.inherited[k][key] = true
	}
}

// anyPath reports whether one of the alternatives leads to n, which stands
// depth levels below where it starts.
func anyPath(paths []xpath, n xmltree.Node, depth int) bool {
	for i := range paths {
		if paths[i].matches(n, depth) {
			return true
		}
	}
	return false
}

func (p *xpath) matches(n xmltree.Node, depth int) bool {
	if depth < len(p.steps) || depth > len(p.steps) && !p.anywhere {
		return false
	}
	for i := len(p.steps) - 1; i >= 0; i-- {
		if !p.steps[i].matches(nameOf(n)) {
			return false
		}
		n = n.Parent()
	}
	return true
}

// collectIDs notes xs:ID and xs:IDREF values (cvc-id, 3.15.5).
func (v *validator) collectIDs(t *typeDef, text []byte, p *place) {
	t = t.atom(text, v.context(p.node))
	if t.simple.variety == list {
		for item := range bytes.FieldsFuncSeq(text, isSpace) {
			v.collectIDs(t.simple.item, item, p)
		}
		return
	}
	if !t.carriesID {
		return
	}
	id := string(t.normalise(text))
	if !carriesOwnID(t) {
		v.referTo(id, p)
		return
	}
	if first, twice := v.ids[id]; twice {
		v.reportValue(*p, CodeDuplicateID, id, "limit", lineOf(first))
		return
	}
	if v.ids == nil {
		v.ids = map[string]xmltree.Node{}
	}
	v.ids[id] = p.node
}

// referTo notes a reference to an ID that was not met yet.
func (v *validator) referTo(id string, p *place) {
	if _, known := v.ids[id]; known || v.stopped {
		return
	}
	if len(v.idrefs) == maxReferences {
		v.report(*p, CodeLimit, "limit", "maxReferences")
		v.stopped = true
		return
	}
	v.idrefs = append(v.idrefs, idref{p, id})
}

func lineOf(n xmltree.Node) string { return strconv.Itoa(n.Position().Line) }

func (v *validator) checkReferences() {
	for _, ref := range v.idrefs {
		if _, ok := v.ids[ref.text]; !ok && !v.stopped {
			v.reportValue(*ref.at, CodeIDReference, ref.text)
		}
	}
}
