package desk

import (
	"context"
	"strconv"
	"strings"

	"okienko/forms"
	"okienko/inbox"
	"okienko/xades"
	"okienko/xades/xmltree"
)

// SendSigned delivers a letter that a clerk has written and signed elsewhere, with
// his own certificate. It must be without a problem in a form of the catalogue, and
// one signature that is believed must cover all of it; else the error's code says
// what is wrong with the file.
func (d *Desk) SendSigned(ctx context.Context, a inbox.Actor, letter int32, kind inbox.ReplyKind, raw []byte) (inbox.Reply, error) {
	l, err := d.answerable(ctx, a, letter, kind)
	if err != nil {
		return inbox.Reply{}, err
	}
	r := inbox.Reply{Letter: l.ID, Kind: kind, Clerk: a.Login, Sent: d.now()}
	if err := d.checkSigned(raw, &r); err != nil {
		return inbox.Reply{}, err
	}
	if r.ID, err = d.store.DrawID(ctx); err != nil {
		return inbox.Reply{}, err
	}
	return d.deliver(ctx, a, l, r, raw)
}

// checkSigned judges a signed file and reads from it what a reply is known by.
func (d *Desk) checkSigned(raw []byte, r *inbox.Reply) error {
	if len(raw) > MaxReplyBytes {
		return &inbox.Error{Code: inbox.CodeOversize, Args: map[string]string{"limit": strconv.Itoa(MaxReplyBytes)}}
	}
	doc, err := xmltree.Parse(raw, xmltree.Options{MaxBytes: MaxReplyBytes})
	if err != nil {
		return &inbox.Error{Code: xmlCode(err), Cause: err}
	}
	form, known := d.opt.Catalogue.Match(doc.Root())
	if !known {
		return &inbox.Error{Code: inbox.CodeFormUnknown}
	}
	if problems := form.Validate(doc.Root()); len(problems) > 0 {
		return problemError(problems[0])
	}
	report, err := d.opt.Verify(doc, r.Sent)
	if err != nil {
		return inbox.Errorf(xades.CodeStructure, "%w", err)
	}
	r.Form, r.Subject = form.Name+"/"+form.Version, form.Subject(doc.Root())
	r.Signer, err = signerOf(report)
	return err
}

func xmlCode(err error) string {
	if e, ok := err.(*xmltree.Error); ok {
		return e.Code
	}
	return xmltree.CodeSyntax
}

func problemError(p forms.Problem) error {
	return &inbox.Error{Code: p.Code, Args: p.Args}
}

// signerOf wants every signature to be in order and one to cover all; it returns
// that one's name.
func signerOf(report *xades.Report) (string, error) {
	for _, s := range report.Signatures {
		if len(s.Reasons) > 0 {
			return "", &inbox.Error{Code: s.Reasons[0].Code, Args: s.Reasons[0].Args}
		}
	}
	if len(report.Reasons) > 0 {
		return "", &inbox.Error{Code: report.Reasons[0].Code, Args: report.Reasons[0].Args}
	}
	for _, s := range report.Signatures {
		if s.Indication == xades.TotalPassed && s.Coverage == xades.CoverageFull && !s.Nested {
			return nameOf(s.Signer), nil
		}
	}
	return "", &inbox.Error{Code: xades.CodeCoverage}
}

// nameOf is who signed: a trusted profile's certificate names no person.
func nameOf(s xades.Signer) string {
	if p := s.Person; p != nil && (p.GivenName != "" || p.FamilyName != "") {
		return strings.TrimSpace(p.GivenName + " " + p.FamilyName)
	}
	return s.CommonName
}
