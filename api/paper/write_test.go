package paper

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"wubiao/engine/rule"
	"wubiao/engine/table"
)

// words that have broken tables before.
var words = []string{"=1+1", "+86", "-3", "@SUM(A1)", "001", "1e5", "46027", "2026-01-05", "TRUE", "是", "_x000D_", "_x005F_", "<b>&amp;\"'</b>",
	"第一行\n第二行", "a\tb", "空 格", "🀄️𠀀", "#REF", "'引号", "null", "85%", "0.30000000000000004", "12345678901234567890"}

func TestWhatIsWrittenIsReadAgain(t *testing.T) {
	t.Parallel()
	for seed := range uint64(40) {
		r := rand.New(rand.NewPCG(seed, 7))
		s := meetings()
		for n := range 1 + r.IntN(20) {
			s.Rows = append(s.Rows, table.Row{Number: n + 2, Fields: invent(r, s.Columns)})
		}
		var b bytes.Buffer
		if err := Write(&b, []table.Sheet{{Title: "别的", Columns: s.Columns[2:4]}, s}); err != nil {
			t.Fatal(err)
		}
		page, found, err := find(t, b.Bytes(), s)
		if err != nil || !found {
			t.Fatalf("seed %d: %v %v", seed, found, err)
		}
		if !reflect.DeepEqual(page.Rows, s.Rows) {
			t.Fatalf("seed %d: read\n%v, wrote\n%v", seed, page.Rows, s.Rows)
		}
	}
}

// invent fills a line; at least one column has something in it.
func invent(r *rand.Rand, columns []table.Column) map[string]any {
	fields := map[string]any{"日期": "2026-01-05"}
	for _, c := range columns {
		if r.IntN(4) == 0 {
			continue
		}
		word := words[r.IntN(len(words))]
		switch c.Type.Name {
		case rule.TypeDate:
			fields[c.ID] = fmt.Sprintf("%d-%02d-%02d", 1931+r.IntN(120), 1+r.IntN(12), 1+r.IntN(28))
		case rule.TypeInt:
			fields[c.ID] = fmt.Sprint(r.IntN(2000) - 1000)
		case rule.TypeNumber:
			fields[c.ID] = []string{"0.29", "1234.5", "-0.07", "3", "100000000000000"}[r.IntN(5)]
		case rule.TypeBool:
			fields[c.ID] = "是"
		case rule.TypeChoice:
			fields[c.ID] = c.Type.Choices[r.IntN(len(c.Type.Choices))]
		case rule.TypeChoices:
			fields[c.ID] = c.Type.Choices[:1+r.IntN(len(c.Type.Choices))]
		case rule.TypePersons:
			fields[c.ID] = []string{"张三", "欧阳询", "John Smith"}[:1+r.IntN(3)]
		case rule.TypePerson:
			fields[c.ID] = "买买提·艾力"
		default:
			fields[c.ID] = word
		}
	}
	return fields
}

func TestNothingWrittenIsAFormula(t *testing.T) {
	t.Parallel()
	s := meetings()
	for n, w := range words {
		s.Rows = append(s.Rows, table.Row{Number: n + 2, Fields: map[string]any{"日期": "2026-01-05", "主题": w, "内容": w}})
	}
	s.Columns[2].Hint, s.Columns[2].Sample = "=HYPERLINK(1)", "=cmd|' /C calc'!A0"
	for name, write := range map[string]func(io.Writer, []table.Sheet) error{"rows": Write, "template": Template} {
		var b bytes.Buffer
		if err := write(&b, []table.Sheet{s}); err != nil {
			t.Fatal(err)
		}
		archive, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range archive.File {
			in, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			text, err := io.ReadAll(in)
			if err != nil {
				t.Fatal(err)
			}
			if strings.HasPrefix(f.Name, "xl/worksheets/") && (bytes.Contains(text, []byte("<f>")) || bytes.Contains(text, []byte("<f "))) {
				t.Errorf("%s: %s holds a formula", name, f.Name)
			}
		}
	}
}

func TestATemplateSaysWhatToFillInAndImportsNothing(t *testing.T) {
	t.Parallel()
	s := meetings()
	long := make([]string, 40)
	for i := range long {
		long[i] = fmt.Sprintf("第%d个很长的步骤名称", i)
	}
	s.Columns = append(s.Columns, table.Column{ID: "步骤", Type: rule.TypeSpec{Name: rule.TypeChoice, Choices: long}, Hint: "按顺序来"})
	var b bytes.Buffer
	if err := Template(&b, []table.Sheet{s}); err != nil {
		t.Fatal(err)
	}
	page, found, err := find(t, b.Bytes(), s)
	if err != nil || !found || len(page.Rows) != 0 || page.Samples != 2 || len(page.Unknown) != 0 {
		t.Fatalf("%+v %v %v", page, found, err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	for cell, want := range map[string]string{"A4": "示例，不会导入", "B2": "日期 *", "B3": "必填；日期，如2026-03-05", "B4": "2026-03-05", "C4": "支委会、党课", "D4": "=研究月度安排"} {
		if got, err := f.GetCellValue("会议记录", cell); err != nil || got != want {
			t.Errorf("%s says %q, want %q (%v)", cell, got, want, err)
		}
	}
	lists, err := f.GetDataValidations("会议记录")
	if err != nil || len(lists) != 3 {
		t.Fatalf("%d lists to choose from, want 3 (%v)", len(lists), err)
	}
	row := []any{"", 46027, "支委会", "真的一条"}
	if err := f.SetSheetRow("会议记录", "A5", &row); err != nil {
		t.Fatal(err)
	}
	page, _, err = find(t, saved(t, f), s)
	if err != nil || len(page.Rows) != 1 || page.Rows[0].Number != 5 || page.Rows[0].Fields["主题"] != "真的一条" {
		t.Errorf("filled in: %+v %v", page, err)
	}
}

func TestSheetsGetNamesThatOfficeProgramsTake(t *testing.T) {
	t.Parallel()
	title := strings.Repeat("很长的台账名称", 8)
	var tables []table.Sheet
	for _, name := range []string{title, title, "a/b:c", "A b c", "''", ""} {
		tables = append(tables, table.Sheet{Title: name, Columns: meetings().Columns})
	}
	var b bytes.Buffer
	if err := Write(&b, tables); err != nil {
		t.Fatal(err)
	}
	book, err := Open(b.Bytes())
	if err != nil || len(book.Sheets()) != len(tables) {
		t.Fatal(err)
	}
}
