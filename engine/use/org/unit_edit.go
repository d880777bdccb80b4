package org

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
	"wubiao/engine/rule"
)

// EditUnitRequest writes a unit anew as it was typed. Attributes that are not
// sent stay; an empty one is taken away.
type EditUnitRequest struct {
	Unit       engine.UnitID     `json:"unit" validate:"gt=0"`
	Version    int64             `json:"version" validate:"gt=0"`
	Name       string            `json:"name" validate:"required,max=60"`
	Rest       string            `json:"rest" validate:"omitempty,oneof=双休 单休 不休"`
	Start      string            `json:"start" validate:"max=20"`
	Trial      string            `json:"trial" validate:"max=10"`
	Closed     string            `json:"closed" validate:"max=20"`
	Attributes map[string]string `json:"attributes" validate:"max=100"`
}

// EditUnit changes what is known about a unit. What follows for its tasks comes
// with the next reconcile.
func (o *Org) EditUnit(ctx context.Context, actor access.Actor, r EditUnitRequest) error {
	scope, err := access.Authorize(actor, access.UnitChange)
	if err != nil {
		return err
	}
	err = o.Store.Update(ctx, func(tx port.Tx) error {
		u, err := unitIn(tx, scope, r.Unit)
		if err != nil {
			return err
		}
		e, err := o.Book.On(max(o.today(tx), u.Start))
		if err != nil {
			return fmt.Errorf("edition: %w", err)
		}
		if err := r.fill(e, &u); err != nil {
			return err
		}
		if r.Version != u.Version {
			return changedMeanwhile()
		}
		if err := tx.Save(&u); engine.CodeOf(err) == engine.Conflict && engine.ReasonOf(err) == "duplicate" {
			return engine.Fail(engine.Invalid, "unit", "没有保存，请改正标出的地方").With("name", "同一上级下面已经有同名的单位").Because(err)
		} else if err != nil {
			return fmt.Errorf("save unit: %w", err)
		}
		return written(tx, entry(actor, access.UnitChange, fmt.Sprintf("unit/%d", u.ID), u.ID))
	})
	if err != nil {
		return fmt.Errorf("edit unit: %w", err)
	}
	return nil
}

func (r *EditUnitRequest) fill(edition *rule.Edition, u *engine.Unit) error {
	e := engine.Fail(engine.Invalid, "unit", "没有保存，请改正标出的地方")
	u.Name, u.Rest = tidy(r.Name), r.Rest
	checkUnitName(e, u.Name)
	u.Start, u.Closed = dayField(e, "start", r.Start), dayField(e, "closed", r.Closed)
	if u.Start.IsZero() && !slices.ContainsFunc(e.Fields, func(f engine.Field) bool { return f.Name == "start" }) {
		e.With("start", "请写启用日期：此前的事都不算逾期")
	}
	if !u.Closed.IsZero() && u.Closed < u.Start {
		e.With("closed", "撤销日期早于启用日期")
	}
	u.Trial = trialField(e, tidy(r.Trial), u.Start)
	attributes := maps.Clone(u.Attributes)
	if attributes == nil {
		attributes = engine.Attributes{}
	}
	for _, name := range slices.Sorted(maps.Keys(r.Attributes)) {
		a := edition.Attributes[name]
		if a == nil {
			e.With(name, "手册里没有这项情况")
			continue
		}
		value, err := attributeOf(a, tidy(r.Attributes[name]))
		switch {
		case err != nil:
			e.With(name, err.Error())
		case value == nil:
			delete(attributes, name)
		default:
			attributes[name] = value
		}
	}
	u.Attributes = attributes
	return refusal(e)
}

func checkUnitName(e *engine.Error, name string) {
	switch {
	case name == "":
		e.With("name", "请写名称")
	case !plain(name):
		e.With("name", "里面有看不见的字符，请重新输入")
	}
}

// trialField reads the quarter that does not count; it cannot end before the
// unit goes live.
func trialField(e *engine.Error, text string, start calendar.Date) string {
	if text == "" {
		return ""
	}
	p, err := calendar.ParsePeriod(text)
	switch {
	case err != nil || p.Kind != calendar.KindQuarter:
		e.With("trial", "请写成 2026Q3 的样子")
	case !start.IsZero() && p.End() < start:
		e.With("trial", "这个季度在启用之前就结束了")
	}
	return text
}

// attributeOf reads an attribute as its type wants it; nil for none.
func attributeOf(a *rule.Attribute, text string) (any, error) {
	if text == "" {
		return nil, nil
	}
	var value any = text
	switch a.Type.Name {
	case rule.TypeInt:
		n, err := strconv.Atoi(text)
		if err != nil || n < 0 {
			return nil, fmt.Errorf("请写整数，例如 12")
		}
		value = n
	case rule.TypeBool:
		if text != "是" && text != "否" {
			return nil, fmt.Errorf("请选是或否")
		}
		value = text == "是"
	case rule.TypeList, rule.TypePersons:
		var list []any
		for _, name := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("、，,；; \n", r) }) {
			list = append(list, name)
		}
		value = list
	case rule.TypeDate:
		if _, err := calendar.ParseDate(text); err != nil {
			return nil, fmt.Errorf("日期请写成 2026-03-01 的样子")
		}
	}
	if _, err := a.Type.Read(value); err != nil {
		return nil, err
	}
	return value, nil
}
