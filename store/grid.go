package store

import (
	"database/sql/driver"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
)

// Grid reads the scores of a period with the names of their units, in the order of
// the tree. A thousand rows are read while a person waits.
func (t *tx) Grid(scope access.Scope, period calendar.Period) (all []port.GridRow, err error) {
	if err := t.ready(); err != nil {
		return nil, err
	}
	n := t.store.nouns.must(engine.Score{})
	p := t.phrase(sqlGrid)
	p.when("s.period = ?", period.String())
	if err := n.within(p, scope, nil); err != nil {
		return nil, err
	}
	p.add(" ORDER BY u.path")
	err = t.ask(p, func(v []driver.Value) error {
		var r port.GridRow
		err := readAll(v, &r.Unit, &r.Name, &r.Above, &r.Edition, &r.Result, &r.Band, &r.Vetoes, &r.Lost, &r.Gaps, &r.Standards, &r.Trial, &r.Sealed)
		all = append(all, r)
		return err
	})
	return all, t.failed("读取计分总览", n, t.translated(err))
}

const sqlGrid = `
SELECT s.unit_id, u.name, coalesce(u.parent_id, 0), s.edition, s.result, s.band, s.vetoes, s.lost, s.gaps, s.standards, s.trial, s.sealed
FROM scores AS s JOIN units AS u ON u.id = s.unit_id`
