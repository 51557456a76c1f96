package store

import (
	"context"
	"time"

	"github.com/jmoiron/sqlx"

	"okienko/inbox"
)

// DraftOwner is whose a draft is: an account, or a browser nobody signed in with.
type DraftOwner struct {
	Login   string
	Browser string // hex digest of the browser's key; counts only where Login is empty
}

func (o DraftOwner) columns() (login, browser string) {
	if o.Login != "" {
		return o.Login, ""
	}
	return "", o.Browser
}

// Draft is a form being filled in, as stored. Its content is the capability's own.
type Draft struct {
	ID                      string
	Form                    string // "pismo-ogolne/4566"
	Started, Saved, Expires time.Time
	Revision                int64 // counts the changes
	Sent                    int32 // document id of the submission made of it, 0 = none
	Size                    int64 // of all of it, files included
	Content                 []byte
	Document                []byte // as fixed for signing; nil = not fixed
}

// DraftFile is a file kept for a draft.
type DraftFile struct {
	ID   string
	Data []byte
}

// DraftChange replaces a draft's content. Of the files those in Keep stay, those
// in Add come, all others go.
type DraftChange struct {
	Draft
	Keep []string
	Add  []DraftFile
}

type draftRow struct {
	ID       string `db:"id"`
	Form     string `db:"form"`
	Started  int64  `db:"started"`
	Saved    int64  `db:"saved"`
	Expires  int64  `db:"expires"`
	Revision int64  `db:"revision"`
	Sent     int32  `db:"sent"`
	Size     int64  `db:"size"`
	Content  []byte `db:"content"`
	Document []byte `db:"document"`
}

func (r draftRow) draft() Draft {
	return Draft{ID: r.ID, Form: r.Form, Started: instant(r.Started), Saved: instant(r.Saved), Expires: instant(r.Expires),
		Revision: r.Revision, Sent: r.Sent, Size: r.Size, Content: r.Content, Document: r.Document}
}

const draftColumns = `id, form, started, saved, expires, revision, sent, size, content, document`

