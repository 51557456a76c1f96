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

//go:embed upp.xsd refusal.xsd
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

// issue signs a built document and lets nothing out that does not pass the
// checks any holder of the receipt can make.
func (i *Issuer) issue(kind inbox.ReceiptKind, f Facts, made time.Time, doc *etree.Document, schema *xsd.Schema) (inbox.Receipt, error) {
	plain, err := doc.WriteToBytes()
	if err != nil {
		return inbox.Receipt{}, fmt.Errorf("receipt %d: %w", f.ReceiptID, err)
	}
	signed, err := xades.Sign(plain, xades.SignOptions{
		Signer:      i.seal.Signer,
		Certificate: i.seal.Certificate,
		Chain:       i.seal.Chain,
		Time:        made,
		Rand:        i.random,
		Detached:    []xades.Detached{{URI: DocumentURI(f.Document), Digest: f.SHA256[:], MimeType: "text/xml"}},
	})
	if err != nil {
		return inbox.Receipt{}, fmt.Errorf("receipt %d: %w", f.ReceiptID, err)
	}
	if err := i.check(f, made, signed, schema); err != nil {
		return inbox.Receipt{}, fmt.Errorf("receipt %d does not pass its own check: %w", f.ReceiptID, err)
	}
	return inbox.Receipt{ID: f.ReceiptID, Kind: kind, Document: f.Document, Made: made, Bytes: signed}, nil
}

func (i *Issuer) check(f Facts, made time.Time, signed []byte, schema *xsd.Schema) error {
	doc, err := xmltree.Parse(signed, xmltree.Options{})
	if err != nil {
		return err
	}
	if problems := schema.Validate(doc.Root(), xsd.ValidateOptions{}); len(problems) > 0 {
		return fmt.Errorf("%s: %s", problems[0].Path, problems[0].Message)
	}
	report, err := xades.Verify(doc, xades.VerifyOptions{
		Trust:   i.anchors,
		At:      made,
		Content: func(uri string) ([]byte, bool) { return f.Raw, uri == DocumentURI(f.Document) },
	})
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
