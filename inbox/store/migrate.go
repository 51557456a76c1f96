package store

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"path"
	"strconv"
	"strings"

	"github.com/jmoiron/sqlx"

	"okienko/inbox"
)

//go:embed migrations
var migrationFiles embed.FS

// migration is one file NNNN_name.sql.
type migration struct {
	version int
	name    string
	sql     string
}

// migrations lists the files of a dialect; their numbers are 1, 2, 3 ….
func (d dialect) migrations() ([]migration, error) {
	folder := path.Join("migrations", d.name)
	files, err := fs.ReadDir(migrationFiles, folder)
	if err != nil {
		return nil, failure("migrations", err)
	}
	list := make([]migration, 0, len(files))
	for _, file := range files {
		text, err := fs.ReadFile(migrationFiles, path.Join(folder, file.Name()))
		if err != nil {
			return nil, failure("migrations", err)
		}
		name := strings.TrimSuffix(file.Name(), ".sql")
		number, _, _ := strings.Cut(name, "_")
		version, err := strconv.Atoi(number)
		if err != nil || version != len(list)+1 {
			return nil, inbox.Errorf(inbox.CodeInternal, "store: migration %s is out of order", name)
		}
		list = append(list, migration{version, name, string(text)})
	}
	return list, nil
}

// SchemaVersion returns the database's version and the program's.
func (s *Store) SchemaVersion(ctx context.Context) (database, program int, err error) {
	list, err := s.dialect.migrations()
	if err != nil {
		return 0, 0, err
	}
	database, err = s.schemaVersion(ctx, s.reader)
	return database, len(list), err
}

// schemaVersion is 0 for an empty database.
func (s *Store) schemaVersion(ctx context.Context, q queryer) (int, error) {
	var tables, version int
	if err := sqlx.GetContext(ctx, q, &tables, s.dialect.hasMigrations); err != nil || tables == 0 {
		return 0, failure("schema version", err)
	}
	err := sqlx.GetContext(ctx, q, &version, `SELECT coalesce(max(version), 0) FROM schema_migrations`)
	return version, failure("schema version", err)
}

// checkSchema refuses a database that a newer program has migrated, and notes
// whether the schema is this program's.
func (s *Store) checkSchema(ctx context.Context) error {
	database, program, err := s.SchemaVersion(ctx)
	if err != nil {
		return err
	}
	if database > program {
		return tooNew(database, program)
	}
	s.current.Store(database == program)
	return nil
}

func tooNew(database, program int) error {
	return inbox.Errorf(inbox.CodeInternal, "store: database schema %d is newer than this program's %d", database, program)
}

// Migrate brings the schema up to this program's version; it returns the
// migrations applied, by name. It may run on an up-to-date database, and in two
// processes at once: each migration is applied once.
func (s *Store) Migrate(ctx context.Context) (applied []string, err error) {
	list, err := s.dialect.migrations()
	if err != nil {
		return nil, err
	}
	for _, m := range list {
		done, err := s.apply(ctx, m, len(list))
		if err != nil {
			return applied, err
		}
		if done {
			applied = append(applied, m.name)
		}
	}
	s.current.Store(true)
	return applied, nil
}

// apply runs one migration in a transaction of its own, unless another process
// was first.
func (s *Store) apply(ctx context.Context, m migration, program int) (done bool, err error) {
	err = s.transact(ctx, m.name, func(tx *sqlx.Tx) error {
		version, err := s.lockSchema(ctx, tx)
		if err != nil {
			return err
		}
		if version > program {
			return tooNew(version, program)
		}
		if version >= m.version {
			return nil
		}
		if _, err := tx.ExecContext(ctx, m.sql); err != nil {
			return fmt.Errorf("migration %s: %w", m.name, err)
		}
		done = true
		_, err = tx.ExecContext(ctx, `INSERT INTO schema_migrations (version, name, applied) VALUES ($1, $2, $3)`,
			m.version, m.name, micros(s.now()))
		return err
	})
	return done && err == nil, err
}

// lockSchema makes other migrating processes wait, then reads the version. On
// SQLite beginning the (immediate) transaction has already made them wait.
func (s *Store) lockSchema(ctx context.Context, tx *sqlx.Tx) (version int, err error) {
	if s.dialect.lockMigrations != "" {
		if _, err := tx.ExecContext(ctx, s.dialect.lockMigrations); err != nil {
			return 0, err
		}
	}
	_, err = tx.ExecContext(ctx, `CREATE TABLE IF NOT EXISTS schema_migrations (
		version INTEGER PRIMARY KEY, name TEXT NOT NULL, applied BIGINT NOT NULL)`)
	if err != nil {
		return 0, err
	}
	return s.schemaVersion(ctx, tx)
}
