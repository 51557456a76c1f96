package locale

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"okienko/inbox"
)

func TestEveryKeyInEveryLanguage(t *testing.T) {
	if len(Codes()) < 60 || len(Keys()) < 40 {
		t.Fatalf("only %d codes and %d keys", len(Codes()), len(Keys()))
	}
	for _, l := range Languages() {
		if got := sortedKeys(tables[l].reasons); !slices.Equal(got, Codes()) {
			t.Errorf("%s: reasons differ from Polish: %s", l, difference(got, Codes()))
		}
		if got := sortedKeys(tables[l].pages); !slices.Equal(got, Keys()) {
			t.Errorf("%s: pages differ from Polish: %s", l, difference(got, Keys()))
		}
	}
}

func difference(a, b []string) string {
	var only []string
	for _, pair := range [][2][]string{{a, b}, {b, a}} {
		for _, key := range pair[0] {
			if !slices.Contains(pair[1], key) {
				only = append(only, key)
			}
		}
	}
	return strings.Join(only, " ")
}

func TestInboxCodesHaveTexts(t *testing.T) {
	for _, code := range inbox.Codes() {
		if !Has(code) {
			t.Errorf("no text for %s", code)
		}
	}
	if Has("no.such-code") {
		t.Error("Has is true for a code without a text")
	}
}

// placeholders gives what a sentence takes, with the form it is written in.
func placeholders(s sentence) []string {
	set := make(map[string]bool)
	for _, seg := range s {
		for _, p := range seg.parts {
			if p.names != nil {
				set[strings.Join(p.names, "|")+":"+p.as] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(set))
}

func TestSamePlaceholdersInEveryLanguage(t *testing.T) {
	for _, l := range Languages() {
		for code, pair := range tables[l].reasons {
			for i, s := range pair {
				if got, want := placeholders(s), placeholders(tables[Polish].reasons[code][i]); !slices.Equal(got, want) {
					t.Errorf("%s: %s takes %v, in Polish %v", l, code, got, want)
				}
			}
		}
		for key, s := range tables[l].pages {
			if got, want := placeholders(s), placeholders(tables[Polish].pages[key]); !slices.Equal(got, want) {
				t.Errorf("%s: %s takes %v, in Polish %v", l, key, got, want)
			}
		}
	}
}

// TestReasonsReadWellWithoutArguments fills every sentence with no arguments,
// with each one alone, and with all.
func TestReasonsReadWellWithoutArguments(t *testing.T) {
	for _, l := range Languages() {
		for code, pair := range tables[l].reasons {
			for _, args := range argumentSets(pair) {
				message, remedy := Reason(l, inbox.Reason{Code: code, Args: args})
				checkSentence(t, fmt.Sprintf("%s %s %v", l, code, args), message)
				checkSentence(t, fmt.Sprintf("%s %s %v", l, code, args), remedy)
			}
		}
	}
}

func argumentSets(pair [2]sentence) []map[string]string {
	all := make(map[string]string)
	sets := []map[string]string{nil, all}
	for _, s := range pair {
		for _, place := range placeholders(s) {
			names, _, _ := strings.Cut(place, ":")
			for name := range strings.SplitSeq(names, "|") {
				all[name] = "17"
				sets = append(sets, map[string]string{name: "17"})
			}
		}
	}
	return sets
}

func checkSentence(t *testing.T, where, text string) {
	t.Helper()
	switch {
	case strings.TrimSpace(text) == "":
		t.Errorf("%s: empty", where)
	case text != strings.TrimSpace(text), strings.Contains(text, "  "), strings.Contains(text, " ."), strings.Contains(text, " ,"):
		t.Errorf("%s: stray space: %q", where, text)
	case strings.ContainsAny(text, "{}[]"):
		t.Errorf("%s: notation left over: %q", where, text)
	case strings.Contains(text, "()"), strings.Contains(text, "„”"), strings.Contains(text, "“”"), strings.Contains(text, "«»"), strings.Contains(text, ": ."):
		t.Errorf("%s: an empty place: %q", where, text)
	case !strings.HasSuffix(text, ".") && !strings.HasSuffix(text, "17"):
		t.Errorf("%s: no full stop: %q", where, text)
	}
}

func TestPageSentencesAreNotEmpty(t *testing.T) {
	for _, l := range Languages() {
		for _, key := range Keys() {
			text := Text(l, key)
			if strings.TrimSpace(text) == "" && len(placeholders(tables[l].pages[key])) == 0 {
				t.Errorf("%s: %s is empty", l, key)
			}
			if strings.ContainsAny(text, "{}[]") {
				t.Errorf("%s: %s: notation left over: %q", l, key, text)
			}
		}
	}
}

// TestNoKeyTwice guards against a translator's copy that silently wins.
func TestNoKeyTwice(t *testing.T) {
	for _, l := range Languages() {
		for _, names := range [][]string{{"reasons.json"}, pageFiles} {
			for _, key := range doubled(t, joined(t, l, names)) {
				t.Errorf("%s/%s: %s stands twice", l, names, key)
			}
		}
	}
	if got := doubled(t, []byte(`{"a": ["x", "y"], "b": "a", "a": ["x", "y"]}`)); !slices.Equal(got, []string{"a"}) {
		t.Errorf("the check itself finds %v", got)
	}
}

// joined makes one JSON object of several files.
func joined(t *testing.T, l Lang, names []string) []byte {
	t.Helper()
	var all [][]byte
	for _, name := range names {
		data, err := textFiles.ReadFile("texts/" + string(l) + "/" + name)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, bytes.TrimSuffix(bytes.TrimPrefix(bytes.TrimSpace(data), []byte("{")), []byte("}")))
	}
	return slices.Concat([]byte("{"), bytes.Join(all, []byte(",")), []byte("}"))
}

func doubled(t *testing.T, data []byte) (keys []string) {
	t.Helper()
	dec := json.NewDecoder(bytes.NewReader(data))
	if _, err := dec.Token(); err != nil {
		t.Fatal(err)
	}
	seen := make(map[string]bool)
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			t.Fatal(err)
		}
		if seen[key.(string)] {
			keys = append(keys, key.(string))
		}
		seen[key.(string)] = true
		var value json.RawMessage
		if err := dec.Decode(&value); err != nil {
			t.Fatal(err)
		}
	}
	return keys
}

