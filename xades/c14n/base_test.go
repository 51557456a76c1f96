package c14n

import "testing"

func TestJoinReferences(t *testing.T) {
	cases := []struct{ base, ref, want string }{
		// RFC 3986 5.4, without fragments
		{"http://a/b/c/d;p?q", "g:h", "g:h"},
		{"http://a/b/c/d;p?q", "g", "http://a/b/c/g"},
		{"http://a/b/c/d;p?q", "./g", "http://a/b/c/g"},
		{"http://a/b/c/d;p?q", "g/", "http://a/b/c/g/"},
		{"http://a/b/c/d;p?q", "/g", "http://a/g"},
		{"http://a/b/c/d;p?q", "//g", "http://g"},
		{"http://a/b/c/d;p?q", "?y", "http://a/b/c/d;p?y"},
		{"http://a/b/c/d;p?q", "g?y", "http://a/b/c/g?y"},
		{"http://a/b/c/d;p?q", "g?y#s", "http://a/b/c/g?y"},
		{"http://a/b/c/d;p?q", ";x", "http://a/b/c/;x"},
		{"http://a/b/c/d;p?q", "", "http://a/b/c/d;p?q"},
		{"http://a/b/c/d;p?q", ".", "http://a/b/c/"},
		{"http://a/b/c/d;p?q", "..", "http://a/b/"},
		{"http://a/b/c/d;p?q", "../g", "http://a/b/g"},
		{"http://a/b/c/d;p?q", "../..", "http://a/"},
		{"http://a/b/c/d;p?q", "../../../g", "http://a/g"},
		{"http://a/b/c/d;p?q", "/./g", "http://a/g"},
		{"http://a/b/c/d;p?q", "/../g", "http://a/g"},
		{"http://a/b/c/d;p?q", "g.", "http://a/b/c/g."},
		{"http://a/b/c/d;p?q", "..g", "http://a/b/c/..g"},
		{"http://a/b/c/d;p?q", "./g/.", "http://a/b/c/g/"},
		{"http://a/b/c/d;p?q", "g/../h", "http://a/b/c/h"},
		{"http://a/b/c/d;p?q", "g;x=1/../y", "http://a/b/c/y"},
		{"http://a", "b", "http://a/b"},
		// relative bases keep leading ..; C14N 1.1 2.4
		{"something/else", "bar/", "something/bar/"},
		{"../bar/", "foo", "../bar/foo"},
		{"..", "x", "../x"},
		{"..", "..", "../../"},
		{"a/..", "x", "x"},
		{"a/", "../", ""},
		{"a/", "../../b", "../b"},
		{"a/b", "", "a/b"},
		{"", "../a//b", "../a/b"},
		{"//h/a/", "b", "//h/a/b"},
		{"urn:a", "b", "urn:b"},
	}
	for _, c := range cases {
		if got := joinReferences(c.base, c.ref); got != c.want {
			t.Errorf("%q and %q: %q, want %q", c.base, c.ref, got, c.want)
		}
	}
}
