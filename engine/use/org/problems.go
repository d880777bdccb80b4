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
// leaver's name. Whoever hands over one post of several and is not the secretary
// goes on with their problems.
func (o *Org) passProblems(tx port.Tx, actor access.Actor, u *engine.Unit, h *engine.Handover, held []string) error {
	left, err := heldOn(tx, u.ID, h.FromPersonID, h.Day)
	if err != nil {
		return err
	}
	if len(left) > 0 && !slices.Contains(held, postSecretary) {
		return nil
	}
	leaver, err := personIn(tx, access.Everything(), h.FromPersonID)
	if err != nil {
		return err
	}
	successor, err := personIn(tx, access.Everything(), h.ToPersonID)
	if err != nil {
		return err
	}
	return o.reassignProblems(tx, actor, u, &leaver, successor.Name)
}

// renameProblems lets the open problems of somebody whose name is put right follow,
// in the person's unit and wherever the person holds a post.
func (o *Org) renameProblems(tx port.Tx, actor access.Actor, was *engine.Person, name string) error {
	var held []engine.Post
	if err := tx.List(&held, access.Everything(), port.Query{Where: port.Where{"person_id": was.ID}, Order: []string{"unit_id"}}); err != nil {
		return fmt.Errorf("list posts: %w", err)
	}
	units := []engine.UnitID{was.UnitID}
	for i := range held {
		if held[i].HeldOn(o.today(tx)) && !slices.Contains(units, held[i].UnitID) {
			units = append(units, held[i].UnitID)
		}
	}
	for _, id := range units {
		u, err := unitIn(tx, access.Everything(), id)
		if err != nil {
			return err
		}
		if err := o.reassignProblems(tx, actor, &u, was, name); err != nil {
			return err
		}
	}
	return nil
}

// reassignProblems writes another name over the open problems of the unit that
// stand in somebody's; what the record said before stays in its history. A ledger
// knows people by name: where somebody else in the unit bears the same, nobody can
// tell whose a problem is, and all stay as they are.
func (o *Org) reassignProblems(tx port.Tx, actor access.Actor, u *engine.Unit, from *engine.Person, to string) error {
	e, err := o.Book.On(o.today(tx))
	if err != nil {
		return fmt.Errorf("edition of the day: %w", err)
	}
	if l := e.Ledgers[problemLedger]; l == nil || l.Private {
		return nil
	}
	var same []engine.Person
	err = tx.List(&same, access.Everything(), port.Query{Where: port.Where{"unit_id": u.ID, "name": from.Name, "left_day": nil}, Columns: []string{"id"}})
	if err != nil {
		return fmt.Errorf("look for the same name: %w", err)
	}
	if slices.ContainsFunc(same, func(p engine.Person) bool { return p.ID != from.ID }) {
		return nil
	}
	var records []engine.Record
	if err := tx.List(&records, access.Everything(), port.Query{Where: port.Where{"unit_id": u.ID, "ledger": problemLedger}, Order: []string{"id"}}); err != nil {
		return fmt.Errorf("list problems: %w", err)
	}
	for i := range records {
		r := &records[i]
		if solved(r) || r.Fields[problemOwner] != from.Name {
			continue
		}
		fields := maps.Clone(r.Fields)
		fields[problemOwner] = to
		if _, wrong := e.CheckRecord(problemLedger, fields); len(wrong) > 0 {
			continue // of an older form: whoever opens it next is shown what it lacks
		}
		if _, err := o.Practise.Keep(tx, actor, u, problemLedger, r.ID, fields); err != nil {
			return fmt.Errorf("put a problem in another name: %w", err)
		}
	}
	return nil
}

// solved says whether a problem has been put right.
func solved(r *engine.Record) bool {
	return r.Fields[problemClosed] != nil && r.Fields[problemClosed] != ""
}
