package paper

import (
	"archive/zip"
	"bytes"
	"fmt"
	"hash/crc32"
	"runtime"
	"strings"
	"testing"
	"time"

	"wubiao/engine"
)

// hostile are files that somebody might send, with the reason they are refused
// for; an empty reason means that they are read and hold nothing dangerous.
func hostile(t testing.TB) map[string]struct {
	data   []byte
	reason string
} {
	row := func(r string) string {
		return `<row r="` + r + `"><c r="A2" t="inlineStr"><is><t>2026-01-05</t></is></c></row>`
	}
	deep := strings.Repeat("<a>", 100_000) + strings.Repeat("</a>", 100_000)
	many := make([]string, 0, 6000)
	for i := range 3000 {
		many = append(many, fmt.Sprintf("xl/media/%d.png", i), "x")
	}
	type x = struct {
		data   []byte
		reason string
	}
	return map[string]x{
		"nothing":          {nil, "empty_file"},
		"a text":           {[]byte("日期,类别\n2026-01-05,支委会\n"), "not_xlsx"},
		"old office":       {append(bytes.Clone(oldOffice), make([]byte, 600)...), "old_office"},
		"too large":        {make([]byte, MaxFile+1), "file_too_large"},
		"a picture":        {append([]byte("\x89PNG\r\n\x1a\n"), make([]byte, 100)...), "not_xlsx"},
		"cut short":        {craft(t, headRow)[:500], "not_xlsx"},
		"another archive":  {pack(t, "word/document.xml", "<w/>"), "xlsx_broken"},
		"no sheet":         {pack(t, "[Content_Types].xml", partTypes, "_rels/.rels", partRels, "xl/workbook.xml", `<workbook/>`), "xlsx_broken"},
		"row 2147483647":   {craft(t, headRow+row("2147483647")), "too_many_rows"},
		"row 1048577":      {craft(t, headRow+row("1048577")), "too_many_rows"},
		"row -1":           {craft(t, headRow+row("-1")), ""},
		"row of letters":   {craft(t, headRow+row("abc")), "too_many_rows"},
		"row 99999 digits": {craft(t, headRow+row(strings.Repeat("9", 99999))), "too_many_rows"},
		"20,001 rows":      {craft(t, headRow+strings.Repeat("<row/>", MaxRows)), "too_many_rows"},
		"column XFD":       {craft(t, headRow+`<row r="2"><c r="XFD2"><v>1</v></c></row>`), "too_many_columns"},
		"column ZZZZZZZ":   {craft(t, headRow+`<row r="2"><c r="ZZZZZZZ2"><v>1</v></c></row>`), "too_many_columns"},
		"empty far column": {craft(t, headRow+`<row r="2"><c r="A2"><v>46027</v></c><c r="XFD2" s="1"/></row>`), ""},
		"line of 20,000 cells": {craft(t, headRow+`<row r="2">`+strings.Repeat(`<c><v>1</v></c>`, 20_000)+`</row>`),
			"too_many_columns"},
		"nested deep":  {craft(t, headRow+deep), "xlsx_too_much"},
		"shared texts": {craft(t, headRow, "xl/sharedStrings.xml", "<sst>"+strings.Repeat("<si/>", 2_000_000)+"</sst>"), "xlsx_bomb"},
		"shared texts, slow": {craft(t, headRow, "xl/sharedStrings.xml", "<sst>"+noise(3_000_000, "<si/>")+"</sst>"),
			"xlsx_too_much"},
		"one text a million times": {craft(t, headRow+strings.Repeat(`<row><c t="s"><v>0</v></c><c t="s"><v>0</v></c></row>`, 15_000),
			"xl/sharedStrings.xml", `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>`+noise(30_000, "大")+"</t></si></sst>"), "xlsx_too_much"},
		"zeros":            {craft(t, headRow, "xl/media/image1.png", strings.Repeat("\x00", 300<<20)), "xlsx_bomb"},
		"zeros in a sheet": {craft(t, headRow+strings.Repeat(" ", 40<<20)), "xlsx_bomb"},
		"entries":          {pack(t, many...), "xlsx_bomb"},
		"up and out":       {craft(t, headRow, "../../etc/passwd", "x"), "xlsx_names"},
		"the same twice":   {craft(t, headRow, "xl/worksheets/sheet1.xml", "<worksheet/>"), "xlsx_names"},
		"macros":           {craft(t, headRow, "xl/vbaProject.bin", "x"), "xlsx_macros"},
		"entities": {craft(t, headRow, "xl/sharedStrings.xml",
			`<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><sst><si><t>&b;</t></si></sst>`), "xlsx_broken"},
		"an outside entity": {craft(t, `<row r="1"><c r="A1" t="inlineStr"><is><t>&x;</t></is></c></row>`), "xlsx_broken"},
		"another encoding":  {craft(t, headRow, "xl/sharedStrings.xml", `<?xml version="1.0" encoding="GBK"?><sst/>`), "xlsx_broken"},
		"not UTF-8":         {craft(t, "<row><c t=\"inlineStr\"><is><t>\xff\xfe</t></is></c></row>"), "xlsx_broken"},
		"a lie about size":  {lying(t), "xlsx_broken"},
		"a huge size":       {boasting(t), "xlsx_bomb"},
		"bad checksum":      {spoiled(t), "xlsx_broken"},
		"strange styles":    {craft(t, headRow+`<row r="2"><c r="A2" s="99999"><v>46027</v></c><c r="B2" s="-5" t="s"><v>7</v></c><c r="C2" t="d"><v>x</v></c></row>`), ""},
	}
}

