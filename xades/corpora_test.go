//go:build corpora

package xades_test

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"okienko/xades"
	"okienko/xades/trust"
	"okienko/xades/xmltree"
)

// The corpora are signatures that others made. Each file is judged
// cryptographically and held against the verdict that comes with it; what is
// outside our closed lists is counted by the name of what is refused.

func corporaFolder(t *testing.T) string {
	folder := os.Getenv("OKIENKO_CORPORA")
	if folder == "" {
		t.Fatal("OKIENKO_CORPORA must name the folder of corpora")
	}
	return folder
}

// tally counts agreement and says where there is none.
type tally struct {
	cases, agreed int
	refused       map[string]int
	disagreed     map[string]string
}

func (y *tally) add(file string, want bool, got xades.Cryptographic, reasons []string) {
	y.cases++
	switch {
	case got == xades.CryptoRefused:
		y.refused[strings.Join(reasons, " ")]++
	case (got == xades.CryptoPassed) == want:
		y.agreed++
	default:
		y.disagreed[file] = fmt.Sprintf("wanted pass=%v, got %s %v", want, got, reasons)
	}
}

// print fails on disagreements that nobody has explained, and on explained ones
// that are gone.
func (y *tally) print(t *testing.T, explained map[string]string) {
	if y.cases == 0 {
		t.Fatal("no cases")
	}
	t.Logf("%d cases: %d agreed, %d disagreed", y.cases, y.agreed, len(y.disagreed))
	for file, reasons := range y.disagreed {
		why, ok := explained[file]
		if !ok {
			t.Errorf("disagreed %s: %s", file, reasons)
			continue
		}
		t.Logf("disagreed %s: %s [%s]", file, why, reasons)
	}
	for file := range explained {
		if _, ok := y.disagreed[file]; !ok {
			t.Errorf("%s agrees by now", file)
		}
	}
	for what, n := range y.refused {
		t.Logf("refused %3d  %s", n, what)
	}
}

// judgeFile gives the cryptographic verdict on the whole file: the worst of its signatures.
func judgeFile(t *testing.T, path string, key crypto.PublicKey) (xades.Cryptographic, []string) {
	t.Helper()
	return judgeWith(t, path, xades.VerifyOptions{Key: key})
}

// judgeWith is judgeFile with certificates, and content beyond what stands beside the file.
func judgeWith(t *testing.T, path string, opt xades.VerifyOptions) (xades.Cryptographic, []string) {
	t.Helper()
	report, refusal := reportWith(t, path, opt)
	if report == nil {
		return xades.CryptoRefused, []string{refusal}
	}
	return worstOf(report)
}

// reportWith verifies a file; nil and the code where it is refused as a document.
func reportWith(t *testing.T, path string, opt xades.VerifyOptions) (report *xades.Report, refused string) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := xmltree.Parse(data, xmltree.Options{})
	var refusal *xmltree.Error
	if errors.As(err, &refusal) {
		return nil, refusal.Code
	}
	mapped := opt.Content
	opt.Content = func(uri string) ([]byte, bool) {
		if mapped != nil {
			if data, ok := mapped(uri); ok {
				return data, true
			}
		}
		data, err := os.ReadFile(filepath.Join(filepath.Dir(path), filepath.FromSlash(uri)))
		return data, err == nil && uri != ""
	}
	opt.At = now
	if report, err = xades.Verify(doc, opt); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return report, ""
}

func worstOf(report *xades.Report) (worst xades.Cryptographic, reasons []string) {
	worst = xades.CryptoPassed
	if len(report.Signatures) == 0 {
		worst = xades.CryptoFailed
	}
	for _, s := range report.Signatures {
		if s.Cryptographic != xades.CryptoPassed {
			worst = s.Cryptographic
			for _, r := range s.Reasons {
				if uri := r.Args["algorithm"]; uri != "" || r.Code != xades.CodeProperties {
					reasons = append(reasons, strings.TrimSpace(r.Code+" "+uri+" "+r.Detail))
				}
			}
		}
	}
	slices.Sort(reasons)
	return worst, slices.Compact(reasons)
}

