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
	Late     bool            `json:"late"` // 补录
	Cells    []RecordCell    `json:"cells"`
	Counted  []Counted       `json:"counted"`
	Opened   []Counted       `json:"opened"`  // what the last change opened again
	History  []RecordChange  `json:"history"` // newest first
	Fill     bool            `json:"fill"`    // the actor may change it
	Doer     string          `json:"doer"`    // on whose behalf it was entered; empty: who entered it did it
	Removed  bool            `json:"removed"` // it counts nowhere
	Remove   bool            `json:"remove"`  // the actor may remove or restore it
	Files    []EvidenceLine  `json:"files"`
	Papers   []Paper         `json:"papers"`   // what the standards want kept
	Labels   []string        `json:"labels"`   // which of these a file may be
	Imported bool            `json:"imported"` // it came over from a workbook
}

// RecordChange is one change of a record.
type RecordChange struct {
	At     time.Time          `json:"at"`
	Person string             `json:"person"`
	Fields []FieldChange      `json:"fields"`
	Event  engine.RecordEvent `json:"event"`  // empty: another wording
	Reason string             `json:"reason"` // why it was removed
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
	var page RecordPage
	err := p.read(ctx, func(tx port.Tx) (bool, error) {
		at, err := p.reach(tx, actor, access.RecordRead, id, false)
		if err != nil {
			return false, err
		}
		page, err = p.recordPage(tx, actor, &at)
		return at.ledger.Private, err
	}, func() engine.AuditEntry {
		return engine.AuditEntry{AccountID: actor.Account, Action: string(access.RecordRead), Object: recordObject(page.ID),
			UnitID: page.UnitID, Result: "done", Detail: "{}", Address: actor.Address}
	})
	if err != nil {
		return RecordPage{}, fmt.Errorf("read record: %w", err)
	}
	return page, nil
}

func (p *Practise) recordPage(tx port.Tx, actor access.Actor, at *reached) (RecordPage, error) {
	e, l, unit, record := at.edition, at.ledger, &at.unit, &at.record
	page := RecordPage{ID: record.ID, Version: record.Version, UnitID: unit.ID, Unit: unit.Name, Ledger: l.Name, Title: ledgerTitle(l), Typed: record.CreatedAt,
		Day: record.Day.ChineseFull(), Late: p.lateEntry(unit, record), Imported: record.ImportID != 0, Fill: mayFill(actor, unit.ID)}
	for _, c := range l.Columns {
		if text := e.FieldText(l.Name, c.ID, record.Fields[c.ID]); text != "" {
			page.Cells = append(page.Cells, RecordCell{c.ID, columnLabel(c), text, c.Type.Name == rule.TypeLong})
		}
	}
	page.Removed = record.State() == engine.RecordGone
	page.Remove = page.Fill && !e.Kept(l.Name) && mayRemove(actor, record)
	var err error
	if !page.Removed {
		if page.Counted, err = p.counts(tx, e, unit, record, actor); err != nil {
			return page, fmt.Errorf("what it counts for: %w", err)
		}
	}
	var versions []engine.RecordVersion
	q := port.Query{Where: port.Where{"record_id": int64(record.ID)}, Order: []string{"number"}}
	if err := tx.List(&versions, access.Everything(), q); err != nil {
		return page, fmt.Errorf("list versions: %w", err)
	}
	if n := len(versions); n > 0 && !page.Removed {
		if page.Opened, err = p.reopened(tx, e, unit, record, &versions[n-1], actor); err != nil {
			return page, fmt.Errorf("what it opened again: %w", err)
		}
	}
	list, err := evidences(tx, record.ID)
	if err != nil {
		return page, err
	}
	names, err := namesOf(tx, record, versions, list)
	if err != nil {
		return page, err
	}
	page.Writer, page.Doer = names[record.PersonID], names[record.DoneBy]
	if err := p.files(tx, &page, at, list, names); err != nil {
		return page, fmt.Errorf("its files: %w", err)
	}
	for i, v := range versions {
		after := record.Fields
		if i+1 < len(versions) {
			after = versions[i+1].Fields
		}
		change := RecordChange{At: v.CreatedAt, Person: names[v.PersonID], Event: v.Event, Reason: v.Reason, Fields: changes(e, l, v.Fields, after)}
		if doer := laterDoer(versions, i, record); doer != v.DoneBy {
			change.Fields = append(change.Fields, FieldChange{"办理人", names[v.DoneBy], names[doer]})
		}
		page.History = append(page.History, change)
	}
	slices.Reverse(page.History)
	return page, nil
}

// laterDoer is who had done it after the change of the place.
func laterDoer(versions []engine.RecordVersion, i int, record *engine.Record) engine.PersonID {
	if i+1 < len(versions) {
		return versions[i+1].DoneBy
	}
	return record.DoneBy
}

// namesOf reads who typed and who changed the record; they may be registered
// elsewhere by now, and only the name is read.
func namesOf(tx port.Tx, record *engine.Record, versions []engine.RecordVersion, files []engine.Evidence) (map[engine.PersonID]string, error) {
	ids := []engine.PersonID{record.PersonID, record.DoneBy}
	for _, v := range versions {
		ids = append(ids, v.PersonID, v.DoneBy)
	}
	for _, f := range files {
		ids = append(ids, f.PersonID, f.ChangedBy)
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
