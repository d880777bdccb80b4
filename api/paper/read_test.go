package paper

import (
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"wubiao/engine"
	"wubiao/engine/rule"
	"wubiao/engine/table"
)

func TestCellsAreReadAsPeopleWriteThem(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		column string
		typed  any
		want   string // as fmt prints it; empty: nothing is there
		wrong  string
	}{
		{"日期", "2026-01-05", "2026-01-05", ""}, {"日期", "2026/1/5", "2026-01-05", ""}, {"日期", "2026年1月5日", "2026-01-05", ""},
		{"日期", "2026.1.5", "2026-01-05", ""}, {"日期", "２０２６．１．５", "2026-01-05", ""}, {"日期", "20260105", "2026-01-05", ""},
		{"日期", 20260105, "2026-01-05", ""}, {"日期", "2026年1月5号", "2026-01-05", ""}, {"日期", "2026 年 1 月 5 日", "2026-01-05", ""},
		{"日期", "2026/1/5 9:30:00", "2026-01-05", ""}, {"日期", 46027, "2026-01-05", ""}, {"日期", 46027.75, "2026-01-05", ""},
		{"日期", "2026-02-30", "2026-02-30", "没有这一天"}, {"日期", "2026", "2026", "日期认不出来"}, {"日期", 2026, "2026", "日期认不出来"},
		{"日期", "2026年1月", "2026年1月", "日期认不出来"}, {"日期", "26.1.5", "26.1.5", "日期认不出来"}, {"日期", "上周五", "上周五", "日期认不出来"},
		{"应到", 12, "12", ""}, {"应到", "１２", "12", ""}, {"应到", "1,234", "1234", ""}, {"应到", 12.5, "12.5", "应填整数"},
		{"应到", "12.0", "12", ""}, {"应到", "12人", "12人", "应填数字"}, {"应到", "0x10", "0x10", "应填数字"}, {"应到", "1e400", "1e400", "应填数字"}, {"应到", "NaN", "NaN", "应填数字"},
		{"应到", "-3", "-3", ""}, {"比例", 0.29, "0.29", ""}, {"比例", "0.50", "0.5", ""}, {"比例", "0.5%", "0.5", ""}, {"比例", "三", "三", "应填数字"},
		{"形式", " 集 中 ", "集中", ""}, {"形式", "线上", "线上", "只能填：集中、分散"},
		{"有讲稿", "√", "是", ""}, {"有讲稿", "是", "是", ""}, {"有讲稿", true, "是", ""}, {"有讲稿", false, "否", ""}, {"有讲稿", "×", "否", ""}, {"有讲稿", "不知道", "不知道", "应填是或否"},
		{"类别", "支委会、党课", "[支委会 党课]", ""}, {"类别", "支委会/党课", "[支委会 党课]", ""}, {"类别", "支委会,支委会", "[支委会]", ""}, {"类别", "支委会、聚餐", "支委会、聚餐", "只能填下面这些"},
		{"参加人", "张三、李四，王　强", "[张三 李四 王强]", ""}, {"参加人", "张三 李四", "[张三 李四]", ""}, {"参加人", "张 三", "[张三]", ""}, {"参加人", "John Smith；李四", "[John Smith 李四]", ""},
		{"主持人", "王　强", "王强", ""}, {"主题", "=1+1", "=1+1", ""}, {"主题", "  前后有空\u200b ", "前后有空", ""}, {"主题", "#REF!", "#REF!", "没有算出来的公式"},
		{"主题", "001", "001", ""}, {"主题", "   ", "", ""}, {"内容", "一\r\n二", "一\n二", ""},
	} {
		t.Run(fmt.Sprint(x.column, x.typed), func(t *testing.T) {
			t.Parallel()
			s := meetings()
			s.Columns = []table.Column{*s.Column(x.column), {ID: "又一列", Type: rule.TypeSpec{Name: rule.TypeText}}}
			page, found, err := find(t, workbook(t, "会议", [][]any{{s.Columns[0].Heading(), "又一列"}, {x.typed, "有"}}), s)
			if err != nil || !found || len(page.Rows) != 1 {
				t.Fatalf("%v %v %v", page, found, err)
			}
			got := ""
			if v, ok := page.Rows[0].Fields[x.column]; ok {
				got = fmt.Sprint(v)
			}
			wrong := wrongOf(page.Rows[0], x.column)
			if got != x.want || (wrong == "") != (x.wrong == "") || !strings.Contains(wrong, x.wrong) {
				t.Errorf("read %q (%s), want %q (%s)", got, wrong, x.want, x.wrong)
			}
		})
	}
}

