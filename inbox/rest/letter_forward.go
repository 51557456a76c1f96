package rest

import (
	"context"
	"net/http"

	"okienko/inbox"
)

type forwarding struct {
	Department string `json:"department" validate:"required,max=64"`
	Reason     string `json:"reason" validate:"required,max=1000"`
}

// letterForward puts a letter into another department's queue.
func (d *Door) letterForward(w http.ResponseWriter, r *http.Request, a inbox.Actor) error {
	var f forwarding
	if err := d.command(r, &f); err != nil {
		return err
	}
	return d.move(w, r, a, func(ctx context.Context, a inbox.Actor, id int32) (inbox.Letter, error) {
		return d.Desk.Forward(ctx, a, id, f.Department, f.Reason)
	})
}
