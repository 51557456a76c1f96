package main

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"okienko/inbox/locale"
	"okienko/xades"
	"okienko/xades/asic"
)

// printContents says which files a container holds and who signed each.
func printContents(w io.Writer, lang locale.Lang, c *asic.Contents) {
	if c == nil {
		return
	}
	for _, o := range c.Objects {
		by := strings.Join(o.CoveredBy, ", ")
		if by == "" {
			by = "-"
		}
		fmt.Fprintf(w, "  %q (%d): %s: %s\n", o.Name, o.Size, locale.Text(lang, "verify.covered-by"), by)
	}
}

// filesOf names the files of a container by their base names.
func filesOf(names []string, contents []xades.Content) []asic.File {
	files := make([]asic.File, len(names))
	for i, name := range names {
		files[i] = asic.File{Name: filepath.Base(name), Data: contents[i].Data}
	}
	return files
}
