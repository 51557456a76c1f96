package xades

import "time"

// parseDateTime reads an xs:dateTime. One without a zone is taken as UTC: it
// is wrong by hours at most, and nothing is decided by it alone.
func parseDateTime(text string) (time.Time, error) {
	t, err := time.Parse(time.RFC3339Nano, text)
	if err == nil {
		return t, nil
	}
	return time.Parse("2006-01-02T15:04:05.999999999", text)
}