// noise is a text of so many bytes that packs badly enough to pass the ratio.
func noise(n int, unit string) string {
	var b strings.Builder
	seed := uint32(1)
	for b.Len() < n {
		b.WriteString(unit)
		if unit == "<si/>" {
			seed = seed*1664525 + 1013904223
			fmt.Fprintf(&b, "<!--%x-->", seed)
			b.WriteString(strings.Repeat(unit, 6))
		}
	}
	return b.String()
}

// stored makes an archive with one stored part whose header says whatever it
// likes.
func stored(t testing.TB, content string, alter func(*zip.FileHeader)) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	h := &zip.FileHeader{Name: "xl/workbook.xml", Method: zip.Store, CRC32: crc32.ChecksumIEEE([]byte(content)),
		CompressedSize64: uint64(len(content)), UncompressedSize64: uint64(len(content))}
	alter(h)
	f, err := w.CreateRaw(h)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Write([]byte(content)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func lying(t testing.TB) []byte {
	return stored(t, partBook, func(h *zip.FileHeader) { h.UncompressedSize64 = 10 })
}

func boasting(t testing.TB) []byte {
	return stored(t, partBook, func(h *zip.FileHeader) { h.UncompressedSize64 = 1 << 62 })
}

func spoiled(t testing.TB) []byte {
	return stored(t, partBook, func(h *zip.FileHeader) { h.CRC32++ })
}

func TestHostileWorkbooksAreRefusedWithAReason(t *testing.T) {
	for name, x := range hostile(t) {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			page, _, err := find(t, x.data, meetings())
			if got := engine.ReasonOf(err); got != x.reason || x.reason != "" && engine.CodeOf(err) != engine.Invalid {
				t.Errorf("got %q (%v), want %q; read %d rows", got, err, x.reason, len(page.Rows))
			}
			if spent := time.Since(start); spent > 5*time.Second {
				t.Errorf("took %s", spent)
			}
		})
	}
}

// TestHostileWorkbooksTakeLittleMemory holds the most memory in use while a file
// is being read against what was in use before (S61: 64 MB).
func TestHostileWorkbooksTakeLittleMemory(t *testing.T) {
	files := hostile(t)
	for name, x := range files {
		runtime.GC()
		var before runtime.MemStats
		runtime.ReadMemStats(&before)
		stop, peak := make(chan struct{}), make(chan uint64)
		go func() {
			most := uint64(0)
			for {
				var now runtime.MemStats
				runtime.ReadMemStats(&now)
				most = max(most, now.HeapInuse)
				select {
				case <-stop:
					peak <- most
					return
				case <-time.After(2 * time.Millisecond):
				}
			}
		}()
		_, _, err := find(t, x.data, meetings())
		close(stop)
		most := <-peak
		if grown := int64(most) - int64(before.HeapInuse); grown > 64<<20 {
			t.Errorf("%s: %d MB more in use while it was read (%v)", name, grown>>20, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, data := range [][]byte{lying(f), boasting(f), spoiled(f), craft(f, headRow), oldOffice, pack(f, "xl/vbaProject.bin", "x")} {
		f.Add(data)
	}
	f.Add(workbook(f, "会议", [][]any{{"日期", "类别"}, {"2026-01-05", "支委会"}}))
	f.Fuzz(func(t *testing.T, data []byte) {
		page, _, err := find(t, data, meetings())
		if err != nil && engine.CodeOf(err) == engine.Internal {
			t.Errorf("a file is our fault: %v", err)
		}
		if len(page.Rows) > MaxRows {
			t.Errorf("%d rows", len(page.Rows))
		}
	})
}

// FuzzSheet puts any XML into a sheet: the archive around it is sound, so that
// the fuzzer gets to the cells.
func FuzzSheet(f *testing.F) {
	f.Add(headRow + `<row r="2"><c r="A2"><v>46027</v></c><c r="B2" t="str"><f>1</f><v>支委会</v></c></row>`)
	f.Add(headRow + `<row r="3"><c t="b"><v>1</v></c><c t="e"><v>#N/A</v></c><c s="3" t="s"><v>-1</v></c></row>`)
	f.Add(`<row r="2147483647"/><row r="1"><c r="$A$1"><is><r><t>日期</t></r></is></c></row>`)
	f.Fuzz(func(t *testing.T, lines string) {
		_, _, err := find(t, craft(t, lines), meetings())
		if err != nil && engine.CodeOf(err) == engine.Internal {
			t.Errorf("a file is our fault: %v", err)
		}
	})
}
