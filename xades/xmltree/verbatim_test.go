package xmltree_test

import (
	"strings"
	"testing"
)

func TestVerbatimTags(t *testing.T) {
	long := strings.Repeat("x", 70_000)
	cases := []struct {
		src        string
		start, end string // "" where not verbatim
	}{
		{`<a></a>`, `<a>`, `</a>`},
		{`<a b="1" c="2"></a>`, `<a b="1" c="2">`, `</a>`},
		{`<a b="it's >"></a >`, `<a b="it's >">`, ``},
		{`<a b="1" xml:b="2">x</a>`, `<a b="1" xml:b="2">`, `</a>`},
		{`<a/>`, ``, ``},
		{`<a ></a>`, ``, `</a>`},
		{`<a  b="1"></a>`, ``, `</a>`},
		{"<a\nb=\"1\"></a>", ``, `</a>`},
		{`<a b ="1"></a>`, ``, `</a>`},
		{`<a b= "1"></a>`, ``, `</a>`},
		{`<a b='1'></a>`, ``, `</a>`},
		{`<a b="1" ></a>`, ``, `</a>`},
		{`<a c="1" b="2"></a>`, ``, `</a>`},
		{`<a xml:b="1" b="2"></a>`, ``, `</a>`},
		{`<a b="&amp;"></a>`, ``, `</a>`},
		{"<a b=\"\t\"></a>", ``, `</a>`},
		{`<a xmlns="u"></a>`, ``, `</a>`},
		{`<a xmlns:p="u" b="1"></a>`, ``, `</a>`},
		{`<a b="1" xmlns:p="u"></a>`, ``, `</a>`},
		{`<a b="` + long + `"></a>`, ``, `</a>`},
	}
	for _, c := range cases {
		d := parse(t, c.src)
		text := func(start, end int, ok bool) string {
			if !ok {
				return ""
			}
			return string(d.Text()[start:end])
		}
		if got := text(d.Root().VerbatimStart()); got != c.start {
			t.Errorf("%.40q: start tag %q, want %q", c.src, got, c.start)
		}
		if got := text(d.Root().VerbatimEnd()); got != c.end {
			t.Errorf("%.40q: end tag %q, want %q", c.src, got, c.end)
		}
	}
}
