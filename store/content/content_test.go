package content_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/jpeg"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"wubiao/engine"
	"wubiao/store/content"
)

type part struct{ name, text string }

func packed(parts ...part) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, p := range parts {
		w, err := z.Create(p.name)
		if err != nil {
			panic(err)
		}
		if _, err := w.Write([]byte(p.text)); err != nil {
			panic(err)
		}
	}
	if err := z.Close(); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// office packs a document whose main part is of the type, with more parts.
func office(main string, more ...part) []byte {
	return packed(append([]part{{"[Content_Types].xml", `<Types><Override ContentType="application/vnd.openxmlformats-officedocument.` + main + `"/></Types>`},
		{map[string]string{word: "word", sheet: "xl", slide: "ppt"}[main] + "/document.xml", "<document/>"}}, more...)...)
}

func photo() []byte {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 40, 30)), nil); err != nil {
		panic(err)
	}
	return b.Bytes()
}

func drawing() []byte {
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 40, 30))); err != nil {
		panic(err)
	}
	return b.Bytes()
}

func webp() []byte {
	body := append([]byte("WEBPVP8 "), 10, 0, 0, 0, 0x30, 1, 0, 0x9d, 1, 0x2a, 1, 0, 1, 0)
	return append(binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(len(body))), body...)
}

func paper(inside string) []byte {
	return []byte("%PDF-1.7\n1 0 obj<</Type/Catalog" + inside + ">>endobj\nxref\n0 1\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n")
}

