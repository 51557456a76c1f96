package xmltree

import (
	"bytes"
	"sync"
)

// word is a name as written, met once or many times: prefix:local, or a part of
// one. Everything that depends on the spelling alone is worked out at its first
// occurrence; the parser's binding of a prefix stands with the prefix's word.
type word struct {
	ref, length   uint32
	colon         uint32 // length of the prefix, 0 without
	prefix, local int32  // the words of its parts; local is itself without a prefix

	uri      int32 // as a prefix: the URI it stands for here, 0 for none
	boundBy  int32 // the element that declared it
	lastURI  int32 // as a name: the latest expanded name it resolved to,
	lastName int32 // for it will most likely be the next one
}

// The words every document begins with; their spelling stands first in its arena.
const (
	wordEmpty = iota
	wordXML
	wordXMLNS
)

const (
	xmlURI   = "http://www.w3.org/XML/1998/namespace"
	xmlnsURI = "http://www.w3.org/2000/xmlns/"
	wsuURI   = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd"
)

// The URIs every document begins with.
const (
	uriNone = iota
	uriXML
	uriXMLNS
)

// vocabulary numbers the words, URIs and expanded names of one document.
type vocabulary struct {
	d     *Document
	words []word
	table hashTable // word numbers by spelling
	uris  map[string]int32
	names map[[2]int32]int32 // expanded names by word and URI that are no word's last

	numbers []int32           // by name: one more than the number of its URI and local part, whatever its prefix
	known   map[attrKey]int32 // these numbers
	seenOn  []int32           // by number: the last element with such an attribute
}

// fewWords is room for the names of a letter with its signature: three quarters
// of the slots of the table.
const (
	fewWords = 96
	fewSlots = 128
)

// vocabularies are used again: most documents are letters, and half of what
// reading one takes would be room for their words.
var vocabularies = sync.Pool{New: func() any {
	return &vocabulary{words: make([]word, 0, fewWords), table: newHashTable(fewSlots), uris: map[string]int32{}}
}}

func newVocabulary(d *Document) *vocabulary {
	v := vocabularies.Get().(*vocabulary)
	v.d = d
	d.arena = append(d.arena, "xmlxmlns"...)
	d.names = make([]name, 0, fewWords)
	v.part(inArena, 0)
	v.part(inArena, 3)
	v.part(inArena+3, 5)
	for i, uri := range []string{uriNone: "", uriXML: xmlURI, uriXMLNS: xmlnsURI} {
		d.uris = append(d.uris, uri)
		v.uris[uri] = int32(i)
	}
	v.words[wordXML].uri = uriXML
	return v
}

// release gives the room back, without anything of the document; that of an
// unusual document is not kept.
func (v *vocabulary) release() {
	if len(v.table.slots) > fewSlots || len(v.uris) > fewSlots {
		return
	}
	v.table.clear()
	clear(v.uris)
	v.d, v.words, v.names = nil, v.words[:0], nil
	v.numbers, v.known, v.seenOn = nil, nil, nil
	vocabularies.Put(v)
}

// full reports that the document has more names than a parse may hold. One tag
// adds few, so it is asked once for each.
func (v *vocabulary) full() bool {
	return len(v.words) > maxNames || len(v.d.names) > maxNames || len(v.d.uris) > maxNames
}

// addWord stores a word that is not in the table under its hash. A local part is
// a word too.
func (v *vocabulary) addWord(ref, length, hash uint32) int32 {
	spelling := v.d.bytes(ref, length)
	number := int32(len(v.words))
	v.words = append(v.words, word{ref: ref, length: length, local: number, lastURI: -1})
	v.table.add(hash, number)
	if colon := bytes.IndexByte(spelling, ':'); colon > 0 {
		skip := uint32(colon)
		prefix := v.part(ref, skip)
		local := v.part(ref+skip+1, length-skip-1)
		w := &v.words[number]
		w.colon, w.prefix, w.local = skip, prefix, local
	}
	return number
}

