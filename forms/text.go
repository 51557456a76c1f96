package forms

import "encoding/json"

// Text is a sentence by language: "pl", and "en" and "uk" where somebody wrote
// them. In form.json it is an object, or a string that is the Polish text.
type Text map[string]string

// In returns the text in a language, or else the Polish one, and which of the
// two languages it is: a page marks text that is not in its own language.
func (t Text) In(language string) (text, actual string) {
	if text = t[language]; text != "" {
		return text, language
	}
	return t["pl"], "pl"
}

// UnmarshalJSON reads either of the two ways to write a text.
func (t *Text) UnmarshalJSON(data []byte) error {
	var polish string
	if json.Unmarshal(data, &polish) == nil {
		*t = Text{"pl": polish}
		return nil
	}
	var all map[string]string
	if err := json.Unmarshal(data, &all); err != nil {
		return err
	}
	*t = all
	return nil
}
