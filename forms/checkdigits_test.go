package forms

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestCheckDigits(t *testing.T) {
	for _, tc := range []struct {
		kind   string
		valid  func(string) bool
		number string
		want   bool
	}{
		{"PESEL", ValidPESEL, "44051401458", true},
		{"PESEL", ValidPESEL, "44051401459", false}, // check digit
		{"PESEL", ValidPESEL, "44051410458", false}, // digits swapped
		{"PESEL", ValidPESEL, "4405140145", false},
		{"PESEL", ValidPESEL, "440514014580", false},
		{"PESEL", ValidPESEL, "4405140145x", false},
		{"PESEL", ValidPESEL, "00000000000", false}, // month 0
		{"PESEL", ValidPESEL, "", false},
		{"PESEL", ValidPESEL, "02270803624", true},  // 8 July 2002
		{"PESEL", ValidPESEL, "00022900003", false}, // 1900 was no leap year
		{"PESEL", ValidPESEL, "00222900009", true},  // 2000 was
		{"PESEL", ValidPESEL, "99813100003", true},  // 31 January 1899
		{"PESEL", ValidPESEL, "44133100004", false}, // month 13
		{"PESEL", ValidPESEL, "44043100002", false}, // 31 April

		{"NIP", ValidNIP, "1234563218", true},
		{"NIP", ValidNIP, "1111111111", true},
		{"NIP", ValidNIP, "1234563219", false},
		{"NIP", ValidNIP, "123456321", false},
		{"NIP", ValidNIP, "123-456-32-18", false},
		{"NIP", ValidNIP, "0000000000", false},
		{"NIP", ValidNIP, "1000000006", false}, // right check digit, no such tax office

		{"REGON", ValidREGON, "123456785", true},
		{"REGON", ValidREGON, "123456784", false},
		{"REGON", ValidREGON, "000000000", false},
		{"REGON", ValidREGON, "12345678", false},
		{"REGON", ValidREGON, "12345678512347", true},
		{"REGON", ValidREGON, "12345678512346", false},
		{"REGON", ValidREGON, "12345678412341", false}, // its first nine are none
		{"REGON", ValidREGON, "00000000000000", false},
	} {
		if got := tc.valid(tc.number); got != tc.want {
			t.Errorf("%s %q: valid = %v, want %v", tc.kind, tc.number, got, tc.want)
		}
	}
}

// A check digit is for typing errors: no single wrong digit may pass.
func TestPESELFindsEverySingleWrongDigit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pesel := drawPESEL(t)
		if !ValidPESEL(pesel) {
			t.Fatalf("%s: not valid", pesel)
		}
		at := rapid.IntRange(0, 10).Draw(t, "at")
		wrong := rapid.IntRange(1, 9).Draw(t, "by")
		typo := []byte(pesel)
		typo[at] = '0' + byte((int(typo[at]-'0')+wrong)%10)
		if ValidPESEL(string(typo)) {
			t.Fatalf("%s passes for %s", typo, pesel)
		}
	})
}

func drawPESEL(t *rapid.T) string {
	year := rapid.IntRange(1800, 2299).Draw(t, "year")
	month := rapid.IntRange(1, 12).Draw(t, "month") + map[int]int{18: 80, 19: 0, 20: 20, 21: 40, 22: 60}[year/100]
	ten := fmt.Sprintf("%02d%02d%02d%04d", year%100, month, rapid.IntRange(1, 28).Draw(t, "day"), rapid.IntRange(0, 9999).Draw(t, "serial"))
	sum := 0
	for i, w := range []int{1, 3, 7, 9, 1, 3, 7, 9, 1, 3} {
		sum += w * int(ten[i]-'0')
	}
	return ten + fmt.Sprint((10-sum%10)%10)
}

// What passes is digits of one of the lengths and nothing else, and a mask of
// it never holds more than its first three.
func FuzzCheckDigits(f *testing.F) {
	for _, seed := range []string{"44051401458", "1234563218", "123456785", "12345678512347", "", "٤٤٠٥١٤٠١٤٥٨", "4405140145\x00"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		pesel, nip, regon := ValidPESEL(s), ValidNIP(s), ValidREGON(s)
		if (pesel && len(s) != 11) || (nip && len(s) != 10) || (regon && len(s) != 9 && len(s) != 14) {
			t.Fatalf("%q passes with %d octets", s, len(s))
		}
		if (pesel || nip || regon) && strings.Trim(s, "0123456789") != "" {
			t.Fatalf("%q passes", s)
		}
		if shown := []rune(mask(s)); len(shown) > 3 && strings.Trim(string(shown[3:]), "*") != "" {
			t.Fatalf("%q masked as %q", s, mask(s))
		}
	})
}
