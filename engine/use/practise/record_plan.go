package practise

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
	"wubiao/engine/rule"
	"wubiao/engine/table"
	"wubiao/engine/use/intake"
)

type rowState string

const (
	rowNew   rowState = "new"
	rowSame  rowState = "same" // it is in the ledger already
	rowWrong rowState = "wrong"
)

// plannedRow is one row of an import and what is to become of it.
type plannedRow struct {
	ledger *rule.Ledger
	number int // in its sheet
	fields map[string]any
	day    calendar.Date
	state  rowState
	wrong  []engine.Field
	twin   int // an earlier row that says the same; 0: none
}

// rowPlan is what an import of records would do.
type rowPlan struct {
	*Practise
	edition *rule.Edition
	unit    *engine.Unit
	pages   []table.Page
	rows    []plannedRow // of each ledger by day
}

// Plan holds the rows against the rules that a form holds them against, and
// against what the ledgers hold already. Of rows that say the same, as many are
// new as the file has more of than the ledger.
func (p recordBook) Plan(tx port.Tx, scope access.Scope, unit engine.UnitID, pages []table.Page) (intake.Plan, error) {
	u, e, err := p.onPaper(tx, scope, unit)
	if err != nil {
		return nil, err
	}
	plan := &rowPlan{Practise: p.Practise, edition: e, unit: &u, pages: pages}
	facts, err := p.FactsOn(tx, &u, p.today(tx))
	if err != nil {
		return nil, err
	}
	for i := range pages {
		l, err := ledgerToFill(e, pages[i].Name)
		if err != nil {
			return nil, err
		}
		if err := p.planLedger(tx, plan, l, facts, pages[i].Rows); err != nil {
			return nil, fmt.Errorf("plan ledger: %w", err)
		}
	}
	return plan, nil
}

func (p *Practise) planLedger(tx port.Tx, plan *rowPlan, l *rule.Ledger, facts rule.UnitFacts, rows []table.Row) error {
	e := plan.edition
	var records []engine.Record
	q := port.Query{Where: port.Where{"unit_id": int64(plan.unit.ID), "ledger": l.Name}}
	if err := tx.List(&records, access.Everything(), q); err != nil {
		return fmt.Errorf("list records: %w", err)
	}
	have, steps := map[string]int{}, map[string][]map[string]any{}
	for i := range records {
		have[rowKey(e, l, records[i].Day, records[i].Fields)]++
		if l.Steps != nil {
			subject := l.Steps.Subject(records[i].Fields)
			steps[subject] = append(steps[subject], records[i].Fields)
		}
	}
	planned := make([]plannedRow, len(rows))
	for i := range rows {
		planned[i] = p.checkRow(e, l, &rows[i], p.today(tx))
	}
	slices.SortStableFunc(planned, func(a, b plannedRow) int { return cmp.Compare(a.day, b.day) })
	first := map[string]int{}
	for i := range planned {
		row := &planned[i]
		if row.state == rowWrong {
			continue
		}
		key := rowKey(e, l, row.day, row.fields)
		if have[key] > 0 {
			have[key]--
			row.state = rowSame
			continue
		}
		votes, err := e.CheckVotes(l.Name, row.fields, facts)
		if err != nil {
			return fmt.Errorf("check votes: %w", err)
		}
		row.wrong = votes
		if l.Steps != nil {
			subject := l.Steps.Subject(row.fields)
			row.wrong = append(row.wrong, e.CheckSteps(l.Name, row.fields, steps[subject], p.Calendar)...)
			if len(row.wrong) == 0 {
				steps[subject] = append(steps[subject], row.fields)
			}
		}
		if len(row.wrong) > 0 {
			row.state = rowWrong
			continue
		}
		if row.twin = first[key]; row.twin == 0 {
			first[key] = row.number
		}
	}
	plan.rows = append(plan.rows, planned...)
	return nil
}

