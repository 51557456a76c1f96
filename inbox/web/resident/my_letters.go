package resident

import (
	"net/http"
	"net/url"
	"strconv"

	"okienko/inbox"
	"okienko/inbox/desk"
	"okienko/inbox/web"
)

const (
	myPath       = "/my/letters"
	myRoute      = myPath + "/{id:[0-9]+}"
	myReplyRoute = myRoute + "/replies/{reply:[0-9]+}"
)

func (d *door) myRoutes() []web.Route {
	s, own := d.Site, d.own
	return []web.Route{
		{Method: http.MethodGet, Path: myPath, Handler: s.Get(own(d.listMyLetters))},
		{Method: http.MethodGet, Path: myRoute, Handler: s.Get(own(d.showMyLetter))},
		{Method: http.MethodGet, Path: myRoute + "/document", Handler: s.Get(own(d.downloadMyDocument))},
		{Method: http.MethodGet, Path: myRoute + "/attachments/{k:[0-9]+}", Handler: s.Get(own(d.downloadMyAttachment))},
		{Method: http.MethodGet, Path: myRoute + "/receipt", Handler: s.Get(own(d.downloadMyReceipt))},
		{Method: http.MethodPost, Path: myRoute + "/join", Handler: s.Upload(own(d.joinMyLetter))},
		{Method: http.MethodGet, Path: myReplyRoute, Handler: s.Get(own(d.showMyReply))},
		{Method: http.MethodPost, Path: myReplyRoute + "/confirm", Handler: s.Form(own(d.confirmMyReply))},
		{Method: http.MethodGet, Path: myReplyRoute + "/document", Handler: s.Get(own(d.replies().Document))},
		{Method: http.MethodGet, Path: myReplyRoute + "/attachments/{k:[0-9]+}", Handler: s.Get(own(d.replies().Attachment))},
		{Method: http.MethodGet, Path: myReplyRoute + "/receipt", Handler: s.Get(own(d.replies().Delivery))},
	}
}

// myLettersData is the list of somebody's own letters.
type myLettersData struct {
	Letters     []myLetter
	Next, First string // addresses of other pages
	Unconfirmed bool   // without a confirmed identity, signed letters are not his to see
}

type myLetter struct {
	inbox.Letter
	Waiting int // letters of the office that he has not opened
}

// listMyLetters shows a resident his letters.
func (d *door) listMyLetters(w http.ResponseWriter, r *http.Request) error {
	ctx, actor := r.Context(), web.Actor(r)
	filter := desk.Filter{}
	if after, err := strconv.ParseInt(r.URL.Query().Get("after"), 10, 32); err == nil && after > 0 {
		filter.After = int32(after)
	}
	letters, next, err := d.Desk.Queue(ctx, actor, filter)
	if err != nil {
		return err
	}
	data := myLettersData{Unconfirmed: actor.PESEL == ""}
	waiting, err := d.Desk.Unopened(ctx, actor, letters)
	if err != nil {
		return err
	}
	for _, l := range letters {
		data.Letters = append(data.Letters, myLetter{l, waiting[l.ID]})
	}
	if next != 0 {
		data.Next = web.LocalPath(myPath, url.Values{"after": {strconv.Itoa(int(next))}}.Encode())
	}
	if filter.After != 0 {
		data.First = myPath
	}
	return d.render(w, r, "my-letters", web.NewView(r, "my.title", data))
}

func myLetterPath(id int32) string { return myPath + "/" + strconv.Itoa(int(id)) }

func myReplyPath(letter, reply int32) string {
	return myLetterPath(letter) + "/replies/" + strconv.Itoa(int(reply))
}
