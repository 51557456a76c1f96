package main

import (
	"io/fs"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// contents is where detached content is: in named files, and below a folder.
type contents struct {
	named map[string]string // file by exact URI
	dir   string            // "" for none
}

func newContents(pairs []string, dir string) (contents, error) {
	c := contents{named: map[string]string{}, dir: dir}
	for _, pair := range pairs {
		uri, file, ok := cutLast(pair, "=")
		if !ok {
			return c, usagef("--content %q is not URI=FILE", pair)
		}
		if _, err := os.Stat(file); err != nil {
			return c, err
		}
		c.named[uri] = file
	}
	return c, nil
}

// source serves one document. Nothing is ever fetched, no URI leads out of the
// folder, and a file there is served under the spelling of the first URI alone:
// a thousand of them would have it read and digested a thousand times.
func (c contents) source() func(uri string) ([]byte, bool) {
	spelled := map[string]string{}
	return func(uri string) ([]byte, bool) {
		if file, ok := c.named[uri]; ok {
			data, err := os.ReadFile(file)
			return data, err == nil
		}
		name, ok := localName(uri)
		if !ok || c.dir == "" {
			return nil, false
		}
		if first, known := spelled[name]; known && first != uri {
			return nil, false
		}
		spelled[name] = uri
		return readBelow(c.dir, name)
	}
}

// cutLast splits at the last separator: URIs may hold "=", file names seldom do.
func cutLast(s, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}

// localName is the file that a relative URI names below a folder.
func localName(uri string) (string, bool) {
	u, err := url.Parse(uri)
	if err != nil || u.IsAbs() || u.Host != "" || u.Path == "" || u.RawQuery != "" || u.Fragment != "" {
		return "", false
	}
	name := path.Clean(u.Path)
	return filepath.FromSlash(name), fs.ValidPath(name) && filepath.IsLocal(filepath.FromSlash(name))
}

// readBelow reads a file, and nothing that is none: a pipe would be waited for.
func readBelow(dir, name string) ([]byte, bool) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, false
	}
	defer root.Close()
	if info, err := root.Stat(name); err != nil || !info.Mode().IsRegular() {
		return nil, false
	}
	data, err := root.ReadFile(name)
	return data, err == nil
}
