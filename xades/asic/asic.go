// Package asic reads, verifies and makes containers of files with their XAdES
// signatures: ASiC-E, and ASiC-S with one file (ETSI EN 319 162-1).
//
// A container is read in memory, whole, and only where there is one way to read
// it: the central directory, the local headers and the order of the bytes must
// tell the same story. Nothing is ever written to disk.
package asic

import (
	"bytes"
	"slices"
	"strings"

	"okienko/xades"
)

// The media types of containers (EN 319 162-1 A.1).
const (
	TypeE = "application/vnd.etsi.asic-e+zip"
	TypeS = "application/vnd.etsi.asic-s+zip"
)

const (
	mimetypeName = "mimetype"
	metaFolder   = "META-INF/"
	manifestName = metaFolder + "manifest.xml"
)

// File is one file of a container.
type File struct {
	Name      string
	Data      []byte
	MediaType string // as META-INF/manifest.xml says it; "" when it does not
}

// Container is what was read. Nothing of it is verified.
type Container struct {
	Type       string   // TypeE or TypeS; without the file mimetype, TypeE
	Objects    []File   // the data objects, in the order they stand in
	Signatures []File   // META-INF/*signatures*.xml
	Unjudged   []string // what else META-INF holds: CAdES, time-stamps over files, anything

	files   []File            // every entry, in the order they stand in
	content map[string][]byte // the same by name
	reasons []xades.Reason    // faults that do not keep it from being read
	verdict xades.Indication  // at best, with these faults
}

// IsContainer reports whether data begins as zip files do and no XML can.
func IsContainer(data []byte) bool { return bytes.HasPrefix(data, []byte("PK")) }

// Open reads a container. An *Error says why it is none, or refuses one that
// readers could read in different ways or that is beyond the limits; lesser
// faults are told by Verify.
func Open(data []byte) (*Container, error) {
	entries, err := readDirectory(data)
	if err != nil {
		return nil, err
	}
	if err := checkNames(entries); err != nil {
		return nil, err
	}
	if err := checkSizes(entries, len(data)); err != nil {
		return nil, err
	}
	c := &Container{Type: TypeE, verdict: xades.TotalPassed, content: make(map[string][]byte, len(entries))}
	for _, e := range entries {
		if c.content[e.name], err = e.read(data); err != nil {
			return nil, err
		}
	}
	c.sort(entries)
	c.checkMimetype(entries)
	c.checkManifest()
	return c, nil
}

// sort says what each entry is (EN 319 162-1 4.3.3, 4.4.3).
func (c *Container) sort(entries []*entry) {
	for _, e := range entries {
		f := File{Name: e.name, Data: c.content[e.name]}
		c.files = append(c.files, f)
		inside, isMeta := strings.CutPrefix(e.name, metaFolder)
		switch {
		case strings.HasSuffix(e.name, "/") || e.name == mimetypeName || e.name == manifestName:
		case !isMeta:
			c.Objects = append(c.Objects, f)
		case !strings.Contains(inside, "/") && strings.Contains(inside, "signatures") && strings.HasSuffix(inside, ".xml"):
			c.Signatures = append(c.Signatures, f)
		default:
			c.Unjudged = append(c.Unjudged, e.name)
		}
	}
}

// checkMimetype judges the file that says what the container is
// (EN 319 162-1 A.1): first, stored, without extra field.
func (c *Container) checkMimetype(entries []*entry) {
	i := slices.IndexFunc(entries, func(e *entry) bool { return e.name == mimetypeName })
	if i < 0 {
		c.note(CodeMimetype, "", "there is no file mimetype")
		return
	}
	content := string(c.content[mimetypeName])
	if content != TypeE && content != TypeS {
		c.fail(CodeMimetype, "", "mimetype names no ASiC container")
		return
	}
	c.Type = content
	c.checkSimple()
	switch e := entries[i]; {
	case e.offset != 0:
		c.doubt(CodeMimetype, "", "mimetype is not the first file")
	case e.method != methodStore:
		c.doubt(CodeMimetype, "", "mimetype is compressed")
	case e.localExtra > 0:
		c.doubt(CodeMimetype, "", "mimetype has an extra field")
	}
}

// checkSimple judges the form of ASiC-S (EN 319 162-1 4.3.3): one data object,
// one document of signatures.
func (c *Container) checkSimple() {
	if c.Type != TypeS {
		return
	}
	if len(c.Objects) != 1 {
		c.fail(CodeObjects, "", "an ASiC-S container holds exactly one data object")
	}
	if len(c.Signatures) > 1 || len(c.Signatures) == 1 && c.Signatures[0].Name != metaFolder+"signatures.xml" {
		c.fail(CodeObjects, "", "an ASiC-S container holds its signatures in META-INF/signatures.xml")
	}
}
