package asic_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
	"testing"

	"okienko/xades/asic"
)

const (
	pismo = "pismo.xml"
	skan  = "folder/załącznik nr 1 (100%): skan.pdf"
)

// TestHostileZip: each lie a zip file can tell is refused by name; the same file
// without the lie opens.
func TestHostileZip(t *testing.T) {
	container := create(t, files)
	if code := refusedWith(t, recordsOf(t, container).bytes()); code != "" {
		t.Fatalf("the truth is refused: %s", code)
	}
	for name, c := range map[string]struct {
		code string
		lie  func(a *archive)
	}{
		"octets before the first entry": {asic.CodeZip, func(a *archive) { a.records[0].before = []byte("#!/bin/sh\n") }},
		"octets between entries":        {asic.CodeZip, func(a *archive) { a.records[2].before = []byte("x") }},
		"an entry the directory hides": {asic.CodeZip, func(a *archive) {
			a.add("ukryty.xml", "hidden")
			a.order = []int{0, 1, 2, 3, 4, 5}
		}},
		"octets before the directory":      {asic.CodeZip, func(a *archive) { a.gap = []byte("x") }},
		"octets after the directory":       {asic.CodeZip, func(a *archive) { a.end = []byte("x") }},
		"octets after the end":             {asic.CodeZip, func(a *archive) { a.tail = []byte("x") }},
		"comment with an end record":       {asic.CodeZip, func(a *archive) { a.comment = string((&archive{count: 0, size: 0, start: 0}).bytes()) }},
		"another local name":               {asic.CodeZip, func(a *archive) { a.find(pismo).localName = "inne0.xml" }},
		"another local method":             {asic.CodeZip, func(a *archive) { a.find(skan).localMethod = zip.Store }},
		"another local size":               {asic.CodeZip, func(a *archive) { a.find(pismo).localSize-- }},
		"other local flags":                {asic.CodeZip, func(a *archive) { a.find(pismo).localFlags = 8 }},
		"encrypted":                        {asic.CodeZip, func(a *archive) { a.find(pismo).flags = 1 }},
		"an unknown method":                {asic.CodeZip, func(a *archive) { r := a.find(pismo); r.method, r.localMethod = 12, 12 }},
		"a wrong checksum":                 {asic.CodeZip, func(a *archive) { a.find(pismo).crc++ }},
		"overlapping entries":              {asic.CodeZip, func(a *archive) { a.records[2].offset = 0 }},
		"two entries of the same octets":   {asic.CodeZip, overlap},
		"data beyond the file":             {asic.CodeZip, func(a *archive) { r := a.find(pismo); r.packed, r.size, r.localSize = 1<<20, 1<<20, 1<<20 }},
		"an offset beyond the file":        {asic.CodeZip, func(a *archive) { a.find(pismo).offset = 1 << 30 }},
		"fewer octets than declared":       {asic.CodeZip, func(a *archive) { r := a.find(skan); r.size, r.localSize = r.size+1, r.size+1 }},
		"more octets than declared":        {asic.CodeZip, func(a *archive) { r := a.find(skan); r.size, r.localSize = r.size-1, r.size-1 }},
		"octets after the compressed ones": {asic.CodeZip, func(a *archive) { r := a.find(skan); r.data, r.packed = append(r.data, "tail"...), r.packed+4 }},
		"a broken compression":             {asic.CodeZip, func(a *archive) { a.find(skan).data[5] ^= 0xFF }},
		"a descriptor that lies":           {asic.CodeZip, func(a *archive) { r := a.find(skan); r.flags = 8; r.descriptor = longs(nil, r.crc, r.packed, r.size+1) }},
		"no descriptor where one is due":   {asic.CodeZip, func(a *archive) { a.find(skan).flags = 8 }},
		"zip64 in the end record":          {asic.CodeZip, func(a *archive) { a.count = 0xFFFF }},
		"zip64 offset":                     {asic.CodeZip, func(a *archive) { a.start = 0xFFFFFFFF }},
		"zip64 sizes": {asic.CodeZip, func(a *archive) {
			r := a.find(pismo)
			r.size, r.packed, r.localSize = 0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF
		}},
		"zip64 field":                      {asic.CodeZip, func(a *archive) { a.find(pismo).extra = zip64Field() }},
		"zip64 field in the local header":  {asic.CodeZip, func(a *archive) { a.find(pismo).localExtra = zip64Field() }},
		"zip64 end record":                 {asic.CodeZip, func(a *archive) { a.end = append([]byte("PK\x06\x06"), make([]byte, 72)...) }},
		"a second name in an extra field":  {asic.CodeZip, func(a *archive) { a.find(pismo).extra = append(shorts(nil, 0x7075, 10), "\x01crc_x.xml"...) }},
		"a broken extra field":             {asic.CodeZip, func(a *archive) { a.find(pismo).extra = shorts(nil, 0x5455, 100) }},
		"a symbolic link":                  {asic.CodeZip, func(a *archive) { r := a.find(pismo); r.made, r.attributes = 3<<8|20, 0o120777<<16 }},
		"a folder with content":            {asic.CodeZip, func(a *archive) { a.add("katalog/", "content") }},
		"more entries than counted":        {asic.CodeZip, func(a *archive) { a.count = 5 }},
		"fewer entries than counted":       {asic.CodeZip, func(a *archive) { a.count = 7 }},
		"a directory that ends elsewhere":  {asic.CodeZip, func(a *archive) { a.size = 100 }},
		"too many entries counted":         {asic.CodeLimit, func(a *archive) { a.count = asic.MaxEntries + 1 }},
		"too many entries":                 {asic.CodeLimit, many},
		"a bomb":                           {asic.CodeLimit, func(a *archive) { a.records = append(a.records, bomb("bomba", 8<<20)) }},
		"data beyond all measure":          {asic.CodeLimit, func(a *archive) { a.find(pismo).packed = 1 << 31 }},
		"many small bombs":                 {asic.CodeLimit, smallBombs},
		"a bomb that is only declared":     {asic.CodeLimit, func(a *archive) { r := a.find(skan); r.size, r.localSize = 1<<30, 1<<30 }},
		"a name twice":                     {asic.CodeName, func(a *archive) { a.add(pismo, "other") }},
		"a name twice but for case":        {asic.CodeName, func(a *archive) { a.add("PISMO.xml", "other") }},
		"a name twice but for composition": {asic.CodeName, func(a *archive) { a.add("z\u0301", "1"); a.add("ź", "2") }},
		"a file and a folder of one name":  {asic.CodeName, func(a *archive) { a.add(pismo+"/x", "other") }},
		"another case of META-INF":         {asic.CodeName, func(a *archive) { a.add("Meta-Inf/signatures1.xml", "x") }},
		"another case of mimetype":         {asic.CodeName, func(a *archive) { a.add("Mimetype", "x") }},
		"a name too long":                  {asic.CodeName, func(a *archive) { a.add(strings.Repeat("a", asic.MaxName+1), "x") }},
	} {
		a := recordsOf(t, container)
		c.lie(a)
		if code := refusedWith(t, a.bytes()); code != c.code {
			t.Errorf("%s: refused with %q", name, code)
		}
	}
}

