package xmltree_test

import (
	"bytes"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"okienko/xades/xmltree"
)

// allocated returns how much a parse allocates in all, garbage included.
func allocated(src []byte) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	d, _ := xmltree.Parse(src, xmltree.Options{})
	runtime.ReadMemStats(&after)
	runtime.KeepAlive(d)
	return after.TotalAlloc - before.TotalAlloc
}

// TestMemoryOfAttachment: beside a large text there is nearly nothing, and
// where its line ends must be normalised, once the text.
func TestMemoryOfAttachment(t *testing.T) {
	line := strings.Repeat("QUJD", 19)
	for name, end := range map[string]string{"LF": "\n", "CR LF": "\r\n", "reference": "&#13;\n"} {
		src := []byte("<a><b>" + strings.Repeat(line+end, 20<<20/78) + "</b></a>")
		limit := uint64(64 << 10)
		if end != "\n" {
			limit = uint64(len(src)) * 12 / 10
		}
		if got := allocated(src); got > limit {
			t.Errorf("%s: %d bytes for an input of %d", name, got, len(src))
		}
	}
}

// TestMemoryOfHostileShapes: an input of N bytes and its tree take less than
// 10 N + 32 MB, whatever its shape.
func TestMemoryOfHostileShapes(t *testing.T) {
	for name, piece := range hostileShapes() {
		for _, size := range []int{1 << 20, 5 << 20, 16 << 20} {
			var b bytes.Buffer
			b.Grow(size + 100)
			b.WriteString("<r>")
			for i := 0; b.Len() < size; i++ {
				b.WriteString(piece(i))
			}
			b.WriteString("</r>")
			src := b.Bytes()
			if used, limit := uint64(len(src))+allocated(src), uint64(10*len(src)+32<<20); used > limit {
				t.Errorf("%s, %d MB: %d MB", name, size>>20, used>>20)
			}
		}
	}
}

func hostileShapes() map[string]func(i int) string {
	same := func(s string) func(int) string { return func(int) string { return s } }
	return map[string]func(int) string{
		"empty elements":          same("<a/>"),
		"elements and texts":      same("<a/>x"),
		"elements around texts":   same("<a>x</a>x"),
		"comments":                same("<!---->x"),
		"instructions":            same("<?a?>x"),
		"CDATA full of <":         same("<![CDATA[" + strings.Repeat("<", 100) + "]]>"),
		"references":              same("&lt;"),
		"carriage returns":        same("\r"),
		"line feeds":              same("\n"),
		"the same attribute":      same(`<a b=""/>`),
		"many attributes":         same("<a" + attributes(900, 0) + "/>"),
		"ever other attributes":   func(i int) string { return "<a" + attributes(900, i*900) + "/>" },
		"ever other elements":     func(i int) string { return fmt.Sprintf("<a%x/>", i) },
		"ever other declarations": func(i int) string { return fmt.Sprintf("<a xmlns:b%x='%x'/>", i, i) },
		"ever other defaults":     func(i int) string { return fmt.Sprintf("<a xmlns='%x'/>", i) },
		"declarations":            same("<a" + strings.ReplaceAll(attributes(250, 0), " ", " xmlns:") + "/>"),
		"Ids":                     func(i int) string { return fmt.Sprintf("<a id='%x'/>", i) },
	}
}

func attributes(n, from int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, " a%x='u'", from+i)
	}
	return b.String()
}
