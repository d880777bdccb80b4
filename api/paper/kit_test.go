package paper

import (
	"archive/zip"
	"bytes"
	"testing"

	"github.com/xuri/excelize/v2"

	"wubiao/engine/rule"
	"wubiao/engine/table"
)

// meetings is a table with a column of every type.
func meetings() table.Sheet {
	kind := func(name string, choices ...string) rule.TypeSpec {
		return rule.TypeSpec{Name: name, Choices: choices}
	}
	return table.Sheet{Name: "会议", Title: "会议记录", Columns: []table.Column{
		{ID: "日期", Type: kind(rule.TypeDate), Required: true, Also: []string{"时间"}, Sample: "2026-03-05"},
		{ID: "类别", Type: kind(rule.TypeChoices, "支委会", "党员大会", "党课"), Required: true, Sample: []string{"支委会", "党课"}},
		{ID: "主题", Type: kind(rule.TypeText), Sample: "=研究月度安排"},
		{ID: "应到", Type: kind(rule.TypeInt), Sample: "7"},
		{ID: "比例", Label: "比例（%）", Type: kind(rule.TypeNumber)},
		{ID: "形式", Type: kind(rule.TypeChoice, "集中", "分散")},
		{ID: "有讲稿", Type: kind(rule.TypeBool)},
		{ID: "参加人", Type: kind(rule.TypePersons)},
		{ID: "主持人", Type: kind(rule.TypePerson)},
		{ID: "内容", Type: kind(rule.TypeLong)},
	}}
}

// workbook makes a workbook of one sheet from plain cells.
func workbook(t testing.TB, sheet string, rows [][]any) []byte {
	t.Helper()
	f := excelize.NewFile()
	if err := f.SetSheetName("Sheet1", sheet); err != nil {
		t.Fatal(err)
	}
	for i := range rows {
		if err := f.SetSheetRow(sheet, at(1, i+1), &rows[i]); err != nil {
			t.Fatal(err)
		}
	}
	return saved(t, f)
}

func saved(t testing.TB, f *excelize.File) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func find(t testing.TB, data []byte, s table.Sheet) (table.Page, bool, error) {
	t.Helper()
	b, err := Open(data)
	if err != nil {
		return table.Page{}, false, err
	}
	defer func() {
		if err := b.Close(); err != nil {
			t.Error(err)
		}
	}()
	return b.Find(s)
}

// pack makes an archive of the parts, in turn name and content.
func pack(t testing.TB, parts ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		f, err := w.Create(parts[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(parts[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const (
	partTypes = `<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`
	partRels  = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`
	partBook  = `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="会议" sheetId="1" r:id="rId1"/></sheets></workbook>`
	partLinks = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>`
	sheetHead = `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`
	sheetTail = `</sheetData></worksheet>`
	headRow   = `<row r="1"><c r="A1" t="inlineStr"><is><t>日期</t></is></c><c r="B1" t="inlineStr"><is><t>类别</t></is></c></row>`
)

// craft makes a workbook of one sheet with the given lines of XML, and more parts.
func craft(t testing.TB, lines string, more ...string) []byte {
	t.Helper()
	return pack(t, append([]string{"[Content_Types].xml", partTypes, "_rels/.rels", partRels, "xl/workbook.xml", partBook,
		"xl/_rels/workbook.xml.rels", partLinks, "xl/worksheets/sheet1.xml", sheetHead + lines + sheetTail}, more...)...)
}

// wrongOf says what is wrong with a column of the row.
func wrongOf(r table.Row, column string) string {
	for _, w := range r.Wrong {
		if w.Name == column {
			return w.Message
		}
	}
	return ""
}
