package org

import (
	"context"
	"fmt"
	"slices"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
)

// AddUnitRequest describes a new unit. Start is its go-live day: nothing before
// it is ever late. Parent is 0 for the company itself, of which there is one.
type AddUnitRequest struct {
	Parent     engine.UnitID     `json:"parent" validate:"gte=0"`
	Name       string            `json:"name" validate:"required,max=60"`
	Kind       engine.UnitKind   `json:"kind" validate:"required,oneof=公司党委 党总支 党支部 项目部"`
	Attributes engine.Attributes `json:"attributes" validate:"max=100"`
	Rest       string            `json:"rest" validate:"omitempty,oneof=双休 单休 不休"`
	Start      calendar.Date     `json:"start" validate:"required"`
}

// AddUnit adds a unit to the organisation tree. What it has to do follows at the
// next reconcile.
func (o *Org) AddUnit(ctx context.Context, actor access.Actor, r AddUnitRequest) (engine.UnitID, error) {
	scope, err := access.Authorize(actor, access.UnitAdd)
	if err != nil {
		return 0, err
	}
	if err := r.check(); err != nil {
		return 0, err
	}
	u := engine.Unit{Name: r.Name, Kind: r.Kind, Attributes: r.Attributes, Rest: r.Rest, Start: r.Start}
	err = o.Store.Update(ctx, func(tx port.Tx) error {
		above := "/"
		if r.Parent != 0 {
			parent, err := unitIn(tx, scope, r.Parent)
			if err != nil {
				return err
			}
			u.ParentID, above = &parent.ID, parent.Path
		}
		if err := tx.Insert(&u); err != nil {
			return fmt.Errorf("insert unit: %w", err)
		}
		u.Path = fmt.Sprintf("%s%d/", above, u.ID)
		if err := tx.Save(&u); err != nil {
			return fmt.Errorf("place unit: %w", err)
		}
		return written(tx, entry(actor, access.UnitAdd, fmt.Sprintf("unit/%d", u.ID), u.ID))
	})
	if err != nil {
		return 0, fmt.Errorf("add unit: %w", err)
	}
	return u.ID, nil
}

func (r *AddUnitRequest) check() error {
	e := engine.Fail(engine.Invalid, "unit", "单位的资料不全")
	if r.Name == "" {
		e.With("name", "请写名称")
	}
	if !slices.Contains([]engine.UnitKind{engine.Company, engine.GeneralBranch, engine.Branch, engine.Project}, r.Kind) {
		e.With("kind", "请选公司党委、党总支、党支部或项目部")
	}
	if r.Rest == "" {
		r.Rest = string(calendar.RestWeekend)
	}
	if r.Start.IsZero() {
		e.With("start", "请写启用日期")
	}
	if len(e.Fields) > 0 {
		return e
	}
	return nil
}
