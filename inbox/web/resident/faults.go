package resident

import (
	"errors"
	"net/http"

	"okienko/inbox"
	"okienko/inbox/web"
)

// boxField is the id of the first box to choose from.
const boxField = "box-0"

var errNoBox = errors.New("no box chosen")

// blame makes an error the fault of a field of the form with a file, which v
// then shows; false when it is none.
func blame(v *web.View, err error) bool {
	status, field, text := http.StatusUnprocessableEntity, web.FileField, ""
	switch code := inbox.ErrorCode(err); {
	case errors.Is(err, errNoBox):
		field, text = boxField, v.T("send.no-box")
	case errors.Is(err, web.ErrNoFile):
		text = v.T("send.no-file")
	case code == inbox.CodeBoxUnknown:
		field, text = boxField, inWords(*v, err)
	case code == inbox.CodeOversize:
		status, text = http.StatusRequestEntityTooLarge, inWords(*v, err)
	default:
		return false
	}
	v.Status, v.Errors = status, []web.FieldError{{Field: field, Text: text}}
	return true
}

func inWords(v web.View, err error) string {
	e, ok := errors.AsType[*inbox.Error](err)
	if !ok {
		return ""
	}
	return v.Words(e)
}
