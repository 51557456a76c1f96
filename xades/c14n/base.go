package c14n

import "strings"

// reference is a URI reference in its parts (RFC 3986 appendix B), without
// fragment.
type reference struct {
	scheme, authority, path, query string
	hasScheme, hasAuthority        bool
	hasQuery                       bool
}

func parseReference(s string) (r reference) {
	s, _, _ = strings.Cut(s, "#")
	s, r.query, r.hasQuery = strings.Cut(s, "?")
	if i := strings.IndexAny(s, ":/"); i > 0 && s[i] == ':' {
		r.scheme, s, r.hasScheme = s[:i], s[i+1:], true
	}
	if rest, ok := strings.CutPrefix(s, "//"); ok {
		end := strings.IndexByte(rest, '/')
		if end < 0 {
			end = len(rest)
		}
		r.authority, s, r.hasAuthority = rest[:end], rest[end:], true
	}
	r.path = s
	return r
}

func (r reference) String() string {
	var b strings.Builder
	if r.hasScheme {
		b.WriteString(r.scheme + ":")
	}
	if r.hasAuthority {
		b.WriteString("//" + r.authority)
	}
	b.WriteString(r.path)
	if r.hasQuery {
		b.WriteString("?" + r.query)
	}
	return b.String()
}

// joinReferences is join-URI-References of C14N 1.1 2.4: RFC 3986 5.2, but the
// base needs no scheme, fragments vanish (libxml2 keeps them, the JDK does not),
// and dot segments are removed as removeDotSegments says.
func joinReferences(base, ref string) string {
	b, r := parseReference(base), parseReference(ref)
	switch {
	case r.hasScheme:
		r.path = removeDotSegments(r.path)
		return r.String()
	case r.hasAuthority:
		r.path = removeDotSegments(r.path)
	case r.path == "":
		r.path = b.path
		if !r.hasQuery {
			r.query, r.hasQuery = b.query, b.hasQuery
		}
	case strings.HasPrefix(r.path, "/"):
		r.path = removeDotSegments(r.path)
	default:
		r.path = removeDotSegments(mergePaths(b, r.path))
	}
	if !r.hasAuthority {
		r.authority, r.hasAuthority = b.authority, b.hasAuthority
	}
	r.scheme, r.hasScheme = b.scheme, b.hasScheme
	return r.String()
}

// mergePaths is RFC 3986 5.2.3. A base that ends in .. names a directory, for
// C14N 1.1 appends a slash to it.
func mergePaths(base reference, path string) string {
	if base.hasAuthority && base.path == "" {
		return "/" + path
	}
	directory := base.path
	if directory == ".." || strings.HasSuffix(directory, "/..") {
		directory += "/"
	}
	return directory[:strings.LastIndexByte(directory, '/')+1] + path
}

// removeDotSegments is RFC 3986 5.2.4 with the changes of C14N 1.1 2.4: leading
// .. segments of a relative path stay, runs of slashes become one, and a
// trailing .. gets a slash.
func removeDotSegments(path string) string {
	rooted := strings.HasPrefix(path, "/")
	var kept []string
	directory := false // the result ends in a slash
	for segment := range strings.SplitSeq(path, "/") {
		directory = segment == "" || segment == "." || segment == ".."
		switch {
		case segment == "", segment == ".":
		case segment != "..":
			kept = append(kept, segment)
		case len(kept) > 0 && kept[len(kept)-1] != "..":
			kept = kept[:len(kept)-1]
		case !rooted:
			kept = append(kept, segment)
		}
	}
	result := strings.Join(kept, "/")
	if rooted {
		result = "/" + result
	}
	if directory && result != "" && !strings.HasSuffix(result, "/") {
		result += "/"
	}
	return result
}
