package org

import (
	"fmt"
	"maps"
	"slices"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
)

// passProblems makes the successor answer for the open problems that stand in the
// leaver's name; what the record said before stays in its history. Whoever hands
// over one post of several and is not the secretary goes on with their problems.
func (o *Org) passProblems(tx port.Tx, actor access.Actor, u *engine.Unit, h *engine.Handover, held []string) error {
	e, err := o.Book.On(o.today(tx))
	if err != nil {
		return fmt.Errorf("edition of the day: %w", err)
	}
	if l := e.Ledgers[problemLedger]; l == nil || l.Private {
		return nil
	}
	left, err := heldOn(tx, u.ID, h.FromPersonID, h.Day)
	if err != nil {
		return err
	}
	if len(left) > 0 && !slices.Contains(held, postSecretary) {
		return nil
	}
	from, to, err := namesOfHandover(tx, h)
	if err != nil || from == "" {
		return err
	}
	var records []engine.Record
	if err := tx.List(&records, access.Everything(), port.Query{Where: port.Where{"unit_id": u.ID, "ledger": problemLedger}, Order: []string{"id"}}); err != nil {
		return fmt.Errorf("list problems: %w", err)
	}
	for i := range records {
		r := &records[i]
		if solved(r) || r.Fields[problemOwner] != from {
			continue
		}
		fields := maps.Clone(r.Fields)
		fields[problemOwner] = to
		if _, wrong := e.CheckRecord(problemLedger, fields); len(wrong) > 0 {
			continue // of an older form: whoever opens it next is shown what it lacks
		}
		if _, err := o.Practise.Keep(tx, actor, u, problemLedger, r.ID, fields); err != nil {
			return fmt.Errorf("pass a problem on: %w", err)
		}
	}
	return nil
}

// solved says whether a problem has been put right.
func solved(r *engine.Record) bool {
	return r.Fields[problemClosed] != nil && r.Fields[problemClosed] != ""
}

// namesOfHandover are the names of the two. A ledger knows people by name: where
// somebody else in the unit bears the leaver's, nobody can tell whose a problem
// is, and from is empty.
func namesOfHandover(tx port.Tx, h *engine.Handover) (from, to string, err error) {
	leaver, err := personIn(tx, access.Everything(), h.FromPersonID)
	if err != nil {
		return "", "", err
	}
	successor, err := personIn(tx, access.Everything(), h.ToPersonID)
	if err != nil {
		return "", "", err
	}
	var same []engine.Person
	err = tx.List(&same, access.Everything(), port.Query{Where: port.Where{"unit_id": h.UnitID, "name": leaver.Name, "left_day": nil}, Columns: []string{"id"}})
	if err != nil {
		return "", "", fmt.Errorf("look for the same name: %w", err)
	}
	if slices.ContainsFunc(same, func(p engine.Person) bool { return p.ID != leaver.ID }) {
		return "", successor.Name, nil
	}
	return leaver.Name, successor.Name, nil
}