// overlap lets two entries share one local header and its data.
func overlap(a *archive) {
	twin := *a.find(pismo)
	twin.offset = int64(len(a.records[0].local()))
	a.records = append(a.records, &twin)
	a.records[len(a.records)-1].name = "drugie.xml"
	a.records[len(a.records)-1].localName = pismo
}

func many(a *archive) {
	for i := range asic.MaxEntries {
		a.add(fmt.Sprintf("plik%d", i), "")
	}
}

func bomb(name string, size int) *record {
	return recordOf(name, make([]byte, size), zip.Deflate)
}

// smallBombs are each just below what is looked at alone.
func smallBombs(a *archive) {
	r := bomb("bomba", 1<<20)
	for i := range 200 {
		twin := *r
		twin.name = fmt.Sprintf("bomba%d", i)
		a.records = append(a.records, &twin)
	}
}

func zip64Field() []byte { return append(shorts(nil, 1, 8), make([]byte, 8)...) }

func TestHostileNames(t *testing.T) {
	container := create(t, files)
	for _, name := range []string{"../wyjście", "a/../../b", "a/../b", "./a", "/etc/passwd", "//host/a", `a\b`, `..\a`, "C:/a", "C:a", ".", "..",
		"a//b", "a/./b", "a\x00b", "a\nb", "a\x7fb", "faktura\u202efdp.exe", "\xff\xfe", "a/..", "META-INF/../x", "../META-INF/signatures1.xml"} {
		a := recordsOf(t, container)
		a.add(name, "x")
		if code := refusedWith(t, a.bytes()); code != asic.CodeName {
			t.Errorf("%q: %q", name, code)
		}
		if _, err := asic.Create([]asic.File{{Name: name, Data: []byte("x")}}, signOptions(t)); err == nil {
			t.Errorf("%q is written", name)
		}
	}
}

// TestHonestVariety: what real producers write and one reader after the other
// understands alike is read.
func TestHonestVariety(t *testing.T) {
	container := create(t, files)
	for name, change := range map[string]func(a *archive){
		"a descriptor with its magic number": func(a *archive) { describe(a.find(skan), "PK\x07\x08") },
		"a descriptor without":               func(a *archive) { describe(a.find(skan), "") },
		"a time in an extra field":           func(a *archive) { a.find(pismo).extra = append(shorts(nil, 0x5455, 5), "\x01time"...) },
		"a folder":                           func(a *archive) { a.add("folder/", "") },
		"a comment":                          func(a *archive) { a.comment = "mimetype=application/vnd.etsi.asic-e+zip" },
		"another order in the directory":     func(a *archive) { a.order = []int{5, 4, 3, 2, 1, 0} },
		"everything stored": func(a *archive) {
			for _, r := range recordsOf(t, container).records {
				a.replace(r.name, string(inflated(t, r)))
			}
		},
	} {
		a := recordsOf(t, container)
		change(a)
		if r := verify(t, a.bytes()); r.Verdict != "TOTAL_PASSED" {
			t.Errorf("%s: %s %+v", name, r.Verdict, r.Reasons)
		}
	}
}

func describe(r *record, magic string) {
	r.flags = 8
	r.descriptor = longs([]byte(magic), r.crc, r.packed, r.size)
}

func inflated(t *testing.T, r *record) []byte {
	t.Helper()
	a := &archive{records: []*record{r}, count: -1, size: -1, start: -1}
	z, err := zip.NewReader(bytes.NewReader(a.bytes()), int64(len(a.bytes())))
	if err != nil {
		t.Fatal(err)
	}
	return contentOf(t, z.File[0])
}

// TestTruncated: no part of a container opens.
func TestTruncated(t *testing.T) {
	container := create(t, files)
	for n := range len(container) {
		if code := refusedWith(t, container[:n]); code == "" {
			t.Fatalf("the first %d octets of %d open", n, len(container))
		}
	}
}
