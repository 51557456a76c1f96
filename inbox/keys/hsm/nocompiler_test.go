//go:build pkcs11 && !cgo

package hsm

import "testing"

// TestTokens stands in the list of skipped tests for those that need cgo.
func TestTokens(t *testing.T) {
	t.Skip("no C compiler: PKCS#11 modules are C libraries")
}
