package org

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
)

// HandOverRequest gives posts of a unit to a successor in one step.
type HandOverRequest struct {
	Unit   engine.UnitID   `json:"unit" validate:"gt=0"`
	From   engine.PersonID `json:"from" validate:"gte=0"`
	To     engine.PersonID `json:"to" validate:"gte=0"` // 0: somebody new, called Name
	Name   string          `json:"name" validate:"max=60"`
	Posts  []string        `json:"posts" validate:"max=20,dive,max=30"` // none: all that From holds there
	Day    string          `json:"day" validate:"max=20"`               // the successor's first day
	Reason string          `json:"reason" validate:"max=200"`
}

// HandOver ends the leaver's posts the day before, appoints the successor, moves
// what was given to the leaver by name, and draws up the 交接单 — all of it or
// nothing. Work that belongs to a post moves with the post; what the leaver did
// stays the leaver's.
func (o *Org) HandOver(ctx context.Context, actor access.Actor, r HandOverRequest) (engine.HandoverID, error) {
	scope, err := access.Authorize(actor, access.PostHandOver)
	if err != nil {
		return 0, err
	}
	var h engine.Handover
	err = o.Store.Update(ctx, func(tx port.Tx) error {
		u, err := unitIn(tx, scope, r.Unit)
		if err != nil {
			return err
		}
		if err := mayHandOver(actor, u.ID, r.From); err != nil {
			return err
		}
		held, day, err := o.handing(tx, &r)
		if err != nil {
			return err
		}
		to, err := r.successor(tx, u.ID)
		if err != nil {
			return err
		}
		h = engine.Handover{UnitID: u.ID, FromPersonID: r.From, ToPersonID: to.ID, Day: day, Posts: strings.Join(held, "、"),
			Reason: tidy(r.Reason), ByPersonID: actor.Person}
		if err := o.handOver(tx, actor, &u, &h, held, to); err != nil {
			return err
		}
		return written(tx, entry(actor, access.PostHandOver, handoverObject(h.ID), u.ID))
	})
	if err != nil {
		return 0, fmt.Errorf("hand over: %w", err)
	}
	return h.ID, nil
}

func handoverObject(id engine.HandoverID) string { return fmt.Sprintf("handover/%d", id) }

// mayHandOver lets the administrator hand over any post, the secretary those of
// the own unit, and everybody their own.
func mayHandOver(actor access.Actor, unit engine.UnitID, from engine.PersonID) error {
	if actor.IsSystem() || actor.Role == engine.RoleAdmin || actor.Holds(unit, "支部书记") || actor.Person != 0 && actor.Person == from {
		return nil
	}
	return engine.Fail(engine.Forbidden, "hand_over", "交接由支部书记、本人或系统管理员办理。")
}

// handing reads what is handed over, and from which day.
func (o *Org) handing(tx port.Tx, r *HandOverRequest) ([]string, calendar.Date, error) {
	e := engine.Fail(engine.Invalid, "hand_over", "还不能交接，请改正标出的地方")
	today := o.today(tx)
	day := dayField(e, "day", r.Day)
	if day.IsZero() && len(e.Fields) == 0 {
		e.With("day", "请写接任日期")
	}
	var posts []engine.Post
	if err := tx.List(&posts, access.Everything(), port.Query{Where: port.Where{"unit_id": r.Unit, "person_id": r.From}}); err != nil {
		return nil, 0, fmt.Errorf("list posts: %w", err)
	}
	var held []string
	var began calendar.Date
	for i := range posts {
		p := &posts[i]
		if p.HeldOn(today) && (len(r.Posts) == 0 || slices.Contains(r.Posts, p.Name)) && !slices.Contains(held, p.Name) {
			held = append(held, p.Name)
			began = max(began, p.From)
		}
	}
	switch {
	case len(held) == 0:
		e.With("from", "这个人在本单位没有要交接的岗位")
	case !day.IsZero() && day < began:
		e.With("day", "早于任职日期"+began.ChineseFull())
	case day > today.AddDays(31):
		e.With("day", "最多提前31天办理交接")
	}
	if r.To == r.From && r.To != 0 {
		e.With("to", "接任的要是另一个人")
	}
	return held, day, refusal(e)
}

// successor finds who takes over, or adds somebody new.
func (r *HandOverRequest) successor(tx port.Tx, unit engine.UnitID) (engine.Person, error) {
	if r.To != 0 {
		return personIn(tx, access.Everything(), r.To)
	}
	p := engine.Person{UnitID: unit, Name: tidy(r.Name)}
	e := engine.Fail(engine.Invalid, "hand_over", "还不能交接，请改正标出的地方")
	checkName(e, "name", p.Name, true)
	if err := refusal(e); err != nil {
		return p, err
	}
	if err := tx.Insert(&p); err != nil {
		return p, fmt.Errorf("insert person: %w", err)
	}
	return p, nil
}

