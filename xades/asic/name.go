package asic

import (
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// checkNames refuses names that other systems could take for another place, and
// two names that some system takes for one.
func checkNames(entries []*entry) error {
	folder := make(map[string]bool, len(entries))
	for _, e := range entries {
		if why := nameFault(e.name); why != "" {
			return &Error{CodeName, e.name, why}
		}
		key := folded(e.name)
		if _, twice := folder[key]; twice {
			return &Error{CodeName, e.name, "the name stands twice"}
		}
		folder[key] = e.isFolder()
	}
	for _, e := range entries {
		for dir := path.Dir(folded(e.name)); dir != "."; dir = path.Dir(dir) {
			if isFolder, stands := folder[dir]; stands && !isFolder {
				return &Error{CodeName, e.name, "a file and a folder have one name"}
			}
		}
	}
	return nil
}

// folded is equal for names that a system without case, or one that composes
// accents, takes for one.
func folded(name string) string {
	return strings.ToLower(norm.NFC.String(strings.TrimSuffix(name, "/")))
}

func nameFault(name string) string {
	plain := strings.TrimSuffix(name, "/")
	first, _, _ := strings.Cut(plain, "/")
	switch {
	case len(name) > MaxName:
		return "the name is too long"
	case !utf8.ValidString(name):
		return "the name is not UTF-8"
	case !cleanName(plain):
		return "the name is not plain and relative"
	case strings.EqualFold(first, "META-INF") && first != "META-INF", strings.EqualFold(plain, mimetypeName) && plain != mimetypeName:
		return "the name differs only in case from one with a meaning"
	}
	return ""
}

// cleanName reports whether a name can mean only one thing on every system:
// relative, without dot segments, backslashes, drive letters or characters that
// cannot be seen.
func cleanName(name string) bool {
	if name == "" || name == "." || name != path.Clean(name) || name[0] == '/' || name == ".." || strings.HasPrefix(name, "../") {
		return false
	}
	if len(name) > 1 && name[1] == ':' {
		return false
	}
	return strings.IndexFunc(name, unclean) < 0
}

func unclean(r rune) bool {
	return r == '\\' || r == utf8.RuneError || unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)
}
