package web

import (
	"net/http"
	"strconv"

	"github.com/gorilla/mux"

	"okienko/inbox"
)

// ID reads an id from the address; one that is none names no letter.
func ID(r *http.Request, name string) (int32, error) {
	n, err := strconv.ParseInt(mux.Vars(r)[name], 10, 32)
	if err != nil {
		return 0, &inbox.Error{Code: inbox.CodeLetterNotFound}
	}
	return int32(n), nil
}

// ReplyIDs are the letter {id} and the reply {reply} of an address.
func ReplyIDs(r *http.Request) (letter, reply int32, err error) {
	if letter, err = ID(r, "id"); err != nil {
		return 0, 0, err
	}
	reply, err = ID(r, "reply")
	return letter, reply, err
}

// AttachmentNumber is the {k} of an address, from 0.
func AttachmentNumber(r *http.Request) (int, error) {
	k, err := strconv.ParseInt(mux.Vars(r)["k"], 10, 31)
	if err != nil {
		return 0, &inbox.Error{Code: inbox.CodeNotFound}
	}
	return int(k), nil
}
