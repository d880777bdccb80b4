package org

import (
	"context"
	"fmt"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
	"wubiao/engine/state"
)

// AnswerRequest answers a transfer: takes the person in from the day on, or
// sends the transfer back.
type AnswerRequest struct {
	Transfer engine.TransferID `json:"transfer" validate:"required,gt=0"`
	Version  int64             `json:"version" validate:"required,gt=0"`
	Return   bool              `json:"return"`
	Day      string            `json:"day" validate:"max=20"`
	Answer   string            `json:"answer" validate:"max=200"`
}

// AnswerTransfer is the receiving unit's answer. When it takes the person in, the
// old stay ends the day before, with its posts; what the person did stays where
// it was done.
func (o *Org) AnswerTransfer(ctx context.Context, actor access.Actor, r AnswerRequest) error {
	scope, err := access.Authorize(actor, access.TransferAnswer)
	if err != nil {
		return err
	}
	err = o.Store.Update(ctx, func(tx port.Tx) error {
		t, err := arriving(tx, scope, r.Transfer)
		if err != nil {
			return err
		}
		if err := onlyRegistrars(actor, t.ToUnitID); err != nil {
			return err
		}
		event, answer := state.TransferReceive, tidy(r.Answer)
		if r.Return {
			event = state.TransferReturn
		}
		move, err := state.Transfers().Next(t.State, event, state.ByReceiver, state.TransferFacts{Answer: answer})
		if err != nil {
			return err
		}
		if r.Version != t.Version {
			return changedMeanwhile()
		}
		t.State, t.Answer = move.To, answer
		text := "转来的组织关系已退回：" + answer
		if !r.Return {
			if text, err = o.receive(tx, actor, &t, r.Day); err != nil {
				return err
			}
		}
		if err := tx.Save(&t); err != nil {
			return fmt.Errorf("save transfer: %w", err)
		}
		if err := o.tellTransfer(tx, &t, t.UnitID, text); err != nil {
			return err
		}
		if err := rescore(tx, t.UnitID); err != nil {
			return err
		}
		return written(tx, entry(actor, access.TransferAnswer, transferObject(t.ID), t.ToUnitID))
	})
	if err != nil {
		return fmt.Errorf("answer a transfer: %w", err)
	}
	return nil
}

// arriving finds a transfer to a unit within the scope. A transfer belongs to
// the unit that sent it; to the receiver it is its own as well.
func arriving(tx port.Tx, scope access.Scope, id engine.TransferID) (engine.Transfer, error) {
	var t engine.Transfer
	if err := find(tx, access.Everything(), &t, int64(id), "transfer"); err != nil {
		return t, err
	}
	_, err := unitIn(tx, scope, t.ToUnitID)
	return t, err
}

// receive moves the person into the new register.
func (o *Org) receive(tx port.Tx, actor access.Actor, t *engine.Transfer, typed string) (string, error) {
	p, err := personIn(tx, access.Everything(), t.PersonID)
	if err != nil {
		return "", err
	}
	day, err := arrivalDay(&p, typed, o.today(tx))
	if err != nil {
		return "", err
	}
	t.From, t.Left = p.From, day.AddDays(-1)
	if err := endPosts(tx, p.ID, t.UnitID, nil, t.Left); err != nil {
		return "", err
	}
	p.UnitID, p.From, p.Group, p.Away = t.ToUnitID, day, "", false
	if err := tx.Save(&p); err != nil {
		return "", fmt.Errorf("save person: %w", err)
	}
	if err := moveAccounts(tx, p.ID, p.UnitID); err != nil {
		return "", err
	}
	var units []engine.Unit
	err = tx.List(&units, access.Everything(), port.Query{Where: port.Where{"id": []engine.UnitID{t.UnitID, t.ToUnitID}}, Columns: []string{"id", "name"}})
	if err != nil {
		return "", fmt.Errorf("name the units: %w", err)
	}
	names := map[engine.UnitID]string{}
	for _, u := range units {
		names[u.ID] = u.Name
	}
	change := engine.PersonChange{PersonID: p.ID, UnitID: t.ToUnitID, Day: day, ByPerson: actor.Person, Reason: t.Reason,
		Text: "组织关系由" + names[t.UnitID] + "转到" + names[t.ToUnitID]}
	if err := tx.Insert(&change); err != nil {
		return "", fmt.Errorf("keep the history: %w", err)
	}
	if err := o.keepTransfer(tx, actor, t, &p, names, day); err != nil {
		return "", err
	}
	return fmt.Sprintf("%s的组织关系已由%s接收（%s），本支部花名册已同步。", p.Name, names[t.ToUnitID], day.ChineseFull()), nil
}

// arrivalDay reads the first day in the new register; none typed is today.
func arrivalDay(p *engine.Person, typed string, today calendar.Date) (calendar.Date, error) {
	e := engine.Fail(engine.Invalid, "arrival", "还不能接收，请改正标出的地方")
	day := dayField(e, "day", typed)
	if day.IsZero() {
		day = today
	}
	switch {
	case day > today:
		e.With("day", "还没到这一天，到了再接收")
	case day <= p.From:
		e.With("day", "早于进入原单位的日期"+p.From.ChineseFull())
	}
	return day, refusal(e)
}

// moveAccounts lets the person's accounts belong to the new unit.
func moveAccounts(tx port.Tx, person engine.PersonID, unit engine.UnitID) error {
	var accounts []engine.Account
	if err := tx.List(&accounts, access.Everything(), port.Query{Where: port.Where{"person_id": person}}); err != nil {
		return fmt.Errorf("list accounts: %w", err)
	}
	for i := range accounts {
		accounts[i].UnitID = unit
		if err := tx.Save(&accounts[i]); err != nil {
			return fmt.Errorf("save account: %w", err)
		}
	}
	return nil
}
