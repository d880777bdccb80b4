package org

import (
	"context"
	"fmt"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
)

// LeaveRequest takes somebody out of a register who goes to no other unit of the
// company: transferred to another company, deceased, expelled, entered by mistake.
type LeaveRequest struct {
	Person  engine.PersonID `json:"person" validate:"required,gt=0"`
	Version int64           `json:"version" validate:"required,gt=0"`
	Day     string          `json:"day" validate:"max=20"` // last day in the register
	Reason  string          `json:"reason" validate:"max=200"`
}

// Leave takes somebody out of the register after the day, and out of the posts
// held in that unit. The history stays.
func (o *Org) Leave(ctx context.Context, actor access.Actor, r LeaveRequest) error {
	scope, err := access.Authorize(actor, access.RegisterLeave)
	if err != nil {
		return err
	}
	err = o.Store.Update(ctx, func(tx port.Tx) error {
		p, err := personIn(tx, scope, r.Person)
		if err != nil {
			return err
		}
		if err := onlyRegistrars(actor, p.UnitID); err != nil {
			return err
		}
		if err := stillThere(&p); err != nil {
			return err
		}
		e := engine.Fail(engine.Invalid, "leave", "有几项写得不对，请改正标出的地方")
		day, reason := lastDay(e, &p, r.Day, o.today(tx)), tidy(r.Reason)
		if reason == "" {
			e.With("reason", "请写明去向或原因，例如：转往某某公司党委、去世、除名决定文号")
		}
		if err := refusal(e); err != nil {
			return err
		}
		if r.Version != p.Version {
			return changedMeanwhile()
		}
		if err := notOnTheWay(tx, p.ID); err != nil {
			return err
		}
		p.Left = day
		if err := tx.Save(&p); err != nil {
			return fmt.Errorf("save person: %w", err)
		}
		if err := endPosts(tx, p.ID, p.UnitID, nil, day); err != nil {
			return err
		}
		change := engine.PersonChange{PersonID: p.ID, UnitID: p.UnitID, Day: day, Text: "离开花名册", Reason: reason, ByPerson: actor.Person}
		if err := tx.Insert(&change); err != nil {
			return fmt.Errorf("keep the history: %w", err)
		}
		if err := o.keepChange(tx, actor, p.UnitID, &p, another, change.Text, day); err != nil { // why is not the ledger's business
			return err
		}
		return written(tx, entry(actor, access.RegisterLeave, personObject(p.ID), p.UnitID))
	})
	if err != nil {
		return fmt.Errorf("leave the register: %w", err)
	}
	return nil
}

// lastDay reads the last day of a stay.
func lastDay(e *engine.Error, p *engine.Person, text string, today calendar.Date) calendar.Date {
	day := dayField(e, "day", text)
	switch {
	case len(e.Fields) > 0:
	case day.IsZero():
		e.With("day", "请写日期")
	case day > today:
		e.With("day", "还没到这一天，到了再登记")
	case day < p.From:
		e.With("day", "早于进入本单位的日期"+p.From.ChineseFull())
	}
	return day
}

// notOnTheWay refuses to do anything else with somebody whose transfer has not
// been answered.
func notOnTheWay(tx port.Tx, id engine.PersonID) error {
	var sent []engine.Transfer
	err := tx.List(&sent, access.Everything(), port.Query{Where: port.Where{"person_id": id, "state": engine.TransferSent}, Limit: 1})
	if err != nil {
		return fmt.Errorf("look for a transfer: %w", err)
	}
	if len(sent) > 0 {
		return engine.Fail(engine.Refused, "on_the_way", "这个人的组织关系正在转接，还没有答复。要改主意，请先撤回转接。")
	}
	return nil
}

// endPosts ends the posts that the person holds in the unit on or after the last
// day; names nil means all of them.
func endPosts(tx port.Tx, person engine.PersonID, unit engine.UnitID, names []string, last calendar.Date) error {
	where := port.Where{"person_id": person, "unit_id": unit}
	if names != nil {
		where["name"] = names
	}
	var posts []engine.Post
	if err := tx.List(&posts, access.Everything(), port.Query{Where: where}); err != nil {
		return fmt.Errorf("list posts: %w", err)
	}
	for i := range posts {
		p := &posts[i]
		if !p.To.IsZero() && p.To <= last {
			continue
		}
		p.To = max(last, p.From.AddDays(-1)) // a post that had not begun is none
		if p.From.IsZero() {
			p.To = last
		}
		if err := tx.Save(p); err != nil {
			return fmt.Errorf("end post: %w", err)
		}
	}
	return nil
}
