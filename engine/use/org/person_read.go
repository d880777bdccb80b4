package org

import (
	"context"
	"fmt"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
)

// PersonPage is one person of a register with what happened to them.
type PersonPage struct {
	PersonLine
	UnitID  engine.UnitID  `json:"unit_id"`
	Unit    string         `json:"unit"`
	Version int64          `json:"version"`
	Fields  PersonFields   `json:"fields"`
	FullOn  string         `json:"full_on"`
	Since   string         `json:"since"` // first day in this register; empty: was always there
	History []ChangeLine   `json:"history"`
	Way     []TransferLine `json:"way"`    // on the way to another unit
	May     bool           `json:"may"`    // the actor keeps this register and the person still stands in it
	Groups  []string       `json:"groups"` // the Party groups that the unit has
}

// ChangeLine is one line of a person's history.
type ChangeLine struct {
	Day    string `json:"day"`
	Unit   string `json:"unit"`
	Text   string `json:"text"`
	Reason string `json:"reason"`
	By     string `json:"by"`
}

// UnitChoice is a unit to choose.
type UnitChoice struct {
	ID   engine.UnitID `json:"id"`
	Name string        `json:"name"`
}

// Person reads one person of a register within reach.
func (o *Org) Person(ctx context.Context, actor access.Actor, id engine.PersonID) (PersonPage, error) {
	scope, err := access.Authorize(actor, access.RegisterRead)
	if err != nil {
		return PersonPage{}, err
	}
	var page PersonPage
	err = o.Store.View(ctx, func(tx port.Tx) error {
		p, err := personIn(tx, scope, id)
		if err != nil {
			return err
		}
		u, err := unitIn(tx, scope, p.UnitID)
		if err != nil {
			return err
		}
		page = PersonPage{PersonLine: lineOf(&p, o.today(tx)), UnitID: u.ID, Unit: u.Name, Version: p.Version, Fields: FieldsOf(&p),
			May: keepsRegister(actor, u.ID) && p.Left.IsZero()}
		if p.Standing == engine.FullMember && !p.FullOn.IsZero() {
			page.FullOn = p.FullOn.ChineseFull()
		}
		if !p.From.IsZero() {
			page.Since = p.From.ChineseFull()
		}
		if !p.Left.IsZero() {
			page.Left = p.Left.ChineseFull()
		}
		held, err := postsIn(tx, u.ID, o.today(tx))
		if err != nil {
			return err
		}
		page.Posts = held[p.ID]
		return o.fillPerson(tx, &page)
	})
	if err != nil {
		return PersonPage{}, fmt.Errorf("read a person: %w", err)
	}
	return page, nil
}

func (o *Org) fillPerson(tx port.Tx, page *PersonPage) error {
	var changes []engine.PersonChange
	err := tx.List(&changes, access.Everything(), port.Query{Where: port.Where{"person_id": page.ID}, Order: []string{"-day", "-id"}})
	if err != nil {
		return fmt.Errorf("list the history: %w", err)
	}
	names := newNames(tx)
	for _, c := range changes {
		by, err := names.person(c.ByPerson)
		if err != nil {
			return err
		}
		unit, err := names.unit(c.UnitID)
		if err != nil {
			return err
		}
		page.History = append(page.History, ChangeLine{Day: c.Day.ChineseFull(), Unit: unit, Text: c.Text, Reason: c.Reason, By: by})
	}
	if page.Way, err = transfers(tx, port.Where{"person_id": page.ID, "state": engine.TransferSent}); err != nil {
		return err
	}
	if !page.May {
		return nil
	}
	page.Groups, err = groupsOf(tx, page.UnitID)
	return err
}

// groupsOf lists the Party groups of a unit's register.
func groupsOf(tx port.Tx, unit engine.UnitID) ([]string, error) {
	var people []engine.Person
	err := tx.List(&people, access.Everything(), port.Query{Where: port.Where{"unit_id": unit, "left_day": nil}, Order: []string{"party_group"}})
	if err != nil {
		return nil, fmt.Errorf("list groups: %w", err)
	}
	var out []string
	for _, p := range people {
		if p.Group != "" && (len(out) == 0 || out[len(out)-1] != p.Group) {
			out = append(out, p.Group)
		}
	}
	return out, nil
}

// names looks names up, each once.
type names struct {
	tx     port.Tx
	people map[engine.PersonID]string
	units  map[engine.UnitID]string
}

func newNames(tx port.Tx) *names {
	return &names{tx, map[engine.PersonID]string{0: ""}, map[engine.UnitID]string{0: ""}}
}

func (n *names) person(id engine.PersonID) (string, error) {
	if name, ok := n.people[id]; ok {
		return name, nil
	}
	p, err := personIn(n.tx, access.Everything(), id)
	n.people[id] = p.Name
	return p.Name, err
}

func (n *names) unit(id engine.UnitID) (string, error) {
	if name, ok := n.units[id]; ok {
		return name, nil
	}
	u, err := unitIn(n.tx, access.Everything(), id)
	n.units[id] = u.Name
	return u.Name, err
}
