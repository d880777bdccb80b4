package content

import (
	"bytes"
	"encoding/binary"
)

// forgetPlace takes out of a photo's notes where it was taken: nobody's work
// needs it, and it tells where people live. Bytes are blanked and none is moved,
// so the picture itself stays as it is, and so do its day and the way it is
// turned. It tells whether anything was changed.
func forgetPlace(body []byte, marker byte) bool {
	if marker != 0xE1 {
		return false
	}
	if packet, ok := bytes.CutPrefix(body, []byte("http://ns.adobe.com/xap/1.0/\x00")); ok {
		for i := range packet { // a second copy of the notes, as text
			packet[i] = ' '
		}
		return true
	}
	notes, ok := bytes.CutPrefix(body, []byte("Exif\x00\x00"))
	if !ok || len(notes) < 8 {
		return false
	}
	var order binary.ByteOrder = binary.BigEndian
	if string(notes[:2]) == "II" {
		order = binary.LittleEndian
	}
	entries := directory(notes, order, order.Uint32(notes[4:]))
	for _, entry := range entries {
		if order.Uint16(entry) != 0x8825 {
			continue
		}
		for _, place := range directory(notes, order, order.Uint32(entry[8:])) {
			blank(notes, order, place)
		}
		return true
	}
	return false
}

// directory gives the entries of a list of notes, twelve bytes each.
func directory(notes []byte, order binary.ByteOrder, offset uint32) [][]byte {
	if int64(offset)+2 > int64(len(notes)) {
		return nil
	}
	n := int(order.Uint16(notes[offset:]))
	rest := notes[offset+2:]
	var out [][]byte
	for i := 0; i < n && len(rest) >= 12; i, rest = i+1, rest[12:] {
		out = append(out, rest[:12])
	}
	return out
}

// width is how many bytes one value of each type takes.
var width = [...]int64{0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8}

// blank writes zeros over what an entry says, here or elsewhere in the notes.
func blank(notes []byte, order binary.ByteOrder, entry []byte) {
	kind, count := int(order.Uint16(entry[2:])), int64(order.Uint32(entry[4:]))
	if kind < len(width) {
		if size, from := width[kind]*count, int64(order.Uint32(entry[8:])); size > 4 && from+size <= int64(len(notes)) {
			clear(notes[from : from+size])
		}
	}
	clear(entry[8:12])
}
