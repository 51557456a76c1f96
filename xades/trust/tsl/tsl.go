// Package tsl reads trusted lists (ETSI TS 119 612) and answers whether a
// trust service was granted, and a certificate qualified, at a time (ETSI TS
// 119 615).
//
// It reads what a list says; who signed the list is for xades.VerifyTrustedList
// to judge. It never dials: lists come as bytes, pointers are only told.
package tsl

import (
	"time"
)

// List is one trusted list, or a list of the lists (TS 119 612 5.2, 5.3).
type List struct {
	Version    int
	Sequence   int64
	Type       string // URI, such as TypeEU
	Operator   Names  // who issues the list
	Scheme     Names
	Territory  string // ISO 3166 code, EU for the list of the lists
	Issued     time.Time
	NextUpdate time.Time // zero: the list is closed, no further one will come
	Pointers   []Pointer
	Providers  []Provider
}

// Pointer leads to another list and says whose signature that list must bear
// (TS 119 612 5.3.13).
type Pointer struct {
	Location  string
	Territory string
	Type      string
	MimeType  string
	Operator  Names
	Signers   []Certificate
}

// Provider is a trust service provider with its services (TS 119 612 5.4).
type Provider struct {
	Name      Names
	TradeName Names
	Services  []Service
}

// Service is one listed service (TS 119 612 5.5, 5.6). Its present state is
// but the newest of its history.
type Service struct {
	Identity Identity
	States   []State // newest first, never empty
}

// State is what a list says of a service from one moment on.
type State struct {
	Since  time.Time
	Type   string // URI, such as ServiceQualifiedCertificates
	Status string // URI, such as StatusGranted
	Name   Names
	// Uses are the URIs of AdditionalServiceInformation, such as ForSignatures.
	Uses           []string
	Qualifications []Qualification
	TakenOverBy    *TakenOver // nil: nobody
	// Unknown names the critical extensions that this package cannot process;
	// nothing may be concluded from a state that has one (TS 119 612 5.5.9).
	Unknown []string
}

// TakenOver names the provider that has taken a service over (TS 119 612 5.5.9.3).
type TakenOver struct {
	Provider  Names
	Operator  Names
	Territory string
	URI       string
}

// Text is a text in one language.
type Text struct {
	Lang string // BCP 47, as written in the list
	Text string
}

// Names is a text in several languages.
type Names []Text

// In returns the text in a language, or the first there is.
func (n Names) In(lang string) string {
	for _, t := range n {
		if t.Lang == lang {
			return t.Text
		}
	}
	if len(n) == 0 {
		return ""
	}
	return n[0].Text
}
