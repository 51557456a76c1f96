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
	Name      string            // folder name: "pismo-ogolne"
	Version   string            // folder name: "4566"
	Namespace string            // of the root element
	Root      string            // local name of the root element
	Title     map[string]string // by language: pl, en, uk
	Labels    map[string]string // element path without indexes ("Dokument/TrescDokumentu/Tytul"), or its end ("Tytul") -> Polish label; read through Label
	Policy    Policy

	Schema    *xsd.Schema
	SchemaXSD []byte // schema.xsd as published
	SampleXML []byte // sample.xml
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

// The namespaces of the shared CRD schemas, and of XML Signature.
const (
	nsStruktura  = "http://crd.gov.pl/xml/schematy/struktura/2009/11/16/"
	nsMeta       = "http://crd.gov.pl/xml/schematy/meta/2009/11/16/"
	nsOsoba      = "http://crd.gov.pl/xml/schematy/osoba/2009/11/16/"
	nsInstytucja = "http://crd.gov.pl/xml/schematy/instytucja/2009/11/16/"
	nsSignature  = "http://www.w3.org/2000/09/xmldsig#"
)
