package asic

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"hash/crc32"
	"io"
)

// readLocal holds the local header against the central record and returns where
// the entry ends.
func (e *entry) readLocal(data []byte) (end int, err error) {
	b := data[e.offset:]
	if len(b) < localSize || string(b[:4]) != localMagic {
		return 0, &Error{CodeZip, e.name, "no local header"}
	}
	short := binary.LittleEndian.Uint16
	name, extra := int(short(b[26:])), int(short(b[28:]))
	if len(b)-localSize < name+extra || string(b[localSize:localSize+name]) != e.name {
		return 0, &Error{CodeZip, e.name, "the local header has another name"}
	}
	if short(b[6:]) != e.flags || short(b[8:]) != e.method || !e.sameSizes(b[14:26]) {
		return 0, &Error{CodeZip, e.name, "the local header differs from the central directory"}
	}
	if err := e.checkExtra(b[localSize+name : localSize+name+extra]); err != nil {
		return 0, err
	}
	e.localExtra = extra
	e.start = int(e.offset) + localSize + name + extra
	end = e.start + int(e.packed)
	if end > len(data) {
		return 0, &Error{CodeZip, e.name, "the data ends outside the file"}
	}
	return e.skipDescriptor(data, end)
}

// sameSizes compares checksum and sizes; all are zero where a descriptor follows.
func (e *entry) sameSizes(b []byte) bool {
	if e.flags&flagDescriptor != 0 && bytes.Equal(b, make([]byte, 12)) {
		return true
	}
	return bytes.Equal(b, e.sizes())
}

func (e *entry) sizes() []byte {
	b := binary.LittleEndian.AppendUint32(nil, e.crc)
	b = binary.LittleEndian.AppendUint32(b, e.packed)
	return binary.LittleEndian.AppendUint32(b, e.size)
}

// skipDescriptor returns where the data descriptor ends, which may have a magic
// number or none (APPNOTE.TXT 4.3.9).
func (e *entry) skipDescriptor(data []byte, end int) (int, error) {
	if e.flags&flagDescriptor == 0 {
		return end, nil
	}
	rest := data[end:]
	if bytes.HasPrefix(rest, append([]byte(descriptorMagic), e.sizes()...)) {
		return end + 16, nil
	}
	if bytes.HasPrefix(rest, e.sizes()) {
		return end + 12, nil
	}
	return 0, &Error{CodeZip, e.name, "no data descriptor, or one that differs from the central directory"}
}

// checkSizes refuses bombs by what the directory declares; read makes sure that
// it declares the truth.
func checkSizes(entries []*entry, whole int) error {
	var total int64
	for _, e := range entries {
		if e.size > ratioFloor && int64(e.size) > MaxRatio*int64(e.packed) {
			return &Error{CodeLimit, e.name, "compressed too much to be taken"}
		}
		total += int64(e.size)
	}
	if total > MaxTotal || total > totalFloor && total > MaxRatio*int64(whole) {
		return &Error{CodeLimit, "", "the content is too large"}
	}
	return nil
}

// read returns the content of an entry that checkSizes let pass.
func (e *entry) read(data []byte) ([]byte, error) {
	packed := data[e.start : e.start+int(e.packed)]
	content := packed
	if e.method == methodDeflate {
		var err error
		if content, err = inflate(packed, int(e.size)); err != nil {
			return nil, &Error{CodeZip, e.name, "broken, or not of the size declared"}
		}
	}
	if len(content) != int(e.size) || crc32.ChecksumIEEE(content) != e.crc {
		return nil, &Error{CodeZip, e.name, "not of the size or checksum declared"}
	}
	return content, nil
}

// inflate decompresses exactly size octets from exactly packed.
func inflate(packed []byte, size int) ([]byte, error) {
	source := bytes.NewReader(packed)
	reader := flate.NewReader(source)
	content := make([]byte, size)
	if _, err := io.ReadFull(reader, content); err != nil {
		return nil, err
	}
	// One octet more must not be there; asking for it also reads the end mark.
	if n, err := reader.Read(make([]byte, 1)); n != 0 || err != io.EOF {
		return nil, io.ErrUnexpectedEOF
	}
	if source.Len() > 0 {
		return nil, io.ErrUnexpectedEOF
	}
	return content, nil
}
