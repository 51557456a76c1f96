package resident

import (
	"fmt"
	"net/http"

	"github.com/gorilla/mux"

	"okienko/inbox"
	"okienko/inbox/web"
)

// myReplyData is a letter of the office: before its receipt is confirmed only that
// it is there.
type myReplyData struct {
	inbox.Reply
	Number   inbox.RegisterNumber // of the letter it replies to
	Document web.Document
	MendBy   inbox.Day // of a call
}

// showMyReply shows a letter of the office, or asks to confirm its receipt first.
func (d *door) showMyReply(w http.ResponseWriter, r *http.Request) error {
	letter, reply, err := myReplyIDs(r)
	if err != nil {
		return err
	}
	ctx, actor := r.Context(), web.Actor(r)
	l, err := d.Desk.Letter(ctx, actor, letter)
	if err != nil {
		return err
	}
	data := myReplyData{Number: l.Number}
	if data.Reply, err = d.Desk.OneReply(ctx, actor, letter, reply); err != nil {
		return err
	}
	if data.Opened.IsZero() {
		return d.render(w, r, "my-reply-sealed", web.NewView(r, "my.sealed-title", data))
	}
	raw, err := d.Desk.ReplyDocument(ctx, actor, letter, reply)
	if err != nil {
		return err
	}
	data.Document = web.ShowDocument(raw, d.Catalogue, web.VisitorOf(r).Lang, myReplyPath(letter, reply)+"/attachments")
	if data.Kind == inbox.Call {
		data.MendBy = inbox.MendBy(data.Delivered())
	}
	v := web.NewView(r, "reply.title", data)
	v.Title = data.Subject
	return d.render(w, r, "my-reply", v)
}

func myReplyIDs(r *http.Request) (letter, reply int32, err error) {
	if letter, err = number(r, "id"); err != nil {
		return 0, 0, err
	}
	reply, err = number(r, "reply")
	return letter, reply, err
}

// confirmMyReply is the confirmation of receipt; from then on the letter can be
// read.
func (d *door) confirmMyReply(w http.ResponseWriter, r *http.Request) error {
	letter, reply, err := myReplyIDs(r)
	if err != nil {
		return err
	}
	if _, err := d.Desk.Open(r.Context(), web.Actor(r), letter, reply); err != nil {
		return err
	}
	web.SeeOther(w, r, myReplyPath(letter, reply))
	return nil
}

// downloadMyReply gives the letter of the office byte for byte as it was signed.
func (d *door) downloadMyReply(w http.ResponseWriter, r *http.Request) error {
	reply, raw, err := d.myReplyBytes(r)
	if err != nil {
		return err
	}
	web.Download(w, fmt.Sprintf("odpowiedz-%d.xml", reply), "application/xml", raw)
	return nil
}

func (d *door) downloadMyReplyAttachment(w http.ResponseWriter, r *http.Request) error {
	_, raw, err := d.myReplyBytes(r)
	if err != nil {
		return err
	}
	return web.DownloadAttachment(w, raw, mux.Vars(r)["k"])
}

func (d *door) myReplyBytes(r *http.Request) (reply int32, raw []byte, err error) {
	letter, reply, err := myReplyIDs(r)
	if err != nil {
		return 0, nil, err
	}
	raw, err = d.Desk.ReplyDocument(r.Context(), web.Actor(r), letter, reply)
	return reply, raw, err
}

// downloadMyDelivery gives the confirmation of receipt (UPD).
func (d *door) downloadMyDelivery(w http.ResponseWriter, r *http.Request) error {
	letter, reply, err := myReplyIDs(r)
	if err != nil {
		return err
	}
	upd, err := d.Desk.DeliveryReceipt(r.Context(), web.Actor(r), letter, reply)
	if err != nil {
		return err
	}
	web.Download(w, fmt.Sprintf("upd-%d.xml", reply), "application/xml", upd.Bytes)
	return nil
}
