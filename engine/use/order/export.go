package order

import (
	"context"
	"fmt"
	"strconv"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/plan"
	"wubiao/engine/port"
	"wubiao/engine/rule"
	"wubiao/engine/table"
)

// Export gives the replies within reach as a table. That somebody took them out
// is written down.
func (s *Orders) Export(ctx context.Context, actor access.Actor, id engine.OrderID) (table.Sheet, error) {
	scope, err := access.Authorize(actor, access.OrderRead)
	if err != nil {
		return table.Sheet{}, err
	}
	var out table.Sheet
	err = s.Practise.Store.Update(ctx, func(tx port.Tx) error {
		page, err := s.page(tx, actor, scope, id)
		if err != nil {
			return err
		}
		if page.Order.State == engine.OrderDraft || page.Order.State == engine.OrderDiscarded {
			return engine.Fail(engine.Refused, "not_issued", "这项任务还没有下达，没有可以导出的回复。")
		}
		out = tableOf(&page)
		e := entry(actor, access.OrderRead, &page.Order, page.Order.State)
		e.Detail = fmt.Sprintf(`{"rows":%d}`, len(out.Rows))
		return tx.Append(e)
	})
	if err != nil {
		return table.Sheet{}, fmt.Errorf("export replies: %w", err)
	}
	return out, nil
}

func tableOf(page *Page) table.Sheet {
	text := rule.TypeSpec{Name: rule.TypeText}
	out := table.Sheet{Name: page.Order.Number, Title: page.Order.Title, Columns: []table.Column{{ID: "支部", Type: text}, {ID: "完成情况", Type: text}, {ID: "办理人", Type: text}}}
	for i, c := range page.Order.Columns {
		out.Columns = append(out.Columns, table.Column{ID: strconv.Itoa(i + 1), Label: c.Label, Type: plan.OrderType(c)})
	}
	for i, line := range page.Lines {
		row := table.Row{Number: i + 2, Fields: map[string]any{"支部": line.Unit, "完成情况": line.Word, "办理人": line.By}}
		for n, cell := range line.Cells {
			if cell.Text != "" {
				row.Fields[strconv.Itoa(n+1)] = cell.Text
			}
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}
