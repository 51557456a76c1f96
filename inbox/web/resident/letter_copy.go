package resident

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"net/http"

	"okienko/forms/render"
	"okienko/inbox"
	"okienko/inbox/desk"
	"okienko/inbox/web"
)

// maxCopied is the largest letter a copy is made of, and shown of on the page of
// its receipt: its tree takes several times its size in memory. Larger ones are
// large by their attachments, which a copy only lists.
const maxCopied = 32 << 20

// downloadCopy gives a copy of an accepted letter for paper, with what identifies
// it.
func (d *door) downloadCopy(w http.ResponseWriter, r *http.Request) error {
	reply, err := d.remembered(r)
	if err != nil {
		return err
	}
	outline, shown, err := d.outlineOf(r, reply)
	if err != nil {
		return err
	}
	if !shown || reply.Letter == nil {
		return &inbox.Error{Code: inbox.CodeNotFound}
	}
	v := web.NewView(r, "copy.title", nil)
	var pdf bytes.Buffer
	err = render.PDF(&pdf, render.Copy{
		Title: web.TitleOf(d.Catalogue, reply.Letter.Form, v.Lang), Facts: d.copyFacts(v, reply), Letter: outline, Made: reply.Submission.Arrived,
	}, web.Reader(v.Lang))
	if err != nil {
		return err
	}
	web.Download(w, fmt.Sprintf("kopia-%d.pdf", reply.Submission.Document), "application/pdf", pdf.Bytes())
	return nil
}

// outlineOf is the letter as a person reads it; shown is false when it is too
// large, or not kept any more.
func (d *door) outlineOf(r *http.Request, reply desk.Reply) (outline render.Outline, shown bool, err error) {
	if reply.Letter == nil || reply.Submission.Size > maxCopied {
		return outline, false, nil
	}
	raw, err := d.Desk.SentDocument(r.Context(), web.VisitorOf(r).Session.Receipts, reply.Submission.Document)
	if err != nil {
		return outline, false, err
	}
	outline, err = render.Document(raw, d.Catalogue)
	return outline, err == nil, nil // it was read when it came; a limit may have been lowered since
}

// copyFacts is what is known of the letter, in words.
func (d *door) copyFacts(v web.View, reply desk.Reply) []render.Fact {
	l := reply.Letter
	facts := []render.Fact{
		{Label: v.T("sent.number"), Text: l.Number.String()},
		{Label: v.T("copy.arrived"), Text: v.DateTime(l.Arrived)},
		{Label: v.T("copy.office"), Text: d.Site.Entity.Name},
		{Label: v.T("technical.box"), Text: l.Box},
		{Label: v.T("letter.department"), Text: d.Site.DepartmentName(l.Department)},
	}
	for _, s := range web.Signatures(l.Report) {
		key := "copy.unproved"
		switch {
		case s.ProvesLetter():
			key = "copy.signed"
		case s.Passed():
			key = "copy.signed-part"
		}
		facts = append(facts, render.Fact{Label: v.T("letter.signature"), Text: v.T(key, "name", s.Name(), "kind", v.T("kind."+s.Kind))})
	}
	return append(facts, render.Fact{Label: v.T("technical.digest"), Text: hex.EncodeToString(l.SHA256[:])})
}
