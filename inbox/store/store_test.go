package store_test

import (
	"os"
	"testing"

	"okienko/inbox/store/storetest"
)

func TestMain(m *testing.M) { os.Exit(storetest.Main(m)) }

func TestSQLite(t *testing.T) { storetest.Exercise(t, storetest.SQLite) }

func TestPostgres(t *testing.T) { storetest.Exercise(t, storetest.Postgres) }
