//go:build !cgo

package hsm

import (
	"errors"
	"testing"
)

func TestBuildWithoutCgoSaysSo(t *testing.T) {
	u, err := ParseURI("pkcs11:token=office?module-path=/m")
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := Open(u, ""); !errors.Is(err, ErrNoModule) {
		t.Errorf("error: %v", err)
	}
}
