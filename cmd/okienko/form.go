package main

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"okienko/forms"
)

var formCommand = command{
	name:    "form",
	usage:   "check [--config FILE] [--json] DIR... | new --schema FILE.xsd --root NAME [--department ID] DIR",
	summary: "says what is wrong with forms before they go live; makes a form of a schema in DIR, a folder FORM/VERSION",
	run:     runForm,
}

func runForm(_ context.Context, e env, args []string) error {
	if len(args) > 0 {
		switch args[0] {
		case "check":
			return runFormCheck(e, args[1:])
		case "new":
			return runFormNew(e, args[1:])
		}
	}
	return usagef("the word after form is check or new")
}

// formFolder is a folder of forms, or that of one form in it.
type formFolder struct {
	root  string // holds folders FORM/VERSION
	below string // "." for all of them
}

// folderOf tells one form's folder from a folder of forms by what stands in it.
func folderOf(dir string) (formFolder, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return formFolder{}, err
	}
	if info, err := os.Stat(abs); err != nil {
		return formFolder{}, err
	} else if !info.IsDir() {
		return formFolder{}, fmt.Errorf("%s is no folder", dir)
	}
	for _, file := range []string{"form.json", "schema.xsd", "sample.xml"} {
		if _, err := os.Stat(filepath.Join(abs, file)); err == nil {
			return oneForm(abs), nil
		}
	}
	return formFolder{root: abs, below: "."}, nil
}

func oneForm(abs string) formFolder {
	form := filepath.Dir(abs)
	return formFolder{root: filepath.Dir(form), below: filepath.Base(form) + "/" + filepath.Base(abs)}
}

func (f formFolder) fs() fs.FS { return os.DirFS(f.root) }

func (f formFolder) check() ([]forms.Finding, []*forms.Form, error) {
	return forms.Check(f.fs(), f.below)
}
