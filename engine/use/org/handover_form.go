package org

import (
	"context"
	"fmt"
	"strings"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
)

// HandOverForm is what the form of a hand-over offers.
type HandOverForm struct {
	UnitID engine.UnitID  `json:"unit_id"`
	Unit   string         `json:"unit"`
	Today  string         `json:"today"`
	People []HandOverSide `json:"people"`
	Past   []HandoverLine `json:"past"` // newest first
}

// HandOverSide is somebody who may hand over or take over.
type HandOverSide struct {
	ID    engine.PersonID `json:"id"`
	Name  string          `json:"name"`
	Posts string          `json:"posts"` // held today in the unit; empty: none
}

// HandoverLine is a hand-over that was done.
type HandoverLine struct {
	ID    engine.HandoverID `json:"id"`
	Day   string            `json:"day"`
	Posts string            `json:"posts"`
	From  string            `json:"from"`
	To    string            `json:"to"`
}

// HandOverForm opens the form: the unit's people, those with posts first.
func (o *Org) HandOverForm(ctx context.Context, actor access.Actor, unit engine.UnitID) (HandOverForm, error) {
	scope, err := access.Authorize(actor, access.PostHandOver)
	if err != nil {
		return HandOverForm{}, err
	}
	var form HandOverForm
	err = o.Store.View(ctx, func(tx port.Tx) error {
		u, err := unitIn(tx, scope, unit)
		if err != nil {
			return err
		}
		form = HandOverForm{UnitID: u.ID, Unit: u.Name, Today: o.today(tx).String()}
		page := UnitPage{ID: u.ID}
		if err := o.cadres(tx, &page); err != nil {
			return err
		}
		for _, p := range page.People {
			var posts []string
			for _, held := range p.Posts {
				posts = append(posts, held.Name)
			}
			form.People = append(form.People, HandOverSide{p.ID, p.Name, strings.Join(posts, "、")})
		}
		return o.pastHandovers(tx, &form)
	})
	if err != nil {
		return HandOverForm{}, fmt.Errorf("open the hand-over: %w", err)
	}
	return form, nil
}

func (o *Org) pastHandovers(tx port.Tx, form *HandOverForm) error {
	var list []engine.Handover
	if err := tx.List(&list, access.Everything(), port.Query{Where: port.Where{"unit_id": form.UnitID}, Order: []string{"-day", "-id"}}); err != nil {
		return fmt.Errorf("list hand-overs: %w", err)
	}
	n := newNames(tx)
	for _, h := range list {
		from, err := n.person(h.FromPersonID)
		if err != nil {
			return err
		}
		to, err := n.person(h.ToPersonID)
		if err != nil {
			return err
		}
		form.Past = append(form.Past, HandoverLine{h.ID, h.Day.ChineseFull(), h.Posts, from, to})
	}
	return nil
}
