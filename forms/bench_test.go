package forms

import (
	"bytes"
	"testing"
)

func BenchmarkBase64Head20MB(b *testing.B) {
	line := append(bytes.Repeat([]byte("QUFB"), 19), '\n')
	encoded := bytes.Repeat(line, 20<<20/len(line))
	b.SetBytes(int64(len(encoded)))
	for b.Loop() {
		if _, ok := base64Head(encoded); !ok {
			b.Fatal("not base64")
		}
	}
}
