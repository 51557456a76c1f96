package profile

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// minPassword is the least number of characters. There are no rules on which:
// length is what counts (NIST SP 800-63B 5.1.1.2).
const minPassword = 12

// fewCharacters is how many different characters a password must have more than.
const fewCharacters = 4

// checkPassword refuses what is guessed first. inbox.CodeRequest with field
// "password" and problem "short", "long" or "common".
func checkPassword(password, login string) error {
	problem := ""
	switch {
	case utf8.RuneCountInString(password) < minPassword:
		problem = "short"
	case len(password) > maxPassword || !utf8.ValidString(password):
		problem = "long"
	case isCommon(password, login):
		problem = "common"
	default:
		return nil
	}
	err := wrongInput("password")
	err.Args["problem"] = problem
	return err
}

// isCommon knows the shapes that lists of leaked passwords are full of: few
// different characters, runs of the alphabet or of the keyboard, and a well-known
// word, or what the account is called, dressed up with digits and signs.
func isCommon(password, login string) bool {
	plain := strings.Map(plainLetter, strings.ToLower(password))
	return variety(plain) <= fewCharacters || isRun(plain) || isDressedWord(plain, login) || isDressedWord(strings.Map(spelledOut, plain), login)
}

// plainLetter takes accents off.
func plainLetter(r rune) rune { return swap(r, "ąćęłńóśźż", "acelnoszz") }

// spelledOut undoes the usual digits and signs for letters.
func spelledOut(r rune) rune { return swap(r, "0134578@$!", "oieastbasi") }

func swap(r rune, from, to string) rune {
	if i := slices.Index([]rune(from), r); i >= 0 {
		return []rune(to)[i]
	}
	return r
}

func variety(text string) int {
	seen := map[rune]bool{}
	for _, r := range text {
		seen[r] = true
	}
	return len(seen)
}

// runs are the orders that fingers and children know.
const runs = "abcdefghijklmnopqrstuvwxyz 01234567890123456789 qwertyuiopasdfghjklzxcvbnm qwertzuiopasdfghjklyxcvbnm 1qaz2wsx3edc4rfv5tgb6yhn7ujm zaq12wsxcde34rfv"

// isRun reports that a text is made of pieces of runs, forwards or backwards,
// four characters or longer each.
func isRun(text string) bool {
	both := runs + " " + reversed(runs)
	for rest := text; rest != ""; {
		n := len(rest)
		for n >= 4 && !strings.Contains(both, rest[:n]) {
			n--
		}
		if n < 4 {
			return false
		}
		rest = rest[n:]
	}
	return true
}

func reversed(text string) string {
	runes := []rune(text)
	slices.Reverse(runes)
	return string(runes)
}

// words are those that people begin a password with, and this service's own.
var words = strings.Fields(`admin administrator bezpieczne dupa dzien dobry football haslo hasla iloveyou jezus kasia
	kocham kochamcie ksiaze lato letmein login lublin maria marcin mateusz misiek monkey okienko password passwort pesel pismo
	polska polski profil profilzaufany przykladowo qwerty samsung start superman test testowe tajne tajnehaslo trudnehaslo
	trustno urzad urzednik user warszawa welcome wiosna zaq zaufany zima`)

// isDressedWord takes digits, signs and spaces away and looks at what is left:
// the same word once or more, or two of them.
func isDressedWord(text, login string) bool {
	letters := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return r
		}
		return -1
	}, text)
	known := append(slices.Clone(words), nameParts(login)...)
	for range 3 {
		longest := ""
		for _, word := range known {
			if strings.HasPrefix(letters, word) && len(word) > len(longest) {
				longest = word
			}
		}
		letters = letters[len(longest):]
	}
	return letters == ""
}

// nameParts are the words of a login that are long enough to be ones.
func nameParts(login string) []string {
	parts := strings.FieldsFunc(strings.ToLower(login), func(r rune) bool { return !unicode.IsLetter(r) })
	return slices.DeleteFunc(parts, func(part string) bool { return len(part) < 3 })
}
