package org

import (
	"context"
	"fmt"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
)

// RenameRequest puts a name right.
type RenameRequest struct {
	Person  engine.PersonID `json:"person" validate:"required,gt=0"`
	Version int64           `json:"version" validate:"required,gt=0"`
	Name    string          `json:"name" validate:"required,max=60"`
}

// Rename puts the name of somebody right, keeps in the person's history what it
// was, and names the unit. Open problems (整改) follow, as they do at a hand-over;
// papers that were drawn up keep the name they were drawn up with. The same name
// again is no change.
func (o *Org) Rename(ctx context.Context, actor access.Actor, r RenameRequest) (engine.UnitID, error) {
	scope, err := access.Authorize(actor, access.PersonRename)
	if err != nil {
		return 0, err
	}
	var p engine.Person
	err = o.Store.Update(ctx, func(tx port.Tx) error {
		var err error
		if p, err = personIn(tx, scope, r.Person); err != nil {
			return err
		}
		before, name := p, tidy(r.Name)
		e := engine.Fail(engine.Invalid, "rename", "没有保存，请改正标出的地方")
		checkName(e, "name", name, true)
		if err := refusal(e); err != nil || name == before.Name {
			return err
		}
		if r.Version != p.Version {
			return changedMeanwhile()
		}
		p.Name = name
		if err := tx.Save(&p); err != nil {
			return fmt.Errorf("save person: %w", err)
		}
		change := engine.PersonChange{PersonID: p.ID, UnitID: p.UnitID, Day: o.today(tx), Text: "更正姓名：" + before.Name + "→" + name, ByPerson: actor.Person}
		if err := tx.Insert(&change); err != nil {
			return fmt.Errorf("keep the history: %w", err)
		}
		if err := o.renameProblems(tx, actor, &before, name); err != nil {
			return err
		}
		return written(tx, entry(actor, access.PersonRename, personObject(p.ID), p.UnitID))
	})
	if err != nil {
		return 0, fmt.Errorf("rename: %w", err)
	}
	return p.UnitID, nil
}
