package rest

import (
	"net/http"
	"strconv"

	"github.com/gorilla/mux"

	"okienko/inbox"
)

// letterShow answers with one letter.
func (d *Door) letterShow(w http.ResponseWriter, r *http.Request, a inbox.Actor) error {
	id, err := idOf(r)
	if err != nil {
		return err
	}
	l, err := d.Desk.Letter(r.Context(), a, id)
	if err != nil {
		return err
	}
	return answer(w, langOf(r), http.StatusOK, view(langOf(r), a, l))
}

// idOf reads the id of the path: a positive 31-bit number. Anything else names
// no letter.
func idOf(r *http.Request) (int32, error) { return numberOf(r, "id") }

// replyIDs are the letter and the reply of a path.
func replyIDs(r *http.Request) (letter, reply int32, err error) {
	if letter, err = idOf(r); err != nil {
		return 0, 0, err
	}
	reply, err = numberOf(r, "reply")
	return letter, reply, err
}

func numberOf(r *http.Request, name string) (int32, error) {
	text := mux.Vars(r)[name]
	id, err := strconv.ParseInt(text, 10, 32)
	if err != nil || id <= 0 || strconv.FormatInt(id, 10) != text {
		return 0, &inbox.Error{Code: inbox.CodeLetterNotFound}
	}
	return int32(id), nil
}
