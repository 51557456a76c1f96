package xpath

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"okienko/xades/xmltree"
)

// TestTreeMemory: numbering a document, refused or not, takes no more memory than
// the document is worth, whatever namespaces stand around its elements.
func TestTreeMemory(t *testing.T) {
	var many strings.Builder
	for i := range 200 {
		fmt.Fprintf(&many, ` xmlns:n%d="u:%d"`, i, i)
	}
	for name, c := range map[string]struct {
		text string
		err  error
	}{
		"texts":                    {"<r>" + strings.Repeat("<e>0123456789</e>", 100_000) + "</r>", nil},
		"many namespaces in scope": {"<r" + many.String() + ">" + strings.Repeat("<e>0</e>", 100_000) + "</r>", ErrTooMany},
		"declared on each element": {"<r" + many.String() + ">" + strings.Repeat(`<e xmlns:x="u"/>`, 100_000) + "</r>", ErrTooMany},
	} {
		doc, err := xmltree.Parse([]byte(c.text), xmltree.Options{})
		if err != nil {
			t.Fatal(err)
		}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err = NewTree(doc, func(int) error { return nil })
		runtime.ReadMemStats(&after)
		if !errors.Is(err, c.err) {
			t.Errorf("%s: %v, want %v", name, err, c.err)
		}
		took, most := int(after.TotalAlloc-before.TotalAlloc), memoryFactor*len(c.text)+2*memoryFloor
		if took > most {
			t.Errorf("%s: %d KB for %d KB", name, took>>10, len(c.text)>>10)
		}
	}
}
