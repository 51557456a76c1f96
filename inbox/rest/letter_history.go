package rest

import (
	"net/http"
	"time"

	"okienko/inbox"
)

type eventJSON struct {
	At     time.Time `json:"at"`
	Kind   string    `json:"kind"`
	Actor  string    `json:"actor,omitempty"`
	Detail string    `json:"detail,omitempty"`
}

// letterHistory answers with what happened to a letter.
func (d *Door) letterHistory(w http.ResponseWriter, r *http.Request, a inbox.Actor) error {
	id, err := idOf(r)
	if err != nil {
		return err
	}
	events, err := d.Desk.History(r.Context(), a, id)
	if err != nil {
		return err
	}
	list := make([]eventJSON, 0, len(events))
	for _, e := range events {
		list = append(list, eventJSON{At: e.At.UTC(), Kind: e.Kind, Actor: e.Actor, Detail: e.Detail})
	}
	return answer(w, langOf(r), http.StatusOK, map[string]any{"letter": id, "events": list})
}
