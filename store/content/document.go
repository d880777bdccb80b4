package content

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"path"
	"slices"
	"strings"
	"unicode/utf16"
)

// The most that an archive may unpack to: a document with many pictures stays far
// below, a bomb far above.
const (
	mostEntries   = 2000
	mostUnpacked  = 500 << 20
	mostRatio     = 200
	smallUnpacked = 10 << 20 // below it no ratio is asked: a page of blanks packs well
	mostTypes     = 4 << 20
)

// checkPDF wants the head at the very beginning, the end at the end, and nothing
// that runs by itself.
func checkPDF(f File, size int64) (int64, error) {
	head, err := at(f, 0, 8)
	if err != nil || string(head[:5]) != "%PDF-" {
		return 0, broken()
	}
	tail, err := at(f, max(0, size-2048), int(min(size, 2048)))
	if err != nil {
		return 0, err
	}
	end := bytes.LastIndex(tail, []byte("%%EOF"))
	if end < 0 || !bytes.Contains(tail, []byte("startxref")) || len(bytes.TrimSpace(bytes.Trim(tail[end+5:], "\x00"))) > 0 {
		return 0, broken()
	}
	whole := make([]byte, size)
	if _, err := f.ReadAt(whole, 0); err != nil && !errors.Is(err, io.EOF) {
		return 0, broken()
	}
	for _, word := range []string{"/JavaScript", "/Launch", "/EmbeddedFile", "/RichMedia", "/XFA"} {
		if bytes.Contains(whole, []byte(word)) {
			return 0, refuse("active", "这个 PDF 里带有脚本、附件或可以自动运行的内容，不收：请用“打印→另存为 PDF”重新生成一份再传")
		}
	}
	return size, nil
}

// archive checks a document that is a package of parts. main is the type of its
// main part; empty: it is an OFD, whose main part has a fixed name.
func archive(main string) func(File, int64) (int64, error) {
	return func(f File, size int64) (int64, error) {
		if head, err := at(f, 0, 4); err != nil || string(head) != "PK\x03\x04" {
			return 0, broken()
		}
		z, err := zip.NewReader(f, size)
		if err != nil {
			return 0, broken()
		}
		if len(z.File) > mostEntries {
			return 0, bomb()
		}
		total, found := uint64(0), false
		for _, part := range z.File {
			total += part.UncompressedSize64
			if part.UncompressedSize64 > mostUnpacked || total > mostUnpacked || total > smallUnpacked && total/uint64(size) > mostRatio {
				return 0, bomb()
			}
			if err := checkPart(part); err != nil {
				return 0, err
			}
			found = found || main == "" && part.Name == "OFD.xml"
		}
		if main != "" {
			found = typed(z, main)
		}
		if !found {
			return 0, refuse("disguised", "文件的内容和后缀对不上：请用原来的软件打开，另存以后再传")
		}
		for _, part := range z.File {
			if err := unpack(part); err != nil {
				return 0, err
			}
		}
		return size, nil
	}
}

// checkPart looks at the name of one part.
func checkPart(part *zip.File) error {
	name := part.Name
	low := strings.ToLower(name)
	switch {
	case strings.HasPrefix(name, "/"), strings.Contains(name, `\`), strings.Contains(name, "\x00"), strings.Contains(name, ":"),
		slices.Contains(strings.Split(name, "/"), ".."), part.Flags&1 != 0, !part.Mode().IsRegular() && !part.Mode().IsDir():
		return refuse("archive", "文件里面的内容不正常（有加密或指向别处的部分），不收：请用原来的软件另存以后再传")
	case path.Base(low) == "vbaproject.bin":
		return refuse("macro", "文件里带有宏，不收：请另存为不带宏的文件再传")
	case slices.Contains([]string{".exe", ".dll", ".bat", ".cmd", ".js", ".vbs", ".ps1", ".html", ".htm", ".hta", ".scr", ".jar", ".lnk"}, path.Ext(low)):
		return refuse("active", "文件里夹带了程序或网页，不收：请删去夹带的内容再传")
	}
	return nil
}

// unpack reads a part to its end, which must be where it says, and its sum right.
func unpack(part *zip.File) error {
	r, err := part.Open()
	if err != nil {
		return broken()
	}
	n, err := io.Copy(io.Discard, io.LimitReader(r, int64(part.UncompressedSize64)+1))         //nolint:gosec // bounded above
	if err := errors.Join(err, r.Close()); err != nil || n != int64(part.UncompressedSize64) { //nolint:gosec // bounded above
		return broken()
	}
	return nil
}

// typed says whether the package declares a main part of the type.
func typed(z *zip.Reader, main string) bool {
	for _, part := range z.File {
		if part.Name != "[Content_Types].xml" || part.UncompressedSize64 > mostTypes {
			continue
		}
		r, err := part.Open()
		if err != nil {
			return false
		}
		text, err := io.ReadAll(io.LimitReader(r, mostTypes))
		return errors.Join(err, r.Close()) == nil && bytes.Contains(text, []byte(main))
	}
	return false
}

func bomb() error {
	return refuse("bomb", "文件展开以后太大，不收：请检查是不是插入了过多的图片，或者拆成几份再传")
}

// compound checks an office document of before 2007: a small file system. One of
// the streams must be there, and none that holds macros.
func compound(wanted ...string) func(File, int64) (int64, error) {
	return func(f File, size int64) (int64, error) {
		names, err := streams(f, size)
		if err != nil {
			return 0, err
		}
		found := false
		for _, name := range names {
			switch name {
			case "Macros", "_VBA_PROJECT_CUR", "_VBA_PROJECT", "VBA":
				return 0, refuse("macro", "文件里带有宏，不收：请另存为不带宏的文件再传")
			}
			found = found || slices.Contains(wanted, name)
		}
		if !found {
			return 0, refuse("disguised", "文件的内容和后缀对不上：请用原来的软件打开，另存以后再传")
		}
		return size, nil
	}
}

// streams lists the names in a compound file's directory, following its chain of
// sectors.
func streams(f File, size int64) ([]string, error) {
	head, err := at(f, 0, 512)
	if err != nil || string(head[:8]) != "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" {
		return nil, broken()
	}
	shift := binary.LittleEndian.Uint16(head[30:])
	if shift != 9 && shift != 12 {
		return nil, broken()
	}
	sector := int64(1) << shift
	fat := make([]uint32, 109)
	for i := range fat {
		fat[i] = binary.LittleEndian.Uint32(head[76+4*i:])
	}
	next := binary.LittleEndian.Uint32(head[48:])
	var names []string
	for seen := int64(0); next < 0xFFFFFFFA; seen++ {
		if seen > size/sector { // a chain that bites its tail
			return nil, broken()
		}
		entries, err := at(f, (int64(next)+1)*sector, int(sector))
		if err != nil {
			return nil, err
		}
		for ; len(entries) >= 128; entries = entries[128:] {
			if n := int(binary.LittleEndian.Uint16(entries[64:])); n >= 2 && n <= 64 {
				units := make([]uint16, n/2-1)
				for i := range units {
					units[i] = binary.LittleEndian.Uint16(entries[2*i:])
				}
				names = append(names, string(utf16.Decode(units)))
			}
		}
		perSector := sector / 4
		if int64(next)/perSector >= int64(len(fat)) { // beyond what the head lists: 7 MB of directory
			return nil, broken()
		}
		cell, err := at(f, (int64(fat[int64(next)/perSector])+1)*sector+4*(int64(next)%perSector), 4)
		if err != nil {
			return nil, err
		}
		next = binary.LittleEndian.Uint32(cell)
	}
	return names, nil
}