// old builds a compound file whose directory has the names.
func old(names ...string) []byte {
	head := make([]byte, 512)
	copy(head, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")
	binary.LittleEndian.PutUint16(head[24:], 0x3e)
	binary.LittleEndian.PutUint16(head[26:], 3)
	binary.LittleEndian.PutUint16(head[28:], 0xFFFE)
	binary.LittleEndian.PutUint16(head[30:], 9)
	binary.LittleEndian.PutUint16(head[32:], 6)
	binary.LittleEndian.PutUint32(head[44:], 1)
	binary.LittleEndian.PutUint32(head[48:], 1) // the directory is in sector 1
	binary.LittleEndian.PutUint32(head[76:], 0) // the table of sectors in sector 0
	fat := make([]byte, 512)
	binary.LittleEndian.PutUint32(fat, 0xFFFFFFFD)
	binary.LittleEndian.PutUint32(fat[4:], 0xFFFFFFFE)
	directory := make([]byte, 512)
	for i, name := range append([]string{"Root Entry"}, names...) {
		units := utf16.Encode([]rune(name))
		for j, u := range units {
			binary.LittleEndian.PutUint16(directory[128*i+2*j:], u)
		}
		binary.LittleEndian.PutUint16(directory[128*i+64:], uint16(2*len(units)+2))
		directory[128*i+66] = 2
	}
	return slices.Concat(head, fat, directory)
}

func check(t *testing.T, name string, data []byte) (engine.FileKind, []byte, error) {
	t.Helper()
	f, err := os.Create(filepath.Join(t.TempDir(), "f"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.Write(data); err != nil {
		t.Fatal(err)
	}
	kind, size, err := content.Check(name, f, int64(len(data)))
	if err != nil {
		return kind, nil, err
	}
	left, err := os.ReadFile(f.Name())
	if err != nil || int64(len(left)) != size {
		t.Errorf("%s: told of %d bytes, %d are left: %v", name, size, len(left), err)
	}
	return kind, left, nil
}

const (
	word  = "wordprocessingml.document.main+xml"
	sheet = "spreadsheetml.sheet.main+xml"
	slide = "presentationml.presentation.main+xml"
)

// S60
func TestFilesOfPhonesAndOfficesAreTaken(t *testing.T) {
	t.Parallel()
	for name, data := range map[string][]byte{
		"a.jpg": photo(), "b.JPEG": photo(), "c.png": drawing(), "d.webp": webp(), "e.pdf": paper(""), "f.docx": office(word), "g.xlsx": office(sheet),
		"h.pptx": office(slide), "i.ofd": packed(part{"OFD.xml", "<ofd:OFD/>"}), "j.doc": old("WordDocument"), "k.xls": old("Workbook"),
		"l.ppt": old("PowerPoint Document"), "m.wps": old("WordDocument"), "会议 照片.jpg": photo(),
	} {
		if kind, _, err := check(t, name, data); err != nil || kind == "" {
			t.Errorf("%s: %q, %v", name, kind, err)
		}
	}
}

// S60, S61: hostile files, one by one, each refused for its reason.
func TestHostileFilesAreRefused(t *testing.T) {
	t.Parallel()
	page, svg := []byte("<!doctype html><script>alert(1)</script>"), []byte(`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`)
	exe := append([]byte("MZ\x90\x00"), bytes.Repeat([]byte{0}, 600)...)
	broken := func(data []byte, at int) []byte {
		data = bytes.Clone(data)
		data[at] ^= 0xFF
		return data
	}
	comment := func(text string) []byte {
		segment := binary.BigEndian.AppendUint16([]byte{0xFF, 0xFE}, uint16(len(text)+2))
		return append(append(append([]byte{0xFF, 0xD8}, segment...), text...), photo()[2:]...)
	}
	many := make([]part, 2100)
	for i := range many {
		many[i] = part{fmt.Sprintf("x/%d", i), ""}
	}
	huge := bytes.Clone(drawing())
	binary.BigEndian.PutUint32(huge[16:], 900_000)
	binary.BigEndian.PutUint32(huge[20:], 900_000)
	binary.BigEndian.PutUint32(huge[29:], crc32.ChecksumIEEE(huge[12:29]))
	zeros := strings.Repeat("\x00", 30<<20)
	cases := []struct {
		name   string
		data   []byte
		reason string
	}{
		{"a.html", page, "kind"}, {"a.svg", svg, "kind"}, {"a.xml", []byte("<?xml version='1.0'?><a/>"), "kind"}, {"a.exe", exe, "kind"}, {"a.js", []byte("alert(1)"), "kind"},
		{"a.php", []byte("<?php ?>"), "kind"}, {"a", photo(), "kind"}, {"jpg", photo(), "kind"}, {"a.jpg.exe", photo(), "kind"}, {"a.jpg ", photo(), "kind"},
		{"a.gif", []byte("GIF89a"), "kind"}, {"a.heic", photo(), "kind"}, {"a.zip", packed(part{"a", "a"}), "kind"}, {"a.docm", office(word), "kind"}, {"a.mp4", exe, "kind"},
		{"a.jpg", nil, "empty"}, {"a.jpg", page, "disguised"}, {"a.png", svg, "disguised"}, {"a.pdf", page, "disguised"}, {"a.docx", page, "disguised"},
		{"a.jpg", exe, "disguised"}, {"a.pdf", exe, "disguised"}, {"a.doc", exe, "disguised"}, {"a.png", photo(), "disguised"}, {"a.jpg", drawing(), "disguised"},
		{"a.pdf", photo(), "disguised"}, {"a.docx", old("WordDocument"), "disguised"}, {"a.doc", office(word), "disguised"}, {"a.xlsx", office(word), "disguised"},
		{"a.docx", packed(part{"a.txt", "no document"}), "disguised"}, {"a.docx", append(page, office(word)...), "disguised"}, {"a.xls", old("WordDocument"), "disguised"},
		{"a.jpg", comment("<script>alert(1)</script>"), "disguised"}, {"a.jpg", comment("<?php system(1) ?>"), "disguised"},
		{"a.jpg", photo()[:len(photo())/2], "broken"}, {"a.jpg", photo()[:len(photo())-2], "broken"}, {"a.png", drawing()[:len(drawing())-6], "broken"},
		{"a.png", broken(drawing(), 20), "broken"}, {"a.png", huge, "broken"}, {"a.webp", webp()[:18], "broken"},
		{"a.pdf", []byte("%PDF-1.7\nno end"), "broken"}, {"a.pdf", append(paper(""), packed(part{"a", "b"})...), "broken"}, {"a.pdf", append(paper(""), page...), "broken"},
		{"a.docx", office(word)[:300], "broken"}, {"a.docx", broken(office(word, part{"word/media/1.png", strings.Repeat("abc", 900)}), 500), "broken"},
		{"a.doc", old("WordDocument")[:700], "broken"},
		{"a.pdf", paper("/OpenAction<</S/JavaScript/JS(app.alert(1))>>"), "active"}, {"a.pdf", paper("/OpenAction<</S/Launch>>"), "active"}, {"a.pdf", paper("/EmbeddedFiles"), "active"},
		{"a.docx", office(word, part{"word/embeddings/x.exe", "MZ"}), "active"}, {"a.docx", office(word, part{"word/x.html", "<p>"}), "active"},
		{"a.docx", office(word, part{"word/vbaProject.bin", "x"}), "macro"}, {"a.doc", old("WordDocument", "Macros"), "macro"}, {"a.xls", old("Workbook", "_VBA_PROJECT_CUR"), "macro"},
		{"a.docx", office(word, part{"../../etc/passwd", "x"}), "archive"}, {"a.docx", office(word, part{"/etc/passwd", "x"}), "archive"}, {"a.docx", office(word, part{`..\x`, "x"}), "archive"},
		{"a.docx", office(word, many...), "bomb"}, {"a.xlsx", office(sheet, part{"xl/a.xml", zeros}), "bomb"}, {"a.ofd", packed(part{"OFD.xml", zeros}), "bomb"},
	}
	if len(cases) < 40 {
		t.Fatalf("only %d files", len(cases))
	}
	for i, c := range cases {
		_, _, err := check(t, c.name, c.data)
		if engine.CodeOf(err) != engine.Invalid || engine.ReasonOf(err) != "file_"+c.reason {
			t.Errorf("%d %q: %v (%s), want %s", i, c.name, err, engine.ReasonOf(err), c.reason)
		}
	}
}

// What stands behind the end of a picture is cut off: a phone's trailer, or an
// archive that hides there.
func TestWhatHidesBehindAPictureIsCutOff(t *testing.T) {
	t.Parallel()
	hidden := packed(part{"x.exe", "MZ"})
	for name, picture := range map[string][]byte{"a.jpg": photo(), "a.png": drawing(), "a.webp": webp()} {
		_, left, err := check(t, name, append(bytes.Clone(picture), hidden...))
		if err != nil || !bytes.Equal(left, picture) {
			t.Errorf("%s: %d bytes left of %d: %v", name, len(left), len(picture), err)
		}
	}
}

// A photo forgets where it was taken and keeps all else.
func TestPhotoForgetsItsPlace(t *testing.T) {
	t.Parallel()
	order := binary.LittleEndian
	notes := []byte("II*\x00\x08\x00\x00\x00")
	notes = order.AppendUint16(notes, 2)
	entry := func(tag, kind uint16, count, value uint32) {
		notes = order.AppendUint16(order.AppendUint16(notes, tag), kind)
		notes = order.AppendUint32(order.AppendUint32(notes, count), value)
	}
	entry(0x0112, 3, 1, 6)  // turned
	entry(0x8825, 4, 1, 38) // where: a list of its own
	notes = order.AppendUint32(notes, 0)
	notes = order.AppendUint16(notes, 1)
	entry(2, 5, 3, 56) // latitude: three fractions
	notes = order.AppendUint32(notes, 0)
	latitude := []byte("LATITUDE-LATITUDE-LATITU")
	notes = append(notes, latitude...)
	segment := func(body []byte) []byte {
		return append(binary.BigEndian.AppendUint16([]byte{0xFF, 0xE1}, uint16(len(body)+2)), body...)
	}
	data := append([]byte{0xFF, 0xD8}, segment(append([]byte("Exif\x00\x00"), notes...))...)
	data = append(data, segment([]byte("http://ns.adobe.com/xap/1.0/\x00<x exif:GPSLatitude='30'/>"))...)
	data = append(data, photo()[2:]...)
	_, left, err := check(t, "a.jpg", data)
	if err != nil || len(left) != len(data) {
		t.Fatalf("%d bytes of %d: %v", len(left), len(data), err)
	}
	if bytes.Contains(left, latitude) || bytes.Contains(left, []byte("GPSLatitude")) {
		t.Error("the place is still there")
	}
	if !bytes.Contains(left, order.AppendUint32(order.AppendUint32(order.AppendUint16(order.AppendUint16(nil, 0x0112), 3), 1), 6)) {
		t.Error("the way it is turned was lost")
	}
	if _, err := jpeg.Decode(bytes.NewReader(left)); err != nil {
		t.Errorf("it is no picture any more: %v", err)
	}
}
