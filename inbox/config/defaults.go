package config

import (
	"path/filepath"
	"time"
)

const (
	defaultMaxLetterBytes = 5 << 20 // what ePUAP takes at most for a document
	defaultBytesPerMinute = 512 << 20
	defaultFreeDiskFloor  = 1 << 30
)

// Default returns what stands where a file says nothing. It is not complete: an
// entity, a department, a box and a receipt seal have no default.
func Default() Config {
	return Config{
		Listen:  "127.0.0.1:8080",
		DataDir: "data",
		Mail:    Mail{TLS: "starttls"},
		Log:     Log{Level: "info", Format: "text"},
		Limits: Limits{
			MaxLetterBytes:    defaultMaxLetterBytes,
			RequestsPerMinute: 600,
			BytesPerMinute:    defaultBytesPerMinute,
			Unlimited:         []string{"127.0.0.0/8", "::1/128"},
			FreeDiskFloor:     defaultFreeDiskFloor,
		},
		Timeouts: Timeouts{
			Header: Duration(10 * time.Second),
			Body:   Duration(30 * time.Second),
			Idle:   Duration(2 * time.Minute),
			Stop:   Duration(30 * time.Second),
		},
	}
}

// fill sets the defaults that depend on other settings.
func (c *Config) fill() {
	setDefault(&c.PublicURL, "http://"+c.Listen)
	setDefault(&c.Database, "sqlite:"+filepath.Join(c.DataDir, "okienko.db"))
	for i := range c.BoxSections {
		c.BoxSections[i].fill(c)
	}
	for i := range c.Trust.Anchors {
		setDefault(&c.Trust.Anchors[i].Kind, "advanced")
	}
}

func (b *Box) fill(c *Config) {
	setDefault(&b.Title, b.Name)
	if len(c.DepartmentSections) > 0 {
		setDefault(&b.DefaultDepartment, c.DepartmentSections[0].ID)
	}
	setDefault(&b.Policy.MaxBytes, c.Limits.MaxLetterBytes)
	for _, action := range b.Policy.actions() {
		setDefault(action, "refuse")
	}
}

func (p *Policy) actions() []*string {
	return []*string{&p.MissingSignature, &p.UnknownIssuer, &p.NoRevocation, &p.MissingAttachment, &p.SignerKind}
}

func setDefault[T comparable](value *T, to T) {
	var zero T
	if *value == zero {
		*value = to
	}
}
