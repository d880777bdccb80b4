package paper

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"wubiao/engine"
)

// MaxFile is the largest workbook that is taken.
const MaxFile = 5 << 20

// What a workbook may unpack to. A ledger of 5,000 lines needs a tenth of it.
const (
	maxEntries  = 2000
	maxUnpacked = 500 << 20 // all parts, the unread ones too
	maxRead     = 32 << 20  // the parts that are read
	maxRatio    = 200
	minRatioOf  = 1 << 20 // parts smaller than this may be packed as tightly as they like
	maxStyles   = 1 << 20 // beyond it numbers are taken as they are, not as they were shown
)

// oldOffice begins every .xls, and every .xlsx with a password.
var oldOffice = []byte{0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1}

func unreadable(reason, message string) *engine.Error {
	return engine.Fail(engine.Invalid, reason, message)
}

// TooLarge refuses a file that is longer than any that is read.
func TooLarge() error {
	return unreadable("file_too_large", fmt.Sprintf("文件超过%d兆：请删掉表里的图片，或分成几个文件导入。", MaxFile>>20))
}

// tame refuses what is no workbook or could do harm, and gives a workbook with
// the parts that hold cells and no others: no pictures, macros, links.
func tame(data []byte) ([]byte, error) {
	switch {
	case len(data) == 0:
		return nil, unreadable("empty_file", "文件是空的：请重新选择要导入的 xlsx 文件。")
	case len(data) > MaxFile:
		return nil, TooLarge()
	case bytes.HasPrefix(data, oldOffice):
		return nil, unreadable("old_office", "这是旧的 .xls 文件，或者加了密码：请在 Excel 或 WPS 里打开，取消密码，另存为 .xlsx 再导入。")
	}
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, unreadable("not_xlsx", "这不是 xlsx 文件，或者文件坏了：请在 Excel 或 WPS 里打开，另存为 .xlsx 再导入。").Because(err)
	}
	parts, err := cellParts(archive)
	if err != nil {
		return nil, err
	}
	return repack(parts)
}

// cellParts picks the parts that hold cells.
func cellParts(archive *zip.Reader) ([]*zip.File, error) {
	bomb := unreadable("xlsx_bomb", "文件展开后大得不正常，没有读取：请把要导入的内容复制到新的 xlsx 文件里再导入。")
	if len(archive.File) > maxEntries {
		return nil, bomb
	}
	var all, read uint64
	var parts []*zip.File
	seen := map[string]bool{}
	for _, f := range archive.File {
		name := strings.ToLower(strings.ReplaceAll(f.Name, `\`, "/"))
		if strings.Contains(name, "..") || strings.HasPrefix(name, "/") || seen[name] {
			return nil, unreadable("xlsx_names", "文件的内部结构不正常，没有读取：请在 Excel 或 WPS 里另存为新的 .xlsx 再导入。")
		}
		seen[name] = true
		size := f.UncompressedSize64
		if all += size; size > maxUnpacked || all > maxUnpacked || size > minRatioOf && size/maxRatio > f.CompressedSize64 {
			return nil, bomb
		}
		if name == "xl/vbaproject.bin" {
			return nil, unreadable("xlsx_macros", "文件里带有宏，没有读取：请另存为不带宏的 .xlsx 再导入。")
		}
		if !holdsCells(name) || name == "xl/styles.xml" && size > maxStyles {
			continue
		}
		if read += size; size > maxRead || read > maxRead {
			return nil, unreadable("xlsx_too_much", "表里的内容太多：请分成几个文件导入，每个文件不超过两万行。")
		}
		parts = append(parts, f)
	}
	return parts, nil
}

// holdsCells names the parts that are read.
func holdsCells(name string) bool {
	switch name {
	case "[content_types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "xl/sharedstrings.xml":
		return true
	}
	return path.Dir(name) == "xl/worksheets" && path.Ext(name) == ".xml"
}

// repack counts what stands in the parts and puts them into a new archive.
func repack(parts []*zip.File) ([]byte, error) {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, f := range parts {
		if err := countPart(f); err != nil {
			return nil, err
		}
		if err := w.Copy(f); err != nil {
			return nil, fmt.Errorf("copy part: %w", err)
		}
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("close archive: %w", err)
	}
	return out.Bytes(), nil
}

// countPart reads a part once, to its end: its true size and its checksum are
// checked with it.
func countPart(f *zip.File) error {
	in, err := f.Open()
	if err != nil {
		return broken(err)
	}
	err = count(strings.ToLower(path.Base(f.Name)), in)
	if _, rest := io.Copy(io.Discard, in); err == nil && rest != nil {
		err = broken(rest)
	}
	return errors.Join(err, in.Close())
}

func broken(cause error) error {
	return unreadable("xlsx_broken", "文件坏了，读不完整：请在 Excel 或 WPS 里打开，另存为 .xlsx 再导入。").Because(cause)
}
