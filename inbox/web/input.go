package web

import (
	"okienko/inbox/locale"
)

// Input is a text field of a form, with all that belongs to it, as the template
// "input" writes it.
type Input struct {
	ID, Label, Hint, Fault string
	Type                   string // "" = text
	Value                  string // never a password or a code
	Autocomplete           string // WCAG 1.3.5
	InputMode              string
}

// Input returns the view over a field. Its label is the sentence of key, its hint
// that of key with "-hint", where there is one. attributes are name, value, name,
// value, with the names type, value, autocomplete and inputmode.
func (v View) Input(id, key string, attributes ...string) View {
	field := Input{ID: id, Label: v.T(key), Fault: v.Error(id)}
	if locale.HasText(key + "-hint") {
		field.Hint = v.T(key + "-hint")
	}
	for i := 0; i+1 < len(attributes); i += 2 {
		switch value := attributes[i+1]; attributes[i] {
		case "type":
			field.Type = value
		case "value":
			field.Value = value
		case "autocomplete":
			field.Autocomplete = value
		case "inputmode":
			field.InputMode = value
		default:
			panic("web: no such attribute of an input: " + attributes[i]) // a template is wrong
		}
	}
	return v.With(field)
}
