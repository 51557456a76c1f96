package receipt

import (
	"embed"
	"fmt"
	"time"

	"github.com/beevik/etree"

	"okienko/forms/xsd"
	"okienko/inbox"
	"okienko/xades"
	"okienko/xades/xmltree"
)

//go:embed upo.xsd refusal.xsd
var schemas embed.FS

func compile(name string) (*xsd.Schema, error) {
	data, err := schemas.ReadFile(name)
	if err != nil {
		return nil, err
	}
	schema, problems, err := xsd.Compile([]xsd.Source{{Location: name, Data: data}}, nil)
	if err != nil {
		return nil, err
	}
	if len(problems) > 0 {
		return nil, fmt.Errorf("%s:%d:%d: %s", name, problems[0].Line, problems[0].Column, problems[0].Message)
	}
	return schema, nil
}

// subject is what a receipt speaks of: one document, by its octets.
type subject struct {
	receipt, document int32
	raw               []byte
	sha256            [32]byte
}

// issue signs a built document and lets nothing out that does not pass the
// checks any holder of the receipt can make.
func (i *Issuer) issue(kind inbox.ReceiptKind, of subject, made time.Time, doc *etree.Document, schema *xsd.Schema) (inbox.Receipt, error) {
	plain, err := doc.WriteToBytes()
	if err != nil {
		return inbox.Receipt{}, fmt.Errorf("receipt %d: %w", of.receipt, err)
	}
	signed, err := i.sign(plain, made, xades.Detached{URI: DocumentURI(of.document), Digest: of.sha256[:], MimeType: "text/xml"})
	if err != nil {
		return inbox.Receipt{}, fmt.Errorf("receipt %d: %w", of.receipt, err)
	}
	if err := i.check(of, made, signed, schema); err != nil {
		return inbox.Receipt{}, fmt.Errorf("receipt %d does not pass its own check: %w", of.receipt, err)
	}
	return inbox.Receipt{ID: of.receipt, Kind: kind, Document: of.document, Made: made, Bytes: signed}, nil
}

func (i *Issuer) sign(plain []byte, made time.Time, detached ...xades.Detached) ([]byte, error) {
	return xades.Sign(plain, xades.SignOptions{
		Signer:      i.seal.Signer,
		Certificate: i.seal.Certificate,
		Chain:       i.seal.Chain,
		Time:        made,
		Rand:        i.random,
		Detached:    detached,
	})
}

func (i *Issuer) check(of subject, made time.Time, signed []byte, schema *xsd.Schema) error {
	doc, err := xmltree.Parse(signed, xmltree.Options{})
	if err != nil {
		return err
	}
	if problems := schema.Validate(doc.Root(), xsd.ValidateOptions{}); len(problems) > 0 {
		return fmt.Errorf("%s: %s", problems[0].Path, problems[0].Message)
	}
	return i.passes(doc, made, func(uri string) ([]byte, bool) { return of.raw, uri == DocumentURI(of.document) })
}

// passes wants one signature, of the seal, with nothing to be said against it.
func (i *Issuer) passes(doc *xmltree.Document, made time.Time, content func(uri string) ([]byte, bool)) error {
	report, err := xades.Verify(doc, xades.VerifyOptions{Trust: i.anchors, At: made, Content: content})
	if err != nil {
		return err
	}
	if report.Verdict != xades.TotalPassed || len(report.Signatures) != 1 {
		return fmt.Errorf("signature: %s, %v", report.Verdict, firstReasons(report))
	}
	return nil
}

func firstReasons(report *xades.Report) []xades.Reason {
	if len(report.Signatures) == 0 {
		return report.Reasons
	}
	return report.Signatures[0].Reasons
}
