package config

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
)

// maxFile bounds the configuration file: it is read whole, and a thousand boxes
// with their departments are well below.
const maxFile = 1 << 20

// Load reads and checks a configuration file. The error says where in the file
// the fault is; it names every faulty setting, not only the first.
func Load(path string) (Config, error) {
	info, err := os.Stat(path)
	if err != nil {
		return Config{}, fmt.Errorf("configuration: %w", err)
	}
	if info.Size() > maxFile {
		return Config{}, fmt.Errorf("configuration: %s is larger than %d octets", path, maxFile)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return Config{}, fmt.Errorf("configuration: %w", err)
	}
	dir, err := filepath.Abs(filepath.Dir(path))
	if err != nil {
		return Config{}, fmt.Errorf("configuration: %w", err)
	}
	c, err := Parse(data, dir)
	if err != nil {
		return Config{}, fmt.Errorf("configuration %s: %w", path, err)
	}
	return c, nil
}

// Parse reads and checks the text of a configuration file that stands in dir.
func Parse(data []byte, dir string) (Config, error) {
	if err := checkNames(data, reflect.TypeFor[Config]()); err != nil {
		return Config{}, err
	}
	c := Default()
	if err := json.Unmarshal(data, &c); err != nil {
		return Config{}, placed(data, err)
	}
	c.fill()
	c.resolve(dir)
	if err := c.check(); err != nil {
		return Config{}, err
	}
	return c, nil
}

// placed adds line and column to the errors of encoding/json that know theirs.
func placed(data []byte, err error) error {
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		return fmt.Errorf("%s: %w", place(data, syntax.Offset), err)
	}
	if kind, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return fmt.Errorf("%s: %s must be %s, not a %s", place(data, kind.Offset), kind.Field, nameOfType(kind.Type), kind.Value)
	}
	return err
}

// resolve makes every path absolute. The key of a PKCS#11 token is no path.
func (c *Config) resolve(dir string) {
	for _, path := range c.paths() {
		if *path != "" && !filepath.IsAbs(*path) && !strings.HasPrefix(*path, "pkcs11:") {
			*path = filepath.Join(dir, *path)
		}
	}
	if file, ok := strings.CutPrefix(c.Database, "sqlite:"); ok && file != "" && !filepath.IsAbs(file) {
		c.Database = "sqlite:" + filepath.Join(dir, file)
	}
}

func (c *Config) paths() []*string {
	paths := []*string{&c.DataDir, &c.FormsDir, &c.ReceiptSeal.Key, &c.ReceiptSeal.Certificate, &c.ReceiptSeal.Chain, &c.ReceiptSeal.PasswordFile, &c.Trust.EvidenceDir}
	people := []*string{&c.TrustedProfile.Key, &c.TrustedProfile.Certificate, &c.TrustedProfile.Chain, &c.TrustedProfile.PasswordFile,
		&c.Mail.PasswordFile, &c.Mail.Outbox}
	for i := range c.SignIns {
		people = append(people, &c.SignIns[i].SecretFile)
	}
	paths = append(paths, people...)
	for i := range c.Trust.Anchors {
		paths = append(paths, &c.Trust.Anchors[i].File)
	}
	for i := range c.Trust.Lists {
		for j := range c.Trust.Lists[i].Signers {
			paths = append(paths, &c.Trust.Lists[i].Signers[j])
		}
	}
	for i := range c.Trust.Seals {
		seal := &c.Trust.Seals[i]
		for j := range seal.Certificates {
			paths = append(paths, &seal.Certificates[j])
		}
		for j := range seal.Issuers {
			paths = append(paths, &seal.Issuers[j])
		}
	}
	return paths
}