func TestHeadingsAreFoundWhereverPeoplePutThem(t *testing.T) {
	t.Parallel()
	for name, x := range map[string]struct {
		sheet string
		rows  [][]any
		want  string // the reason of the refusal; empty: it is read
		found bool
	}{
		"first line":       {"会议", [][]any{{"日期", "类别", "主题"}, {"2026-01-05", "支委会", "甲"}}, "", true},
		"below a title":    {"任意", [][]any{{"2026年会议台账"}, {}, {"序号", " 日 期 *", "类别（必填）", "主题"}, {1, "2026-01-05", "支委会", "甲"}}, "", true},
		"wide, other word": {"任意", [][]any{{"时间", "类别：", "主题"}, {"2026-01-05", "支委会", "甲"}}, "", true},
		"none":             {"会议", [][]any{{"甲", "乙"}, {"2026-01-05", "支委会"}}, "", false},
		"one is missing":   {"会议", [][]any{{"日期", "主题"}, {"2026-01-05", "甲"}}, "missing_columns", false},
		"one stands twice": {"会议", [][]any{{"日期", "类别", "主题", "日期"}, {"2026-01-05", "支委会", "甲", "2026-01-06"}}, "column_twice", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			page, found, err := find(t, workbook(t, x.sheet, x.rows), meetings())
			if engine.ReasonOf(err) != x.want || found != x.found {
				t.Fatalf("found %v, %v", found, err)
			}
			if x.found && (len(page.Rows) != 1 || page.Rows[0].Fields["日期"] != "2026-01-05" || page.Rows[0].Fields["主题"] != "甲" ||
				page.Rows[0].Number != len(x.rows)) {
				t.Errorf("read %+v", page)
			}
		})
	}
}

func TestTheSheetOfTheNameComesFirstAndHiddenOnesNever(t *testing.T) {
	t.Parallel()
	f := excelize.NewFile()
	for _, name := range []string{"Sheet1", "会议记录", "会议"} {
		if name != "Sheet1" {
			if _, err := f.NewSheet(name); err != nil {
				t.Fatal(err)
			}
		}
		for i, row := range [][]any{{"日期", "类别", "主题", "没有的列"}, {"2026-01-05", "支委会", name, "乙"}} {
			if err := f.SetSheetRow(name, at(1, i+1), &row); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := f.SetSheetVisible("会议记录", false); err != nil {
		t.Fatal(err)
	}
	page, found, err := find(t, saved(t, f), meetings())
	if err != nil || !found || page.Sheet != "会议" || len(page.Unknown) != 1 || page.Unknown[0] != "没有的列" {
		t.Errorf("%+v %v %v", page, found, err)
	}
}

func TestWhatWasShownCountsInATextColumn(t *testing.T) {
	t.Parallel()
	f := excelize.NewFile()
	format := "yyyy\"年\"m\"月\"d\"日\""
	day, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
	if err != nil {
		t.Fatal(err)
	}
	short, err := f.NewStyle(&excelize.Style{NumFmt: 14})
	if err != nil {
		t.Fatal(err)
	}
	for i, row := range [][]any{{"日期", "类别", "主题", "比例（%）"}, {46027, "支委会", 46027, 0.005}, {46028, "党课", 46028, 0.5}} {
		if err := f.SetSheetRow("Sheet1", at(1, i+1), &row); err != nil {
			t.Fatal(err)
		}
	}
	percent, err := f.NewStyle(&excelize.Style{NumFmt: 10})
	if err != nil {
		t.Fatal(err)
	}
	for cell, style := range map[string]int{"A2": short, "C2": day, "A3": day, "C3": short, "D2": percent} {
		if err := f.SetCellStyle("Sheet1", cell, cell, style); err != nil {
			t.Fatal(err)
		}
	}
	page, _, err := find(t, saved(t, f), meetings())
	if err != nil || len(page.Rows) != 2 {
		t.Fatal(page, err)
	}
	got := fmt.Sprint(page.Rows[0].Fields, page.Rows[1].Fields)
	want := "map[主题:2026年1月5日 日期:2026-01-05 比例:0.5 类别:[支委会]] map[主题:2026-01-06 日期:2026-01-06 比例:0.5 类别:[党课]]"
	if got != want {
		t.Errorf("read\n%s, want\n%s", got, want)
	}
}

func TestFormulasAreNotWorkedOut(t *testing.T) {
	t.Parallel()
	data := craft(t, headRow+`<row r="2"><c r="A2"><f>TODAY()</f><v>46027</v></c><c r="B2" t="str"><f>"支"&amp;"委会"</f><v>支委会</v></c></row>`+
		`<row r="3"><c r="A3"><v>46028</v></c><c r="B3" t="str"><f>"党"&amp;"课"</f></c></row>`)
	page, _, err := find(t, data, meetings())
	if err != nil || len(page.Rows) != 2 {
		t.Fatal(page, err)
	}
	if fmt.Sprint(page.Rows[0].Fields, page.Rows[1].Fields) != "map[日期:2026-01-05 类别:[支委会]] map[日期:2026-01-06]" {
		t.Errorf("read %v", page.Rows)
	}
}

func TestYearsCountedFrom1904(t *testing.T) {
	t.Parallel()
	book := strings.Replace(partBook, "<sheets>", `<workbookPr date1904="1"/><sheets>`, 1)
	data := pack(t, "[Content_Types].xml", partTypes, "_rels/.rels", partRels, "xl/workbook.xml", book, "xl/_rels/workbook.xml.rels", partLinks,
		"xl/worksheets/sheet1.xml", sheetHead+headRow+`<row r="2"><c r="A2"><v>44565</v></c></row>`+sheetTail)
	page, _, err := find(t, data, meetings())
	if err != nil || len(page.Rows) != 1 || page.Rows[0].Fields["日期"] != "2026-01-05" {
		t.Errorf("%+v %v", page, err)
	}
}
