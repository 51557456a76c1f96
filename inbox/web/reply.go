package web

import (
	"fmt"
	"net/http"

	"okienko/forms"
	"okienko/inbox"
	"okienko/inbox/desk"
)

// Replies shows a letter's replies and hands out what belongs to them, to whom the
// desk lets have it, through either door: the letter is {id}, the reply {reply} and
// the attachment {k} of the address.
type Replies struct {
	Desk      *desk.Desk
	Catalogue *forms.Catalogue
}

// ShownReply is a reply as a page shows it. Sealed, it has no document.
type ShownReply struct {
	inbox.Reply
	To       inbox.Letter
	Document Document
	MendBy   inbox.Day // of a call
}

// Show reads the reply a request is for. Its attachments are had below
// attachments in the page's address.
func (p Replies) Show(r *http.Request) (s ShownReply, err error) {
	letter, reply, err := ReplyIDs(r)
	if err != nil {
		return s, err
	}
	var raw []byte
	if s.To, s.Reply, raw, err = p.Desk.ReplyPage(r.Context(), Actor(r), letter, reply); err != nil || raw == nil {
		return s, err
	}
	s.Document = ShowDocument(raw, p.Catalogue, VisitorOf(r).Lang, r.URL.Path+"/attachments")
	if s.Kind == inbox.Call {
		s.MendBy = inbox.MendBy(s.Delivered())
	}
	return s, nil
}

// Document gives a reply byte for byte as it was signed.
func (p Replies) Document(w http.ResponseWriter, r *http.Request) error {
	letter, reply, err := ReplyIDs(r)
	if err != nil {
		return err
	}
	raw, err := p.Desk.ReplyDocument(r.Context(), Actor(r), letter, reply)
	if err != nil {
		return err
	}
	Download(w, fmt.Sprintf("odpowiedz-%d.xml", reply), "application/xml", raw)
	return nil
}

// Attachment gives a file out of a reply.
func (p Replies) Attachment(w http.ResponseWriter, r *http.Request) error {
	letter, reply, err := ReplyIDs(r)
	if err != nil {
		return err
	}
	k, err := AttachmentNumber(r)
	if err != nil {
		return err
	}
	file, err := p.Desk.ReplyAttachment(r.Context(), Actor(r), letter, reply, k)
	return DownloadAttachment(w, file, err)
}

// Delivery gives the confirmation that a reply was received (UPD).
func (p Replies) Delivery(w http.ResponseWriter, r *http.Request) error {
	letter, reply, err := ReplyIDs(r)
	if err != nil {
		return err
	}
	upd, err := p.Desk.DeliveryReceipt(r.Context(), Actor(r), letter, reply)
	if err != nil {
		return err
	}
	Download(w, fmt.Sprintf("upd-%d.xml", reply), "application/xml", upd.Bytes)
	return nil
}
