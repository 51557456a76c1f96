package hsm

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"
)

// maxPIN bounds a PIN file; tokens take some hundred octets at most.
const maxPIN = 4096

// pinFile is the file that a pin-source names: a file: URI or an absolute path.
// The third form of RFC 7512 2.4, a program to run, is refused: a configuration
// value must not start processes.
func pinFile(source string) (string, error) {
	if strings.HasPrefix(source, "|") {
		return "", errors.New("attribute pin-source names a program to run, which is not done: name a file")
	}
	path := source
	if strings.HasPrefix(source, "file:") {
		u, err := url.Parse(source)
		if err != nil || u.Host != "" && u.Host != "localhost" {
			return "", errors.New("attribute pin-source is no file: URI of this machine")
		}
		path = u.Path
	}
	if !filepath.IsAbs(path) {
		return "", errors.New("attribute pin-source needs an absolute path")
	}
	return path, nil
}

// readPIN gives the PIN of the URI, or fallback when the URI names none. A file
// is read at each login, so that a changed PIN is found.
func (u URI) readPIN(fallback string) (string, error) {
	switch {
	case u.pin != nil:
		return *u.pin, nil
	case u.pinFile == "":
		return fallback, nil
	}
	file, err := os.Open(u.pinFile)
	if err != nil {
		return "", fmt.Errorf("PIN: %w", err)
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, maxPIN+1))
	if err != nil {
		return "", fmt.Errorf("PIN: %w", err)
	}
	if len(data) > maxPIN {
		return "", fmt.Errorf("PIN: %s is too large for a PIN file", u.pinFile)
	}
	line, _, _ := bytes.Cut(data, []byte("\n"))
	return string(bytes.TrimRight(line, "\r")), nil
}
