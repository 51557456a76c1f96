package resident

import (
	"bytes"
	"io"
	"net/http"
	"strconv"

	"okienko/inbox"
	"okienko/inbox/web"
)

// sendLetter takes a posted letter. What came of it is a page of its own, so
// that reloading it sends nothing again.
func (d *door) sendLetter(w http.ResponseWriter, r *http.Request) error {
	var raw bytes.Buffer
	box, err := d.readLetter(r, &raw)
	if err != nil {
		return d.sendAgain(w, r, box, err)
	}
	out, err := d.receive(w, r, box, raw.Bytes())
	if err != nil {
		return err
	}
	web.SeeOther(w, r, answerPath(out))
	return nil
}

// readLetter reads the posted form. The box is known before the file comes, so
// no more is taken in than it allows.
func (d *door) readLetter(r *http.Request, raw *bytes.Buffer) (box inbox.Box, err error) {
	err = d.Site.ReadUpload(r, func(fields map[string]string) (io.Writer, int64, error) {
		if fields["box"] == "" {
			return nil, 0, errNoBox
		}
		var err error
		if box, err = d.Boxes.ByAddress(fields["box"]); err != nil {
			return nil, 0, err
		}
		return raw, box.Policy.MaxBytes, d.Boxes.MayPost(web.Actor(r), box)
	})
	return box, err
}

// sendAgain shows the form once more with what is wrong in it.
func (d *door) sendAgain(w http.ResponseWriter, r *http.Request, box inbox.Box, err error) error {
	chosen := ""
	if box.Name != "" {
		chosen = box.Address()
	}
	v := d.sendView(r, chosen)
	if !blame(&v, err) {
		return err
	}
	return d.render(w, r, "send", v)
}

// answerPath is the page that tells of an outcome.
func answerPath(out inbox.Outcome) string {
	path := letterPath(out.Document)
	if out.Duplicate {
		path += "?again=1"
	}
	return path
}

func letterPath(document int32) string { return "/letters/" + strconv.FormatInt(int64(document), 10) }
