package store

import (
	"context"

	"github.com/jmoiron/sqlx"
)

// prepared are the committer's statements on SQLite, made once. There a statement
// is no journey, but parsing takes longer than running: a letter costs half as
// much with them, and one INSERT of many rows is slower than many prepared ones.
// pgx prepares by itself what it meets often.
type prepared struct {
	inserts map[string]*sqlx.NamedStmt
	reads   map[string]*sqlx.Stmt
}

// prepare runs outside of a transaction: inside, the writer's one connection is
// taken.
func (s *Store) prepare(ctx context.Context) (err error) {
	if !s.dialect.prepares || s.prepared.inserts != nil {
		return nil
	}
	inserts, reads := map[string]*sqlx.NamedStmt{}, map[string]*sqlx.Stmt{}
	for _, query := range []string{insertSubmission, insertDocument, insertLetter, insertReceipt, insertEvents, insertLeaf, insertHash} {
		if inserts[query], err = s.writer.PrepareNamedContext(ctx, query); err != nil {
			return err
		}
	}
	for _, query := range []string{selectSame, selectFirstOfSigned} {
		if reads[query], err = s.writer.PreparexContext(ctx, query); err != nil {
			return err
		}
	}
	s.prepared = prepared{inserts, reads}
	return nil
}

// batchTx is a transaction that reads through prepared statements where it can.
type batchTx struct {
	*sqlx.Tx
	prepared prepared
	reads    map[string]*sqlx.Stmt // those of prepared, as this transaction's own
}

// read returns the prepared statement of a query, nil when there is none.
func (t *batchTx) read(ctx context.Context, query string) *sqlx.Stmt {
	if own, ok := t.reads[query]; ok {
		return own
	}
	statement, ok := t.prepared.reads[query]
	if !ok {
		return nil
	}
	t.reads[query] = t.StmtxContext(ctx, statement)
	return t.reads[query]
}

// QueryxContext is what sqlx.SelectContext reads with.
func (t *batchTx) QueryxContext(ctx context.Context, query string, args ...any) (*sqlx.Rows, error) {
	if statement := t.read(ctx, query); statement != nil {
		return statement.QueryxContext(ctx, args...)
	}
	return t.Tx.QueryxContext(ctx, query, args...)
}

// QueryRowxContext is what sqlx.GetContext reads with.
func (t *batchTx) QueryRowxContext(ctx context.Context, query string, args ...any) *sqlx.Row {
	if statement := t.read(ctx, query); statement != nil {
		return statement.QueryRowxContext(ctx, args...)
	}
	return t.Tx.QueryRowxContext(ctx, query, args...)
}
