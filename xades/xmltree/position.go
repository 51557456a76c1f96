package xmltree

import (
	"sync"
	"unicode/utf8"
)

// Position is a place in Document.Text: both count from 1, Column in characters.
// CR, LF and CR LF each end a line.
type Position struct {
	Line, Column int
}

// placeStep is the distance of checkpoints: finding a place counts at most so
// many bytes, and the checkpoints of any text take 1/512 of its size.
const placeStep = 4096

// places holds the Position at every placeStep-th byte of a text, made when the
// first place is asked for.
type places struct {
	once        sync.Once
	checkpoints []checkpoint
}

type checkpoint struct{ line, column uint32 }

// Position returns the line and column of a byte offset into Text.
func (d *Document) Position(offset int) Position {
	d.places.once.Do(func() { d.places.checkpoints = checkpoints(d.text) })
	offset = min(max(offset, 0), len(d.text))
	at := offset / placeStep
	place := d.places.checkpoints[at]
	place.advance(d.text, at*placeStep, offset)
	return Position{Line: int(place.line), Column: int(place.column)}
}

// positionIn is Position for a text without a Document.
func positionIn(text []byte, offset int) Position {
	place := checkpoint{1, 1}
	place.advance(text, 0, min(offset, len(text)))
	return Position{Line: int(place.line), Column: int(place.column)}
}

func checkpoints(text []byte) []checkpoint {
	list := make([]checkpoint, 0, len(text)/placeStep+1)
	place := checkpoint{1, 1}
	for at := 0; ; at += placeStep {
		list = append(list, place)
		if len(text)-at < placeStep {
			return list
		}
		place.advance(text, at, at+placeStep)
	}
}

// advance moves a place from one offset of text to another.
func (c *checkpoint) advance(text []byte, from, to int) {
	for i := from; i < to; i++ {
		switch b := text[i]; {
		case b == '\n', b == '\r' && !(i+1 < len(text) && text[i+1] == '\n'):
			c.line++
			c.column = 1
		case utf8.RuneStart(b):
			c.column++
		}
	}
}
