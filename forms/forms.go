// Package forms holds the catalogue of document types (wzory): it says which
// Form a document is, what is wrong with it, and what its policy asks for.
//
// A form is data: a folder of catalogue/ with form.json (titles, policy,
// labels), schema.xsd and sample.xml. What the schema cannot say — check
// digits, days of the calendar, whether a file is what it claims to be — is
// checked here, for every form alike.
package forms

import "okienko/forms/xsd"

// Problem is one fault of a document: stable code, place, and the arguments of
// its sentence. It is the validator's own type.
type Problem = xsd.Problem

// Form is one version of a document type.
type Form struct {
	Name      string          // folder name: "pismo-ogolne"
	Version   string          // folder name: "4566"
	Namespace string          // of the root element
	Root      string          // local name of the root element
	Title     Text            // in all three languages
	Labels    map[string]Text // element path without indexes ("Dokument/TrescDokumentu/Tytul"), or its end ("Tytul") -> label; read through Label and LabelIn
	Policy    Policy
	Guide     Guide

	Schema    *xsd.Schema
	SchemaXSD []byte // schema.xsd as published
	SampleXML []byte // sample.xml
}

// Guide is what a person who is to fill in the form is told and asked, beside
// what the schema says. Keys that are paths are read as those of Labels.
type Guide struct {
	Matter     string              `json:"matter"`      // group of the form in the list of forms: "Sprawy obywatelskie"
	MatterText Text                `json:"matter_text"` // the group in each language
	Summary    Text                `json:"summary"`     // what the form is for, one or two sentences
	Needs      []Text              `json:"needs"`       // what to have at hand
	Fee        Text                `json:"fee"`         // what it costs; empty: nothing is said
	ValidFrom  string              `json:"valid_from"`  // YYYY-MM-DD; "" = always. Letters signed before are refused
	ValidUntil string              `json:"valid_until"` // last day, YYYY-MM-DD; "" = no end. Letters signed until then stay valid
	Pages      []GuidePage         `json:"pages"`       // in order; empty: a page for each part of the content
	Questions  map[string]Question `json:"questions"`   // by path
	Words      []Text              `json:"words"`       // further words to find the form by
}

// GuidePage is a page of questions.
type GuidePage struct {
	ID     string   `json:"id"`
	Title  Text     `json:"title"`
	Fields []string `json:"fields"` // paths of elements from the root, in order; each with all it holds, but for what other pages name
}

// Question is what the overlay says of one element or attribute.
type Question struct {
	Hint     Text            `json:"hint"`
	Hidden   bool            `json:"hidden"`   // never asked, nor what stands below it: written with Value, or left out where the schema allows it
	Value    string          `json:"value"`    // the answer before anybody gives one; names in braces stand for what is known: "{person.pesel}", see Known
	Choice   string          `json:"choice"`   // of an element that holds a choice: what the alternative taken begins with; nobody is asked which
	Required bool            `json:"required"` // to be answered although the schema lets it be left out
	Times    int             `json:"times"`    // how often an element that may repeat is asked; 0: as often as people add it
	Long     bool            `json:"long"`     // several lines
	Purpose  string          `json:"purpose"`  // of HTML's autocomplete: "given-name"
	Options  map[string]Text `json:"options"`  // labels of enumerated values; of a choice, by the name of the element an alternative begins with
}

// Policy is what an office asks of letters of a form.
type Policy struct {
	Signers         []string `json:"signers"`                // accepted kinds of xades.Kind: "qualified", "trusted-profile", "personal", "advanced"; empty = any trusted
	Department      string   `json:"department"`             // id of the department that gets it
	DueDays         int      `json:"due_days"`               // answer within so many days; 0 = see DueMonths
	DueMonths       int      `json:"due_months"`             // KPA 35 §3
	DueBasis        Text     `json:"due_basis"`              // where the law says so: "art. 35 § 3 Kodeksu postępowania administracyjnego"
	Attachments     []string `json:"required_attachments"`   // texts (pl) of what must be attached; the document needs at least that many attachments
	MaxSignatureAge int      `json:"max_signature_age_days"` // 0 = any age
	OldSignature    string   `json:"old_signature"`          // "flag" (default) or "refuse"
	Addressee       string   `json:"addressee"`              // path to the element that names the addressee; "" = form names none
}

// The namespaces of the shared CRD schemas, and of XML Signature.
const (
	nsStruktura  = "http://crd.gov.pl/xml/schematy/struktura/2009/11/16/"
	nsMeta       = "http://crd.gov.pl/xml/schematy/meta/2009/11/16/"
	nsOsoba      = "http://crd.gov.pl/xml/schematy/osoba/2009/11/16/"
	nsInstytucja = "http://crd.gov.pl/xml/schematy/instytucja/2009/11/16/"
	nsSignature  = "http://www.w3.org/2000/09/xmldsig#"
)
