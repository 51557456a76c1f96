package web

import (
	"fmt"

	"okienko/forms"
	"okienko/forms/render"
	"okienko/inbox"
	"okienko/inbox/intake"
	"okienko/inbox/locale"
)

// Reader is who reads a form or a letter in a language.
func Reader(l locale.Lang) render.Reader {
	return render.Reader{
		Language: string(l),
		T:        func(key string, args ...any) string { return text(l, key, args) },
		Day:      func(day string) string { return locale.Day(l, inbox.Day(day)) },
		Size:     func(octets int64) string { return locale.Size(l, octets) },
		Problem: func(p forms.Problem) string {
			message, _ := locale.Reason(l, intake.ProblemReason(p))
			return message
		},
	}
}

// text returns a sentence; args are name, value, name, value.
func text(l locale.Lang, key string, args []any) string {
	texts := make([]string, len(args))
	for i, a := range args {
		texts[i] = fmt.Sprint(a)
	}
	return locale.Text(l, key, texts...)
}
