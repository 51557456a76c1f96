package value

import (
	"strings"
	"testing"
)

func TestValid(t *testing.T) {
	tests := []struct {
		kind    Kind
		yes, no string
	}{
		{Boolean, "true false 1 0", "TRUE 2 yes"},
		{Decimal, "1 -1.50 +.5 5. 000", ". + 1e3 1,5 - 1.2.3 ١"},
		{Float, "1 1e5 -1.5E-3 INF -INF NaN 1e99999999999999999 .5e1", "+INF inf 0x1 1_0 e5 1e 1e1.5 Infinity nan"},
		{Duration, "P1Y P1Y2M3DT4H5M6.7S -PT0S P0D PT1.5S", "P PT 1Y P1S PT1Y P1M1Y P-1Y P1YT PT.5S PT1.S +P1Y"},
		{DateTime, "2024-02-29T23:59:59 2024-01-01T24:00:00 12024-01-01T00:00:00.123+14:00 -0001-12-31T00:00:00Z",
			"2023-02-29T00:00:00 0000-01-01T00:00:00 2024-01-01T24:00:01 2024-01-01T00:00:00+14:01 02024-01-01T00:00:00 2024-01-01 2024-13-01T00:00:00 2024-01-01T00:00:00. 2024-01-01T00:60:00"},
		{Date, "2026-11-20 2026-11-20Z 2026-11-20-05:00", "2026-11-31 20261120 2026-11-20T00:00:00 26-11-20"},
		{Time, "00:00:00 24:00:00 12:00:00.5Z", "24:00:01 12:00 25:00:00 12:00:00+25:00"},
		{GYearMonth, "2024-02 -2024-02Z", "2024 2024-13"},
		{GYear, "2024 -0004 2024+01:00", "24 0000 +2024"},
		{GMonthDay, "--02-29 --12-31Z", "--02-30 -12-31 --13-01"},
		{GDay, "---31 ---01Z", "---32 --31 ---00"},
		{GMonth, "--12 --01Z", "--13 12 --12--"},
		{HexBinary, "0aFF 00", "0 0g"},
		{Base64Binary, "AAAA AA== AAA= YWJj", "A AA AAA AB== AAB= A=== AAAA= ===="},
		{AnyURI, "http://a/b a%20b ../x#y mailto:x urn:a:b żółw", "http://a%zz #a#b :x 1a:b http://[::1"},
		{QName, "a a:b ą:b", ":a a: a:b:c 1a"},
	}
	for _, tt := range tests {
		for _, s := range strings.Fields(tt.yes) {
			if !Valid(tt.kind, []byte(s)) {
				t.Errorf("kind %d refuses %q", tt.kind, s)
			}
		}
		for _, s := range strings.Fields(tt.no) {
			if Valid(tt.kind, []byte(s)) {
				t.Errorf("kind %d takes %q", tt.kind, s)
			}
		}
	}
}

func TestSameValue(t *testing.T) {
	tests := []struct {
		kind Kind
		a, b string
		same bool
	}{
		{Decimal, "1.0", "+01.00", true}, {Decimal, "0", "-0.0", true}, {Decimal, "1", "-1", false}, {Decimal, "10", "1", false},
		{Float, "1e2", "100", true}, {Float, "-0", "0", true}, {Float, "NaN", "NaN", true}, {Float, "16777217", "16777216", true},
		{Double, "16777217", "16777216", false},
		{Boolean, "1", "true", true}, {Boolean, "0", "true", false},
		{HexBinary, "ab", "AB", true}, {Base64Binary, "YW Jj", "YWJj", true},
		{DateTime, "2024-01-01T24:00:00", "2024-01-02T00:00:00", true},
		{DateTime, "2024-01-01T12:00:00Z", "2024-01-01T14:00:00+02:00", true},
		{DateTime, "2024-01-01T12:00:00Z", "2024-01-01T12:00:00", false},
		{Duration, "P1Y", "P12M", true}, {Duration, "P1D", "PT24H", true}, {Duration, "P1M", "P30D", false}, {Duration, "-PT0S", "P0Y", true},
	}
	for _, tt := range tests {
		if got := Key(tt.kind, []byte(tt.a)) == Key(tt.kind, []byte(tt.b)); got != tt.same {
			t.Errorf("kind %d: %s and %s: same value %t, want %t", tt.kind, tt.a, tt.b, got, tt.same)
		}
	}
}

func TestCompare(t *testing.T) {
	tests := []struct {
		kind  Kind
		a, b  string
		order int
		ok    bool
	}{
		{Decimal, "9", "10", -1, true}, {Decimal, "-9", "-10", 1, true}, {Decimal, "1.25", "1.3", -1, true}, {Decimal, "-1", "1", -1, true},
		{Decimal, strings.Repeat("9", 50), "1" + strings.Repeat("0", 50), -1, true},
		{Double, "1", "NaN", 0, false}, {Double, "-INF", "INF", -1, true},
		{Date, "2024-01-01", "2024-01-02", -1, true}, {Date, "-0001-01-01", "0001-01-01", -1, true},
		{DateTime, "2000-01-15T00:00:00", "2000-02-15T00:00:00Z", -1, true},
		{DateTime, "2000-01-15T12:00:00", "2000-01-15T23:00:00Z", 0, false},
		{DateTime, "2000-01-15T23:00:00Z", "2000-01-15T12:00:00", 0, false},
		{DateTime, "2000-02-15T00:00:00Z", "2000-01-15T00:00:00", 1, true},
		{Time, "10:00:00+02:00", "09:00:00Z", -1, true},
		{Duration, "P1M", "P27D", 1, true}, {Duration, "P1M", "P30D", 0, false}, {Duration, "P5M", "P154D", -1, true},
		{Duration, "-PT0.25S", "-PT0.5S", 1, true}, {Duration, "-P1D", "PT1S", -1, true},
	}
	for _, tt := range tests {
		a, _ := Parse(tt.kind, []byte(tt.a))
		b, _ := Parse(tt.kind, []byte(tt.b))
		if order, ok := Compare(a, b); order != tt.order || ok != tt.ok {
			t.Errorf("kind %d: compare %s and %s: %d %t, want %d %t", tt.kind, tt.a, tt.b, order, ok, tt.order, tt.ok)
		}
	}
}

func TestDigits(t *testing.T) {
	for text, want := range map[string][2]int{"100": {3, 0}, "0.05": {2, 2}, "12.340": {4, 2}, "0": {1, 0}, "-007.5": {2, 1}} {
		v, _ := Parse(Decimal, []byte(text))
		if total, fraction := v.Digits(); [2]int{total, fraction} != want {
			t.Errorf("%s: %d %d, want %v", text, total, fraction, want)
		}
	}
}

func TestNames(t *testing.T) {
	if !IsNCName([]byte("Żółć-1.a")) || IsNCName([]byte("a:b")) || IsNCName(nil) || IsNCName([]byte("-a")) {
		t.Error("IsNCName")
	}
	if !IsName([]byte(":a")) || IsName([]byte("1a")) || !IsNameToken([]byte("1:a")) || IsNameToken([]byte("a b")) {
		t.Error("IsName, IsNameToken")
	}
	if !IsLanguage([]byte("pl-PL")) || IsLanguage([]byte("abcdefghi")) || IsLanguage([]byte("1a")) || IsLanguage([]byte("pl-")) {
		t.Error("IsLanguage")
	}
}
