// Package content decides whether a file is what its name says: by extension,
// by its first bytes and by its structure, all three. What is not on the list is
// refused with the reason in Chinese. It must not know records or pages.
package content

import (
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gabriel-vasile/mimetype"

	"wubiao/engine"
)

// File is a content to be checked, which may be tidied in place: what stands
// behind the end of a picture is cut off.
type File interface {
	io.ReaderAt
	io.WriterAt
	Truncate(size int64) error
}

// form is how one kind of file looks.
type form struct {
	kind  engine.FileKind
	magic []string // what the library may take it for
	check func(f File, size int64) (int64, error)
}

// forms lists what is taken, by extension.
func forms() map[string]form {
	office := "application/vnd.openxmlformats-officedocument."
	ole := []string{"application/x-ole-storage", "application/msword", "application/vnd.ms-excel", "application/vnd.ms-powerpoint"}
	jpeg := form{engine.FileJPEG, []string{"image/jpeg"}, checkJPEG}
	return map[string]form{
		".jpg": jpeg, ".jpeg": jpeg,
		".png":  {engine.FilePNG, []string{"image/png"}, checkPNG},
		".webp": {engine.FileWebP, []string{"image/webp"}, checkWebP},
		".pdf":  {engine.FilePDF, []string{"application/pdf"}, checkPDF},
		".docx": {engine.FileDOCX, []string{office + "wordprocessingml.document", "application/zip"}, archive("wordprocessingml.document.main+xml")},
		".xlsx": {engine.FileXLSX, []string{office + "spreadsheetml.sheet", "application/zip"}, archive("spreadsheetml.sheet.main+xml")},
		".pptx": {engine.FilePPTX, []string{office + "presentationml.presentation", "application/zip"}, archive("presentationml.presentation.main+xml")},
		".ofd":  {engine.FileOFD, []string{"application/zip"}, archive("")},
		".doc":  {engine.FileDOC, ole, compound("WordDocument")},
		".wps":  {engine.FileWPS, ole, compound("WordDocument", "Workbook", "Book", "PowerPoint Document")},
		".xls":  {engine.FileXLS, ole, compound("Workbook", "Book")},
		".ppt":  {engine.FilePPT, ole, compound("PowerPoint Document")},
	}
}

// Extensions lists the extensions that are taken, for the inputs of pages.
func Extensions() []string {
	var out []string
	for e := range forms() {
		out = append(out, e)
	}
	slices.Sort(out)
	return out
}

// Welcome says whether files of such a name are taken at all, before anything of
// the content has come.
func Welcome(name string) error {
	_, err := formOf(extensionOf(name))
	return err
}

func extensionOf(name string) string { return strings.ToLower(filepath.Ext(name)) }

func formOf(extension string) (form, error) {
	if why := unwelcome(extension); why != "" {
		return form{}, refuse("kind", why)
	}
	known, ok := forms()[extension]
	if !ok {
		return form{}, refuse("kind", "这种文件不收。可以传照片（jpg、png、webp）、PDF、Word、Excel、PPT、WPS 和 OFD 文件")
	}
	return known, nil
}

// Check tells what the file is and how long it is once tidied, or why it is not
// taken.
func Check(name string, f File, size int64) (engine.FileKind, int64, error) {
	extension := extensionOf(name)
	form, err := formOf(extension)
	if err != nil {
		return "", 0, err
	}
	if size == 0 {
		return "", 0, refuse("empty", "文件是空的，请打开看一看，再传一次")
	}
	found, err := mimetype.DetectReader(io.NewSectionReader(f, 0, size))
	if err != nil {
		return "", 0, fmt.Errorf("look at the first bytes: %w", err)
	}
	if !slices.ContainsFunc(form.magic, found.Is) {
		return "", 0, refuse("disguised", "文件的内容和名字后面的“"+extension+"”对不上，可能改过后缀。请用原来的软件打开，另存以后再传")
	}
	size, err = form.check(f, size)
	return form.kind, size, err
}

// unwelcome says why a kind that people often try is not taken, and what to do.
func unwelcome(extension string) string {
	switch extension {
	case ".heic", ".heif":
		return "苹果手机的 HEIC 照片在多数电脑上打不开：请在手机“设置→相机→格式”里选“兼容性最佳”后再拍，或者截一张图上传"
	case ".zip", ".rar", ".7z":
		return "压缩包不收：请解开以后，把里面的文件一个一个传上来"
	case ".docm", ".xlsm", ".pptm":
		return "带宏的文件不收：请另存为不带宏的文件（docx、xlsx、pptx）再传"
	case ".mp4", ".mov", ".avi", ".m4v", ".3gp", ".mkv", ".wmv":
		return "视频不收：请传照片或文字材料"
	}
	return ""
}

func refuse(reason, why string) error { return engine.Fail(engine.Invalid, "file_"+reason, why) }

// broken is a file that ends early or contradicts itself.
func broken() error {
	return refuse("broken", "文件不完整或已经损坏，请打开看一看，重新保存后再传")
}
