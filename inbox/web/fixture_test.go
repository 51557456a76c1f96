package web_test

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"testing"

	"okienko/fixtures"
)

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

func digest(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// fixture finds the first letter with an outcome, and with or without defects.
func fixture(t testing.TB, status int, defects bool) string {
	t.Helper()
	letters, err := fixtures.Letters()
	check(t, err)
	for _, l := range letters {
		if l.Status == status && (!defects || len(l.Defects) > 0) {
			return l.File
		}
	}
	t.Fatalf("no fixture with status %d", status)
	return ""
}
