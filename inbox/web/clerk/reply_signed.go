package clerk

import (
	"bytes"
	"encoding/hex"
	"errors"
	"io"
	"net/http"

	"okienko/inbox"
	"okienko/inbox/desk"
	"okienko/inbox/locale"
	"okienko/inbox/web"
)

// signedReplyData is a reply that a clerk has signed elsewhere, before he sends it.
type signedReplyData struct {
	desk.Uploaded
	To         inbox.Letter
	Form       string
	SHA256Hex  string
	Signatures []web.Signature
	Document   web.Document
	Receivable bool // somebody can receive it here
}

// uploadSignedReply keeps a letter the clerk has signed elsewhere, and leads to the
// page that says who signed it.
func (d *door) uploadSignedReply(w http.ResponseWriter, r *http.Request) error {
	id, err := letterID(r)
	if err != nil {
		return err
	}
	var raw bytes.Buffer
	var kind inbox.ReplyKind
	err = d.Site.ReadUpload(r, func(fields map[string]string) (io.Writer, int64, error) {
		kind = inbox.ReplyKind(fields["kind"])
		return &raw, desk.MaxReplyBytes, nil
	})
	if err == nil {
		err = d.Desk.Upload(r.Context(), web.Actor(r), id, kind, raw.Bytes())
	}
	if err != nil {
		return d.signedAgain(w, r, kind, err)
	}
	web.SeeOther(w, r, signedReplyPath(id))
	return nil
}

func signedReplyPath(letter int32) string { return letterPath(letter) + "/reply-signed" }

// signedAgain shows the page once more with what is wrong with the file.
func (d *door) signedAgain(w http.ResponseWriter, r *http.Request, kind inbox.ReplyKind, fault error) error {
	class, lang := inbox.ClassOf(inbox.ErrorCode(fault)), web.VisitorOf(r).Lang
	e, _ := errors.AsType[*inbox.Error](fault)
	switch {
	case errors.Is(fault, web.ErrNoFile):
		return d.replyAgain(w, r, replyData{Kind: kind}, web.FieldError{Field: web.FileField, Text: locale.Text(lang, "send.no-file")})
	case class == inbox.ClassRefusal, class == inbox.ClassTooLarge:
		message, remedy := locale.Reason(lang, inbox.Reason{Code: e.Code, Args: e.Args})
		return d.replyAgain(w, r, replyData{Kind: kind}, web.FieldError{Field: web.FileField, Text: message + " " + remedy})
	}
	return fault
}

// showSignedReply says who signed what the clerk has uploaded, with what, and what
// it says, before it is sent.
func (d *door) showSignedReply(w http.ResponseWriter, r *http.Request) error {
	id, err := letterID(r)
	if err != nil {
		return err
	}
	to, uploaded, err := d.Desk.Uploaded(r.Context(), web.Actor(r), id)
	if err != nil {
		return err
	}
	v := web.NewView(r, "reply.signed-title", nil)
	v.Data = signedReplyData{
		Uploaded: uploaded, To: to, Form: web.TitleOf(d.Catalogue, uploaded.Form, v.Lang), SHA256Hex: hex.EncodeToString(uploaded.SHA256[:]),
		Signatures: web.Signatures(uploaded.Report), Receivable: inbox.Receivable(to),
		Document: web.ShowDocument(uploaded.Raw, d.Catalogue, v.Lang, signedReplyPath(id)+"/attachments"),
	}
	return d.render(w, r, "reply-signed", v)
}

// downloadUploadedAttachment gives a file out of it.
func (d *door) downloadUploadedAttachment(w http.ResponseWriter, r *http.Request) error {
	id, err := letterID(r)
	if err != nil {
		return err
	}
	k, err := web.AttachmentNumber(r)
	if err != nil {
		return err
	}
	file, err := d.Desk.UploadedAttachment(r.Context(), web.Actor(r), id, k)
	return web.DownloadAttachment(w, file, err)
}

// sendSignedReply delivers it, if it still is what the page showed.
func (d *door) sendSignedReply(w http.ResponseWriter, r *http.Request) error {
	id, err := letterID(r)
	if err != nil {
		return err
	}
	var shown [32]byte
	if n, err := hex.Decode(shown[:], []byte(r.PostForm.Get("sha256"))); err != nil || n != len(shown) {
		return inbox.Errorf(inbox.CodeRequest, "no digest of what was shown")
	}
	sent, err := d.Desk.SendUploaded(r.Context(), web.Actor(r), id, shown)
	if err != nil {
		return err
	}
	web.SeeOther(w, r, afterReply(sent))
	return nil
}
