package desk

import (
	"context"
	"errors"

	"okienko/forms/render"
	"okienko/inbox"
)

// Attachment returns file k, from 0, out of a letter, and logs the view;
// inbox.CodeNotFound when the letter has no such file.
func (d *Desk) Attachment(ctx context.Context, a inbox.Actor, letter int32, k int) (render.File, error) {
	if _, err := d.readable(ctx, a, letter); err != nil {
		return render.File{}, err
	}
	raw, err := d.store.SubmissionBytes(ctx, letter)
	if err != nil {
		return render.File{}, err
	}
	file, err := attachment(raw, k)
	if err != nil {
		return render.File{}, err
	}
	return file, d.logView(ctx, a, letter, inbox.Viewed{What: inbox.ViewedAttachment, N: int32(k) + 1})
}

// ReplyAttachment returns file k, from 0, out of a reply, as ReplyDocument returns
// the whole.
func (d *Desk) ReplyAttachment(ctx context.Context, a inbox.Actor, letter, reply int32, k int) (render.File, error) {
	raw, err := d.ReplyDocument(ctx, a, letter, reply)
	if err != nil {
		return render.File{}, err
	}
	return attachment(raw, k)
}

// UploadedAttachment returns file k, from 0, out of what the actor has uploaded.
func (d *Desk) UploadedAttachment(ctx context.Context, a inbox.Actor, letter int32, k int) (render.File, error) {
	_, u, err := d.Uploaded(ctx, a, letter)
	if err != nil {
		return render.File{}, err
	}
	return attachment(u.Raw, k)
}

func attachment(raw []byte, k int) (render.File, error) {
	file, err := render.AttachmentFile(raw, k)
	if errors.Is(err, render.ErrNoAttachment) {
		return file, &inbox.Error{Code: inbox.CodeNotFound}
	}
	return file, err
}
