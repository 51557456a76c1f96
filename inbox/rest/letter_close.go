package rest

import (
	"context"
	"net/http"

	"okienko/inbox"
)

type closing struct {
	Reason string `json:"reason" validate:"required,max=1000"`
}

// letterClose ends a letter.
func (d *Door) letterClose(w http.ResponseWriter, r *http.Request, a inbox.Actor) error {
	var c closing
	if err := d.command(r, &c); err != nil {
		return err
	}
	return d.move(w, r, a, func(ctx context.Context, a inbox.Actor, id int32) (inbox.Letter, error) {
		return d.Desk.Close(ctx, a, id, c.Reason)
	})
}
