package forms

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"okienko/forms/xsd"
)

// Draft begins the overlay of a schema that has none: its labels and options
// from the schema's documentation, a page for each part of the content, places
// for all three languages. The schema stands in dir ("form/version") of own. A
// refused schema gives problems and no form.
func Draft(own fs.FS, dir, root, department string) (f *Form, overlayJSON []byte, problems []Problem, err error) {
	builtin, err := fs.Sub(embedded, "catalogue")
	if err != nil {
		return nil, nil, nil, err
	}
	lib, err := readLibrary([]fs.FS{builtin})
	if err != nil {
		return nil, nil, nil, err
	}
	if err := lib.readShared(own, ""); err != nil {
		return nil, nil, nil, err
	}
	schema, problems, err := lib.judgeSchema(dir)
	if err != nil || len(problems) > 0 {
		return nil, nil, problems, err
	}
	namespace, err := targetNamespace(lib.files[dir+"/"+schemaFile])
	if err != nil {
		return nil, nil, nil, fmt.Errorf("%s/%s: %w: a form is known by its namespace", dir, schemaFile, err)
	}
	element, ok := schema.Element(namespace, root)
	if !ok {
		return nil, nil, nil, fmt.Errorf("%s/%s: there is no element %s", dir, schemaFile, root)
	}
	d := newDraft(lib, newPlaces(root, element), department)
	if overlayJSON, err = json.MarshalIndent(d, "", "  "); err != nil {
		return nil, nil, nil, err
	}
	over, err := readOverlay(overlayJSON)
	if err != nil {
		return nil, nil, nil, err
	}
	f, err = lib.assemble(dir, over, schema)
	return f, append(overlayJSON, '\n'), nil, err
}

// draft is an overlay as Draft writes it: only what there is to say.
type draft struct {
	Root   string          `json:"root"`
	Title  Text            `json:"title"`
	Policy Policy          `json:"policy"`
	Labels map[string]Text `json:"labels"`
	Guide  draftGuide      `json:"guide"`
}

type draftGuide struct {
	Matter     string                   `json:"matter"`
	MatterText Text                     `json:"matter_text"`
	Summary    Text                     `json:"summary"`
	Needs      []Text                   `json:"needs"`
	Fee        Text                     `json:"fee"`
	ValidFrom  string                   `json:"valid_from"`
	ValidUntil string                   `json:"valid_until"`
	Pages      []GuidePage              `json:"pages"`
	Questions  map[string]draftQuestion `json:"questions"`
	Words      []Text                   `json:"words"`
}

type draftQuestion struct {
	Options map[string]Text `json:"options"`
}

// addresseePath is where CRD documents name the body they are meant for.
const addresseePath = "DaneDokumentu/Adresaci/Podmiot/Instytucja"

func newDraft(lib library, root *place, department string) draft {
	title := noted(root.notes, lastStep(root.path))
	for _, lang := range languages() {
		if title[lang] == "" {
			title[lang] = title["pl"] // a form is listed in every language
		}
	}
	content := root.content()
	d := draft{
		Root: root.path, Title: title, Labels: map[string]Text{},
		Policy: Policy{
			Signers: []string{"qualified", "trusted-profile", "personal"}, Department: department, DueMonths: 1,
			DueBasis: Text{"pl": "", "en": "", "uk": ""}, Attachments: []string{}, OldSignature: "flag",
		},
		Guide: draftGuide{
			MatterText: Text{"pl": "", "en": "", "uk": ""}, Summary: noted(root.notes, ""), Fee: Text{"pl": "", "en": "", "uk": ""}, Needs: []Text{}, Words: []Text{},
			Pages: draftPages(content), Questions: map[string]draftQuestion{},
		},
	}
	root.all(func(p *place) {
		if p.path == root.path+"/"+addresseePath {
			d.Policy.Addressee = p.path
		}
	})
	d.addWords(lib, root, content)
	return d
}

// addWords gives every place of the content a label, and its options theirs,
// but for what the shared schemas name already.
func (d *draft) addWords(lib library, root, content *place) {
	count := map[string]int{} // how many places end so
	root.all(func(p *place) {
		for end := range endsOf(p.path) {
			count[end]++
		}
	})
	for _, part := range content.parts {
		part.all(func(p *place) {
			key := p.path
			for end := range endsOf(p.path) {
				if count[end] == 1 {
					key = end
				}
			}
			if _, known := lookup(lib.labels, p.path); !known && !p.preset.Fixed {
				d.Labels[key] = noted(slices.Concat(p.notes, p.typ.Documentation()), lastStep(p.path))
			}
			if options := p.optionWords(); len(options) > 0 {
				d.Guide.Questions[key] = draftQuestion{Options: options}
			}
		})
	}
}

func (p *place) optionWords() map[string]Text {
	if p.typ.Content() != xsd.TextContent {
		return nil
	}
	options := map[string]Text{}
	for _, v := range p.typ.Text().Enumeration() {
		options[v.Value] = noted(v.Documentation, v.Value)
	}
	return options
}

// content is the part of a document people answer questions for: in a CRD
// document its content, else all of it.
func (p *place) content() *place {
	if i := slices.IndexFunc(p.parts, func(part *place) bool { return lastStep(part.path) == "TrescDokumentu" }); i >= 0 {
		return p.parts[i]
	}
	return p
}

// draftPages makes a page for each part that has parts of its own, and one for
// single questions that follow each other.
func draftPages(content *place) (pages []GuidePage) {
	singles := false
	for _, part := range content.parts {
		switch {
		case part.preset.Fixed, strings.Contains(lastStep(part.path), "@") && part.optional:
		case part.leaf() && singles:
			last := &pages[len(pages)-1]
			last.Fields = append(last.Fields, part.path)
		default:
			name := lastStep(part.path)
			pages = append(pages, GuidePage{ID: pageName(name, pages), Title: noted(part.notes, name), Fields: []string{part.path}})
			singles = part.leaf()
		}
	}
	return pages
}

// pageName makes an id of an element's name that no page has yet.
func pageName(name string, taken []GuidePage) string {
	id := strings.Map(func(r rune) rune {
		switch {
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			return r
		}
		return -1
	}, name)
	if id == "" || slices.ContainsFunc(taken, func(p GuidePage) bool { return p.ID == id }) {
		id = strings.TrimPrefix(fmt.Sprintf("%s-%d", id, len(taken)+1), "-")
	}
	return id
}

// noted makes a text of documentation: the first line in each language; one
// without a language is Polish.
func noted(notes []xsd.Documentation, fallback string) Text {
	text := Text{"pl": "", "en": "", "uk": ""}
	for _, note := range notes {
		lang, _, _ := strings.Cut(note.Language, "-")
		if lang == "" {
			lang = "pl"
		}
		if current, ours := text[lang]; ours && current == "" {
			line, _, _ := strings.Cut(note.Text, "\n")
			text[lang] = strings.TrimSuffix(strings.TrimSpace(line), ".")
		}
	}
	if text["pl"] == "" {
		text["pl"] = fallback
	}
	return text
}

// endsOf yields the ends of a path, the whole first.
func endsOf(path string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for more := true; more && yield(path); {
			_, path, more = strings.Cut(path, "/")
		}
	}
}
