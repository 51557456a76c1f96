package store

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"okienko/inbox"
)

// micros is how instants are stored: integers sort and compare alike in both
// databases, whatever zone a time.Time carries.
func micros(t time.Time) int64 { return t.UnixMicro() }

func instant(micros int64) time.Time { return time.UnixMicro(micros).UTC() }

// encodeReasons writes a list as JSON; an empty one as [].
func encodeReasons(list []inbox.Reason) (string, error) {
	if len(list) == 0 {
		return "[]", nil
	}
	text, err := json.Marshal(list)
	return string(text), err
}

func decodeReasons(text string) ([]inbox.Reason, error) {
	if text == "[]" {
		return nil, nil
	}
	var list []inbox.Reason
	if err := json.Unmarshal([]byte(text), &list); err != nil {
		return nil, fmt.Errorf("stored reasons: %w", err)
	}
	return list, nil
}

// digest converts a stored SHA-256; NULL is the zero digest.
func digest(stored []byte) (sum [32]byte) {
	copy(sum[:], stored)
	return sum
}

// nullDigest stores the zero digest as NULL, so that it equals no other.
func nullDigest(sum [32]byte) []byte {
	if sum == ([32]byte{}) {
		return nil
	}
	return sum[:]
}

// isText reports what PostgreSQL can compare with a TEXT column; anything else
// stands in no row, and asking for it would be an error.
func isText(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsRune(s, 0)
}
