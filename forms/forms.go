// Package forms holds the catalogue of document types (wzory): it says which
// Form a document is, what is wrong with it, and what its policy asks for.
package forms

import (
	"io/fs"

	"okienko/forms/xsd"
	"okienko/xades/xmltree"
)

// Problem is one fault of a document: stable code, place, and the arguments of
// its sentence. It is the validator's own type.
type Problem = xsd.Problem

// Form is one version of a document type.
type Form struct {
	Name      string            // folder name: "pismo-ogolne"
	Version   string            // folder name: "4566"
	Namespace string            // of the root element
	Root      string            // local name of the root element
	Title     map[string]string // by language: pl, en, uk
	Labels    map[string]string // element path without indexes ("Dokument/TrescDokumentu/Tytul") -> Polish label
	Policy    Policy

	Schema    *xsd.Schema
	SchemaXSD []byte // schema.xsd as published
	SampleXML []byte // sample.xml, nil for a shared schema
}

// Policy is what an office asks of letters of a form.
type Policy struct {
	Signers         []string `json:"signers"`                // accepted kinds of xades.Kind: "qualified", "trusted-profile", "personal", "advanced"; empty = any trusted
	Department      string   `json:"department"`             // id of the department that gets it
	DueDays         int      `json:"due_days"`               // answer within so many days; 0 = see DueMonths
	DueMonths       int      `json:"due_months"`             // KPA 35 §3
	Attachments     []string `json:"required_attachments"`   // texts (pl) of what must be attached; the document needs at least that many attachments
	MaxSignatureAge int      `json:"max_signature_age_days"` // 0 = any age
	OldSignature    string   `json:"old_signature"`          // "flag" (default) or "refuse"
	Addressee       string   `json:"addressee"`              // path to the element that names the addressee; "" = form names none
}

// Catalogue is a set of forms, looked up by root name and namespace.
type Catalogue struct{ impl }

type impl struct{}

// Embedded returns the catalogue built into the program.
func Embedded() (*Catalogue, error) { panic("room forms") }

// Load reads folders form/version from a file system; a broken form is an error that names it.
func Load(fsys fs.FS) (*Catalogue, error) { panic("room forms") }

// Match returns the form of a document's root element; ok is false when unknown.
func (c *Catalogue) Match(root xmltree.Node) (f *Form, ok bool) { panic("room forms") }

// Forms lists all forms that can be posted, by name and version.
func (c *Catalogue) Forms() []*Form { panic("room forms") }

// File returns a published file: "pismo-ogolne", "4566", "schema.xsd" or
// "sample.xml"; shared schemas ("struktura", "2009-11-16") too.
func (c *Catalogue) File(form, version, name string) (data []byte, ok bool) { panic("room forms") }

// Validate checks the element (what the signature covers) against the schema,
// check digits, dates and attachments. ds:Signature children of the root are
// passed over. No problems: nil.
func (f *Form) Validate(root xmltree.Node) []Problem { panic("room forms") }

// Attachment is a str:Zalacznik of a document.
type Attachment struct {
	Name, MIME string
	Encoding   string // base64 or URI
	Node       xmltree.Node
}

// Attachments lists the attachments of a document.
func Attachments(root xmltree.Node) []Attachment { panic("room forms") }

// Addressee is the body a document names as its addressee.
type Addressee struct {
	Name, REGON, NIP, Other string
	Node                    xmltree.Node
}

// Addressees lists the institutions named where Policy.Addressee says.
func (f *Form) Addressees(root xmltree.Node) []Addressee { panic("room forms") }

// Subject returns the title a letter carries (Tytul, else the form's title).
func (f *Form) Subject(root xmltree.Node) string { panic("room forms") }