// publicKey reads a key or a certificate, as PEM or DER; nil for other files.
func publicKey(t *testing.T, path string) crypto.PublicKey {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		return nil
	}
	if block, _ := pem.Decode(data); block != nil {
		data = block.Bytes
	}
	if key, err := x509.ParsePKIXPublicKey(data); err == nil {
		return key
	}
	raw, ok := trust.ParseRaw(data)
	if !ok {
		return nil
	}
	return raw.PublicKey()
}

// TestCorporaXmlsec: each line of the table is a file, what xmlsec1 must say of
// it, and the options it says so under.
func TestCorporaXmlsec(t *testing.T) {
	folder := corporaFolder(t)
	table, err := os.ReadFile(filepath.Join(folder, "xmlsec-suite-key-options.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	y := tally{refused: map[string]int{}, disagreed: map[string]string{}}
	for line := range strings.Lines(string(table)) {
		fields := strings.Split(strings.TrimRight(line, "\n"), "\t")
		path := filepath.Join(folder, "xmlsec-tests", fields[0])
		if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if fields[1] != "success" {
			continue // those fail by their keys' trust, which is not what this compares
		}
		opt := suiteOptions(t, folder, filepath.Dir(path), fields[2])
		got, reasons := judgeWith(t, path, opt)
		for _, key := range suiteKeys(t, folder, fields[2]) {
			if opt.Key = key; got != xades.CryptoPassed {
				got, reasons = judgeWith(t, path, opt)
			}
		}
		y.add(fields[0], true, got, reasons)
	}
	y.print(t, map[string]string{
		"aleksey-xmldsig-01/enveloped-ecdsa-java-bug.xml":                                "ECDSA value in another form than r and s",
		"aleksey-xmldsig-01/enveloped-sha256-ecdsa-sha256-with-asn1.xml":                 "ECDSA value in another form than r and s",
		"aleksey-xmldsig-01/enveloping-sha512-ecdsa-sha512-with-asn1.xml":                "ECDSA value in another form than r and s",
		"aleksey-xmldsig-01/enveloping-sha256-ecdsa-sha256_padded.xml":                   "ECDSA value in another form than r and s",
		"merlin-xmldsig-twenty-three/signature-retrievalmethod-rawx509crt.xml":           "its certificate has a URL, which is never fetched",
		"phaos-xmldsig-three/signature-rsa-detached-xslt-transform-retrieval-method.xml": "its certificate has a URL, which is never fetched",
	})
}

// suiteOptions reads the content and the certificates that xmlsec1 gets.
func suiteOptions(t *testing.T, folder, dir, options string) (opt xades.VerifyOptions) {
	content := map[string]string{}
	words := strings.Fields(options)
	for i, word := range words {
		if i+1 == len(words) {
			break
		}
		file := filepath.Join(folder, words[i+1])
		if !strings.HasPrefix(words[i+1], "xmlsec-tests/") {
			file = filepath.Join(dir, words[i+1])
		}
		if uri, ok := strings.CutPrefix(word, "--url-map:"); ok {
			content[uri] = file
		} else if cert := certificateFile(file); cert != nil {
			opt.Certificates = append(opt.Certificates, cert)
		}
	}
	opt.Content = func(uri string) ([]byte, bool) {
		data, err := os.ReadFile(content[uri])
		return data, err == nil
	}
	return opt
}

// certificateFile reads a certificate, as PEM or DER; nil for other files.
func certificateFile(file string) *x509.Certificate {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil
	}
	if block, _ := pem.Decode(data); block != nil {
		data = block.Bytes
	}
	cert, err := x509.ParseCertificate(data)
	if err != nil {
		return nil
	}
	return cert
}

func suiteKeys(t *testing.T, folder, options string) []crypto.PublicKey {
	var keys []crypto.PublicKey
	for _, word := range strings.Fields(options) {
		if strings.HasPrefix(word, "xmlsec-tests/") {
			if key := publicKey(t, filepath.Join(folder, word)); key != nil {
				keys = append(keys, key)
			}
		}
	}
	return keys
}

// TestCorporaXades4j compares what is said about format and signing certificate, for
// the roots of that project are not ours to trust: a file is sound when nothing
// but trust, time and strength is held against it.
func TestCorporaXades4j(t *testing.T) {
	folder := filepath.Join(corporaFolder(t), "xades4j", "xml")
	y := tally{refused: map[string]int{}, disagreed: map[string]string{}}
	opt := materialBeside(t, filepath.Join(folder, "..", "cert", "csrc.nist"))
	for _, pattern := range []string{"*.xml", "bad/*.xml"} {
		files, err := filepath.Glob(filepath.Join(folder, pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range files {
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Contains(data, []byte("SignatureValue")) {
				continue
			}
			got, reasons := judgeWith(t, path, opt)
			if found := unsound(t, path, opt); got == xades.CryptoPassed && len(found) > 0 {
				got, reasons = xades.CryptoFailed, found
			}
			y.add(filepath.Base(path), pattern == "*.xml", got, reasons)
		}
	}
	const supplied = "names content that is not beside it"
	y.print(t, map[string]string{
		"detached.c.xml":                 supplied,
		"document.signed.bes.extres.xml": supplied,
		"document.signed.bes.no-ki.xml":  "its certificate is known to the verifier alone",
	})
}

// materialBeside reads the certificates and CRLs of a folder.
func materialBeside(t *testing.T, folder string) (opt xades.VerifyOptions) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*.cr[lt]"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%s: %v", folder, err)
	}
	for _, file := range files {
		if cert := certificateFile(file); cert != nil {
			opt.Certificates = append(opt.Certificates, cert)
			continue
		}
		der, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		opt.Revocation = append(opt.Revocation, der)
	}
	return opt
}

