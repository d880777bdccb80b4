package store

import (
	"database/sql/driver"

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
	// The condition on state and ladder is that of the index which holds no other task.
	p := t.phrase("SELECT unit_id, count(*) FROM tasks")
	p.when("state = 'open' AND ladder IS NOT NULL AND due < ? AND (extended IS NULL OR extended < ?)", day.String(), day.String())
	if err := n.within(p, scope, nil); err != nil {
		return nil, err
	}
	p.add(" GROUP BY unit_id ORDER BY unit_id")
	err = t.ask(p, func(v []driver.Value) error {
		var one port.LateCount
		err := readAll(v, &one.Unit, &one.Tasks)
		all = append(all, one)
		return err
	})
	return all, t.failed("统计逾期", n, t.translated(err))
}
