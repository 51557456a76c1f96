package xpath

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// tokenKind is what a token of XPath 1.0 3.7 is.
type tokenKind uint8

const (
	tokenEnd     tokenKind = iota
	tokenName              // NCName, prefix:name or prefix:*
	tokenSymbol            // punctuation, operators, and the names and, or, mod, div as such
	tokenLiteral           // text is what stands between the quotes
	tokenNumber
)

type token struct {
	kind tokenKind
	text string
}

// symbols, longest first.
var symbols = []string{"::", "//", "..", "!=", "<=", ">=", "(", ")", "[", "]", ".", "@", ",", "/", "|", "+", "-", "=", "<", ">", "*", "$"}

func scan(text string) ([]token, error) {
	var tokens []token
	for rest := text; ; {
		rest = strings.TrimLeft(rest, " \t\r\n")
		if rest == "" {
			return append(tokens, token{kind: tokenEnd}), nil
		}
		t, length, err := next(rest)
		if err != nil {
			return nil, err
		}
		if t.kind == tokenName && operatorHere(tokens) && operatorName(t.text) {
			t.kind = tokenSymbol
		}
		tokens = append(tokens, t)
		rest = rest[length:]
	}
}

// operatorHere is the disambiguation of XPath 1.0 3.7: a name after an operand
// is an operator's.
func operatorHere(before []token) bool {
	if len(before) == 0 {
		return false
	}
	last := before[len(before)-1]
	if last.kind != tokenSymbol {
		return true
	}
	switch last.text {
	case ")", "]", ".", "..":
		return true
	case "*":
		return !operatorHere(before[:len(before)-1])
	}
	return false
}

func operatorName(name string) bool {
	return name == "and" || name == "or" || name == "mod" || name == "div"
}

// next reads one token and its length.
func next(s string) (token, int, error) {
	switch c := s[0]; {
	case c == '\'' || c == '"':
		end := strings.IndexByte(s[1:], c)
		if end < 0 {
			return token{}, 0, fmt.Errorf("a literal without its end")
		}
		return token{tokenLiteral, s[1 : end+1]}, end + 2, nil
	case digit(c) || c == '.' && len(s) > 1 && digit(s[1]):
		end := strings.IndexFunc(s, func(r rune) bool { return r != '.' && (r < '0' || r > '9') })
		if end < 0 {
			end = len(s)
		}
		return token{tokenNumber, s[:end]}, end, nil
	}
	if name := qualifiedName(s); name != "" {
		return token{tokenName, name}, len(name), nil
	}
	for _, symbol := range symbols {
		if strings.HasPrefix(s, symbol) {
			return token{tokenSymbol, symbol}, len(symbol), nil
		}
	}
	r, _ := utf8.DecodeRuneInString(s)
	return token{}, 0, fmt.Errorf("the character %q", r)
}

// qualifiedName returns the name that s begins with: an NCName, with a prefix
// where a single colon follows, its local part perhaps a star.
func qualifiedName(s string) string {
	prefix := ncName(s)
	rest, colon := strings.CutPrefix(s[len(prefix):], ":")
	if prefix == "" || !colon || strings.HasPrefix(rest, ":") {
		return prefix
	}
	if strings.HasPrefix(rest, "*") {
		return prefix + ":*"
	}
	if local := ncName(rest); local != "" {
		return prefix + ":" + local
	}
	return prefix
}

func ncName(s string) string {
	for i, r := range s {
		if r != '_' && !unicode.IsLetter(r) && (i == 0 || !nameRune(r)) {
			return s[:i]
		}
	}
	return s
}

func nameRune(r rune) bool {
	return r == '-' || r == '.' || unicode.IsDigit(r) || unicode.Is(unicode.M, r) || r == '·'
}

func digit(c byte) bool { return '0' <= c && c <= '9' }
