package asic

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"hash/crc32"
)

// firstDay is 1980-01-01 as a zip file writes it: the time of every entry, so
// that the bytes depend on the content alone.
const firstDay = 1<<5 | 1

// writeZip writes the files in their order, mimetype stored, without extra
// fields and data descriptors.
func writeZip(files []File) ([]byte, error) {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, f := range files {
		if err := writeEntry(w, f); err != nil {
			return nil, err
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

func writeEntry(w *zip.Writer, f File) error {
	packed, err := deflate(f.Data)
	if err != nil {
		return err
	}
	header := &zip.FileHeader{
		Name: f.Name, Method: zip.Deflate, Flags: flagUTF8, ReaderVersion: 20, ModifiedDate: firstDay,
		CRC32: crc32.ChecksumIEEE(f.Data), CompressedSize64: uint64(len(packed)), UncompressedSize64: uint64(len(f.Data)),
	}
	if f.Name == mimetypeName || !worthPacking(len(packed), len(f.Data)) {
		packed, header.Method, header.CompressedSize64 = f.Data, zip.Store, header.UncompressedSize64
	}
	entry, err := w.CreateRaw(header)
	if err != nil {
		return err
	}
	_, err = entry.Write(packed)
	return err
}

// worthPacking keeps what would not shrink as it is, and what would shrink so
// much that readers take it for a bomb.
func worthPacking(packed, size int) bool {
	return packed < size && (size <= ratioFloor || size <= MaxRatio*packed)
}

func deflate(data []byte) ([]byte, error) {
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, flate.DefaultCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(data); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
