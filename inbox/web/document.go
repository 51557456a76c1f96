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
	Unshown bool // it cannot be shown; it can be downloaded
}

// maxOutlined is the largest document shown on a page. Reading one takes a few
// times its size in memory for as long as the page is made, and several people
// read at once; a larger one is downloaded.
const maxOutlined = 32 << 20

// Outlined reports whether a document of this size is shown on a page.
func Outlined(size int64) bool { return size <= maxOutlined }

// ShowDocument makes a part of a page of a document whose attachments are had
// below the address files, by number.
func ShowDocument(raw []byte, c *forms.Catalogue, l locale.Lang, files string) Document {
	outline, err := render.Document(raw, c)
	if err != nil { // it was read when it came; a limit may have been lowered since
		return Document{Unshown: true}
	}
	content, err := outline.HTML(Reader(l), func(k int) string { return files + "/" + strconv.Itoa(k) })
	return Document{Content: content, Unshown: err != nil}
}

// DownloadAttachment answers with file k of a document. Its type is not the
// sender's word: a browser may only save it.
func DownloadAttachment(w http.ResponseWriter, raw []byte, k string) error {
	n, err := strconv.Atoi(k)
	if err != nil {
		return &inbox.Error{Code: inbox.CodeNotFound}
	}
	file, err := render.AttachmentFile(raw, n)
	if errors.Is(err, render.ErrNoAttachment) {
		return &inbox.Error{Code: inbox.CodeNotFound}
	}
	if err != nil {
		return err
	}
	Download(w, file.Name, "application/octet-stream", file.Data)
	return nil
}
