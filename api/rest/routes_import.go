package rest

import (
	"context"
	"encoding/json"
	"fmt"

	"wubiao/api/route"
	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/table"
	"wubiao/engine/use/intake"
)

type (
	forTables struct {
		Unit   engine.UnitID `json:"unit" validate:"gt=0"`
		Ledger string        `json:"ledger" validate:"max=40"` // empty: all
	}
	confirmation struct {
		Unit engine.UnitID `json:"unit" validate:"gt=0"`
		intake.ConfirmRequest
	}
	ofImport struct {
		Unit   engine.UnitID   `json:"unit" validate:"gt=0"`
		Import engine.ImportID `json:"import" validate:"gt=0"`
	}
	newImport struct {
		Unit   engine.UnitID `json:"unit" validate:"gt=0"`
		Tables []RowsOf      `json:"tables" validate:"required,max=60,dive"`
	}
	// RowsOf are the rows of one table, by column.
	RowsOf struct {
		Name string           `json:"name" validate:"required,max=40"`
		Rows []map[string]any `json:"rows" validate:"required,max=6000"`
	}
	// ImportKey names a draft of an import.
	ImportKey struct {
		ID engine.ImportID `json:"id"`
	}
	// Tables are the ledgers of a unit as tables.
	Tables struct {
		UnitID engine.UnitID `json:"unit_id"`
		Unit   string        `json:"unit"`
		Tables []Table       `json:"tables"`
	}
	// Table is one of them.
	Table struct {
		Name    string           `json:"name"`
		Title   string           `json:"title"`
		Note    string           `json:"note"`
		Columns []Column         `json:"columns"`
		Rows    []map[string]any `json:"rows"`
	}
	// Column is one column of a table.
	Column struct {
		ID       string   `json:"id"`
		Label    string   `json:"label"`
		Type     string   `json:"type"`
		Choices  []string `json:"choices"`
		Required bool     `json:"required"`
		Hint     string   `json:"hint"`
	}
)

// importRoutes take older ledgers over and give ledgers out. A script sends rows,
// where a person sends a workbook.
func (r *Rest) importRoutes() []route.Route {
	return []route.Route{
		read(r, "/units/:unit/imports/tables", access.RecordImport, route.Unit, "可以导入的台账和它们的栏目",
			func(ctx context.Context, a access.Actor, q forTables) (Tables, error) {
				t, err := r.Practise.RecordBook().Template(ctx, a, intake.Which{Unit: q.Unit, Table: q.Ledger})
				return tablesOf(t), err
			}),
		submit(r, "/units/:unit/imports", access.RecordImport, route.Unit, "送来旧台账的行，先作草稿，不写入",
			func(ctx context.Context, a access.Actor, q newImport) (ImportKey, error) {
				draft, err := draftOf(q)
				if err != nil {
					return ImportKey{}, err
				}
				id, err := r.Practise.RecordBook().Draft(ctx, a, draft)
				return ImportKey{id}, err
			}),
		read(r, "/units/:unit/imports/:import", access.RecordImport, route.Unit, "导入的预览：新增、重复和要改正的行",
			func(ctx context.Context, a access.Actor, q ofImport) (intake.Preview, error) {
				return r.Practise.RecordBook().Preview(ctx, a, q.Unit, q.Import)
			}),
		submit(r, "/units/:unit/imports/:import", access.RecordImport, route.Unit, "照预览导入，做两次同一次",
			told(func(ctx context.Context, a access.Actor, q confirmation) error {
				return seen(r.Practise.RecordBook().Confirm(ctx, a, q.Unit, q.ConfirmRequest))
			})),
		read(r, "/units/:unit/export", access.RecordExport, route.Unit, "一个单位的台账，整本给出",
			func(ctx context.Context, a access.Actor, q forTables) (Tables, error) {
				t, err := r.Practise.RecordBook().Export(ctx, a, intake.Which{Unit: q.Unit, Table: q.Ledger})
				return tablesOf(t), err
			}),
	}
}

// seen says to a script what is not as it saw it; the page's words speak of a form.
func seen(err error) error {
	switch engine.ReasonOf(err) {
	case "plan_changed":
		return engine.Fail(engine.Conflict, "plan_changed", "您读取预览以后，系统里的内容有了变动，所以没有导入。请重新读取预览，核对后带上新的 plan 再确认。").Because(err)
	case "wrong_rows":
		return engine.Fail(engine.Refused, "wrong_rows", "有要改的行，没有导入：按预览里的 problems 改好再送一次，或者确认时写 \"skip\": true，只导入其余的行。").Because(err)
	}
	return err
}

// draftOf makes the rows a draft. Numbers are taken as they are written, as from a
// workbook.
func draftOf(q newImport) (intake.Request, error) {
	var pages []table.Page
	for _, t := range q.Tables {
		page := table.Page{Name: t.Name, Sheet: t.Name}
		for i, fields := range t.Rows {
			row := table.Row{Number: i + 1, Fields: map[string]any{}}
			for name, v := range fields {
				switch v := v.(type) {
				case nil:
				case json.Number:
					row.Fields[name] = v.String()
				default:
					row.Fields[name] = v
				}
			}
			page.Rows = append(page.Rows, row)
		}
		pages = append(pages, page)
	}
	text, err := json.Marshal(pages)
	if err != nil {
		return intake.Request{}, fmt.Errorf("digest rows: %w", err)
	}
	return intake.Of(q.Unit, text, pages), nil
}

func tablesOf(t intake.Tables) Tables {
	out := Tables{UnitID: t.UnitID, Unit: t.Unit}
	for _, s := range t.Tables {
		one := Table{Name: s.Name, Title: s.Title, Note: s.Note}
		for _, c := range s.Columns {
			one.Columns = append(one.Columns, Column{ID: c.ID, Label: c.Heading(), Type: c.Type.Name, Choices: c.Type.Choices, Required: c.Required, Hint: c.Hint})
		}
		for _, row := range s.Rows {
			one.Rows = append(one.Rows, row.Fields)
		}
		out.Tables = append(out.Tables, one)
	}
	return out
}
