package store

import (
	"gorm.io/gorm/clause"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
)

// CountLate counts by unit the tasks that the ladder has seen overdue and that
// are so on the day. It counts in the database: a first page asks for it, and a
// company of a thousand branches may have ten thousand of them.
func (t *tx) CountLate(scope access.Scope, day calendar.Date) (all []port.LateCount, err error) {
	if err := t.ready(); err != nil {
		return nil, err
	}
	n := t.store.nouns.must(engine.Task{})
	within, err := n.within(scope)
	if err != nil {
		return nil, err
	}
	// The condition on the ladder is that of the index which holds no other task.
	of := []clause.Expression{clause.Expr{SQL: "state = 'open' AND ladder IS NOT NULL AND due < ? AND (extended IS NULL OR extended < ?)",
		Vars: []any{day.String(), day.String()}}}
	for _, c := range within {
		of = append(of, c)
	}
	rows, err := t.db.Table("tasks").Select("unit_id, count(*)").Clauses(clause.Where{Exprs: of}).Group("unit_id").Order("unit_id").Rows()
	if err != nil {
		return nil, t.failed("统计逾期", n, err)
	}
	defer rows.Close()
	for rows.Next() {
		var one port.LateCount
		if err := rows.Scan(&one.Unit, &one.Tasks); err != nil {
			return nil, t.failed("统计逾期", n, err)
		}
		all = append(all, one)
	}
	return all, t.failed("统计逾期", n, rows.Err())
}
