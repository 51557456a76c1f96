package clerk

import (
	"fmt"
	"net/http"
	"strconv"

	"github.com/gorilla/mux"

	"okienko/inbox"
	"okienko/inbox/web"
)

// sentReplyData is a reply as the office sees it.
type sentReplyData struct {
	inbox.Reply
	Number   inbox.RegisterNumber // of the letter
	Document web.Document
	RemindOn inbox.Day
	DeemedOn inbox.Day
	MendBy   inbox.Day // of a call
}

// showReply shows a reply the office has sent, and where it is on its way.
func (d *door) showReply(w http.ResponseWriter, r *http.Request) error {
	letter, reply, err := replyIDs(r)
	if err != nil {
		return err
	}
	ctx, actor := r.Context(), web.Actor(r)
	sent, err := d.Desk.OneReply(ctx, actor, letter, reply)
	if err != nil {
		return err
	}
	raw, err := d.Desk.ReplyDocument(ctx, actor, letter, reply)
	if err != nil {
		return err
	}
	l, err := d.Desk.Letter(ctx, actor, letter)
	if err != nil {
		return err
	}
	data := sentReplyData{Reply: sent, Number: l.Number, Document: web.ShowDocument(raw, d.Catalogue, web.VisitorOf(r).Lang, sentPath(letter, reply)+"/attachments"),
		RemindOn: inbox.RemindOn(sent.Noticed), DeemedOn: inbox.DeemedOn(sent.Noticed)}
	if sent.Kind == inbox.Call {
		data.MendBy = inbox.MendBy(sent.Delivered())
	}
	v := web.NewView(r, "reply.title", data)
	v.Title = sent.Subject
	return d.render(w, r, "sent-reply", v)
}

func sentPath(letter, reply int32) string {
	return letterPath(letter) + "/replies/" + strconv.Itoa(int(reply))
}

func replyIDs(r *http.Request) (letter, reply int32, err error) {
	if letter, err = letterID(r); err != nil {
		return 0, 0, err
	}
	n, err := strconv.ParseInt(mux.Vars(r)["reply"], 10, 32)
	if err != nil {
		return 0, 0, &inbox.Error{Code: inbox.CodeLetterNotFound}
	}
	return letter, int32(n), nil
}

// downloadReply gives a reply byte for byte as it was signed.
func (d *door) downloadReply(w http.ResponseWriter, r *http.Request) error {
	letter, reply, err := replyIDs(r)
	if err != nil {
		return err
	}
	raw, err := d.Desk.ReplyDocument(r.Context(), web.Actor(r), letter, reply)
	if err != nil {
		return err
	}
	web.Download(w, fmt.Sprintf("odpowiedz-%d.xml", reply), "application/xml", raw)
	return nil
}

// downloadReplyAttachment gives a file out of a reply.
func (d *door) downloadReplyAttachment(w http.ResponseWriter, r *http.Request) error {
	letter, reply, err := replyIDs(r)
	if err != nil {
		return err
	}
	raw, err := d.Desk.ReplyDocument(r.Context(), web.Actor(r), letter, reply)
	if err != nil {
		return err
	}
	return web.DownloadAttachment(w, raw, mux.Vars(r)["k"])
}

// downloadDelivery gives the confirmation that a reply was received.
func (d *door) downloadDelivery(w http.ResponseWriter, r *http.Request) error {
	letter, reply, err := replyIDs(r)
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
