package locale

import (
	"testing"
	"time"
)

func TestSize(t *testing.T) {
	tests := []struct {
		l    Lang
		n    int64
		want string
	}{
		{Polish, 0, "0\u00a0B"}, {Polish, 1023, "1023\u00a0B"}, {Polish, 1024, "1\u00a0kB"}, {Polish, 1536, "1,5\u00a0kB"},
		{English, 1536, "1.5\u00a0kB"}, {Ukrainian, 150 << 20, "150\u00a0MB"}, {Polish, 5 << 30, "5\u00a0GB"},
	}
	for _, tt := range tests {
		if got := Size(tt.l, tt.n); got != tt.want {
			t.Errorf("%s %d: %q, want %q", tt.l, tt.n, got, tt.want)
		}
	}
}

func TestDateTimeIsWarsaws(t *testing.T) {
	at := time.Date(2026, 12, 31, 23, 30, 0, 0, time.UTC)
	if got := DateTime(Polish, at); got != "1\u00a0stycznia\u00a02027, 00:30" {
		t.Errorf("%q", got)
	}
	if got := DateTime(English, at.AddDate(0, -6, 0)); got != "2\u00a0July\u00a02026, 01:30" {
		t.Errorf("summer time: %q", got)
	}
}

func TestDay(t *testing.T) {
	if got := Day(Polish, "2026-11-20"); got != "20\u00a0listopada\u00a02026" {
		t.Errorf("%q", got)
	}
	if got := Day(Polish, ""); got != "" {
		t.Errorf("no day: %q", got)
	}
}

func TestPlural(t *testing.T) {
	want := map[Lang]map[int]string{
		Polish:    {0: "many", 1: "one", 2: "few", 4: "few", 5: "many", 11: "many", 12: "many", 14: "many", 21: "many", 22: "few", 25: "many", 112: "many", 122: "few"},
		Ukrainian: {0: "many", 1: "one", 2: "few", 5: "many", 11: "many", 12: "many", 21: "one", 22: "few", 111: "many", 121: "one"},
		English:   {0: "many", 1: "one", 2: "many", 21: "many"},
	}
	for l, forms := range want {
		for n, form := range forms {
			if got := plural(l, n); got != form {
				t.Errorf("%s %d: %s, want %s", l, n, got, form)
			}
		}
	}
}
