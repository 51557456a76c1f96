package render

import (
	"embed"
	"html/template"
)

//go:embed templates
var templateFiles embed.FS

// templates are compiled in: a broken one panics before the first test.
var templates = template.Must(template.ParseFS(templateFiles, "templates/*.html"))
