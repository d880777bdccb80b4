package paper

import (
	"errors"

	"wubiao/engine"
	"wubiao/engine/table"
)

// Pages reads of a workbook the tables that it has, each from one sheet. Where there
// is but one table any sheet with its headings will do; where there are several, a
// sheet is read as the table it is called after.
func Pages(data []byte, tables []table.Sheet) (pages []table.Page, err error) {
	book, err := Open(data)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, book.Close()) }()
	for _, t := range tables {
		var page table.Page
		found := false
		if len(tables) == 1 {
			page, found, err = book.Find(t)
		} else if sheet := book.Named(t); sheet != "" {
			page, found, err = book.Read(sheet, t)
		}
		if err != nil {
			return nil, err
		}
		if found && len(page.Rows) > 0 || len(tables) == 1 && found {
			pages = append(pages, page)
		}
	}
	if len(pages) == 0 {
		what := "文件里没有找到能导入的表：表头要有模板里的列名。请下载模板，把内容贴进去再导入。"
		if len(tables) > 1 {
			what = "文件里没有一张表的名字和台账对得上，或者表里没有内容：请选好要导入哪一本台账，或把工作表改成台账的名字。"
		}
		return nil, engine.Fail(engine.Invalid, "no_table", what)
	}
	return pages, nil
}
