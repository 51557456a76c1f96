package xades

import "time"

// parseDateTime reads an xs:dateTime. One without a zone is taken as UTC and may
// be wrong by 14 hours either way (XML Schema 1.0-2 3.2.7.3).
func parseDateTime(text string) (t time.Time, zoned bool, err error) {
	if t, err = time.Parse(time.RFC3339Nano, text); err == nil {
		return t, true, nil
	}
	t, err = time.Parse("2006-01-02T15:04:05.999999999", text)
	return t, false, err
}
