// Package desk holds the first page of those who stand above branches: what waits
// for their decision, who is late, how far self-checks and orders are. It reads
// everything in one transaction, so that no two figures on the page contradict
// each other.
package desk

import (
	"context"
	"fmt"
	"slices"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
	"wubiao/engine/use/follow"
	"wubiao/engine/use/order"
	"wubiao/engine/use/practise"
	"wubiao/engine/use/selfcheck"
)

// Desk runs the use case of this package. It holds no state of its own.
type Desk struct {
	Practise  *practise.Practise
	Follow    *follow.Follow
	SelfCheck *selfcheck.SelfCheck
	Orders    *order.Orders
}

// Page is the first page. Of an actor with no branches below it is empty.
type Page struct {
	Today    calendar.Date         `json:"today"`
	TodayIs  string                `json:"today_is"`
	Branches int                   `json:"branches"` // below the actor
	Papers   follow.Desk           `json:"papers"`
	Again    []follow.Again        `json:"again"`  // returned work that has been done again
	Accept   bool                  `json:"accept"` // the actor accepts self-checks
	Behind   follow.Behind         `json:"behind"`
	Checks   selfcheck.Progress    `json:"checks"`
	Orders   order.Desk            `json:"orders"`
	Notices  []practise.NoticeLine `json:"notices"` // the committee's; a general branch has its own on its week
}

// Waits says whether anything waits for a decision of the actor.
func (p Page) Waits() bool {
	return p.Papers.Waits() || p.Orders.Drafts > 0 || len(p.Again) > 0 || p.Accept && len(p.Checks.Waiting) > 0
}

// Read reads it.
func (d *Desk) Read(ctx context.Context, actor access.Actor) (Page, error) {
	scope, err := access.Authorize(actor, access.DeskRead)
	if err != nil {
		return Page{}, err
	}
	var page Page
	err = d.Practise.Store.View(ctx, func(tx port.Tx) error {
		page, err = d.read(port.Within(ctx, tx), tx, actor, scope)
		return err
	})
	if err != nil {
		return Page{}, fmt.Errorf("read the desk: %w", err)
	}
	return page, nil
}

func (d *Desk) read(ctx context.Context, tx port.Tx, actor access.Actor, scope access.Scope) (Page, error) {
	today := d.Practise.Today(tx)
	page := Page{Today: today, TodayIs: practise.DayWords(today, today), Accept: access.May(actor.Role, access.SelfCheckDecide)}
	branches, err := below(tx, actor, scope, today)
	if err != nil {
		return page, err
	}
	if page.Branches = len(branches); page.Branches > 0 {
		if page.Behind, err = d.Follow.Behind(tx, scope, branches); err != nil {
			return page, err
		}
		if page.Again, err = d.Follow.DoneAgain(tx, actor, scope, branches); err != nil {
			return page, err
		}
		if page.Checks, err = d.SelfCheck.Progress(tx, scope, branches); err != nil {
			return page, err
		}
	}
	if page.Papers, err = d.Follow.Desk(ctx, actor); err != nil {
		return page, err
	}
	if page.Orders, err = d.Orders.Desk(ctx, actor); err != nil {
		return page, err
	}
	if actor.Role == engine.RoleCommittee {
		page.Notices, err = d.Practise.Unread(tx, actor, scope, actor.Unit)
	}
	return page, err
}

// below lists the branches below the actor that are open on the day. Nobody's own
// branch is below him.
func below(tx port.Tx, actor access.Actor, scope access.Scope, today calendar.Date) ([]engine.Unit, error) {
	var units []engine.Unit
	err := tx.List(&units, scope, port.Query{Where: port.Where{"kind": engine.Branch},
		Columns: []string{"id", "path", "name", "kind", "start", "closed"}})
	if err != nil {
		return nil, fmt.Errorf("list branches below: %w", err)
	}
	own := map[engine.UnitID]bool{}
	for _, p := range actor.Posts {
		own[p.Unit] = true
	}
	return slices.DeleteFunc(units, func(u engine.Unit) bool { return own[u.ID] || !u.OpenOn(today) }), nil
}
