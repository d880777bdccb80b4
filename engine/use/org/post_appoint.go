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

// AddPerson puts somebody into the register of a unit.
func (o *Org) AddPerson(ctx context.Context, actor access.Actor, unit engine.UnitID, name string) (engine.PersonID, error) {
	scope, err := access.Authorize(actor, access.PersonAdd)
	if err != nil {
		return 0, err
	}
	if name == "" {
		return 0, engine.Fail(engine.Invalid, "person", "请写姓名")
	}
	person := engine.Person{UnitID: unit, Name: name}
	err = o.Store.Update(ctx, func(tx port.Tx) error {
		if _, err := unitIn(tx, scope, unit); err != nil {
			return err
		}
		if err := tx.Insert(&person); err != nil {
			return fmt.Errorf("insert person: %w", err)
		}
		return written(tx, entry(actor, access.PersonAdd, fmt.Sprintf("person/%d", person.ID), unit))
	})
	if err != nil {
		return 0, fmt.Errorf("add person: %w", err)
	}
	return person.ID, nil
}

// AppointRequest says who takes up which posts of a unit, and from which day.
type AppointRequest struct {
	Unit   engine.UnitID   `json:"unit" validate:"gt=0"`
	Person engine.PersonID `json:"person" validate:"gte=0"` // 0: somebody new, called Name
	Name   string          `json:"name" validate:"max=60"`
	Posts  []string        `json:"posts" validate:"required,max=20,dive,required,max=30"`
	From   calendar.Date   `json:"from" validate:"required"`
}

// Appoint lets a person take up posts. Several people may hold the same post.
func (o *Org) Appoint(ctx context.Context, actor access.Actor, r AppointRequest) error {
	scope, err := access.Authorize(actor, access.PostAppoint)
	if err != nil {
		return err
	}
	err = o.Store.Update(ctx, func(tx port.Tx) error {
		u, err := unitIn(tx, scope, r.Unit)
		if err != nil {
			return err
		}
		if err := r.person(tx, scope); err != nil {
			return err
		}
		for _, name := range r.Posts {
			post := engine.Post{UnitID: r.Unit, PersonID: r.Person, Name: name, From: r.From}
			if err := tx.Insert(&post); err != nil {
				return fmt.Errorf("insert post: %w", err)
			}
			if err := tx.Append(entry(actor, access.PostAppoint, fmt.Sprintf("post/%d", post.ID), r.Unit)); err != nil {
				return err
			}
		}
		if slices.Contains(r.Posts, postSecretary) {
			if err := o.secretaryCame(tx, &u, r.From); err != nil {
				return err
			}
		}
		return rescore(tx, r.Unit)
	})
	if err != nil {
		return fmt.Errorf("appoint: %w", err)
	}
	return nil
}

// person finds who is appointed, or adds somebody new.
func (r *AppointRequest) person(tx port.Tx, scope access.Scope) error {
	if r.Person != 0 {
		_, err := personIn(tx, scope, r.Person)
		return err
	}
	e := engine.Fail(engine.Invalid, "appoint", "没有保存，请改正标出的地方")
	p := engine.Person{UnitID: r.Unit, Name: tidy(r.Name)}
	checkName(e, "name", p.Name, true)
	if err := refusal(e); err != nil {
		return err
	}
	if err := tx.Insert(&p); err != nil {
		return fmt.Errorf("insert person: %w", err)
	}
	r.Person = p.ID
	return nil
}
