package main

import (
	"os/exec"
	"path/filepath"
	"testing"

	"okienko/xades/dsig"
)

// TestKeysGoDoesNotRead: --key takes what the verifier can compute with, and what
// it can name, as a key and as a certificate.
func TestKeysGoDoesNotRead(t *testing.T) {
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Skip("openssl is not installed")
	}
	for curve, kind := range map[string]string{"brainpoolP256r1": "", "secp256k1": "urn:oid:1.3.132.0.10"} {
		folder := t.TempDir()
		private, public, certificate := filepath.Join(folder, "key.pem"), filepath.Join(folder, "public.pem"), filepath.Join(folder, "cert.pem")
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
			_, slow := key.(*dsig.BrainpoolKey)
			unknown, _ := key.(dsig.UnknownKey)
			if err != nil || slow != (kind == "") || unknown.Kind != kind {
				t.Errorf("%s, %s: %T %v", curve, filepath.Base(file), key, err)
			}
		}
		if key, err := loadKey(private); err == nil {
			t.Errorf("a private key is %T", key)
		}
	}
}
