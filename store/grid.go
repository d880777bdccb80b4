package store

import (
	"database/sql"

	"gorm.io/gorm/clause"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
)

// Grid reads the scores of a period with the names of their units, in the order of
// the tree. It goes past gorm: a thousand rows are read while a person waits.
func (t *tx) Grid(scope access.Scope, period calendar.Period) (all []port.GridRow, err error) {
	if err := t.ready(); err != nil {
		return nil, err
	}
	n := t.store.nouns.must(engine.Score{})
	within, err := n.within(scope)
	if err != nil {
		return nil, err
	}
	of := []clause.Expression{clause.Eq{Column: clause.Column{Table: "s", Name: "period"}, Value: period.String()}}
	for _, c := range within {
		of = append(of, c)
	}
	q := t.db.Table("scores AS s").Joins("JOIN units AS u ON u.id = s.unit_id").
		Select("s.unit_id, u.name, coalesce(u.parent_id, 0), s.edition, s.result, s.band, s.vetoes, s.lost, s.gaps, s.standards, s.trial, s.sealed").
		Clauses(clause.Where{Exprs: of}).Order("u.path")
	rows, err := q.Rows()
	if err != nil {
		return nil, t.failed("读取计分总览", n, err)
	}
	defer rows.Close()
	for rows.Next() {
		one, err := gridRow(rows)
		if err != nil {
			return nil, t.failed("读取计分总览", n, err)
		}
		all = append(all, one)
	}
	return all, t.failed("读取计分总览", n, rows.Err())
}

func gridRow(rows *sql.Rows) (r port.GridRow, err error) {
	var result int64
	err = rows.Scan(&r.Unit, &r.Name, &r.Above, &r.Edition, &result, &r.Band, &r.Vetoes, &r.Lost, &r.Gaps, &r.Standards, &r.Trial, &r.Sealed)
	r.Result = engine.Points(result)
	return r, err
}
