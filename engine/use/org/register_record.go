package org

import (
	"fmt"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
)

// The ledgers in which an edition counts what happens to a register.
const (
	changeLedger = "花名册变动"
	moveLedger   = "组织关系"
)

// What happens to a register, in the words of those ledgers.
const (
	cameIn   = "转入"
	wentOut  = "转出"
	admitted = "接收预备党员"
	madeFull = "转正"
	newWork  = "工作岗位"
	newVote  = "表决权状态"
	newAway  = "流动状态"
	another  = "其他"
)

// keepChange writes what happened to a member's register into its ledger, so that
// a change made once counts for the standard that asks how soon it was made.
func (o *Org) keepChange(tx port.Tx, actor access.Actor, unit engine.UnitID, p *engine.Person, what, text string, day calendar.Date) error {
	if what == "" || !p.Standing.Member() {
		return nil
	}
	return o.keepRecord(tx, actor, unit, changeLedger, map[string]any{"姓名": p.Name, "变动事项": what, "变动日期": day.String(),
		"变动内容": text, "更新日期": o.today(tx).String()})
}

// keepMove writes a transfer of 组织关系 that is done into its ledger.
func (o *Org) keepMove(tx port.Tx, actor access.Actor, unit engine.UnitID, p *engine.Person, what, other string, day calendar.Date) error {
	if !p.Standing.Member() {
		return nil
	}
	return o.keepRecord(tx, actor, unit, moveLedger, map[string]any{"姓名": p.Name, "事项": what, "日期": day.String(),
		"对方组织": other, "办结日期": o.today(tx).String()})
}

// keepRecord writes a record of the unit. Where the edition has no such ledger, or
// one of another form, nothing counts it and the change of the register stands
// alone: a handbook may not stop a register.
func (o *Org) keepRecord(tx port.Tx, actor access.Actor, unit engine.UnitID, ledger string, fields map[string]any) error {
	if o.Practise == nil {
		return nil
	}
	e, err := o.Book.On(o.today(tx))
	if err != nil {
		return fmt.Errorf("edition of the day: %w", err)
	}
	if l := e.Ledgers[ledger]; l == nil || l.Private {
		return nil
	}
	if _, wrong := e.CheckRecord(ledger, fields); len(wrong) > 0 {
		return nil
	}
	u, err := unitIn(tx, access.Everything(), unit)
	if err != nil {
		return err
	}
	if _, err := o.Practise.Keep(tx, actor, &u, ledger, 0, fields); err != nil {
		return fmt.Errorf("keep a record of the change: %w", err)
	}
	return nil
}

// matter says what a change of somebody's lines is to the ledger; empty where the
// register was only put right or filled in: nothing happened to the person then.
func matter(before, after *engine.Person) string {
	switch {
	case before.Standing != after.Standing && after.Standing == engine.Probation && !before.Standing.Member():
		return admitted
	case before.Standing == engine.Probation && after.Standing == engine.FullMember:
		return madeFull
	case before.NoVote != after.NoVote:
		return newVote
	case before.Away != after.Away:
		return newAway
	case before.Title != "" && before.Title != after.Title:
		return newWork
	}
	return ""
}

// keepEnrolled writes into the ledgers who came into the register on a day that is
// known. Who was always there, or is entered when the register is set up, is no change.
func (o *Org) keepEnrolled(tx port.Tx, actor access.Actor, p *engine.Person, whence, text string) error {
	day := startOf(p, o.today(tx))
	switch {
	case whence != "":
		if err := o.keepMove(tx, actor, p.UnitID, p, cameIn, whence, day); err != nil {
			return err
		}
		return o.keepChange(tx, actor, p.UnitID, p, cameIn, text, day)
	case p.From.IsZero():
		return nil
	case p.Standing == engine.Probation && p.Joined == p.From:
		return o.keepChange(tx, actor, p.UnitID, p, admitted, text, day)
	}
	return o.keepChange(tx, actor, p.UnitID, p, another, text, day)
}

// keepTransfer writes a transfer that was received into the ledgers of both units.
func (o *Org) keepTransfer(tx port.Tx, actor access.Actor, t *engine.Transfer, p *engine.Person, names map[engine.UnitID]string, day calendar.Date) error {
	for _, side := range []struct {
		unit, other engine.UnitID
		what        string
		day         calendar.Date
	}{{t.UnitID, t.ToUnitID, wentOut, t.Left}, {t.ToUnitID, t.UnitID, cameIn, day}} {
		other := names[side.other]
		if err := o.keepMove(tx, actor, side.unit, p, side.what, other, side.day); err != nil {
			return err
		}
		text := map[string]string{wentOut: "转到" + other, cameIn: "由" + other + "转来"}[side.what]
		if err := o.keepChange(tx, actor, side.unit, p, side.what, text, side.day); err != nil {
			return err
		}
	}
	return nil
}
