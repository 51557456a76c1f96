package config

import (
	"encoding/json"
	"fmt"
	"time"
)

// Duration is a length of time, written "30s" or "2m".
type Duration time.Duration

// MarshalJSON writes the form of time.Duration.
func (d Duration) MarshalJSON() ([]byte, error) { return json.Marshal(time.Duration(d).String()) }

// UnmarshalJSON reads the form of time.ParseDuration.
func (d *Duration) UnmarshalJSON(data []byte) error {
	var text string
	if err := json.Unmarshal(data, &text); err != nil {
		return fmt.Errorf("%s is no length of time: write it as \"30s\" or \"2m\"", data)
	}
	parsed, err := time.ParseDuration(text)
	if err != nil {
		return fmt.Errorf("%q is no length of time: write it as \"30s\" or \"2m\"", text)
	}
	*d = Duration(parsed)
	return nil
}
