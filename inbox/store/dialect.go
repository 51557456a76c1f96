package store

import "github.com/jmoiron/sqlx"

// dialect is what differs between the databases outside the migrations. All
// other SQL is one text with $1 placeholders for both.
type dialect struct {
	name string // the migrations folder

	// hasMigrations counts the schema_migrations table: 0 or 1.
	hasMigrations string

	// lockMigrations makes a second migrating process wait inside its
	// transaction; empty where beginning the transaction already waits.
	lockMigrations string

	prepares bool // see prepared
}

var sqliteDialect = dialect{
	name:          "sqlite",
	hasMigrations: `SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'schema_migrations'`,
	prepares:      true,
}

// The lock's number is "okienko" on a telephone keypad; it only has to be the
// same in every process.
var postgresDialect = dialect{
	name:           "postgres",
	hasMigrations:  `SELECT count(*) FROM information_schema.tables WHERE table_schema = current_schema() AND table_name = 'schema_migrations'`,
	lockMigrations: `SELECT pg_advisory_xact_lock(6543656)`,
}

// queryer is a pool or a transaction: what reads can run on.
type queryer interface {
	sqlx.QueryerContext
	sqlx.ExecerContext
}
