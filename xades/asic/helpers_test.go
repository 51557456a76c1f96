package asic_test

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"math/big"
	"strings"
	"sync"
	"testing"
	"time"

	"okienko/xades"
	"okienko/xades/asic"
	"okienko/xades/trust"
)

var now = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// signer is one self-signed test person.
type signer struct {
	key  crypto.Signer
	cert *x509.Certificate
}

var anna = sync.OnceValues(func() (signer, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return signer{}, err
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(7), Subject: pkix.Name{CommonName: "Anna Testowa"},
		NotBefore: now.AddDate(-1, 0, 0), NotAfter: now.AddDate(5, 0, 0), KeyUsage: x509.KeyUsageDigitalSignature}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return signer{}, err
	}
	cert, err := x509.ParseCertificate(der)
	return signer{key, cert}, err
})

func signOptions(t testing.TB) xades.SignOptions {
	t.Helper()
	s, err := anna()
	if err != nil {
		t.Fatal(err)
	}
	return xades.SignOptions{Signer: s.key, Certificate: s.cert, Time: now.Add(-time.Minute), Rand: rand.Reader}
}

func verifyOptions(t testing.TB) xades.VerifyOptions {
	t.Helper()
	return xades.VerifyOptions{At: now, Trust: trust.Config{Anchors: []trust.Anchor{{Certificate: signOptions(t).Certificate}}}}
}

var files = []asic.File{
	{Name: "pismo.xml", Data: []byte("<?xml version='1.0'?>\n<pismo>Proszę o zaświadczenie.</pismo>\n"), MediaType: "text/xml"},
	{Name: "folder/załącznik nr 1 (100%): skan.pdf", Data: bytes.Repeat([]byte("octets \x00\xff\r\n"), 1000), MediaType: "application/pdf"},
	{Name: "pusty.txt"},
}

func create(t testing.TB, files []asic.File) []byte {
	t.Helper()
	container, err := asic.Create(files, signOptions(t))
	if err != nil {
		t.Fatal(err)
	}
	return container
}

func verify(t testing.TB, container []byte) *asic.Report {
	t.Helper()
	report, err := asic.Verify(container, verifyOptions(t))
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// record is one entry of a zip file under construction: what the headers say
// and what is there, each to be changed alone.
type record struct {
	name             string // in both headers
	localName        string // "" = name
	method, flags    uint16
	localMethod      uint16
	localFlags       uint16
	crc              uint32
	packed, size     uint32 // in both headers
	localSize        uint32
	extra            []byte
	localExtra       []byte
	made             uint16
	attributes       uint32
	data, descriptor []byte
	before           []byte // octets in front of the local header
	offset           int64  // -1 = where it stands
}

// recordOf describes content truthfully.
func recordOf(name string, content []byte, method uint16) *record {
	data := content
	if method == zip.Deflate {
		var b bytes.Buffer
		w, _ := flate.NewWriter(&b, 9)
		_, _ = w.Write(content)
		_ = w.Close()
		data = b.Bytes()
	}
	return &record{name: name, method: method, localMethod: method, crc: crc32.ChecksumIEEE(content), packed: uint32(len(data)),
		size: uint32(len(content)), localSize: uint32(len(content)), data: data, offset: -1}
}

// archive is a zip file under construction.
type archive struct {
	records     []*record
	order       []int // of the central directory; nil = as they stand
	gap         []byte
	end         []byte // between central directory and end record
	comment     string
	count       int // -1 = as many as there are
	size, start int64
	tail        []byte
}

// recordsOf reads a container of ours apart.
func recordsOf(t testing.TB, container []byte) *archive {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(container), int64(len(container)))
	if err != nil {
		t.Fatal(err)
	}
	a := &archive{count: -1, size: -1, start: -1}
	for _, f := range r.File {
		a.records = append(a.records, recordOf(f.Name, contentOf(t, f), f.Method))
	}
	return a
}

func contentOf(t testing.TB, f *zip.File) []byte {
	t.Helper()
	in, err := f.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	content, err := io.ReadAll(in)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// find returns the record of a name.
func (a *archive) find(name string) *record {
	for _, r := range a.records {
		if r.name == name {
			return r
		}
	}
	return nil
}

// add puts a file in before META-INF.
func (a *archive) add(name, content string) *record {
	r := recordOf(name, []byte(content), zip.Store)
	a.records = append(a.records, r)
	return r
}

// replace gives a file other content.
func (a *archive) replace(name, content string) {
	*a.find(name) = *recordOf(name, []byte(content), zip.Store)
}

func (a *archive) bytes() []byte {
	var out []byte
	offsets := make([]int64, len(a.records))
	for i, r := range a.records {
		out = append(out, r.before...)
		offsets[i] = int64(len(out))
		out = append(out, r.local()...)
	}
	out = append(out, a.gap...)
	start := int64(len(out))
	order := a.order
	if order == nil {
		for i := range a.records {
			order = append(order, i)
		}
	}
	for _, i := range order {
		out = append(out, a.records[i].central(offsets[i])...)
	}
	size := int64(len(out)) - start
	out = append(out, a.end...)
	return append(out, a.endRecord(len(order), size, start)...)
}

func (r *record) local() []byte {
	name := r.localName
	if name == "" {
		name = r.name
	}
	b := []byte("PK\x03\x04")
	b = shorts(b, 20, r.flags|r.localFlags, r.localMethod, 0, 33)
	b = longs(b, r.crc, r.packed, r.localSize)
	b = shorts(b, uint16(len(name)), uint16(len(r.localExtra)))
	b = append(append(b, name...), r.localExtra...)
	return append(append(b, r.data...), r.descriptor...)
}

func (r *record) central(offset int64) []byte {
	if r.offset >= 0 {
		offset = r.offset
	}
	b := []byte("PK\x01\x02")
	b = shorts(b, r.made, 20, r.flags, r.method, 0, 33)
	b = longs(b, r.crc, r.packed, r.size)
	b = shorts(b, uint16(len(r.name)), uint16(len(r.extra)), 0, 0, 0)
	b = longs(b, r.attributes, uint32(offset))
	return append(append(b, r.name...), r.extra...)
}

func (a *archive) endRecord(count int, size, start int64) []byte {
	if a.count >= 0 {
		count = a.count
	}
	if a.size >= 0 {
		size = a.size
	}
	if a.start >= 0 {
		start = a.start
	}
	b := shorts([]byte("PK\x05\x06"), 0, 0, uint16(count), uint16(count))
	b = longs(b, uint32(size), uint32(start))
	b = shorts(b, uint16(len(a.comment)))
	return append(append(b, a.comment...), a.tail...)
}

func shorts(b []byte, values ...uint16) []byte {
	for _, v := range values {
		b = binary.LittleEndian.AppendUint16(b, v)
	}
	return b
}

func longs(b []byte, values ...uint32) []byte {
	for _, v := range values {
		b = binary.LittleEndian.AppendUint32(b, v)
	}
	return b
}

// refusedWith returns the code of the error that Open gives; "" when it opens.
func refusedWith(t testing.TB, container []byte) string {
	t.Helper()
	_, err := asic.Open(container)
	if err == nil {
		return ""
	}
	bad, ok := errors.AsType[*asic.Error](err)
	if !ok {
		t.Fatalf("%T: %v", err, err)
	}
	return bad.Code
}

// codes lists the reasons of a report.
func codes(reasons []xades.Reason) string {
	var list []string
	for _, r := range reasons {
		list = append(list, r.Code)
	}
	return strings.Join(list, " ")
}
