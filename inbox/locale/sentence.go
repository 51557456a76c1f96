package locale

import (
	"errors"
	"strconv"
	"strings"
	"time"
	"unicode"

	"okienko/inbox"
)

// sentence is a text with places for arguments:
//
//	{limit}          the argument
//	{label|element}  the first of these arguments that is given
//	{limit:size}     a number of octets, as people write it ("3 MB")
//	{until:day}      a day YYYY-MM-DD, as people write it
//	{at:time}        an instant (RFC 3339), as people write it
//	{state:state}    one or more words, separated by commas, each translated by
//	                 the page sentence "state.WORD"; a word without one counts
//	                 as not given
//	[ (up to {limit})]  left out as a whole unless all its arguments are given
//
// So a sentence reads well whatever arguments are there.
type sentence []segment

type segment struct {
	optional bool
	parts    []part
}

// part is either fixed text (names empty) or a place for an argument.
type part struct {
	text  string
	names []string
	as    string // after the colon
}

var errNotation = errors.New("brackets or braces do not match")

func compile(text string) (sentence, error) {
	var s sentence
	for text != "" {
		open := strings.IndexByte(text, '[')
		if open < 0 {
			open = len(text)
		}
		if open > 0 {
			seg, err := compileSegment(text[:open], false)
			if err != nil {
				return nil, err
			}
			s, text = append(s, seg), text[open:]
			continue
		}
		inner, rest, ok := strings.Cut(text[1:], "]")
		if !ok {
			return nil, errNotation
		}
		seg, err := compileSegment(inner, true)
		if err != nil {
			return nil, err
		}
		s, text = append(s, seg), rest
	}
	return s, nil
}

func compileSegment(text string, optional bool) (segment, error) {
	seg := segment{optional: optional}
	for text != "" {
		fixed, rest, ok := strings.Cut(text, "{")
		if strings.ContainsAny(fixed, "[]}") {
			return segment{}, errNotation
		}
		seg.parts = append(seg.parts, part{text: fixed})
		if !ok {
			break
		}
		place, after, closed := strings.Cut(rest, "}")
		if !closed || place == "" || strings.ContainsAny(place, "{[ ") {
			return segment{}, errNotation
		}
		names, as, _ := strings.Cut(place, ":")
		seg.parts = append(seg.parts, part{names: strings.Split(names, "|"), as: as})
		text = after
	}
	return seg, nil
}

// fill puts the arguments in. An argument missing outside brackets leaves
// nothing behind.
func (s sentence) fill(t *texts, args map[string]string) string {
	var b strings.Builder
	for _, seg := range s {
		text, complete := seg.fill(t, args)
		if complete || !seg.optional {
			b.WriteString(text)
		}
	}
	return b.String()
}

func (seg segment) fill(t *texts, args map[string]string) (text string, complete bool) {
	var b strings.Builder
	complete = true
	for _, p := range seg.parts {
		if p.names == nil {
			b.WriteString(p.text)
			continue
		}
		value := t.express(first(args, p.names), p.as)
		complete = complete && value != ""
		b.WriteString(value)
	}
	return b.String(), complete
}

func first(args map[string]string, names []string) string {
	for _, name := range names {
		if value := tidy(args[name]); value != "" {
			return value
		}
	}
	return ""
}

// express writes an argument as the sentence asks.
func (t *texts) express(value, as string) string {
	switch as {
	case "":
		return value
	case "size":
		if n, err := strconv.ParseInt(value, 10, 64); err == nil {
			return Size(t.lang, n)
		}
		return value
	case "day":
		return Day(t.lang, inbox.Day(value))
	case "time":
		if at, err := time.Parse(time.RFC3339, value); err == nil {
			return DateTime(t.lang, at)
		}
		return value
	}
	var words []string
	for _, word := range strings.Split(value, ",") {
		if s, ok := t.pages[as+"."+strings.TrimSpace(word)]; ok {
			words = append(words, s.fill(t, nil))
		}
	}
	return strings.Join(words, ", ")
}

// maxArgument is the longest argument shown, in characters: names and paths fit,
// and a sender cannot flood a page (or a log of answers) through an error text.
const maxArgument = 200

// tidy cuts an argument and takes out line ends and the invisible characters
// that could turn the rest of the sentence around (Unicode Cc and Cf).
func tidy(value string) string {
	var b strings.Builder
	n := 0
	for _, r := range value {
		if n++; n > maxArgument {
			b.WriteRune('…')
			break
		}
		switch {
		case unicode.IsSpace(r):
			b.WriteByte(' ')
		case unicode.In(r, unicode.Cc, unicode.Cf):
		default:
			b.WriteRune(r)
		}
	}
	return strings.TrimSpace(b.String())
}
