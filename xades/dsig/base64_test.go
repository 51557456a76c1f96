package dsig

import (
	"bytes"
	"encoding/base64"
	"testing"

	"pgregory.net/rapid"
)

// TestBase64WriterEqualsDecode: the streamed decoder gives what DecodeBase64
// gives, for whatever text in whatever pieces.
func TestBase64WriterEqualsDecode(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := []byte(base64.StdEncoding.EncodeToString(bytes.Repeat(rapid.SliceOf(rapid.Byte()).Draw(t, "octets"), rapid.IntRange(1, 900).Draw(t, "times"))))
		for range rapid.IntRange(0, 4).Draw(t, "edits") {
			at := rapid.IntRange(0, len(text)).Draw(t, "at")
			piece := rapid.SampledFrom([]string{" ", "\n", "\t", "=", "A", "*", "\u00a0"}).Draw(t, "piece")
			text = append(text[:at:at], append([]byte(piece), text[at:]...)...)
		}
		want, wantErr := DecodeBase64(text)
		var got bytes.Buffer
		w := &base64Writer{w: &got}
		var err error
		for rest := text; len(rest) > 0 && err == nil; {
			n := rapid.IntRange(1, len(rest)).Draw(t, "piece")
			_, err = w.Write(rest[:n])
			rest = rest[n:]
		}
		if err == nil {
			err = w.flush()
		}
		if (err == nil) != (wantErr == nil) || err == nil && !bytes.Equal(got.Bytes(), want) {
			t.Fatalf("%q: %v and %v", text, err, wantErr)
		}
	})
}

// TestPaddingEndsBase64 also where the padding ends a block.
func TestPaddingEndsBase64(t *testing.T) {
	var w base64Writer
	w.w = &bytes.Buffer{}
	text := append(bytes.Repeat([]byte("AAAA"), len(w.block)/4-1), "QQ==QQ=="...)
	if _, err := w.Write(text); err == nil {
		err = w.flush()
		if err == nil {
			t.Error("text after the padding is decoded")
		}
	}
}

func TestBase64IsStrict(t *testing.T) {
	for text, ok := range map[string]bool{"": true, "QQ==": true, " Q Q\r\n=\t= ": true, "QQ": false, "QQ=": false, "QR==": false, "QQ==QQ==": false,
		"QQ==A": false, "Q-_=": false, "====": false} {
		if _, err := DecodeBase64([]byte(text)); (err == nil) != ok {
			t.Errorf("%q: %v", text, err)
		}
	}
}
