package store

import (
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/jmoiron/sqlx"

	"okienko/inbox"
)

// Connections of one process: a server takes 100 by default, and several nodes
// share it. Writers have their own, so that slow searches cannot keep a letter
// waiting.
const (
	postgresWriters = 6
	postgresReaders = 10
)

// sessionSettings are sent when a connection starts; the URL may overrule them.
//
//   - synchronous_commit: a receipt may leave only after a durable commit,
//     whatever the server's or the database's default is.
//   - lock_timeout: as busy_timeout on SQLite.
//   - idle_in_transaction_session_timeout: a node that lost its network in the
//     middle of a commit must not hold the register's lock for ever.
var sessionSettings = map[string]string{
	"synchronous_commit":                  "on",
	"lock_timeout":                        "10000",
	"idle_in_transaction_session_timeout": "30000",
	"application_name":                    "okienko",
}

func connectPostgres(url string) (*Store, error) {
	config, err := pgx.ParseConfig(url)
	if err != nil {
		// The error quotes the URL; pgx masks only what it recognises as a password.
		return nil, inbox.Errorf(inbox.CodeInternal, "store: the database URL is malformed")
	}
	for name, value := range sessionSettings {
		if _, set := config.RuntimeParams[name]; !set {
			config.RuntimeParams[name] = value
		}
	}
	return &Store{dialect: postgresDialect, writer: pool(config, postgresWriters), reader: pool(config, postgresReaders)}, nil
}

func pool(config *pgx.ConnConfig, size int) *sqlx.DB {
	db := sqlx.NewDb(stdlib.OpenDB(*config), "pgx")
	db.SetMaxOpenConns(size)
	db.SetMaxIdleConns(size)
	db.SetConnMaxIdleTime(5 * time.Minute)
	return db
}