func (v *vocabulary) part(ref, length uint32) int32 {
	number, hash := v.find(v.d.bytes(ref, length))
	if number < 0 {
		number = v.addWord(ref, length, hash)
	}
	return number
}

// find returns the number of a spelling, or -1, and its hash.
func (v *vocabulary) find(spelling []byte) (number int32, hash uint32) {
	hash = v.table.hash(spelling)
	for i := hash; ; i++ {
		s := v.table.at(i)
		if s == 0 {
			return -1, hash
		}
		if s.hash() == hash {
			if w := &v.words[s.number()]; string(v.d.bytes(w.ref, w.length)) == string(spelling) {
				return s.number(), hash
			}
		}
	}
}

// uri returns the number of a namespace URI.
func (v *vocabulary) uri(uri string) int32 {
	if number, ok := v.uris[uri]; ok {
		return number
	}
	number := int32(len(v.d.uris))
	v.d.uris = append(v.d.uris, uri)
	v.uris[uri] = number
	return number
}

// expand returns the expanded name of a word under a URI. Nearly every word has
// one; the table is for those that have more.
func (v *vocabulary) expand(number, uri int32) int32 {
	w := &v.words[number]
	if w.lastURI == uri {
		return w.lastName
	}
	found, ok := v.names[[2]int32{number, uri}]
	if !ok {
		found = int32(len(v.d.names))
		v.d.names = append(v.d.names, v.newName(w, uri))
	}
	if w.lastURI >= 0 {
		if v.names == nil {
			v.names = map[[2]int32]int32{}
		}
		v.names[[2]int32{number, w.lastURI}] = w.lastName
	}
	w.lastURI, w.lastName = uri, found
	return found
}

// expanded returns the number that names of one URI and local part share, for
// attributes of elements that have many.
func (v *vocabulary) expanded(name int32) int32 {
	if missing := int(name) + 1 - len(v.numbers); missing > 0 {
		v.numbers = append(v.numbers, make([]int32, missing)...)
	}
	if number := v.numbers[name]; number > 0 {
		return number - 1
	}
	if v.known == nil {
		v.known = map[attrKey]int32{}
	}
	n := &v.d.names[name]
	key := attrKey{n.uri, n.local}
	number, ok := v.known[key]
	if !ok {
		number = int32(len(v.seenOn))
		v.known[key] = number
		v.seenOn = append(v.seenOn, 0)
	}
	v.numbers[name] = number + 1
	return number
}

func (v *vocabulary) newName(w *word, uri int32) name {
	n := name{ref: w.ref, plen: w.colon, llen: w.length, uri: uri, local: w.local}
	if w.colon > 0 {
		n.llen -= w.colon + 1
	}
	n.identifying = whereIdentifying(v.d.uris[uri], n.localIn(v.d))
	return n
}

// identifying says where an attribute of a name is an Id.
type identifying uint8

const (
	identifiesNothing identifying = iota
	identifiesAll
	identifiesSAML1 // on elements of SAML 1.x alone: elsewhere the name may refer
)

// whereIdentifying is the fixed list of Id attributes; no DTD or schema adds to it.
func whereIdentifying(space, local string) identifying {
	switch {
	case space == "" && (local == "Id" || local == "ID" || local == "id"),
		space == xmlURI && local == "id",
		space == wsuURI && local == "Id":
		return identifiesAll
	case space == "" && (local == "AssertionID" || local == "RequestID" || local == "ResponseID"):
		return identifiesSAML1
	}
	return identifiesNothing
}

// isSAML1 knows the elements that SAML 1.0 and 1.1 identify by attributes of
// their own (SAML 1.1 2.3.2, 3.2.1, 3.4.1).
func isSAML1(space, local string) bool {
	switch space {
	case "urn:oasis:names:tc:SAML:1.0:assertion":
		return local == "Assertion"
	case "urn:oasis:names:tc:SAML:1.0:protocol":
		return local == "Request" || local == "Response"
	}
	return false
}
