package forms

import (
	"embed"
	"io/fs"
)

//go:embed catalogue
var embedded embed.FS

// Embedded returns the catalogue built into the program.
func Embedded() (*Catalogue, error) {
	sub, err := fs.Sub(embedded, "catalogue")
	if err != nil {
		return nil, err
	}
	return Load(sub)
}
