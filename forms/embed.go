package forms

import (
	"embed"
	"io/fs"
)

//go:embed catalogue
var embedded embed.FS

// Embedded returns the catalogue built into the program.
func Embedded() (*Catalogue, error) { return EmbeddedWith() }

// EmbeddedWith returns the built-in catalogue and an office's own forms beside
// it, which may import its shared schemas.
func EmbeddedWith(own ...fs.FS) (*Catalogue, error) {
	sub, err := fs.Sub(embedded, "catalogue")
	if err != nil {
		return nil, err
	}
	return Load(append([]fs.FS{sub}, own...)...)
}
