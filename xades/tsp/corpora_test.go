//go:build corpora

package tsp_test

import (
	"encoding/base64"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"okienko/xades/trust"
	"okienko/xades/tsp"
)

var encapsulated = regexp.MustCompile(`EncapsulatedTimeStamp[^>]*>([^<]+)<`)

// corpusTokens are the tokens in the XAdES files of the corpora, by file.
func corpusTokens(t *testing.T) map[string][][]byte {
	folder := os.Getenv("OKIENKO_CORPORA")
	if folder == "" {
		t.Fatal("OKIENKO_CORPORA must name the folder of corpora")
	}
	tokens := map[string][][]byte{}
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".xml") {
			return err
		}
		text, err := os.ReadFile(path)
		for _, m := range encapsulated.FindAllSubmatch(text, -1) {
			der, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(strings.ReplaceAll(string(m[1]), "&#13;", "")), ""))
			if err != nil {
				t.Errorf("%s: %v", path, err)
			}
			tokens[filepath.Base(path)] = append(tokens[filepath.Base(path)], der)
		}
		return err
	})
	if err != nil || len(tokens) == 0 {
		t.Fatalf("%d files with tokens, %v", len(tokens), err)
	}
	return tokens
}

// TestCorporaTokens: every token of authorities in use is sound when its own
// signer is believed, and untrusted when nobody is.
func TestCorporaTokens(t *testing.T) {
	count, ber := 0, 0
	for file, tokens := range corpusTokens(t) {
		for _, der := range tokens {
			count++
			if der[1] == 0x80 {
				ber++
			}
			token, err := tsp.ParseToken(der)
			if err != nil {
				t.Errorf("%s: %v", file, err)
				continue
			}
			opt := tsp.Options{Digest: token.Info.Imprint.Digest}
			r := token.Verify(opt)
			if r.Sound() || r.Certificate == nil {
				t.Errorf("%s: nobody is trusted: %v", file, r.Problems)
				continue
			}
			opt.Trust.Anchors = []trust.Anchor{{Certificate: r.Certificate}}
			if r = token.Verify(opt); !r.Sound() {
				t.Errorf("%s: %v", file, r.Problems)
			}
			t.Logf("%s: %s by %s, %s, policy %s, %v", file, r.Info.GenTime, r.Certificate.Subject.CommonName, r.Info.Imprint.Hash, r.Info.Policy, codes(r))
		}
	}
	t.Logf("%d tokens, %d of them in BER", count, ber)
	if ber == 0 {
		t.Error("no token in BER: the corpora have changed")
	}
}