// unsound lists the reasons and notes that are not about trust, time or strength.
func unsound(t *testing.T, path string, opt xades.VerifyOptions) []string {
	report, refusal := reportWith(t, path, opt)
	if report == nil {
		return []string{refusal}
	}
	var list []string
	for _, s := range report.Signatures {
		for _, r := range slices.Concat(s.Reasons, s.Notes) {
			switch r.Code {
			case xades.CodeUntrusted, xades.CodeUnreadable, xades.CodeExpired, xades.CodeWeakAlgorithm, xades.CodeCoverage:
			default:
				list = append(list, r.Code+" "+r.Detail)
			}
		}
	}
	return list
}

// TestCorporaXMLCrypto tries each key of the folder: which belongs to which file is
// written nowhere. Files that begin with "invalid" or are known attacks fail.
func TestCorporaXMLCrypto(t *testing.T) {
	folder := filepath.Join(corporaFolder(t), "xml-crypto")
	files, err := filepath.Glob(filepath.Join(folder, "*.xml"))
	if err != nil {
		t.Fatal(err)
	}
	pems, err := filepath.Glob(filepath.Join(folder, "*.pem"))
	if err != nil {
		t.Fatal(err)
	}
	y := tally{refused: map[string]int{}, disagreed: map[string]string{}}
	for _, path := range files {
		name := filepath.Base(path)
		bad := strings.HasPrefix(name, "invalid") || strings.HasPrefix(name, "unsigned") || strings.Contains(name, "signed_info_node") || strings.Contains(name, "digest_comment")
		got, reasons := judgeFile(t, path, nil)
		for i := 0; i < len(pems) && got == xades.CryptoFailed; i++ {
			if with, why := judgeFile(t, path, publicKey(t, pems[i])); with != xades.CryptoFailed {
				got, reasons = with, why
			}
		}
		y.add(name, !bad, got, reasons)
	}
	const notValid = "not valid for xmlsec1 either"
	y.print(t, map[string]string{"id_with_quotes.xml": notValid, "valid_saml_withcomments.xml": notValid, "windows_store_signature.xml": notValid})
}
