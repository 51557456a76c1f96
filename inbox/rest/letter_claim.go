package rest

import (
	"context"
	"net/http"

	"okienko/inbox"
)

// letterClaim takes a queued letter for the clerk who asks. It needs no body.
func (d *Door) letterClaim(w http.ResponseWriter, r *http.Request, a inbox.Actor) error {
	return d.move(w, r, a, d.Desk.Claim)
}

// transition is a clerk's work on one letter.
type transition func(ctx context.Context, a inbox.Actor, id int32) (inbox.Letter, error)

// move carries out a transition and answers with the letter after it.
func (d *Door) move(w http.ResponseWriter, r *http.Request, a inbox.Actor, t transition) error {
	id, err := idOf(r)
	if err != nil {
		return err
	}
	l, err := t(r.Context(), a, id)
	if err != nil {
		return err
	}
	return answer(w, langOf(r), http.StatusOK, view(langOf(r), a, l))
}
