package desk

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"strconv"
	"strings"

	"okienko/forms"
	"okienko/inbox"
	"okienko/xades"
	"okienko/xades/xmltree"
)

// Uploaded is a letter that a clerk has written and signed elsewhere, with his own
// certificate, as it would be sent.
type Uploaded struct {
	inbox.Reply        // without an id and an instant
	Raw         []byte // as it was signed
	Report      []byte // JSON of the report on its signatures
}

// Upload keeps such a letter until its clerk has looked at who signed it, and sends
// it. It must be without a problem in a form of the catalogue, every signature in
// order, none by who is to receive it, and one must cover all of it; else the
// error's code says what is wrong with the file.
func (d *Desk) Upload(ctx context.Context, a inbox.Actor, letter int32, kind inbox.ReplyKind, raw []byte) error {
	l, err := d.answerable(ctx, a, letter, kind)
	if err != nil {
		return err
	}
	u := inbox.ReplyUpload{Letter: l.ID, Clerk: a.Login, Kind: kind, At: d.now(), Raw: raw}
	if _, err := d.judge(l, u); err != nil {
		return err
	}
	return d.store.KeepUpload(ctx, u)
}

// Uploaded returns what the actor has uploaded, judged as of now;
// inbox.CodeNotFound when there is nothing.
func (d *Desk) Uploaded(ctx context.Context, a inbox.Actor, letter int32) (inbox.Letter, Uploaded, error) {
	l, err := d.workable(ctx, a, letter)
	if err != nil {
		return l, Uploaded{}, err
	}
	u, err := d.store.Upload(ctx, l.ID, a.Login)
	if err != nil {
		return l, Uploaded{}, err
	}
	if l, err = d.answerable(ctx, a, letter, u.Kind); err != nil {
		return l, Uploaded{}, err
	}
	u.At = d.now()
	judged, err := d.judge(l, u)
	return l, judged, err
}

// SendUploaded delivers what the actor has uploaded, as he was shown it: of another
// digest inbox.CodeDraftChanged.
func (d *Desk) SendUploaded(ctx context.Context, a inbox.Actor, letter int32, shown [32]byte) (inbox.Reply, error) {
	l, u, err := d.Uploaded(ctx, a, letter)
	switch {
	case err != nil:
		return inbox.Reply{}, err
	case u.SHA256 != shown:
		return inbox.Reply{}, &inbox.Error{Code: inbox.CodeDraftChanged}
	}
	u.Sent = d.now()
	if u.ID, err = d.store.DrawID(ctx); err != nil {
		return inbox.Reply{}, err
	}
	return d.deliver(ctx, a, l, u.Reply, u.Raw)
}

// judge judges a signed file and reads from it what a reply is known by.
func (d *Desk) judge(l inbox.Letter, u inbox.ReplyUpload) (Uploaded, error) {
	if len(u.Raw) > MaxReplyBytes {
		return Uploaded{}, &inbox.Error{Code: inbox.CodeOversize, Args: map[string]string{"limit": strconv.Itoa(MaxReplyBytes)}}
	}
	doc, err := xmltree.Parse(u.Raw, xmltree.Options{MaxBytes: MaxReplyBytes})
	if err != nil {
		return Uploaded{}, &inbox.Error{Code: xmlCode(err), Cause: err}
	}
	form, known := d.opt.Catalogue.Match(doc.Root())
	if !known {
		return Uploaded{}, &inbox.Error{Code: inbox.CodeFormUnknown}
	}
	if problems := form.Validate(doc.Root()); len(problems) > 0 {
		return Uploaded{}, problemError(problems[0])
	}
	report, err := d.opt.Verify(doc, u.At)
	if err != nil {
		return Uploaded{}, inbox.Errorf(xades.CodeStructure, "%w", err)
	}
	signature, err := signatureOf(report, l.Sender)
	if err != nil {
		return Uploaded{}, err
	}
	r := inbox.Reply{
		Letter: l.ID, Kind: u.Kind, Clerk: u.Clerk, Form: form.Name + "/" + form.Version, Subject: form.Subject(doc.Root()),
		Signer: nameOf(signature.Signer), SignerKind: string(signature.Kind), SignerIssuer: signature.Signer.Issuer,
		SHA256: sha256.Sum256(u.Raw), Size: int64(len(u.Raw)),
	}
	said, err := json.Marshal(report)
	return Uploaded{Reply: r, Raw: u.Raw, Report: said}, err
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

// signatureOf wants every signature to be in order, none to be the addressee's, and
// one to cover all; it returns that one.
func signatureOf(report *xades.Report, addressee inbox.Sender) (xades.Signature, error) {
	for _, s := range report.Signatures {
		if len(s.Reasons) > 0 {
			return s, &inbox.Error{Code: s.Reasons[0].Code, Args: s.Reasons[0].Args}
		}
	}
	if len(report.Reasons) > 0 {
		return xades.Signature{}, &inbox.Error{Code: report.Reasons[0].Code, Args: report.Reasons[0].Args}
	}
	for _, s := range report.Signatures {
		if isOf(s.Signer, addressee) {
			return s, &inbox.Error{Code: inbox.CodeReplySigner}
		}
	}
	for _, s := range report.Signatures {
		if s.Indication == xades.TotalPassed && s.Coverage == xades.CoverageFull && !s.Nested {
			return s, nil
		}
	}
	return xades.Signature{}, &inbox.Error{Code: xades.CodeCoverage}
}

// isOf reports whether who signed is the sender of a letter: the same person, or the
// same certificate, which of a trusted profile is everybody's.
func isOf(s xades.Signer, sender inbox.Sender) bool {
	if s.Person != nil && s.Person.PESEL != "" && s.Person.PESEL == sender.PESEL {
		return true
	}
	return sender.Scheme == "" && sender.CertificateSHA256 != "" && s.CertificateSHA256 == sender.CertificateSHA256
}

// nameOf is who signed: a trusted profile's certificate names no person.
func nameOf(s xades.Signer) string {
	if p := s.Person; p != nil && (p.GivenName != "" || p.FamilyName != "") {
		return strings.TrimSpace(p.GivenName + " " + p.FamilyName)
	}
	return s.CommonName
}
