package rest

import (
	"bytes"
	"context"
	"fmt"
	"io"

	"wubiao/api/paper"
	"wubiao/api/route"
	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/table"
	"wubiao/engine/use/intake"
)

type (
	ofBook struct {
		Import engine.ImportID `json:"import" validate:"gt=0"`
	}
	// writing makes a workbook of tables.
	writing func(io.Writer, []table.Sheet) error
)

// workbookRoutes take the tables of the whole company in and give them out, as the
// xlsx files that an office keeps.
func (r *Rest) workbookRoutes() []route.Route {
	return append(
		r.bookRoutes("units", "单位", access.UnitImport, access.UnitExport, r.Org.UnitBook),
		r.bookRoutes("people", "人员", access.PeopleImport, access.PeopleExport, r.Org.PeopleBook)...)
}

// bookRoutes are the lines of one workbook.
func (r *Rest) bookRoutes(name, title string, in, out access.Action, book func() *intake.Workbook) []route.Route {
	base := "/workbooks/" + name
	return []route.Route{
		fetch(r, base+"/template", in, route.Company, title+"的空白导入模板（xlsx）",
			func(ctx context.Context, a access.Actor, _ Nothing) (file, error) {
				t, err := book().Template(ctx, a, intake.Which{})
				return onPaper(title+"（导入模板）", t, paper.Template, err)
			}),
		take(r, base+"/imports", in, route.Company, "送来"+title+"的 xlsx 文件，先作草稿，不写入；同一个文件再送一次还是那份草稿",
			func(ctx context.Context, a access.Actor, _ Nothing, content io.Reader) (ImportKey, error) {
				id, err := draftBook(ctx, a, book(), content)
				return ImportKey{id}, err
			}),
		read(r, base+"/imports/:import", in, route.Own, title+"导入的预览：新增、更新、已有和要改正的行",
			func(ctx context.Context, a access.Actor, q ofBook) (intake.Preview, error) {
				return book().Preview(ctx, a, 0, q.Import)
			}),
		submit(r, base+"/imports/:import", in, route.Own, "照预览导入"+title+"，做两次同一次",
			told(func(ctx context.Context, a access.Actor, q intake.ConfirmRequest) error {
				return seen(book().Confirm(ctx, a, 0, q))
			})),
		fetch(r, base+"/export", out, route.Company, title+"，整本给出（xlsx），可以原样再导入",
			func(ctx context.Context, a access.Actor, _ Nothing) (file, error) {
				t, err := book().Export(ctx, a, intake.Which{})
				return onPaper(title, t, paper.Write, err)
			}),
	}
}

// draftBook reads a workbook as its tables, once all of it has come, and keeps what
// it says.
func draftBook(ctx context.Context, actor access.Actor, book *intake.Workbook, content io.Reader) (engine.ImportID, error) {
	t, err := book.Template(ctx, actor, intake.Which{})
	if err != nil {
		return 0, err
	}
	data, err := io.ReadAll(io.LimitReader(content, paper.MaxFile+1))
	if err != nil {
		return 0, fmt.Errorf("read the workbook: %w", err)
	}
	pages, err := paper.Pages(data, t.Tables)
	if err != nil {
		return 0, err
	}
	return book.Draft(ctx, actor, intake.Of(0, data, pages))
}

// kept is a file that stands in memory.
type kept struct{ *bytes.Reader }

func (kept) Close() error { return nil }

// onPaper makes tables a file to keep.
func onPaper(name string, t intake.Tables, write writing, err error) (file, error) {
	if err != nil {
		return file{}, err
	}
	var b bytes.Buffer
	if err := write(&b, t.Tables); err != nil {
		return file{}, fmt.Errorf("make the workbook: %w", err)
	}
	return file{name: name + ".xlsx", content: kept{bytes.NewReader(b.Bytes())}}, nil
}
