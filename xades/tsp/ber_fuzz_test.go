package tsp

import (
	"bytes"
	"testing"
)

// FuzzToDER: what is rewritten needs no more rewriting, and never grows.
func FuzzToDER(f *testing.F) {
	f.Add([]byte{0x30, 0x80, 0x24, 0x80, 4, 1, 0xaa, 0, 0, 0x30, 0x81, 0, 0, 0})
	f.Add([]byte{0x30, 3, 2, 1, 5})
	f.Fuzz(func(t *testing.T, ber []byte) {
		der, p := toDER(ber)
		if p != nil {
			return
		}
		if again, p := toDER(der); p != nil || !bytes.Equal(again, der) {
			t.Errorf("%x becomes %x becomes %x, %v", ber, der, again, p)
		}
		if len(der) > len(ber) {
			t.Errorf("%x grows to %x", ber, der)
		}
	})
}