// checkRow reads a row as a form would, column by column.
func (p *Practise) checkRow(e *rule.Edition, l *rule.Ledger, r *table.Row, today calendar.Date) plannedRow {
	typed := map[string]any{}
	for name, v := range r.Fields {
		if list, ok := v.([]any); ok { // a list that was kept as JSON
			v = listed(list)
		}
		typed[name] = v
	}
	written := typed[writtenOn]
	delete(typed, writtenOn)
	row := plannedRow{ledger: l, number: r.Number, fields: tidy(l, typed), state: rowNew, wrong: slices.Clone(r.Wrong)}
	unread := map[string]bool{}
	for _, w := range r.Wrong {
		unread[w.Name] = true
	}
	day, wrong := e.CheckRecord(l.Name, row.fields)
	wrong = append(wrong, tooMuch(l, row.fields)...)
	if l.Day == "" {
		day = today
		if text, ok := written.(string); ok && !unread[writtenOn] {
			if d, err := calendar.ParseDate(text); err == nil {
				day = d
			}
		}
	}
	if !day.IsZero() && (day.Year() < 2000 || day > today.AddMonths(farthest)) {
		wrong = append(wrong, engine.Field{Name: cmp.Or(l.Day, writtenOn), Message: "这个日期的年份不对，请看一下"})
	}
	for _, w := range wrong {
		if !unread[w.Name] { // what could not be read is told once
			row.wrong = append(row.wrong, w)
		}
	}
	if row.day = day; len(row.wrong) > 0 {
		row.state = rowWrong
	}
	return row
}

// rowKey is what makes two records the same: their day and what their columns say.
func rowKey(e *rule.Edition, l *rule.Ledger, day calendar.Date, fields map[string]any) string {
	var b strings.Builder
	b.WriteString(day.String())
	for _, name := range sortedFields(fields) {
		if text := e.FieldText(l.Name, name, fields[name]); text != "" {
			fmt.Fprintf(&b, "\x00%s\x01%s", name, text)
		}
	}
	return b.String()
}

func sortedFields(fields map[string]any) []string {
	names := make([]string, 0, len(fields))
	for name := range fields {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// Digest tells whether two plans do the same.
func (p *rowPlan) Digest() string {
	lines := make([]string, len(p.rows))
	for i, r := range p.rows {
		lines[i] = fmt.Sprintf("%s %d %s %s", r.ledger.Name, r.number, r.state, r.day)
	}
	return intake.Digest(lines)
}

// Count counts the rows. Records that stand there are never changed.
func (p *rowPlan) Count() (added, changed, wrong int) {
	for _, r := range p.rows {
		switch r.state {
		case rowWrong:
			wrong++
		case rowNew:
			added++
		}
	}
	return added, 0, wrong
}

// Show fills the preview, in the order of the file.
func (p *rowPlan) Show(out *intake.Preview) {
	e := p.edition
	for i := range p.pages {
		l := e.Ledgers[p.pages[i].Name]
		t := intake.Begin(&p.pages[i], ledgerTitle(l))
		heading := func(id string) string {
			for _, c := range l.Columns {
				if c.ID == id {
					return columnLabel(c)
				}
			}
			return strings.TrimPrefix(id, "@")
		}
		rows := slices.DeleteFunc(slices.Clone(p.rows), func(r plannedRow) bool { return r.ledger != l })
		slices.SortStableFunc(rows, func(a, b plannedRow) int { return cmp.Compare(a.number, b.number) })
		columns := previewColumns(e, l, rows)
		for _, c := range columns {
			t.Columns = append(t.Columns, columnLabel(c))
		}
		for _, r := range rows {
			switch r.state {
			case rowSame:
				t.Same++
			case rowWrong:
				t.Blame(r.number, r.wrong, heading, saidIn(p.pages[i].Rows, r.number))
			default:
				t.Added++
				cells := make([]string, len(columns))
				for k, c := range columns {
					cells[k] = e.FieldText(l.Name, c.ID, r.fields[c.ID])
				}
				note := ""
				if r.twin > 0 {
					note = fmt.Sprintf("和第%d行一样，请看是不是重复", r.twin)
				}
				t.Show(r.number, note, cells)
			}
		}
		out.Add(t)
	}
}

// saidIn gives what a line of the file says in a column, as it was written.
func saidIn(rows []table.Row, number int) func(id string) string {
	return func(id string) string {
		for i := range rows {
			if rows[i].Number != number {
				continue
			}
			switch v := rows[i].Fields[id].(type) {
			case string:
				return strings.TrimSpace(v)
			case []string:
				return strings.Join(v, "、")
			}
		}
		return ""
	}
}

// previewColumns chooses the columns that a list of the ledger shows, its day
// first.
func previewColumns(e *rule.Edition, l *rule.Ledger, rows []plannedRow) []*rule.Column {
	records := make([]engine.Record, 0, len(rows))
	for _, r := range rows {
		records = append(records, engine.Record{Fields: r.fields})
	}
	columns := tableColumns(e, l, records)
	for _, c := range l.Columns {
		if c.ID == l.Day {
			return append([]*rule.Column{c}, columns...)
		}
	}
	return columns
}
