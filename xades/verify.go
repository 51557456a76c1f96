package xades

import (
	"crypto"
	"time"

	"okienko/xades/trust"
	"okienko/xades/xmltree"
)

// VerifyOptions say what to believe. The zero value trusts nobody, knows no
// detached content and refuses to evaluate without At.
type VerifyOptions struct {
	Trust   trust.Config
	At      time.Time                               // validation time; required
	Key     crypto.PublicKey                        // used where a signature carries no certificate; never means trust
	Content func(uri string) (data []byte, ok bool) // detached content by Reference URI; nil: none. Nothing is ever fetched
}

// Verify judges every ds:Signature of the document. An error means that it
// could not evaluate; a bad signature is a verdict in the report.
func Verify(doc *xmltree.Document, opt VerifyOptions) (*Report, error) { panic("room xades") }
