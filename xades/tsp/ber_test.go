package tsp

import (
	"bytes"
	"encoding/hex"
	"strings"
	"testing"
)

// TestToDER rewrites small pieces; "" as wanted means refused.
func TestToDER(t *testing.T) {
	for name, c := range map[string]struct{ ber, der string }{
		"DER":                        {"3003020105", "3003020105"},
		"indefinite":                 {"3080020105 0000", "3003020105"},
		"indefinite, empty":          {"3080 0000", "3000"},
		"indefinite within definite": {"30073080020105 0000", "30053003020105"},
		"definite within indefinite": {"308030030201053003020106 0000", "300a30030201053003020106"},
		"overlong length":            {"308103020105", "3003020105"},
		"overlong length, primitive": {"3004 02810105", "3003020105"},
		"three octets for one":       {"3083000003020105", "3003020105"},
		"pieces":                     {"2406 0401aa0401bb", "0402aabb"},
		"pieces of open length":      {"2480 0401aa 0401bb 0000", "0402aabb"},
		"pieces in pieces":           {"2480 2405 0401aa0400 0401bb 0000", "0402aabb"},
		"no pieces":                  {"2400", "0400"},
		"pieces between others":      {"300b 020101 24030401aa 020102", "3009 020101 0401aa 020102"},
		"octets that look like BER":  {"0404 3080 0000", "0404 3080 0000"},
		"a piece of another kind":    {"2403 020105", ""},
		"primitive and indefinite":   {"0480 0401aa 0000", ""},
		"no end":                     {"3080 020105", ""},
		"half an end":                {"3080 020105 00", ""},
		"child beyond its parent":    {"3003 02020105", ""},
		"rest":                       {"3000 00", ""},
		"cut off":                    {"30", ""},
		"nothing":                    {"", ""},
		"length of a length":         {"3085 0000000003 020105", ""},
		"long tag":                   {"1f8101 00", ""},
		"end without a beginning":    {"3002 0000", ""},
		"48 levels":                  {strings.Repeat("3080", 49) + strings.Repeat("0000", 49), nested(49)},
		"49 levels":                  {strings.Repeat("3080", 50) + strings.Repeat("0000", 50), ""},
	} {
		want := unhex(t, c.der)
		got, p := toDER(unhex(t, c.ber))
		if (p != nil) != (c.der == "") || p == nil && !bytes.Equal(got, want) {
			t.Errorf("%s: %x, %v, want %x", name, got, p, want)
		}
	}
}

func nested(levels int) string {
	content := []byte{}
	for range levels {
		content = append(appendHeader(nil, 0x30, len(content)), content...)
	}
	return hex.EncodeToString(content)
}

func unhex(t *testing.T, s string) []byte {
	t.Helper()
	out, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestRewritingIsBounded: what costs memory is counted, what does not is not.
func TestRewritingIsBounded(t *testing.T) {
	open := bytes.Repeat([]byte{0x30, 0x80, 0, 0}, maxRewritten+1)
	in := append(appendHeader(nil, 0x30, len(open)), open...)
	if _, p := toDER(in); p == nil || p.Code != CodeTooLarge {
		t.Errorf("%d open lengths: %v", maxRewritten+1, p)
	}
	plain := bytes.Repeat([]byte{5, 0}, 1<<20)
	in = append(append([]byte{0x30, 0x80}, plain...), 0, 0)
	out, p := toDER(in)
	if p != nil || len(out) != len(plain)+5 {
		t.Errorf("a million elements within an open length: %d octets, %v", len(out), p)
	}
	if n := testing.AllocsPerRun(1, func() { toDER(in) }); n > 50 {
		t.Errorf("%v allocations", n)
	}
	if _, err := ParseToken(make([]byte, MaxToken+1)); err == nil || err.(*Problem).Code != CodeTooLarge {
		t.Errorf("oversize: %v", err)
	}
}
