package resident

import (
	"fmt"
	"net/http"

	"okienko/inbox"
	"okienko/inbox/desk"
	"okienko/inbox/web"
)

// myLetterData is a letter as its sender sees it.
type myLetterData struct {
	inbox.Letter
	Form       string
	Steps      []step
	Replies    []inbox.Reply
	Beside     []desk.Beside
	Document   web.Document
	Supplement bool // further letters can join it
	Kind       inbox.JoinKind
	Limit      int64 // of a further letter
	Done       string
}

// showMyLetter shows a resident one of his letters.
func (d *door) showMyLetter(w http.ResponseWriter, r *http.Request) error {
	v, err := d.myLetterView(r)
	if err != nil {
		return err
	}
	return d.render(w, r, "my-letter", v)
}

func (d *door) myLetterView(r *http.Request) (web.View, error) {
	id, err := web.ID(r, "id")
	if err != nil {
		return web.View{}, err
	}
	v := web.NewView(r, "my.letter", nil)
	data, err := d.myLetter(r, id)
	if err != nil {
		return web.View{}, err
	}
	data.Form = web.TitleOf(d.Catalogue, data.Letter.Form, v.Lang)
	if data.Subject != "" {
		v.Title = data.Subject
	}
	v.Self, v.Data = myLetterPath(id), data
	return v, nil
}

func (d *door) myLetter(r *http.Request, id int32) (data myLetterData, err error) {
	ctx, actor := r.Context(), web.Actor(r)
	var raw []byte
	if data.Letter, raw, err = d.Desk.Page(ctx, actor, id, web.MaxOutlined); err != nil {
		return data, err
	}
	data.Document = web.ShowDocument(raw, d.Catalogue, web.VisitorOf(r).Lang, myLetterPath(id)+"/attachments")
	if data.Replies, err = d.Desk.Replies(ctx, actor, id); err != nil {
		return data, err
	}
	if data.Beside, err = d.Desk.Joined(ctx, actor, id); err != nil {
		return data, err
	}
	data.Steps = route(data.Letter, data.Replies, data.Beside)
	data.Supplement, data.Kind, data.Done = inbox.MaySupplement(actor, data.Letter), inbox.Supplement, joinedKey(r)
	if box, err := d.Boxes.ByAddress(data.Box); err == nil {
		data.Limit = box.Policy.MaxBytes
	} else {
		data.Supplement = false // the box is gone: there is nowhere to send to
	}
	return data, nil
}

// downloadMyDocument gives the letter byte for byte as it was sent.
func (d *door) downloadMyDocument(w http.ResponseWriter, r *http.Request) error {
	id, err := web.ID(r, "id")
	if err != nil {
		return err
	}
	raw, err := d.Desk.Document(r.Context(), web.Actor(r), id)
	if err != nil {
		return err
	}
	web.Download(w, fmt.Sprintf("pismo-%d.xml", id), "application/xml", raw)
	return nil
}

func (d *door) downloadMyAttachment(w http.ResponseWriter, r *http.Request) error {
	id, err := web.ID(r, "id")
	if err != nil {
		return err
	}
	k, err := web.AttachmentNumber(r)
	if err != nil {
		return err
	}
	file, err := d.Desk.Attachment(r.Context(), web.Actor(r), id, k)
	return web.DownloadAttachment(w, file, err)
}

// downloadMyReceipt gives the UPP as the file that was signed.
func (d *door) downloadMyReceipt(w http.ResponseWriter, r *http.Request) error {
	id, err := web.ID(r, "id")
	if err != nil {
		return err
	}
	receipt, err := d.Desk.Receipt(r.Context(), web.Actor(r), id)
	if err != nil {
		return err
	}
	web.Download(w, receiptName(receipt), "application/xml", receipt.Bytes)
	return nil
}
