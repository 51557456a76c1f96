package forms

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"path"
	"slices"
	"strings"
	"time"

	"okienko/forms/xsd"
)

// overlay is form.json: what a schema cannot say.
type overlay struct {
	Root   string          `json:"root"`
	Title  Text            `json:"title"`
	Policy Policy          `json:"policy"`
	Labels map[string]Text `json:"labels"`
	Guide  Guide           `json:"guide"`
}

// form reads the form of a folder; the sample is not held against it yet.
func (lib library) form(dir string) (*Form, error) {
	over, err := readOverlay(lib.files[dir+"/"+formFile])
	if err != nil {
		return nil, fmt.Errorf("%s/%s: %w", dir, formFile, err)
	}
	if !lib.has(dir, sampleFile) {
		return nil, fmt.Errorf("%s/%s: missing", dir, sampleFile)
	}
	schema, err := lib.compile(dir)
	if err != nil {
		return nil, err
	}
	return lib.assemble(dir, over, schema)
}

func (lib library) assemble(dir string, over overlay, schema *xsd.Schema) (*Form, error) {
	published := lib.files[dir+"/"+schemaFile]
	ns, err := targetNamespace(published)
	if err != nil {
		return nil, fmt.Errorf("%s/%s: %w", dir, schemaFile, err)
	}
	over.Guide.Questions = merge(lib.questions, over.Guide.Questions)
	return &Form{
		Name: path.Dir(dir), Version: path.Base(dir), Namespace: ns, Root: over.Root,
		Title: over.Title, Labels: merge(lib.labels, over.Labels), Policy: over.Policy, Guide: over.Guide,
		Schema: schema, SchemaXSD: published, SampleXML: lib.files[dir+"/"+sampleFile],
	}, nil
}

func readOverlay(data []byte) (overlay, error) {
	over, err := decodeOverlay(data)
	if err != nil {
		return over, err
	}
	if faults := over.faults(); len(faults) > 0 {
		return over, faults[0]
	}
	return over, nil
}

func decodeOverlay(data []byte) (overlay, error) {
	var over overlay
	if err := decodeStrict(data, &over); err != nil {
		return over, err
	}
	if over.Policy.OldSignature == "" {
		over.Policy.OldSignature = "flag"
	}
	return over, nil
}

// faults lists what an overlay must not have, whatever its schema.
func (over overlay) faults() (faults []error) {
	if over.Root == "" {
		faults = append(faults, errors.New("root is empty"))
	}
	for _, lang := range languages() {
		if strings.TrimSpace(over.Title[lang]) == "" {
			faults = append(faults, fmt.Errorf("title has no %q", lang))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(over.Labels)) {
		if strings.TrimSpace(over.Labels[name]["pl"]) == "" {
			faults = append(faults, fmt.Errorf("label of %s is empty", name))
		}
	}
	return slices.Concat(faults, over.Guide.dayFaults(), over.Policy.faults(over.Root))
}

// languages are those a form speaks, Polish first.
func languages() []string { return []string{"pl", "en", "uk"} }

// dayFaults holds the days of validity to being days, in order.
func (g Guide) dayFaults() (faults []error) {
	for _, day := range []string{g.ValidFrom, g.ValidUntil} {
		if _, err := time.Parse(time.DateOnly, day); day != "" && err != nil {
			faults = append(faults, fmt.Errorf("guide: %q is no day such as 2026-01-31", day))
		}
	}
	if g.ValidUntil != "" && g.ValidUntil < g.ValidFrom {
		faults = append(faults, fmt.Errorf("guide: valid_until %s lies before valid_from %s", g.ValidUntil, g.ValidFrom))
	}
	return faults
}

// merge lays a form's own entries over those of the shared schemas.
func merge[T any](shared, own map[string]T) map[string]T {
	all := maps.Clone(shared)
	maps.Copy(all, own)
	return all
}

// decodeStrict reads one JSON value: a misspelt name is an error, not a default.
func decodeStrict(data []byte, into any) error {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(into); err != nil {
		return err
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return errors.New("more than one JSON value")
	}
	return nil
}
