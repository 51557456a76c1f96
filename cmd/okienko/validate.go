package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"okienko/forms/xsd"
	"okienko/inbox"
	"okienko/inbox/locale"
	"okienko/xades/xmltree"
)

var validateCommand = command{
	name:    "validate",
	usage:   "--schema FILE.xsd [--schema …] [--json] [FILE...]",
	summary: "validates documents against an XML Schema; without FILE judges the schema",
	run:     runValidate,
}

// validation is one line of --json.
type validation struct {
	File     string    `json:"file"`
	Valid    bool      `json:"valid"`
	Problems []problem `json:"problems"`
}

type problem struct {
	Line    int    `json:"line"`
	Column  int    `json:"column"`
	Path    string `json:"path"`
	Code    string `json:"code"`
	Message string `json:"message"`
}

func runValidate(_ context.Context, e env, args []string) error {
	fs := newFlags("validate")
	var schemas list
	fs.Var(&schemas, "schema", "schema document; may stand several times")
	asJSON := fs.Bool("json", false, "one JSON object per line and file")
	files, err := parseArgs(e, fs, args)
	if err != nil {
		return err
	}
	if len(schemas) == 0 {
		return usagef("--schema is required")
	}
	schema, err := compileSchemas(e, schemas, *asJSON)
	if err != nil {
		return err
	}
	return validateFiles(e, schema, files, *asJSON)
}

// validateFiles prints one line per file, as verifyFiles does.
func validateFiles(e env, schema *xsd.Schema, files []string, asJSON bool) error {
	valid := true
	var failed error
	for _, file := range files {
		v, err := validateFile(e, schema, file)
		failed = errors.Join(failed, err)
		valid = valid && v.Valid
		printValidation(e.stdout, v, asJSON)
	}
	switch {
	case failed != nil:
		return failed
	case !valid:
		return errNo
	}
	return nil
}

// compileSchemas prints the problems of a refused schema and fails.
func compileSchemas(e env, names []string, asJSON bool) (*xsd.Schema, error) {
	var docs []xsd.Source
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		docs = append(docs, xsd.Source{Location: name, Data: data})
	}
	schema, problems, err := xsd.Compile(docs, localFiles)
	if err != nil {
		return nil, err
	}
	if len(problems) == 0 {
		return schema, nil
	}
	byFile := map[string]*validation{}
	var order []string
	for _, p := range problems {
		v := byFile[p.Document]
		if v == nil {
			v = &validation{File: p.Document}
			byFile[p.Document], order = v, append(order, p.Document)
		}
		v.Problems = append(v.Problems, toProblem(e.lang, p))
	}
	for _, name := range order {
		printValidation(e.stdout, *byFile[name], asJSON)
	}
	return nil, errors.New("the schema is refused")
}

// localFiles follows schemaLocation, an anyURI, to files beside the schema; it
// never leaves the disk.
func localFiles(_, location, base string) (xsd.Source, bool) {
	if location == "" || strings.Contains(location, "://") {
		return xsd.Source{}, false
	}
	path := filepath.FromSlash(location)
	if !filepath.IsAbs(path) {
		path = filepath.Join(filepath.Dir(base), path)
	}
	if plain, err := url.PathUnescape(path); err == nil && !isFile(path) {
		path = plain
	}
	if !isFile(path) {
		return xsd.Source{}, false
	}
	data, err := os.ReadFile(path)
	return xsd.Source{Location: path, Data: data}, err == nil
}

// isFile tells a file from what a schema must not make the command wait for or
// read without end: pipes, devices.
func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

func validateFile(e env, schema *xsd.Schema, file string) (validation, error) {
	data, err := readDocument(e, file)
	if err != nil {
		return validation{File: file, Problems: []problem{{Code: codeUnreadable, Message: err.Error()}}}, err
	}
	v := validation{File: file, Problems: []problem{}}
	doc, err := xmltree.Parse(data, xmltree.Options{KeepDuplicateIDs: true})
	if bad, ok := errors.AsType[*xmltree.Error](err); ok {
		message, _ := locale.Reason(e.lang, inbox.Reason{Code: bad.Code})
		v.Problems = append(v.Problems, problem{Line: bad.Line, Column: bad.Column, Code: bad.Code, Message: message + " (" + bad.Detail + ")"})
		return v, nil
	}
	for _, p := range schema.Validate(doc.Root(), xsd.ValidateOptions{}) {
		v.Problems = append(v.Problems, toProblem(e.lang, p))
	}
	v.Valid = len(v.Problems) == 0
	return v, nil
}

func toProblem(lang locale.Lang, p xsd.Problem) problem {
	args := map[string]string{"value": p.Value, "expected": strings.Join(p.Expected, ", ")}
	for k, v := range p.Args {
		args[k] = v
	}
	message := p.Message
	if lang != locale.English && locale.Has(p.Code) {
		message, _ = locale.Reason(lang, inbox.Reason{Code: p.Code, Args: args})
	}
	return problem{Line: p.Line, Column: p.Column, Path: p.Path, Code: p.Code, Message: message}
}

func printValidation(w io.Writer, v validation, asJSON bool) {
	if asJSON {
		printJSON(w, v)
		return
	}
	if v.Valid {
		fmt.Fprintf(w, "%s: OK\n", v.File)
		return
	}
	for _, p := range v.Problems {
		fmt.Fprintf(w, "%s:%d:%d: %s [%s] %s\n", v.File, p.Line, p.Column, printable(p.Message), p.Code, printable(p.Path))
	}
}

// printJSON writes one object on one line. The types of this package always
// marshal, so only a broken output can fail, and then nobody reads it.
func printJSON(w io.Writer, v any) {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(v)
}
