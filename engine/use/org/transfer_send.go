package org

import (
	"context"
	"fmt"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
	"wubiao/engine/state"
)

// SendRequest hands somebody over to another unit of the company.
type SendRequest struct {
	Person engine.PersonID `json:"person" validate:"required,gt=0"`
	To     engine.UnitID   `json:"to" validate:"gte=0"`
	Reason string          `json:"reason" validate:"max=200"`
}

// Send begins 组织关系转接: the other unit is asked to take the person in. Until
// it does, nothing changes.
func (o *Org) Send(ctx context.Context, actor access.Actor, r SendRequest) (engine.TransferID, error) {
	scope, err := access.Authorize(actor, access.TransferSend)
	if err != nil {
		return 0, err
	}
	var t engine.Transfer
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
		to, err := destination(tx, &p, r.To)
		if err != nil {
			return err
		}
		if err := notOnTheWay(tx, p.ID); err != nil {
			return err
		}
		t = engine.Transfer{PersonID: p.ID, UnitID: p.UnitID, ToUnitID: to.ID, State: state.Transfers().First,
			Reason: tidy(r.Reason), SentBy: actor.Person}
		if err := tx.Insert(&t); err != nil {
			return fmt.Errorf("insert transfer: %w", err)
		}
		if err := o.tellTransfer(tx, &t, to.ID, p.Name+"的组织关系要转到本支部，请在党员花名册里核对后接收。"); err != nil {
			return err
		}
		return written(tx, entry(actor, access.TransferSend, transferObject(t.ID), t.UnitID))
	})
	if err != nil {
		return 0, fmt.Errorf("send a transfer: %w", err)
	}
	return t.ID, nil
}

// destination is a branch of the company, open and another one. Which branches
// there are is no secret inside the company.
func destination(tx port.Tx, p *engine.Person, id engine.UnitID) (engine.Unit, error) {
	wrong := func(text string) error {
		return engine.Fail(engine.Invalid, "to", "还不能转出，请改正标出的地方").With("to", text)
	}
	var u engine.Unit
	err := tx.Get(&u, access.Everything(), port.Where{"id": int64(id)})
	switch {
	case engine.CodeOf(err) == engine.NotFound:
		return u, wrong("请从名单里选要转到的单位")
	case err != nil:
		return u, fmt.Errorf("find the other unit: %w", err)
	case u.ID == p.UnitID:
		return u, wrong("这就是现在所在的单位，请选另一个")
	case !u.Closed.IsZero():
		return u, wrong(u.Name + "已经撤销，请选另一个")
	case u.Kind == engine.Project:
		return u, wrong("项目部不设花名册，请选支部、总支或公司党委")
	}
	return u, nil
}

// tellTransfer puts a notice on the first pages of those who keep a register.
func (o *Org) tellTransfer(tx port.Tx, t *engine.Transfer, unit engine.UnitID, text string) error {
	var notices []engine.Notice
	for _, post := range []string{"支部书记", "组织委员"} {
		notices = append(notices, engine.Notice{Key: fmt.Sprintf("transfer/%d/%s/%s", t.ID, t.State, post), UnitID: unit, Post: post,
			Kind: engine.NoticeFollowUp, AboutUnit: unit, Object: transferObject(t.ID), Day: o.today(tx), Text: text})
	}
	if _, err := tx.Notify(notices); err != nil {
		return fmt.Errorf("tell of the transfer: %w", err)
	}
	return nil
}

func transferObject(id engine.TransferID) string { return fmt.Sprintf("transfer/%d", id) }

// Destinations lists the units to which somebody can be handed over. Which there
// are is no secret inside the company.
func (o *Org) Destinations(ctx context.Context, actor access.Actor) ([]UnitChoice, error) {
	if _, err := access.Authorize(actor, access.TransferSend); err != nil {
		return nil, err
	}
	out := []UnitChoice{}
	err := o.Store.View(ctx, func(tx port.Tx) error {
		var units []engine.Unit
		err := tx.List(&units, access.Everything(), port.Query{Where: port.Where{"closed": nil,
			"kind": []engine.UnitKind{engine.Branch, engine.GeneralBranch, engine.Company}}, Order: []string{"name"}, Columns: []string{"id", "name"}})
		for _, u := range units {
			out = append(out, UnitChoice{u.ID, u.Name})
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list destinations: %w", err)
	}
	return out, nil
}
