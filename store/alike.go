package store

import (
	"encoding/json"
	"fmt"
	"slices"

	"gorm.io/gorm/clause"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
)

// alikeRow is one group as the database gives it.
type alikeRow struct {
	ParentID   *engine.UnitID
	Kind       engine.UnitKind
	Attributes *string
	Rest       string
	Start      calendar.Date
	Closed     calendar.Date
	IDs        string
}

// Alike groups units by what a plan may read of them. The database groups by
// the text of the attributes, which is written with sorted keys, so each text
// is read once however many units share it.
func (t *tx) Alike(scope access.Scope, where port.Where) ([]port.AlikeUnits, error) {
	if err := t.ready(); err != nil {
		return nil, err
	}
	n := t.store.nouns.must(engine.Unit{})
	conditions, err := n.conditions(scope, port.Query{Where: where})
	if err != nil {
		return nil, err
	}
	q := t.db.Table(n.Table).Select("parent_id, kind, attributes, rest, start, closed, " + sqlIDs + " AS ids").
		Group("parent_id, kind, attributes, rest, start, closed").Order("min(id)")
	if len(conditions) > 0 {
		q = q.Clauses(clause.Where{Exprs: conditions})
	}
	var rows []alikeRow
	if err := t.failed("归类", n, q.Scan(&rows).Error); err != nil {
		return nil, err
	}
	groups := make([]port.AlikeUnits, len(rows))
	for i, r := range rows {
		u := &groups[i].Unit
		u.ParentID, u.Kind, u.Rest, u.Start, u.Closed = r.ParentID, r.Kind, r.Rest, r.Start, r.Closed
		if r.Attributes != nil {
			if err := json.Unmarshal([]byte(*r.Attributes), &u.Attributes); err != nil {
				return nil, fmt.Errorf("读取单位属性：%w", err)
			}
		}
		if err := json.Unmarshal([]byte(r.IDs), &groups[i].IDs); err != nil {
			return nil, fmt.Errorf("读取单位编号：%w", err)
		}
		slices.Sort(groups[i].IDs)
	}
	return groups, nil
}
