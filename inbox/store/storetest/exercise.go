package storetest

import (
	"testing"
)

// Exercise is the suite that each database must pass. fresh gives the URL of an
// empty database; several stores may open it.
func Exercise(t *testing.T, fresh func(t testing.TB) string) {
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) { c.run(t, fresh(t)) })
	}
}

var cases = []struct {
	name string
	run  func(t *testing.T, url string)
}{
	{"accept writes everything", acceptWritesEverything},
	{"same bytes in parallel", sameBytesInParallel},
	{"numbers without gaps", numbersWithoutGaps},
}
