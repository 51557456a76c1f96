package web

import (
	"errors"
	"html/template"
	"net/http"
	"strconv"

	"okienko/forms"
	"okienko/forms/render"
	"okienko/inbox"
	"okienko/inbox/locale"
)

// Document is a letter's content as a page shows it.
type Document struct {
	Content template.HTML
	Unshown bool     // it cannot be shown; it can be downloaded
	Writers []string // PESELs it gives for who writes it
}

// MaxOutlined is the largest document shown on a page. Reading one takes a few
// times its size in memory for as long as the page is made, and several people
// read at once; a larger one is downloaded.
const MaxOutlined = 32 << 20

// ShowDocument makes a part of a page of a document whose attachments are had
// below the address files, by number.
func ShowDocument(raw []byte, c *forms.Catalogue, l locale.Lang, files string) Document {
	outline, err := render.Document(raw, c)
	if err != nil { // it was read when it came; a limit may have been lowered since
		return Document{Unshown: true}
	}
	content, err := outline.HTML(Reader(l), func(k int) string { return files + "/" + strconv.Itoa(k) })
	return Document{Content: content, Unshown: err != nil, Writers: outline.Writers}
}

// DownloadAttachment answers with a file out of a document, or with the error there
// was in reading it. Its type is not the sender's word: a browser may only save it.
func DownloadAttachment(w http.ResponseWriter, file render.File, err error) error {
	switch {
	case errors.Is(err, render.ErrNoAttachment):
		return &inbox.Error{Code: inbox.CodeNotFound}
	case err != nil:
		return err
	}
	Download(w, file.Name, "application/octet-stream", file.Data)
	return nil
}
