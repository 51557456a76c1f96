package render

import (
	"fmt"
	"strings"
)

// ID returns the id that the control of a field has on its page; of a field that
// is answered by several controls, the first one's. Different names have
// different ids, and an id needs no escape in a URL's fragment.
func ID(name string) string {
	var b strings.Builder
	b.WriteString("q-")
	for _, c := range name {
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9':
			b.WriteRune(c)
		case c == '/':
			b.WriteByte('-')
		default:
			fmt.Fprintf(&b, "_%x_", c)
		}
	}
	return b.String()
}
