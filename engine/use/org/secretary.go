package org

import (
	"fmt"
	"maps"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
)

// The post that a branch cannot be without, and the unit's dates that follow from
// it: the training of a new secretary and the report of a vacancy count from them.
const (
	postSecretary  = "支部书记"
	attributeCame  = "书记到任日"
	attributeGone  = "书记空缺日"
	attributeAsked = "书记空缺报批"
)

// secretaryCame writes down that a new secretary took office. A vacancy that was
// open ends on that day; one that ended long ago is no longer spoken of. Whoever
// was in office before the unit went live is no new one.
func (o *Org) secretaryCame(tx port.Tx, u *engine.Unit, day calendar.Date) error {
	if day <= u.Start {
		return nil
	}
	open := u.Attributes[attributeGone] != nil && u.Attributes[attributeCame] == nil
	return o.setDates(tx, u, func(a engine.Attributes) {
		a[attributeCame] = day.String()
		if !open {
			delete(a, attributeGone)
			delete(a, attributeAsked)
		}
	})
}

// secretaryWent writes down that the post stands empty from the day on, unless
// somebody else holds it then.
func (o *Org) secretaryWent(tx port.Tx, unit engine.UnitID, from calendar.Date) error {
	var posts []engine.Post
	if err := tx.List(&posts, access.Everything(), port.Query{Where: port.Where{"unit_id": unit, "name": postSecretary}}); err != nil {
		return fmt.Errorf("list secretaries: %w", err)
	}
	for i := range posts {
		if posts[i].HeldOn(from) || posts[i].From > from {
			return nil
		}
	}
	u, err := unitIn(tx, access.Everything(), unit)
	if err != nil {
		return err
	}
	return o.setDates(tx, &u, func(a engine.Attributes) {
		a[attributeGone] = from.String()
		delete(a, attributeCame)
		delete(a, attributeAsked)
	})
}

// setDates changes a branch's dates where the edition knows them.
func (o *Org) setDates(tx port.Tx, u *engine.Unit, change func(engine.Attributes)) error {
	e, err := o.Book.On(o.today(tx))
	if engine.CodeOf(err) == engine.NotFound || err == nil && (e.Attributes[attributeCame] == nil || e.Attributes[attributeGone] == nil || !u.CarriesDuties()) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("edition of the day: %w", err)
	}
	attributes := maps.Clone(u.Attributes)
	if attributes == nil {
		attributes = engine.Attributes{}
	}
	change(attributes)
	u.Attributes = attributes
	if err := tx.Save(u); err != nil {
		return fmt.Errorf("save unit: %w", err)
	}
	return nil
}
