package drafts

import (
	"bytes"
	"context"
	"maps"
	"slices"

	"okienko/forms/compose"
	"okienko/inbox"
	"okienko/inbox/store"
)

// tries is how often a change is made anew on what another window saved
// meanwhile; two windows of one person need two.
const tries = 8

// Change loads an owner's draft, lets change work on it, and saves it; what
// another window saves meanwhile is not lost, change works on it again. A
// document made before is dropped unless change leaves answers, files and box as
// they were. draft.quota when it grows beyond the owner's share.
func (d *Drafts) Change(ctx context.Context, o Owner, id string, change func(*Draft) error) (Draft, error) {
	for range tries {
		before, err := d.Find(ctx, o, id)
		if err != nil {
			return Draft{}, err
		}
		after := before.clone()
		if err := change(&after); err != nil {
			return Draft{}, err
		}
		if bytes.Equal(before.Document, after.Document) && !sameContent(before, after) {
			after.Document = nil
		}
		saved, err := d.save(ctx, o, before, &after)
		if err != nil || saved {
			return after, err
		}
	}
	return Draft{}, &inbox.Error{Code: inbox.CodeDraftChanged}
}

// Fix keeps the document made of a draft as it was found; draft.changed when it was
// changed since.
func (d *Drafts) Fix(ctx context.Context, o Owner, from Draft, document []byte) (Draft, error) {
	after := from.clone()
	after.Document = document
	saved, err := d.save(ctx, o, from, &after)
	if err == nil && !saved {
		err = &inbox.Error{Code: inbox.CodeDraftChanged}
	}
	return after, err
}

func (d Draft) clone() Draft {
	d.Answers, d.Files = maps.Clone(d.Answers), maps.Clone(d.Files)
	return d
}

// sameContent compares what a document is made of.
func sameContent(a, b Draft) bool {
	return a.Box == b.Box && maps.EqualFunc(a.Answers, b.Answers, slices.Equal) &&
		maps.EqualFunc(a.Files, b.Files, func(f, g compose.File) bool { return f.ID == g.ID && f.Name == g.Name && f.MIME == g.MIME })
}

func (d *Drafts) save(ctx context.Context, o Owner, before Draft, after *Draft) (saved bool, err error) {
	after.Saved = d.now()
	after.Expires = after.Saved.Add(o.kept())
	change := store.DraftChange{}
	if change.Keep, change.Add, err = d.sortFiles(after.Files); err != nil {
		return false, err
	}
	if change.Draft, err = after.row(); err != nil {
		return false, err
	}
	if more := after.Size - before.Size; more > 0 {
		if err := d.mayKeep(ctx, o, 0, more); err != nil {
			return false, err
		}
	}
	saved, err = d.Store.ChangeDraft(ctx, o.stored(), change)
	after.revision++
	return saved, err
}

// sortFiles tells files that are kept from new ones, which get their ids.
func (d *Drafts) sortFiles(files compose.Files) (keep []string, add []store.DraftFile, err error) {
	for field, f := range files {
		if f.ID != "" {
			keep = append(keep, f.ID)
			continue
		}
		if f.ID, err = d.id(); err != nil {
			return nil, nil, err
		}
		add = append(add, store.DraftFile{ID: f.ID, Data: f.Data})
		f.Size, f.Data = int64(len(f.Data)), nil
		files[field] = f
	}
	return keep, add, nil
}

// Load returns the draft's files with their bytes, by the name of their field.
func (d *Drafts) Load(ctx context.Context, draft Draft) (compose.Files, error) {
	stored, err := d.Store.DraftFiles(ctx, draft.ID)
	if err != nil {
		return nil, err
	}
	files := maps.Clone(draft.Files)
	for field, f := range files {
		var ok bool
		if f.Data, ok = stored[f.ID]; !ok {
			return nil, inbox.Errorf(inbox.CodeDraftChanged, "drafts: a file is gone meanwhile")
		}
		files[field] = f
	}
	return files, nil
}
