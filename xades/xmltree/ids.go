package xmltree

// idIndex finds elements by Id. Its numbers are indexes into entries.
type idIndex struct {
	table   hashTable
	entries []idEntry
}

// idEntry is one Id value, the first attribute that had it and its element.
type idEntry struct {
	attr, node int32
	ambiguous  bool // another element has the value too
}

// ByID returns the element whose Id, ID, id, xml:id or wsu:Id, or of SAML 1.x
// whose AssertionID, RequestID or ResponseID, has this value. One index serves
// all spellings. ok is false when there is none or, under
// KeepDuplicateIDs, more than one.
func (d *Document) ByID(id string) (n Node, ok bool) {
	e := d.findID([]byte(id))
	if e == nil || e.ambiguous {
		return Node{}, false
	}
	return Node{d, e.node}, true
}

func (d *Document) findID(value []byte) *idEntry {
	t := &d.ids.table
	if t.used == 0 {
		return nil
	}
	h := t.hash(value)
	for i := h; ; i++ {
		s := t.at(i)
		if s == 0 {
			return nil
		}
		if s.hash() != h {
			continue
		}
		e := &d.ids.entries[s.number()]
		if a := &d.attrs[e.attr]; string(d.bytes(a.value, a.length)) == string(value) {
			return e
		}
	}
}

// addID enters the Id that attribute attr gives to an element and reports
// whether no other element has it. One element may say the same Id twice, in
// two spellings: it is still the one that ByID means. Empty values, which forms
// repeat at will, name nothing.
func (p *parser) addID(attr, element int32) bool {
	d := p.d
	a := &d.attrs[attr]
	value := d.bytes(a.value, a.length)
	if len(value) == 0 {
		return true
	}
	if e := d.findID(value); e != nil {
		e.ambiguous = e.ambiguous || e.node != element
		return e.node == element
	}
	if d.ids.table.used == 0 {
		d.ids.table = newHashTable(64)
	}
	d.ids.entries = append(room(p, d.ids.entries), idEntry{attr: attr, node: element})
	d.ids.table.add(d.ids.table.hash(value), int32(len(d.ids.entries)-1))
	return true
}
