package locale

import (
	"embed"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

//go:embed texts
var textFiles embed.FS

// texts are the compiled sentences of one language.
type texts struct {
	lang    Lang
	reasons map[string][2]sentence // message, remedy
	pages   map[string]sentence
}

// pageFiles hold the words of the pages: people.json those of accounts, trusted
// profiles, signing and the mails about them, pages.json all others.
var pageFiles = []string{"pages.json", "people.json"}

var tables = mustLoad()

// table returns the texts of a language, Polish for one that is not ours.
func table(l Lang) *texts {
	if t, ok := tables[l]; ok {
		return t
	}
	return tables[Polish]
}

func mustLoad() map[Lang]*texts {
	all := make(map[Lang]*texts)
	for _, l := range Languages() {
		t, err := load(l)
		if err != nil {
			panic(err) // the files are compiled in; the tests load them first
		}
		all[l] = t
	}
	return all
}

func load(l Lang) (*texts, error) {
	var reasons map[string][2]string
	if err := read(l, "reasons.json", &reasons); err != nil {
		return nil, err
	}
	pages := make(map[string]string)
	for _, name := range pageFiles {
		if err := read(l, name, &pages); err != nil { // adds to what is there
			return nil, err
		}
	}
	t := &texts{lang: l, reasons: make(map[string][2]sentence), pages: make(map[string]sentence)}
	for code, pair := range reasons {
		message, err := compile(pair[0])
		if err != nil {
			return nil, fmt.Errorf("locale: %s: message of %s: %w", l, code, err)
		}
		remedy, err := compile(pair[1])
		if err != nil {
			return nil, fmt.Errorf("locale: %s: remedy of %s: %w", l, code, err)
		}
		t.reasons[code] = [2]sentence{message, remedy}
	}
	for key, text := range pages {
		s, err := compile(text)
		if err != nil {
			return nil, fmt.Errorf("locale: %s: %s: %w", l, key, err)
		}
		t.pages[key] = s
	}
	return t, nil
}

func read(l Lang, name string, into any) error {
	data, err := textFiles.ReadFile("texts/" + string(l) + "/" + name)
	if err != nil {
		return fmt.Errorf("locale: %w", err)
	}
	if err := json.Unmarshal(data, into); err != nil {
		return fmt.Errorf("locale: %s/%s: %w", l, name, err)
	}
	return nil
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
