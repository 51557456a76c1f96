package asic

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"slices"
)

// The records of a zip file (APPNOTE.TXT 4.3).
const (
	localMagic      = "PK\x03\x04"
	centralMagic    = "PK\x01\x02"
	endMagic        = "PK\x05\x06"
	descriptorMagic = "PK\x07\x08"

	localSize   = 30
	centralSize = 46
	endSize     = 22
)

const (
	methodStore   = 0
	methodDeflate = 8

	flagLevel      = 0x0006 // how hard deflate tried
	flagDescriptor = 0x0008 // sizes stand after the data
	flagUTF8       = 0x0800
)

// entry is one record of the central directory.
type entry struct {
	name                string
	made, flags, method uint16
	crc                 uint32
	packed, size        uint32
	attributes          uint32
	offset              uint32 // of the local header

	localExtra int // length of the extra field there
	start      int // of the data
}

func (e *entry) isFolder() bool { return e.name[len(e.name)-1] == '/' }

// readDirectory reads the entries, in the order they stand in, and makes sure that a reader who goes by the local headers, from the first byte
// on, finds the same: nothing stands before, between or after them.
func readDirectory(data []byte) ([]*entry, error) {
	if len(data) > MaxBytes {
		return nil, &Error{CodeLimit, "", "the container is too large"}
	}
	directory, count, start, err := findDirectory(data)
	if err != nil {
		return nil, err
	}
	entries := make([]*entry, 0, count)
	for range count {
		e, rest, err := readCentral(directory)
		if err != nil {
			return nil, err
		}
		entries, directory = append(entries, e), rest
	}
	if len(directory) > 0 {
		return nil, zipError("the central directory holds more than its entries")
	}
	slices.SortFunc(entries, func(a, b *entry) int { return cmp.Compare(a.offset, b.offset) })
	return entries, checkOrder(data[:start], entries)
}

// findDirectory reads the end record: the central directory must stand right
// before it, and no comment may look like another one. Zip64 and several disks
// are refused: no container within the limits needs them.
func findDirectory(data []byte) (directory []byte, count, start int, err error) {
	at := bytes.LastIndex(data, []byte(endMagic))
	if at < 0 || len(data)-at < endSize {
		return nil, 0, 0, zipError("no end of central directory")
	}
	end := data[at:]
	short := func(i int) int { return int(binary.LittleEndian.Uint16(end[i:])) }
	count = short(10)
	size, from := binary.LittleEndian.Uint32(end[12:]), binary.LittleEndian.Uint32(end[16:])
	switch {
	case endSize+short(20) != len(end):
		return nil, 0, 0, zipError("the comment does not end with the file")
	case count == 0xFFFF || size == 0xFFFFFFFF || from == 0xFFFFFFFF:
		return nil, 0, 0, zipError("zip64 is not read")
	case short(4) != 0 || short(6) != 0 || short(8) != count:
		return nil, 0, 0, zipError("parts on several disks")
	case count > MaxEntries:
		return nil, 0, 0, &Error{CodeLimit, "", "too many entries"}
	case uint64(from)+uint64(size) != uint64(at):
		return nil, 0, 0, zipError("the central directory does not end where its end record begins")
	case count == 0:
		return nil, 0, 0, zipError("no entries")
	}
	return data[from:at], count, int(from), nil
}

// readCentral reads one record and returns what follows it.
func readCentral(b []byte) (*entry, []byte, error) {
	if len(b) < centralSize || string(b[:4]) != centralMagic {
		return nil, nil, zipError("a record of the central directory is broken")
	}
	short, long := binary.LittleEndian.Uint16, binary.LittleEndian.Uint32
	name, extra, comment := int(short(b[28:])), int(short(b[30:])), int(short(b[32:]))
	if len(b)-centralSize < name+extra+comment || name == 0 {
		return nil, nil, zipError("a record of the central directory is broken")
	}
	e := &entry{
		made: short(b[4:]), flags: short(b[8:]), method: short(b[10:]), crc: long(b[16:]), packed: long(b[20:]), size: long(b[24:]),
		attributes: long(b[38:]), offset: long(b[42:]), name: string(b[centralSize : centralSize+name]),
	}
	if short(b[34:]) != 0 {
		return nil, nil, zipError("parts on several disks")
	}
	if err := e.check(b[centralSize+name : centralSize+name+extra]); err != nil {
		return nil, nil, err
	}
	return e, b[centralSize+name+extra+comment:], nil
}

// check refuses what is outside the closed lists.
func (e *entry) check(extra []byte) error {
	const unix, fileType, link = 3, 0o170000, 0o120000
	switch {
	case e.flags&^(flagLevel|flagDescriptor|flagUTF8) != 0:
		return &Error{CodeZip, e.name, "encrypted, or flags of an unknown meaning"}
	case e.method != methodStore && e.method != methodDeflate:
		return &Error{CodeZip, e.name, "compressed by an unknown method"}
	case e.packed == 0xFFFFFFFF || e.size == 0xFFFFFFFF || e.offset == 0xFFFFFFFF:
		return &Error{CodeZip, e.name, "zip64 is not read"}
	case e.packed > MaxBytes || e.size > MaxTotal:
		return &Error{CodeLimit, e.name, "too large"}
	case e.made>>8 == unix && e.attributes>>16&fileType == link:
		return &Error{CodeZip, e.name, "a symbolic link"}
	case e.isFolder() && e.size != 0:
		return &Error{CodeZip, e.name, "a folder with content"}
	}
	return e.checkExtra(extra)
}

// checkExtra refuses extra fields by which some readers take other sizes
// (zip64) or another name (Info-ZIP Unicode Path) than stand in the record.
func (e *entry) checkExtra(extra []byte) error {
	const zip64, unicodePath = 0x0001, 0x7075
	for len(extra) > 0 {
		if len(extra) < 4 {
			return &Error{CodeZip, e.name, "a broken extra field"}
		}
		id, size := binary.LittleEndian.Uint16(extra), int(binary.LittleEndian.Uint16(extra[2:]))
		if id == zip64 || id == unicodePath || size > len(extra)-4 {
			return &Error{CodeZip, e.name, "an extra field that changes or breaks its record"}
		}
		extra = extra[4+size:]
	}
	return nil
}

// checkOrder walks over the local headers: each entry begins where the one
// before ends, the first at the first byte, and the last ends with data.
func checkOrder(data []byte, entries []*entry) error {
	at := 0
	for _, e := range entries {
		if int64(e.offset) != int64(at) {
			return &Error{CodeZip, e.name, "does not begin where the entry before ends"}
		}
		var err error
		if at, err = e.readLocal(data); err != nil {
			return err
		}
	}
	if at != len(data) {
		return zipError("octets between the last entry and the central directory")
	}
	return nil
}
