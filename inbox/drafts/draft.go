package drafts

import (
	"context"
	"encoding/json"
	"time"

	"okienko/forms/compose"
	"okienko/inbox"
	"okienko/inbox/store"
)

// Draft is a form being filled in.
type Draft struct {
	ID      string
	Form    string // "pismo-ogolne/4566"
	Box     string // address it will be sent to
	Answers compose.Answers
	// Files by the name of their field. One with an ID is kept here, and its Data
	// is what Load gets; one without is new and has Data.
	Files compose.Files
	// Document is what the answers were made into to be signed; nil when they
	// were not, or were changed afterwards.
	Document []byte
	Sent     int32 // document id of the submission made of it, 0 = none

	Started, Saved, Expires time.Time
	Size                    int64 // of all of it, in octets

	revision int64
}

// content is what the store keeps of a draft as one value.
type content struct {
	Box     string          `json:"box"`
	Answers compose.Answers `json:"answers"`
	Files   map[string]file `json:"files"`
}

// file is what is kept of a file beside its octets.
type file struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	MIME string `json:"mime"`
	Size int64  `json:"size"`
}

func (d *Draft) read(s store.Draft) error {
	*d = Draft{ID: s.ID, Form: s.Form, Document: s.Document, Sent: s.Sent, Started: s.Started, Saved: s.Saved, Expires: s.Expires,
		Size: s.Size, revision: s.Revision}
	if s.Content == nil { // of a list
		return nil
	}
	var c content
	if err := json.Unmarshal(s.Content, &c); err != nil {
		return inbox.Errorf(inbox.CodeInternal, "drafts: stored content: %w", err)
	}
	d.Box, d.Answers, d.Files = c.Box, c.Answers, compose.Files{}
	for field, f := range c.Files {
		d.Files[field] = compose.File{ID: f.ID, Name: f.Name, MIME: f.MIME, Size: f.Size}
	}
	return nil
}

// row is the draft as it is to be stored.
func (d *Draft) row() (store.Draft, error) {
	files := make(map[string]file, len(d.Files))
	for field, f := range d.Files {
		files[field] = file{ID: f.ID, Name: f.Name, MIME: f.MIME, Size: f.Size}
	}
	text, err := json.Marshal(content{Box: d.Box, Answers: d.Answers, Files: files})
	if err != nil {
		return store.Draft{}, inbox.Errorf(inbox.CodeInternal, "drafts: content: %w", err)
	}
	d.Size = int64(len(text) + len(d.Document))
	for _, f := range d.Files {
		d.Size += f.Size
	}
	return store.Draft{ID: d.ID, Form: d.Form, Document: d.Document, Sent: d.Sent, Started: d.Started, Saved: d.Saved, Expires: d.Expires,
		Size: d.Size, Revision: d.revision, Content: text}, nil
}

// Begin makes an empty draft of a form for a box; draft.quota when the owner has
// too many.
func (d *Drafts) Begin(ctx context.Context, o Owner, form, box string) (Draft, error) {
	if err := d.mayKeep(ctx, o, 1, 0); err != nil {
		return Draft{}, err
	}
	id, err := d.id()
	if err != nil {
		return Draft{}, err
	}
	now := d.now()
	draft := Draft{ID: id, Form: form, Box: box, Started: now, Saved: now, Expires: now.Add(o.kept())}
	row, err := draft.row()
	if err != nil {
		return Draft{}, err
	}
	return draft, d.Store.PutDraft(ctx, o.stored(), row)
}

// now is what the store keeps of an instant.
func (d *Drafts) now() time.Time { return d.Now().UTC().Truncate(time.Microsecond) }

// Find returns an owner's draft, without the bytes of its files;
// draft.not-found when he has none of that id.
func (d *Drafts) Find(ctx context.Context, o Owner, id string) (draft Draft, err error) {
	row, ok, err := d.Store.Draft(ctx, o.stored(), id, d.Now())
	switch {
	case err != nil:
		return Draft{}, err
	case !ok || o.IsZero():
		return Draft{}, inbox.Errorf(inbox.CodeDraftNotFound, "no such draft of this owner")
	}
	return draft, draft.read(row)
}

// List returns an owner's drafts, the latest first, without answers and files.
// Those that were sent are among them until their receipt was seen.
func (d *Drafts) List(ctx context.Context, o Owner) ([]Draft, error) {
	if o.IsZero() {
		return nil, nil
	}
	rows, err := d.Store.Drafts(ctx, o.stored(), d.Now())
	list := make([]Draft, len(rows))
	for i, row := range rows {
		if err := list[i].read(row); err != nil {
			return nil, err
		}
	}
	return list, err
}

// Delete deletes a draft with its files; none is no error.
func (d *Drafts) Delete(ctx context.Context, o Owner, id string) error {
	return d.Store.DeleteDraft(ctx, o.stored(), id)
}

// Forget deletes the owner's drafts that became an accepted letter, once the
// owner has seen its receipt.
func (d *Drafts) Forget(ctx context.Context, o Owner, document int32) error {
	if o.IsZero() {
		return nil
	}
	return d.Store.DeleteSentDrafts(ctx, o.stored(), document)
}

// Adopt gives the drafts a browser holds to the account that signed in with it.
func (d *Drafts) Adopt(ctx context.Context, browser, login string) error {
	_, err := d.Store.AdoptDrafts(ctx, digest(browser), login, d.Now().Add(keptForAccount))
	return err
}
