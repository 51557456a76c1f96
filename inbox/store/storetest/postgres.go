package storetest

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// PostgresEnv names a PostgreSQL for the tests; each gets a schema of its own
// there. Without it a private server is started from Debian's package.
const PostgresEnv = "OKIENKO_TEST_POSTGRES"

// server is started once per test process and stopped by Main.
var server struct {
	sync.Mutex
	running *cluster
	err     error
}

// Main runs the tests of a package that uses Postgres and stops the server after
// them: func TestMain(m *testing.M) { os.Exit(storetest.Main(m)) }
func Main(m *testing.M) int {
	defer stopServer()
	return m.Run()
}

func stopServer() {
	server.Lock()
	defer server.Unlock()
	if server.running != nil {
		server.running.stop()
		server.running = nil
	}
}

// Postgres gives the URL of a fresh, empty schema, dropped when the test ends.
// It skips the test only where PostgreSQL is not installed.
func Postgres(t testing.TB) string {
	t.Helper()
	base := postgresServer(t)
	schema := "okienko_" + strings.ToLower(rand.Text())
	administer(t, base, "CREATE SCHEMA "+schema)
	t.Cleanup(func() { administer(t, base, "DROP SCHEMA "+schema+" CASCADE") })
	u, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	query := u.Query()
	query.Set("search_path", schema)
	u.RawQuery = query.Encode()
	return u.String()
}

func postgresServer(t testing.TB) string {
	t.Helper()
	if named := os.Getenv(PostgresEnv); named != "" {
		return named
	}
	bin, err := postgresBinaries()
	if err != nil {
		t.Skipf("PostgreSQL is not installed: %v", err)
	}
	server.Lock()
	defer server.Unlock()
	if server.running == nil && server.err == nil {
		server.running, server.err = startCluster(bin)
	}
	if server.err != nil {
		t.Fatal(server.err)
	}
	return server.running.url
}

// administer runs one statement on a connection of its own.
func administer(t testing.TB, url, statement string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(ctx)
	if _, err := conn.Exec(ctx, statement); err != nil {
		t.Fatal(fmt.Errorf("%s: %w", statement, err))
	}
}
