package resident

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"strconv"

	"okienko/inbox"
	"okienko/inbox/intake"
	"okienko/inbox/web"
)

// sendLetter takes a posted letter. What came of it is a page of its own, so
// that reloading it sends nothing again.
func (d *door) sendLetter(w http.ResponseWriter, r *http.Request) error {
	var raw bytes.Buffer
	box, err := d.readLetter(r, &raw)
	switch code := inbox.ErrorCode(err); {
	case code == inbox.CodeBoxUnknown:
		return d.sendAgain(w, r, box, http.StatusUnprocessableEntity, "box-0", err)
	case code == inbox.CodeOversize:
		return d.sendAgain(w, r, box, http.StatusRequestEntityTooLarge, web.FileField, err)
	case err != nil:
		return err
	case raw.Len() == 0:
		return d.sendAgain(w, r, box, http.StatusUnprocessableEntity, web.FileField, nil)
	}
	out, err := d.Intake.Receive(r.Context(), intake.Request{
		Channel: inbox.Web, Box: box, Raw: raw.Bytes(), Actor: web.Actor(r), Arrived: d.Site.Now(),
	})
	if err != nil {
		return err
	}
	return d.answer(w, r, out)
}

// readLetter reads the posted form. The box is known before the file comes, so
// no more is taken in than it allows.
func (d *door) readLetter(r *http.Request, raw *bytes.Buffer) (box inbox.Box, err error) {
	_, err = d.Site.ReadUpload(r, func(fields map[string]string) (io.Writer, int64, error) {
		if box, err = d.Boxes.ByAddress(fields["box"]); err != nil {
			return nil, 0, err
		}
		if err := d.Boxes.MayPost(web.Actor(r), box); err != nil {
			return nil, 0, err
		}
		return raw, box.Policy.MaxBytes, nil
	})
	return box, err
}

// sendAgain shows the form once more with what is wrong in it; a nil fault
// means that no file was chosen.
func (d *door) sendAgain(w http.ResponseWriter, r *http.Request, box inbox.Box, status int, field string, fault error) error {
	chosen := ""
	if box.Name != "" {
		chosen = box.Address()
	}
	v := d.startView(r, chosen)
	v.Status, v.Errors = status, []web.FieldError{{Field: field, Text: faultText(v, fault)}}
	return d.render(w, r, "start", v)
}

// faultText is what is wrong with an upload, and how to mend it.
func faultText(v web.View, fault error) string {
	e, ok := errors.AsType[*inbox.Error](fault)
	if !ok {
		return v.T("start.no-file")
	}
	reason := v.Reason(inbox.Reason{Code: e.Code, Args: e.Args})
	return reason.Message + " " + reason.Remedy
}

// answer remembers the outcome for this browser and sends it to the page that
// tells of it.
func (d *door) answer(w http.ResponseWriter, r *http.Request, out inbox.Outcome) error {
	session, err := d.Site.Session(w, r)
	if err != nil {
		return err
	}
	if err := d.Profile.Remember(r.Context(), session.Cookie, out.Document); err != nil {
		return err
	}
	path := "/letters/" + strconv.FormatInt(int64(out.Document), 10)
	if out.Duplicate {
		path += "?again=1"
	}
	web.SeeOther(w, r, path)
	return nil
}
