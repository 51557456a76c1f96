package main

import (
	"fmt"
	"path/filepath"
	"strings"

	"okienko/inbox/locale"
	"okienko/xades"
	"okienko/xades/asic"
)

// containerVerification is one line of --json for a container.
type containerVerification struct {
	File string `json:"file"`
	*asic.Report
}

// verifyContainer judges a container and prints the answer.
func verifyContainer(e env, file string, data []byte, opt xades.VerifyOptions, asJSON bool) (passed bool, err error) {
	report, err := asic.Verify(data, opt)
	if err != nil {
		return false, fmt.Errorf("%s: %w", file, err)
	}
	if asJSON {
		printJSON(e.stdout, containerVerification{file, report})
	} else {
		printContainer(e, file, report)
	}
	return report.Verdict == xades.TotalPassed, nil
}

// printContainer says in words what the container holds, then who signed it.
func printContainer(e env, file string, report *asic.Report) {
	flat := &xades.Report{Reasons: report.Reasons, Verdict: report.Verdict}
	for _, s := range report.Signatures {
		flat.Signatures = append(flat.Signatures, s.Signature)
	}
	printReport(e.stdout, e.lang, file, flat)
	if report.Container == nil {
		return
	}
	for _, o := range report.Container.Objects {
		by := strings.Join(o.CoveredBy, ", ")
		if by == "" {
			by = "-"
		}
		fmt.Fprintf(e.stdout, "  %q (%d): %s: %s\n", o.Name, o.Size, locale.Text(e.lang, "verify.covered-by"), by)
	}
}

// containerOf makes a container of the files, each under its base name.
func containerOf(files []string, contents []xades.Content, opt xades.SignOptions) ([]byte, error) {
	objects := make([]asic.File, len(files))
	for i, file := range files {
		objects[i] = asic.File{Name: filepath.Base(file), Data: contents[i].Data}
	}
	return asic.Create(objects, opt)
}
