package main

import (
	"os/exec"
	"path/filepath"
	"testing"

	"okienko/xades/dsig"
)

// TestKeysOnSlowCurves: --key reads what the verifier can compute with, as a key
// and as a certificate, and says what it cannot.
func TestKeysOnSlowCurves(t *testing.T) {
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Skip("openssl is not installed")
	}
	for curve, readable := range map[string]bool{"brainpoolP256r1": true, "secp256k1": false} {
		private, public, certificate := filepath.Join(t.TempDir(), "key.pem"), filepath.Join(t.TempDir(), "public.pem"), filepath.Join(t.TempDir(), "cert.pem")
		for _, args := range [][]string{
			{"ecparam", "-name", curve, "-genkey", "-noout", "-out", private},
			{"ec", "-in", private, "-pubout", "-out", public},
			{"req", "-x509", "-key", private, "-subj", "/CN=Anna Testowa", "-days", "30", "-out", certificate},
		} {
			if out, err := exec.Command("openssl", args...).CombinedOutput(); err != nil {
				t.Fatalf("openssl %v: %v: %s", args, err, out)
			}
		}
		for _, file := range []string{public, certificate} {
			key, err := loadKey(file)
			if _, slow := key.(*dsig.BrainpoolKey); slow != readable || (err == nil) != readable {
				t.Errorf("%s, %s: %T %v", curve, filepath.Base(file), key, err)
			}
		}
	}
}
