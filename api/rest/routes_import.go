package rest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"wubiao/api/route"
	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/table"
	"wubiao/engine/use/intake"
	"wubiao/engine/use/practise"
)

type (
	forTables struct {
		Unit   engine.UnitID `json:"unit" validate:"gt=0"`
		Ledger string        `json:"ledger" validate:"max=40"` // empty: all
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
				t, err := r.Practise.ImportTables(ctx, a, q.Unit, q.Ledger)
				return tablesOf(t), err
			}),
		submit(r, "/units/:unit/imports", access.RecordImport, route.Unit, "送来旧台账的行，先作草稿，不写入",
			func(ctx context.Context, a access.Actor, q newImport) (ImportKey, error) {
				draft, err := draftOf(q)
				if err != nil {
					return ImportKey{}, err
				}
				id, err := r.Practise.DraftRecords(ctx, a, draft)
				return ImportKey{id}, err
			}),
		read(r, "/units/:unit/imports/:import", access.RecordImport, route.Unit, "导入的预览：新增、重复和要改正的行",
			func(ctx context.Context, a access.Actor, q ofImport) (intake.Preview, error) {
				return r.Practise.ImportOfRecords(ctx, a, q.Unit, q.Import)
			}),
		post(r, "/units/:unit/imports/:import", access.RecordImport, route.Unit, "照预览导入，做两次同一次", told(r.Practise.ImportRecords)),
		read(r, "/units/:unit/export", access.RecordExport, route.Unit, "一个单位的台账，整本给出",
			func(ctx context.Context, a access.Actor, q forTables) (Tables, error) {
				t, err := r.Practise.ExportRecords(ctx, a, q.Unit, q.Ledger)
				return tablesOf(t), err
			}),
	}
}

// draftOf makes the rows a draft. Numbers are taken as they are written, as from a
// workbook.
func draftOf(q newImport) (intake.Request, error) {
	out := intake.Request{Unit: q.Unit}
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
		out.Pages = append(out.Pages, page)
	}
	text, err := json.Marshal(out.Pages)
	if err != nil {
		return out, fmt.Errorf("digest rows: %w", err)
	}
	sum := sha256.Sum256(text)
	out.SHA256 = hex.EncodeToString(sum[:])
	return out, nil
}

func tablesOf(t practise.LedgerTables) Tables {
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
