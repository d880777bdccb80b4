package practise

import (
	"context"
	"fmt"
	"slices"
	"time"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
	"wubiao/engine/rule"
)

// RecordPage is one record with what it counts for and what it said before.
type RecordPage struct {
	ID       engine.RecordID `json:"id"`
	Version  int64           `json:"version"`
	UnitID   engine.UnitID   `json:"unit_id"`
	Unit     string          `json:"unit"`
	Ledger   string          `json:"ledger"`
	Title    string          `json:"title"`
	Day      string          `json:"day"` // when it happened
	Typed    time.Time       `json:"typed"`
	Writer   string          `json:"writer"`
	Late     bool            `json:"late"`     // 补录
	Imported bool            `json:"imported"` // it came over from a workbook
	Cells    []RecordCell    `json:"cells"`
	Counted  []Counted       `json:"counted"`
	Opened   []Counted       `json:"opened"`  // what the last change opened again
	History  []RecordChange  `json:"history"` // newest first
	Fill     bool            `json:"fill"`    // the actor may change it
}

// RecordChange is one change of a record.
type RecordChange struct {
	At     time.Time     `json:"at"`
	Person string        `json:"person"`
	Fields []FieldChange `json:"fields"`
}

// FieldChange is what one column said before and after.
type FieldChange struct {
	Label  string `json:"label"`
	Before string `json:"before"`
	After  string `json:"after"`
}

// RecordHistory reads a record, what it counts for, and every change of it.
// Reading a private one is written down.
func (p *Practise) RecordHistory(ctx context.Context, actor access.Actor, id engine.RecordID) (RecordPage, error) {
	scope, err := access.Authorize(actor, access.RecordRead)
	if err != nil {
		return RecordPage{}, err
	}
	var page RecordPage
	err = p.read(ctx, func(tx port.Tx) (bool, error) {
		record, err := getRecord(tx, scope, id)
		if err != nil {
			return false, err
		}
		unit, err := getUnit(tx, scope, record.UnitID)
		if err != nil {
			return false, err
		}
		e, err := p.Book.On(p.today(tx))
		if err != nil {
			return false, fmt.Errorf("edition of the day: %w", err)
		}
		l, err := openLedger(actor, unit.ID, e, record.Ledger)
		if err != nil {
			return false, err
		}
		page, err = p.recordPage(tx, actor, e, l, &unit, &record)
		return l.Private, err
	}, func() engine.AuditEntry {
		return engine.AuditEntry{AccountID: actor.Account, Action: string(access.RecordRead), Object: recordObject(page.ID),
			UnitID: page.UnitID, Result: "done", Detail: "{}", Address: actor.Address}
	})
	if err != nil {
		return RecordPage{}, fmt.Errorf("read record: %w", err)
	}
	return page, nil
}

func (p *Practise) recordPage(tx port.Tx, actor access.Actor, e *rule.Edition, l *rule.Ledger, unit *engine.Unit, record *engine.Record) (RecordPage, error) {
	page := RecordPage{ID: record.ID, Version: record.Version, UnitID: unit.ID, Unit: unit.Name, Ledger: l.Name, Title: ledgerTitle(l), Typed: record.CreatedAt,
		Day: record.Day.ChineseFull(), Late: p.lateEntry(unit, record), Imported: record.ImportID != 0, Fill: mayFill(actor, unit.ID)}
	for _, c := range l.Columns {
		if text := e.FieldText(l.Name, c.ID, record.Fields[c.ID]); text != "" {
			page.Cells = append(page.Cells, RecordCell{c.ID, columnLabel(c), text, c.Type.Name == rule.TypeLong})
		}
	}
	var err error
	if page.Counted, err = p.counts(tx, e, unit, record, actor); err != nil {
		return page, fmt.Errorf("what it counts for: %w", err)
	}
	var versions []engine.RecordVersion
	q := port.Query{Where: port.Where{"record_id": int64(record.ID)}, Order: []string{"number"}}
	if err := tx.List(&versions, access.Everything(), q); err != nil {
		return page, fmt.Errorf("list versions: %w", err)
	}
	if n := len(versions); n > 0 {
		if page.Opened, err = p.reopened(tx, e, unit, record, &versions[n-1], actor); err != nil {
			return page, fmt.Errorf("what it opened again: %w", err)
		}
	}
	names, err := namesOf(tx, record, versions)
	if err != nil {
		return page, err
	}
	page.Writer = names[record.PersonID]
	for i, v := range versions {
		after := record.Fields
		if i+1 < len(versions) {
			after = versions[i+1].Fields
		}
		page.History = append(page.History, RecordChange{v.CreatedAt, names[v.PersonID], changes(e, l, v.Fields, after)})
	}
	slices.Reverse(page.History)
	return page, nil
}

// namesOf reads who typed and who changed the record; they may be registered
// elsewhere by now, and only the name is read.
func namesOf(tx port.Tx, record *engine.Record, versions []engine.RecordVersion) (map[engine.PersonID]string, error) {
	ids := []engine.PersonID{record.PersonID}
	for _, v := range versions {
		ids = append(ids, v.PersonID)
	}
	var people []engine.Person
	err := tx.List(&people, access.Everything(), port.Query{Where: port.Where{"id": ids}, Columns: []string{"id", "name"}})
	if err != nil {
		return nil, fmt.Errorf("list writers: %w", err)
	}
	names := map[engine.PersonID]string{}
	for _, person := range people {
		names[person.ID] = person.Name
	}
	return names, nil
}

// changes lists the columns that differ.
func changes(e *rule.Edition, l *rule.Ledger, before, after map[string]any) []FieldChange {
	var out []FieldChange
	for _, c := range l.Columns {
		a, b := e.FieldText(l.Name, c.ID, before[c.ID]), e.FieldText(l.Name, c.ID, after[c.ID])
		if a != b {
			out = append(out, FieldChange{columnLabel(c), a, b})
		}
	}
	return out
}
