package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"

	"okienko/forms"
	"okienko/forms/compose"
	"okienko/inbox/config"
	"okienko/inbox/locale"
)

// The codes of findings that take more than the form to see.
const (
	codeFillable   = "catalogue.fillable"   // no document can be made of the form page by page
	codeDepartment = "catalogue.department" // the office has no such department
)

// formReport is one line of --json.
type formReport struct {
	Form     string        `json:"form"`
	Valid    bool          `json:"valid"`
	Findings []formFinding `json:"findings"`
}

type formFinding struct {
	File    string `json:"file"`
	Line    int    `json:"line"`
	Column  int    `json:"column"`
	Path    string `json:"path"`
	Code    string `json:"code"`
	Message string `json:"message"`
	Warning bool   `json:"warning"`
}

func runFormCheck(e env, args []string) error {
	flags := newFlags("form check")
	configFile := flags.String("config", "", "configuration whose departments the forms must name; without DIR, whose forms_dir is looked at")
	asJSON := flags.Bool("json", false, "one JSON object per line and form")
	dirs, err := parseArgs(e, flags, args)
	if err != nil {
		return err
	}
	var cfg config.Config
	if *configFile != "" {
		if cfg, err = config.Load(*configFile); err != nil {
			return err
		}
		if len(dirs) == 0 && cfg.FormsDir != "" {
			dirs = []string{cfg.FormsDir}
		}
	}
	switch {
	case len(dirs) == 0 && *configFile != "":
		return usagef("%s names no forms_dir: name a folder of forms, or that of a form", *configFile)
	case len(dirs) == 0:
		return usagef("name a folder of forms, or that of a form")
	}
	return checkForms(e, cfg, dirs, *asJSON)
}

func checkForms(e env, cfg config.Config, dirs []string, asJSON bool) error {
	valid := true
	for _, dir := range dirs {
		folder, err := folderOf(dir)
		if err != nil {
			return err
		}
		found, made, err := folder.check()
		if err != nil {
			return err
		}
		for _, f := range made {
			found = append(found, checkMade(f, cfg)...)
		}
		for _, r := range reportForms(e.lang, found, made) {
			printFormReport(e.stdout, r, asJSON)
			valid = valid && r.Valid
		}
	}
	if !valid {
		return errNo
	}
	return nil
}

// checkMade finds what takes other rooms to see: whether pages can be made of
// the form, and whether the office has its department.
func checkMade(f *forms.Form, cfg config.Config) (found []forms.Finding) {
	at := forms.Finding{Form: f.Name + "/" + f.Version, File: "form.json"}
	if _, _, err := compose.New(f, nil, nil, sampleKnown()).Document(); err != nil {
		at.Code, at.Message = codeFillable, err.Error()
		found = append(found, at)
	}
	known := slices.ContainsFunc(cfg.DepartmentSections, func(d config.Department) bool { return d.ID == f.Policy.Department })
	if len(cfg.DepartmentSections) > 0 && !known {
		at.Code, at.Message = codeDepartment, fmt.Sprintf("policy.department: the office has no department %q", f.Policy.Department)
		found = append(found, at)
	}
	return found
}

// reportForms sorts findings by form. A form without any is reported as sound.
func reportForms(lang locale.Lang, found []forms.Finding, made []*forms.Form) []formReport {
	reports := map[string]*formReport{}
	report := func(name string) *formReport {
		if reports[name] == nil {
			reports[name] = &formReport{Form: name, Valid: true, Findings: []formFinding{}}
		}
		return reports[name]
	}
	for _, f := range made {
		report(f.Name + "/" + f.Version)
	}
	for _, f := range found {
		r := report(f.Form)
		r.Valid = r.Valid && f.Warning
		r.Findings = append(r.Findings, toFormFinding(lang, f))
	}
	list := make([]formReport, 0, len(reports))
	for _, r := range reports {
		list = append(list, *r)
	}
	slices.SortFunc(list, func(a, b formReport) int { return cmp.Compare(a.Form, b.Form) })
	return list
}

func toFormFinding(lang locale.Lang, f forms.Finding) formFinding {
	out := formFinding{File: f.File, Code: f.Code, Message: f.Message, Warning: f.Warning}
	if f.Problem != nil {
		p := toProblem(lang, *f.Problem)
		out.Line, out.Column, out.Path, out.Message = p.Line, p.Column, p.Path, p.Message
	}
	return out
}

func printFormReport(w io.Writer, r formReport, asJSON bool) {
	if asJSON {
		printJSON(w, r)
		return
	}
	for _, f := range r.Findings {
		place := f.File
		if r.Form != "" && f.File != "" {
			place = r.Form + "/" + f.File
		}
		if f.Line > 0 {
			place = fmt.Sprintf("%s:%d:%d", place, f.Line, f.Column)
		}
		kind := ""
		if f.Warning {
			kind = "warning: "
		}
		fmt.Fprintf(w, "%s: %s%s [%s] %s\n", cmp.Or(place, r.Form), kind, printable(f.Message), f.Code, printable(f.Path))
	}
	if r.Valid {
		fmt.Fprintf(w, "%s: OK\n", r.Form)
	}
}
