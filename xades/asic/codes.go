package asic

import (
	"fmt"

	"okienko/xades"
)

// The codes this package adds to those of xades. Texts for people stand in inbox/locale.
const (
	CodeZip        = "container.zip"         // no zip file, or one that can be read in several ways (args: name)
	CodeLimit      = "container.limit"       // too many, too large or too much compressed (args: name)
	CodeName       = "container.name"        // a name that is not relative and plain, or stands twice (args: name)
	CodeMimetype   = "container.mimetype"    // the file mimetype is absent, misplaced or names another type
	CodeManifest   = "container.manifest"    // META-INF/manifest.xml differs from the content (args: name)
	CodeObjects    = "container.objects"     // not the files a container of its type holds
	CodeSignatures = "container.signatures"  // a file of signatures that is none (args: name)
	CodeNotCovered = "container.not-covered" // a data object that is not signed (args: name, count)
	CodeNotJudged  = "container.not-judged"  // in META-INF something that is not judged (args: name)
)

// Codes lists every code, for tests that look for a text in every language.
func Codes() []string {
	return []string{CodeZip, CodeLimit, CodeName, CodeMimetype, CodeManifest, CodeObjects, CodeSignatures, CodeNotCovered, CodeNotJudged}
}

// Error says why a container is not read.
type Error struct {
	Code   string
	Name   string // of the entry; "" for the container
	Detail string // English, for integrators and logs
}

func (e *Error) Error() string {
	if e.Name == "" {
		return e.Code + ": " + e.Detail
	}
	return fmt.Sprintf("%s: %q: %s", e.Code, e.Name, e.Detail)
}

func zipError(format string, args ...any) error {
	return &Error{Code: CodeZip, Detail: fmt.Sprintf(format, args...)}
}

func newReason(code, name, detail string) xades.Reason {
	r := xades.Reason{Code: code, Detail: detail}
	if name != "" {
		r.Args = map[string]string{"name": name}
	}
	return r
}

// maxReasons of a container are told; a thousand of a kind help nobody.
const maxReasons = 64

// add takes a fault of a container that can be read; atBest is what the verdict
// can still be.
func (c *Container) add(atBest xades.Indication, r xades.Reason) {
	c.verdict = worse(c.verdict, atBest)
	if len(c.reasons) < maxReasons {
		c.reasons = append(c.reasons, r)
	}
}

func (c *Container) find(atBest xades.Indication, code, name, detail string) {
	c.add(atBest, newReason(code, name, detail))
}

func (c *Container) note(code, name, detail string)  { c.find(xades.TotalPassed, code, name, detail) }
func (c *Container) doubt(code, name, detail string) { c.find(xades.Indeterminate, code, name, detail) }
func (c *Container) fail(code, name, detail string)  { c.find(xades.TotalFailed, code, name, detail) }

// worse returns the worse of two indications.
func worse(a, b xades.Indication) xades.Indication {
	for _, bad := range []xades.Indication{xades.TotalFailed, xades.Indeterminate} {
		if a == bad || b == bad {
			return bad
		}
	}
	return xades.TotalPassed
}