// handOver writes everything that changes hands.
func (o *Org) handOver(tx port.Tx, actor access.Actor, u *engine.Unit, h *engine.Handover, held []string, to engine.Person) error {
	paper, err := o.drawUp(tx, u, h, held)
	if err != nil {
		return err
	}
	content, err := json.Marshal(paper)
	if err != nil {
		return fmt.Errorf("write the paper: %w", err)
	}
	h.Content = string(content)
	if err := tx.Insert(h); engine.CodeOf(err) == engine.Conflict {
		return engine.Fail(engine.Refused, "handed_over", "这个人在这一天的交接已经办过了。").Because(err)
	} else if err != nil {
		return fmt.Errorf("insert hand-over: %w", err)
	}
	if err := endPosts(tx, h.FromPersonID, u.ID, held, h.Day.AddDays(-1)); err != nil {
		return err
	}
	already, err := heldOn(tx, u.ID, to.ID, h.Day)
	if err != nil {
		return err
	}
	for _, name := range held {
		if already[name] {
			continue
		}
		post := engine.Post{UnitID: u.ID, PersonID: to.ID, Name: name, From: h.Day}
		if err := tx.Insert(&post); err != nil {
			return fmt.Errorf("appoint the successor: %w", err)
		}
	}
	if slices.Contains(held, postSecretary) {
		if err := o.secretaryCame(tx, u, h.Day); err != nil {
			return err
		}
	}
	if err := o.passProblems(tx, actor, u, h, held); err != nil {
		return err
	}
	return passOn(tx, h)
}

// heldOn are the posts that somebody holds in the unit on the day.
func heldOn(tx port.Tx, unit engine.UnitID, person engine.PersonID, day calendar.Date) (map[string]bool, error) {
	var posts []engine.Post
	if err := tx.List(&posts, access.Everything(), port.Query{Where: port.Where{"unit_id": unit, "person_id": person}}); err != nil {
		return nil, fmt.Errorf("list posts: %w", err)
	}
	out := map[string]bool{}
	for i := range posts {
		if posts[i].HeldOn(day) {
			out[posts[i].Name] = true
		}
	}
	return out, nil
}

// heldByOthers are the posts of the unit that somebody else holds on the day.
func heldByOthers(tx port.Tx, unit engine.UnitID, but engine.PersonID, day calendar.Date) (map[string]bool, error) {
	var posts []engine.Post
	if err := tx.List(&posts, access.Everything(), port.Query{Where: port.Where{"unit_id": unit}}); err != nil {
		return nil, fmt.Errorf("list posts: %w", err)
	}
	out := map[string]bool{}
	for i := range posts {
		if posts[i].PersonID != but && posts[i].HeldOn(day) {
			out[posts[i].Name] = true
		}
	}
	return out, nil
}

// passOn gives the successor the open tasks that had been given to the leaver by
// name.
func passOn(tx port.Tx, h *engine.Handover) error {
	assigned, err := assignedTo(tx, h.UnitID, h.FromPersonID)
	if err != nil {
		return err
	}
	for _, task := range assigned {
		a := engine.Assignment{UnitID: h.UnitID, TaskID: task, PersonID: h.ToPersonID, Reason: "交接", ByPersonID: h.ByPersonID}
		if err := tx.Insert(&a); err != nil {
			return fmt.Errorf("pass a task on: %w", err)
		}
	}
	return nil
}

// assignedTo are the open tasks of the unit that now stand with the person by name.
func assignedTo(tx port.Tx, unit engine.UnitID, person engine.PersonID) ([]engine.TaskID, error) {
	var all []engine.Assignment
	if err := tx.List(&all, access.Everything(), port.Query{Where: port.Where{"unit_id": unit}, Order: []string{"id"}}); err != nil {
		return nil, fmt.Errorf("list assignments: %w", err)
	}
	last := map[engine.TaskID]engine.PersonID{}
	for _, a := range all {
		last[a.TaskID] = a.PersonID
	}
	var ids []engine.TaskID
	for id, p := range last {
		if p == person {
			ids = append(ids, id)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	slices.Sort(ids)
	var open []engine.Task
	err := tx.List(&open, access.Everything(), port.Query{Where: port.Where{"id": ids, "state": engine.TaskOpen}, Columns: []string{"id"}})
	if err != nil {
		return nil, fmt.Errorf("list assigned tasks: %w", err)
	}
	ids = ids[:0]
	for _, t := range open {
		ids = append(ids, t.ID)
	}
	return ids, nil
}
