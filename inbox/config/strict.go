package config

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
)

// checkNames refuses settings that the type does not have and settings that
// stand twice. encoding/json alone would take "Listen" for "listen", let the
// later of two settings win, and name no place.
func checkNames(data []byte, t reflect.Type) error {
	w := &walker{data: data, dec: json.NewDecoder(bytes.NewReader(data))}
	if err := w.value(t, ""); err != nil {
		return err
	}
	if _, err := w.dec.Token(); !errors.Is(err, io.EOF) {
		return fmt.Errorf("%s: more text after the configuration", place(data, w.dec.InputOffset()))
	}
	return nil
}

type walker struct {
	data []byte
	dec  *json.Decoder
}

func (w *walker) value(t reflect.Type, path string) error {
	token, err := w.token()
	if err != nil {
		return err
	}
	switch token {
	case json.Delim('{'):
		return w.object(t, path)
	case json.Delim('['):
		return w.array(t, path)
	}
	if t == reflect.TypeFor[Duration]() {
		if err := checkDuration(token); err != nil {
			return fmt.Errorf("%s: %s: %w", place(w.data, w.dec.InputOffset()), path, err)
		}
	}
	return nil
}

// checkDuration finds here what a type's own UnmarshalJSON could say, but not where.
func checkDuration(token json.Token) error {
	data, err := json.Marshal(token)
	if err != nil {
		return err
	}
	return new(Duration).UnmarshalJSON(data)
}

func (w *walker) object(t reflect.Type, path string) error {
	seen := map[string]bool{}
	for w.dec.More() {
		token, err := w.token()
		if err != nil {
			return err
		}
		name, _ := token.(string)
		at := place(w.data, w.dec.InputOffset()-int64(len(name))-2)
		field, ok := fieldOf(t, name)
		switch {
		case !ok:
			return fmt.Errorf("%s: there is no setting %q%s", at, join(path, name), suggest(t, name))
		case seen[name]:
			return fmt.Errorf("%s: the setting %q stands twice", at, join(path, name))
		}
		seen[name] = true
		if err := w.value(field, join(path, name)); err != nil {
			return err
		}
	}
	_, err := w.token()
	return err
}

func (w *walker) array(t reflect.Type, path string) error {
	element := t
	if t.Kind() == reflect.Slice {
		element = t.Elem()
	}
	for i := 0; w.dec.More(); i++ {
		if err := w.value(element, fmt.Sprintf("%s[%d]", path, i)); err != nil {
			return err
		}
	}
	_, err := w.token()
	return err
}

func (w *walker) token() (json.Token, error) {
	token, err := w.dec.Token()
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", place(w.data, w.dec.InputOffset()), err)
	}
	return token, nil
}

// fieldOf finds the type of a setting. An object where a plain value belongs
// has no settings to check: decoding says what is wrong with it.
func fieldOf(t reflect.Type, name string) (reflect.Type, bool) {
	if t.Kind() != reflect.Struct {
		return t, true
	}
	for field := range t.Fields() {
		if settingName(field) == name {
			return field.Type, true
		}
	}
	return nil, false
}

// suggest names the setting that differs by case alone.
func suggest(t reflect.Type, name string) string {
	for field := range t.Fields() {
		if strings.EqualFold(settingName(field), name) {
			return fmt.Sprintf(" (write %q)", settingName(field))
		}
	}
	return ""
}

func settingName(field reflect.StructField) string {
	name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
	return name
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// place writes an offset as "line 3, column 7".
func place(data []byte, offset int64) string {
	before := data[:min(max(offset, 0), int64(len(data)))]
	line := bytes.Count(before, []byte("\n")) + 1
	column := len([]rune(string(before[bytes.LastIndexByte(before, '\n')+1:]))) + 1
	return fmt.Sprintf("line %d, column %d", line, column)
}

func nameOfType(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Struct:
		return "an object"
	case reflect.Slice:
		return "a list"
	case reflect.Bool:
		return "true or false"
	case reflect.Int, reflect.Int64:
		return "a whole number"
	}
	return "a text"
}
