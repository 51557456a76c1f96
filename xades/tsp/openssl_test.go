package tsp_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"okienko/fixtures/pkitest"
	"okienko/xades/tsp"
)

// opensslTSA is a section of openssl's configuration.
const opensslTSA = `[tsa]
serial = DIR/serial
crypto_device = builtin
signer_cert = DIR/tsa.pem
certs = DIR/chain.pem
signer_key = DIR/tsa.key
signer_digest = DIGEST
default_policy = 1.3.6.1.4.1.99999.2
other_policies = 1.3.6.1.4.1.99999.1
digests = sha1, sha256, sha384, sha512
accuracy = secs:1, millisecs:500, microsecs:100
clock_precision_digits = 3
ordering = yes
tsa_name = yes
ess_cert_id_chain = CHAIN
ess_cert_id_alg = DIGEST
`

// TestTokensOfOpenSSL: what openssl's TSA answers to our request is accepted,
// whichever way it names its certificate.
func TestTokensOfOpenSSL(t *testing.T) {
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Skip("openssl is not installed")
	}
	pki, err := pkitest.New(pkitest.Options{}) // openssl stamps the machine's time
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range []pkitest.KeyType{pkitest.RSA2048, pkitest.P256} {
		o := officeIn(t, pki, pkitest.Request{Key: key})
		for _, digest := range []string{"sha256", "sha512", "sha1"} {
			for _, chain := range []string{"yes", "no"} {
				q := request()
				q.Policy = pkitest.TestPolicy
				token, _, err := q.Accept(opensslReply(t, o, q, digest, chain))
				if err != nil {
					t.Fatalf("%s %s: %v", key, digest, err)
				}
				r := token.Verify(tsp.Options{Digest: messageDigest(), At: now, Trust: o.trust})
				if !r.Sound() || (len(r.Problems) == 0) != (digest != "sha1") {
					t.Errorf("%s, %s, chain %s: %v", key, digest, chain, r.Problems)
				}
				if !token.Info.Ordering || token.Info.Accuracy.Microseconds() != 1_500_100 || token.Info.GenTime.IsZero() {
					t.Errorf("%+v", token.Info)
				}
			}
		}
	}
}

// opensslReply lets openssl answer a request with the office's TSA key.
func opensslReply(t *testing.T, o *office, q tsp.Request, digest, chain string) []byte {
	t.Helper()
	dir := t.TempDir()
	file := func(name string, data []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	keyPEM, err := o.tsa.KeyPEM()
	if err != nil {
		t.Fatal(err)
	}
	der, err := q.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	file("tsa.pem", o.tsa.CertificatePEM())
	file("tsa.key", keyPEM)
	file("chain.pem", pkitest.CertificatesPEM(o.tsa.Chain()...))
	file("serial", []byte("0123"))
	config := file("tsa.cnf", []byte(strings.NewReplacer("DIR", dir, "DIGEST", digest, "CHAIN", chain).Replace(opensslTSA)))
	out := filepath.Join(dir, "reply")
	run := exec.Command("openssl", "ts", "-reply", "-config", config, "-section", "tsa", "-queryfile", file("query", der), "-out", out)
	if text, err := run.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	reply, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	return reply
}
