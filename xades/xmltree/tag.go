package xmltree

// startTag reads a start tag or an empty-element tag (productions 40 and 44).
func (p *parser) startTag() error {
	start := p.pos
	if err := p.countMarkup(start); err != nil {
		return err
	}
	if p.depth++; p.depth > p.opt.MaxDepth {
		return p.fail(start, CodeTooDeep, "elements nest deeper than the limit")
	}
	p.pos++
	word, err := p.name()
	if err != nil {
		return err
	}
	i := p.add(node{kind: ElementNode, parent: p.cur, start: uint32(start)})
	p.cur = i
	empty, err := p.attributes()
	if err != nil {
		return err
	}
	element := &p.d.nodes[i]
	if element.a, err = p.elementName(word, start+1); err != nil {
		return err
	}
	element.b = uint32(p.scope)
	if err := p.resolveAttributes(i); err != nil {
		return err
	}
	if p.full() {
		return p.fail(start, CodeTooManyAttributes, "more distinct names or namespaces than the limit")
	}
	p.d.markCanonicalTag(i, p.pos)
	if empty {
		p.close()
	}
	return nil
}

// endTag reads an end tag (production 42).
func (p *parser) endTag() error {
	start := p.pos
	open := &p.d.nodes[p.cur]
	name := &p.d.names[open.a]
	written := p.d.bytes(name.ref, name.qualifiedLength())
	p.pos += 2
	if after := p.pos + len(written); after > len(p.s) || string(p.s[p.pos:after]) != string(written) || class[p.at(after)]&nameByte != 0 {
		return p.fail(start, CodeSyntax, "end tag does not match "+excerpt(written))
	}
	p.pos += len(written)
	open.verbatim = !p.skipBlank()
	if p.at(p.pos) != '>' {
		return p.fail(p.pos, CodeSyntax, "malformed end tag")
	}
	p.pos++
	p.close()
	return nil
}

// close ends the innermost element at pos.
func (p *parser) close() {
	n := &p.d.nodes[p.cur]
	n.stop = uint32(p.pos)
	n.end = int32(len(p.d.nodes))
	if p.d.scopes[n.b].node == p.cur {
		p.leaveScope()
	}
	p.cur = n.parent
	p.depth--
}

// name reads a qualified name and returns its word. A spelling is judged when
// it is met first; the bytes above ASCII are all taken, since no delimiter is
// among them.
func (p *parser) name() (int32, error) {
	start := p.pos
	i := start
	for i < len(p.s) && class[p.s[i]]&nameByte != 0 {
		i++
	}
	p.pos = i
	spelling := p.s[start:i]
	number, hash := p.find(spelling)
	if number >= 0 && number != wordEmpty {
		return number, nil
	}
	if err := p.checkQName(start, spelling); err != nil {
		return 0, err
	}
	return p.addWord(uint32(start), uint32(len(spelling)), hash), nil
}

// checkQName judges a spelling by Namespaces in XML 1.0, production QName.
func (p *parser) checkQName(start int, spelling []byte) error {
	switch judgeQName(spelling) {
	case notAName:
		return p.fail(start, CodeSyntax, "a name was expected")
	case notQualified:
		return p.fail(start, CodeNamespace, "malformed qualified name")
	}
	return nil
}

// attributes reads the rest of a start tag. The names of attributes stay words
// until all declarations of the tag are known.
func (p *parser) attributes() (empty bool, err error) {
	first := len(p.d.attrs)
	for {
		spaced := p.skipBlank()
		switch c := p.at(p.pos); {
		case c == '>':
			p.pos++
			return false, nil
		case c == '/' && p.at(p.pos+1) == '>':
			p.pos += 2
			return true, nil
		case !spaced:
			return false, p.fail(p.pos, CodeSyntax, "malformed start tag")
		}
		if err := p.attribute(); err != nil {
			return false, err
		}
		if len(p.d.attrs)-first > p.opt.MaxAttributes {
			return false, p.fail(int(p.d.attrs[len(p.d.attrs)-1].start), CodeTooManyAttributes, "more attributes than the limit")
		}
	}
}

// attribute reads name="value" (production 41) and stores it as an attribute
// or declares it as a namespace.
func (p *parser) attribute() error {
	start := p.pos
	number, err := p.name()
	if err != nil {
		return err
	}
	p.skipBlank()
	if p.at(p.pos) != '=' {
		return p.fail(p.pos, CodeSyntax, "attribute without =")
	}
	p.pos++
	p.skipBlank()
	value, length, err := p.attributeValue()
	if err != nil {
		return err
	}
	if number == wordXMLNS {
		return p.declare(wordEmpty, value, length, start)
	}
	if w := &p.words[number]; w.prefix == wordXMLNS {
		return p.declare(w.local, value, length, start)
	}
	p.d.attrs = append(room(p, p.d.attrs), attribute{
		name: number, start: uint32(start), stop: uint32(p.pos), value: value, length: length,
	})
	return nil
}

// attributeValue reads a quoted value and returns the reference to its
// normalised form.
func (p *parser) attributeValue() (value, length uint32, err error) {
	quote := p.at(p.pos)
	if quote != '"' && quote != '\'' {
		return 0, 0, p.fail(p.pos, CodeSyntax, "attribute value without quotes")
	}
	start := p.pos + 1
	plain := true
	for i := start; ; i++ {
		c := p.at(i)
		if class[c]&valueStop == 0 {
			continue
		}
		switch {
		case c == quote:
			p.pos = i + 1
			if plain {
				return uint32(start), uint32(i - start), nil
			}
			return p.normaliseValue(start, i)
		case c == '<':
			return 0, 0, p.fail(i, CodeSyntax, "< in an attribute value")
		case c == '&', class[c]&blank != 0:
			plain = false
		case c == '"', c == '\'':
		case i >= len(p.s):
			return 0, 0, p.fail(start, CodeSyntax, "attribute value without end")
		case !allowedAt(p.s, i):
			return 0, 0, p.fail(i, CodeCharacter, "a character that XML does not allow")
		}
	}
}

// normaliseValue puts the normalised value into the arena (XML 1.0 3.3.3 for
// CDATA attributes): white space becomes spaces, CR LF one, references what
// they stand for.
func (p *parser) normaliseValue(start, end int) (value, length uint32, err error) {
	out := p.reserve(end - start)
	for i := start; i < end; {
		switch c := p.s[i]; {
		case c == '&':
			if out, i, err = p.reference(out, i); err != nil {
				return 0, 0, err
			}
		case c == '\r' && p.s[i+1] == '\n':
			i++ // the LF makes the space
		case class[c]&blank != 0:
			out = append(out, ' ')
			i++
		default:
			out = append(out, c)
			i++
		}
	}
	value, length = p.keep(out)
	return value, length, nil
}