func TestReason(t *testing.T) {
	tests := []struct {
		l    Lang
		r    inbox.Reason
		want string
	}{
		{Polish, inbox.Reason{Code: "box.oversize", Args: map[string]string{"limit": "3145728"}}, "Plik jest za duży. Ta skrytka przyjmuje pisma do 3\u00a0MB."},
		{Polish, inbox.Reason{Code: "box.oversize"}, "Plik jest za duży."},
		{English, inbox.Reason{Code: "box.oversize", Args: map[string]string{"limit": "1572864"}}, "The file is too large. This box takes letters of up to 1.5\u00a0MB."},
		{Polish, inbox.Reason{Code: "form.pesel", Args: map[string]string{"label": "PESEL nadawcy"}}, "Numer PESEL w polu „PESEL nadawcy” jest niepoprawny: nie zgadza się cyfra kontrolna albo zapisana w nim data."},
		{Polish, inbox.Reason{Code: "schema.type", Args: map[string]string{"element": "Data", "type": "date"}}, "Wartość w polu „Data” nie jest poprawna. Wymagany rodzaj: data w postaci rok-miesiąc-dzień, na przykład 2026-03-31."},
		{Polish, inbox.Reason{Code: "schema.type", Args: map[string]string{"element": "X", "label": "Data urodzenia", "type": "MojTyp"}}, "Wartość w polu „Data urodzenia” nie jest poprawna."},
		{English, inbox.Reason{Code: "qualified.denied", Args: map[string]string{"at": "2026-03-03T09:00:00Z"}}, "By the trusted list this certificate is not qualified (as of 3\u00a0March\u00a02026, 10:00)."},
		{Ukrainian, inbox.Reason{Code: "letter.state", Args: map[string]string{"state": "closed"}}, "Зараз цього зробити не можна. Стан листа: закрито."},
		{Polish, inbox.Reason{Code: "signature.kind", Args: map[string]string{"kind": "advanced", "accepted": "qualified, personal"}}, "Ten wzór pisma wymaga innego rodzaju podpisu. Pismo ma podpis zaawansowany. Dopuszczone: podpis kwalifikowany, podpis osobisty."},
		{Polish, inbox.Reason{Code: "no.such-code"}, "Coś poszło nie tak po naszej stronie."},
		{"de", inbox.Reason{Code: "signature.missing"}, "Pismo nie jest podpisane."},
	}
	for _, tt := range tests {
		if got, _ := Reason(tt.l, tt.r); got != tt.want {
			t.Errorf("%s %s: %q, want %q", tt.l, tt.r.Code, got, tt.want)
		}
	}
}

// TestArgumentsAreHarmless: what a sender wrote cannot break the sentence.
func TestArgumentsAreHarmless(t *testing.T) {
	nasty := "a\u202e[{limit}]\r\n\x00b" + strings.Repeat("x", 1000)
	got, _ := Reason(English, inbox.Reason{Code: "form.unknown", Args: map[string]string{"root": nasty}})
	if strings.ContainsAny(got, "\u202e\r\n\x00") {
		t.Errorf("control characters kept: %q", got)
	}
	if len([]rune(got)) > 300 {
		t.Errorf("not cut: %d characters", len([]rune(got)))
	}
	if !strings.Contains(got, "a[{limit}]") {
		t.Errorf("an argument is not text: %q", got)
	}
}

func TestText(t *testing.T) {
	if got := Text(Polish, "no.such.key"); got != "no.such.key" {
		t.Errorf("unknown key: %q", got)
	}
	if got := Text(Ukrainian, "month.11"); got != "листопада" {
		t.Errorf("%q", got)
	}
}

func TestFromAcceptLanguage(t *testing.T) {
	tests := map[string]Lang{
		"":                                  Polish,
		"pl-PL,pl;q=0.9,en;q=0.8":           Polish,
		"en-GB,en;q=0.9":                    English,
		"uk-UA,uk;q=0.9,ru;q=0.8,en;q=0.7":  Ukrainian,
		"de-DE,de;q=0.9,en;q=0.5":           English,
		"de":                                Polish,
		"*":                                 Polish,
		"fr;q=0.9, uk;q=0.1":                Ukrainian,
		"pl;q=0, en":                        English,
		";;;,,,":                            Polish,
		strings.Repeat("x-", 5000) + "y":    Polish,
		"en;q=0.3, pl;q=0.2":                English,
		"en-US, en;q=0.9, pl;q=0.8, uk;q=1": English,
	}
	for header, want := range tests {
		if got := FromAcceptLanguage(header); got != want {
			t.Errorf("%.60q: %s, want %s", header, got, want)
		}
	}
}

func TestCompileRefusesBrokenNotation(t *testing.T) {
	for _, text := range []string{"[a", "a]", "{a", "a}", "{}", "[{a]}", "{a b}", "[a [b]]"} {
		if _, err := compile(text); err == nil {
			t.Errorf("%q compiled", text)
		}
	}
}