// PutDraft stores a new draft.
func (s *Store) PutDraft(ctx context.Context, o DraftOwner, d Draft) error {
	login, browser := o.columns()
	_, err := s.exec(ctx, "put draft", `INSERT INTO drafts (`+draftColumns+`, login, browser)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		d.ID, d.Form, micros(d.Started), micros(d.Saved), micros(d.Expires), d.Revision, d.Sent, d.Size, d.Content, d.Document,
		login, browser)
	return err
}

// Draft returns an owner's draft that has not expired at now; ok is false when
// there is none.
func (s *Store) Draft(ctx context.Context, o DraftOwner, id string, now time.Time) (d Draft, ok bool, err error) {
	if !isText(id) {
		return Draft{}, false, s.usable()
	}
	login, browser := o.columns()
	var row draftRow
	ok, err = s.find(ctx, "draft", &row, `SELECT `+draftColumns+` FROM drafts
		WHERE id = $1 AND login = $2 AND browser = $3 AND expires > $4`, id, login, browser, micros(now))
	return row.draft(), ok, err
}

// Drafts lists an owner's drafts that have not expired at now, the latest first,
// without content and document.
func (s *Store) Drafts(ctx context.Context, o DraftOwner, now time.Time) ([]Draft, error) {
	login, browser := o.columns()
	var rows []draftRow
	err := s.list(ctx, "drafts", &rows, `SELECT id, form, started, saved, expires, revision, sent, size FROM drafts
		WHERE login = $1 AND browser = $2 AND expires > $3 ORDER BY saved DESC, id`, login, browser, micros(now))
	drafts := make([]Draft, 0, len(rows))
	for _, row := range rows {
		drafts = append(drafts, row.draft())
	}
	return drafts, err
}

// ChangeDraft replaces a draft of the revision that c.Revision names, which grows
// by one; ok is false when the draft is gone or was changed meanwhile.
func (s *Store) ChangeDraft(ctx context.Context, o DraftOwner, c DraftChange) (ok bool, err error) {
	err = s.write(ctx, "change draft", func(ctx context.Context, tx *sqlx.Tx) error {
		if ok, err = replaceDraft(ctx, tx, o, c.Draft); err != nil || !ok {
			return err
		}
		if err := dropFiles(ctx, tx, c.ID, c.Keep); err != nil {
			return err
		}
		for _, f := range c.Add {
			if _, err := tx.ExecContext(ctx, `INSERT INTO draft_files (id, draft, bytes) VALUES ($1, $2, $3)`, f.ID, c.ID, f.Data); err != nil {
				return err
			}
		}
		return nil
	})
	return ok && err == nil, err
}

func replaceDraft(ctx context.Context, tx *sqlx.Tx, o DraftOwner, d Draft) (ok bool, err error) {
	login, browser := o.columns()
	result, err := tx.ExecContext(ctx, `UPDATE drafts SET saved = $1, expires = $2, revision = revision + 1, sent = $3, size = $4,
			content = $5, document = $6
		WHERE id = $7 AND login = $8 AND browser = $9 AND revision = $10`,
		micros(d.Saved), micros(d.Expires), d.Sent, d.Size, d.Content, d.Document, d.ID, login, browser, d.Revision)
	if err != nil {
		return false, err
	}
	rows, err := result.RowsAffected()
	return rows == 1, err
}

// dropFiles deletes the draft's files but those kept.
func dropFiles(ctx context.Context, tx *sqlx.Tx, draft string, keep []string) error {
	if len(keep) == 0 {
		_, err := tx.ExecContext(ctx, `DELETE FROM draft_files WHERE draft = $1`, draft)
		return err
	}
	query, args, err := sqlx.In(`DELETE FROM draft_files WHERE draft = ? AND id NOT IN (?)`, draft, keep)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, tx.Rebind(query), args...)
	return err
}

// DraftFiles returns the bytes of a draft's files by id. Whose the draft is, its
// caller has asked.
func (s *Store) DraftFiles(ctx context.Context, draft string) (map[string][]byte, error) {
	var rows []struct {
		ID    string `db:"id"`
		Bytes []byte `db:"bytes"`
	}
	err := s.list(ctx, "draft files", &rows, `SELECT id, bytes FROM draft_files WHERE draft = $1`, draft)
	files := make(map[string][]byte, len(rows))
	for _, row := range rows {
		files[row.ID] = row.Bytes
	}
	return files, err
}

// DeleteDraft deletes an owner's draft with its files; none is no error.
func (s *Store) DeleteDraft(ctx context.Context, o DraftOwner, id string) error {
	if !isText(id) {
		return s.usable()
	}
	login, browser := o.columns()
	_, err := s.exec(ctx, "delete draft", `DELETE FROM drafts WHERE id = $1 AND login = $2 AND browser = $3`, id, login, browser)
	return err
}

// DeleteSentDrafts deletes the owner's drafts that a submission was made of.
func (s *Store) DeleteSentDrafts(ctx context.Context, o DraftOwner, document int32) error {
	login, browser := o.columns()
	_, err := s.exec(ctx, "delete sent drafts", `DELETE FROM drafts WHERE sent = $1 AND sent <> 0 AND login = $2 AND browser = $3`, document, login, browser)
	return err
}

// AdoptDrafts gives a browser's drafts to an account, which keeps them until
// expires; it returns how many.
func (s *Store) AdoptDrafts(ctx context.Context, browser, login string, expires time.Time) (int64, error) {
	if browser == "" || login == "" {
		return 0, inbox.Errorf(inbox.CodeInternal, "store: drafts of nobody")
	}
	return s.exec(ctx, "adopt drafts", `UPDATE drafts SET login = $1, browser = '', expires = $2 WHERE login = '' AND browser = $3`,
		login, micros(expires), browser)
}

// DraftUse is what is kept of an owner's drafts.
type DraftUse struct {
	Count int64 `db:"count"`
	Bytes int64 `db:"bytes"`
}

// DraftUse counts an owner's drafts.
func (s *Store) DraftUse(ctx context.Context, o DraftOwner) (use DraftUse, err error) {
	login, browser := o.columns()
	_, err = s.find(ctx, "draft use", &use, `SELECT count(*) AS count, cast(coalesce(sum(size), 0) AS BIGINT) AS bytes FROM drafts
		WHERE login = $1 AND browser = $2`, login, browser)
	return use, err
}

// AnonymousDraftUse counts the drafts of all browsers nobody signed in with.
func (s *Store) AnonymousDraftUse(ctx context.Context) (use DraftUse, err error) {
	_, err = s.find(ctx, "draft use", &use, `SELECT count(*) AS count, cast(coalesce(sum(size), 0) AS BIGINT) AS bytes FROM drafts WHERE login = ''`)
	return use, err
}

// PurgeDrafts deletes the drafts that expired before an instant.
func (s *Store) PurgeDrafts(ctx context.Context, before time.Time) (int64, error) {
	return s.purge(ctx, `DELETE FROM drafts WHERE id IN (SELECT id FROM drafts WHERE expires < $1 LIMIT $2)`, before)
}
