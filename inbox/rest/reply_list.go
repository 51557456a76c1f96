package rest

import (
	"encoding/hex"
	"fmt"
	"net/http"
	"time"

	"okienko/inbox"
)

// replyJSON is a letter of the office to the sender. To somebody who has not
// confirmed its receipt only the first members are told.
type replyJSON struct {
	Reply     int32             `json:"reply"`
	Kind      inbox.ReplyKind   `json:"kind"`
	State     inbox.ReplyState  `json:"state"`
	Sent      time.Time         `json:"sent"`
	Opened    *time.Time        `json:"opened,omitempty"`
	Delivered inbox.Day         `json:"delivered,omitempty"`
	Form      string            `json:"form"`
	Subject   string            `json:"subject,omitempty"`
	Signer    string            `json:"signer,omitempty"`
	SignedBy  string            `json:"signer_kind,omitempty"`
	Issuer    string            `json:"signer_issuer,omitempty"`
	Clerk     string            `json:"clerk,omitempty"`
	SHA256    string            `json:"sha256,omitempty"`
	Size      int64             `json:"size,omitempty"`
	Links     map[string]string `json:"links"`
}

// replyList answers with the replies to a letter, oldest first.
func (d *Door) replyList(w http.ResponseWriter, r *http.Request, a inbox.Actor) error {
	id, err := idOf(r)
	if err != nil {
		return err
	}
	replies, err := d.Desk.Replies(r.Context(), a, id)
	if err != nil {
		return err
	}
	list := make([]replyJSON, 0, len(replies))
	for _, reply := range replies {
		list = append(list, replyView(a, reply))
	}
	return answer(w, langOf(r), http.StatusOK, map[string]any{"letter": id, "replies": list})
}

func replyView(a inbox.Actor, r inbox.Reply) replyJSON {
	path := fmt.Sprintf("%s/replies/%d", letterPath(r.Letter), r.ID)
	j := replyJSON{
		Reply: r.ID, Kind: r.Kind, State: r.State(), Sent: r.Sent.UTC(), Delivered: r.Delivered(),
		Form: r.Form, Subject: r.Subject, Signer: r.Signer, SignedBy: r.SignerKind, Issuer: r.SignerIssuer, Size: r.Size, Links: map[string]string{},
	}
	if r.Size > 0 { // else sealed: there is nothing to be had yet
		j.SHA256, j.Links["document"] = hex.EncodeToString(r.SHA256[:]), path+"/document"
	}
	if !r.Opened.IsZero() {
		opened := r.Opened.UTC()
		j.Opened, j.Links["receipt"] = &opened, path+"/receipt"
	}
	if inbox.WorksHere(a) {
		j.Clerk = r.Clerk
	}
	return j
}

// replyDocument answers with the exact octets of a reply.
func (d *Door) replyDocument(w http.ResponseWriter, r *http.Request, a inbox.Actor) error {
	id, reply, err := replyIDs(r)
	if err != nil {
		return err
	}
	raw, err := d.Desk.ReplyDocument(r.Context(), a, id, reply)
	if err != nil {
		return err
	}
	return download(w, attachment("odpowiedz", reply), raw)
}

// replyReceipt answers with the signed confirmation that a reply was received.
func (d *Door) replyReceipt(w http.ResponseWriter, r *http.Request, a inbox.Actor) error {
	id, reply, err := replyIDs(r)
	if err != nil {
		return err
	}
	upd, err := d.Desk.DeliveryReceipt(r.Context(), a, id, reply)
	if err != nil {
		return err
	}
	return download(w, attachment("upd", upd.ID), upd.Bytes)
}
