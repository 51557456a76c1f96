package store_test

import (
	"testing"

	"okienko/inbox/store/storetest"
)

func TestSQLite(t *testing.T) { storetest.Exercise(t, storetest.SQLite) }
