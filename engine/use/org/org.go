// Package org holds the use cases of 骨架: units, people, the posts they hold,
// the register of a branch, and what a company chooses for its parameters. Each
// authorises first, opens one transaction, and writes its audit entry with the
// change.
package org

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
	"wubiao/engine/use/practise"
	"wubiao/engine/use/standard"
)

// Org runs the use cases of this package. Store, Zone and Book are required.
type Org struct {
	Store port.Store
	Zone  *time.Location
	Book  *standard.Book
	// Practise keeps the records that a change of the frame brings with it. What
	// touches no record needs none.
	Practise *practise.Practise
}

func (o *Org) today(tx port.Tx) calendar.Date { return calendar.DateOf(tx.Now(), o.Zone) }

func entry(actor access.Actor, action access.Action, object string, unit engine.UnitID) engine.AuditEntry {
	return engine.AuditEntry{AccountID: actor.Account, Action: string(action), Object: object, UnitID: unit,
		Result: "done", Detail: "{}", Address: actor.Address}
}

// written ends a change: the unit's scores are worked out anew, for what applies
// to it may have changed, and the trail tells of it.
func written(tx port.Tx, e engine.AuditEntry) error {
	if err := rescore(tx, e.UnitID); err != nil {
		return err
	}
	return tx.Append(e)
}

// rescore marks the scores of the unit and of those below it that are not sealed.
func rescore(tx port.Tx, unit engine.UnitID) error {
	u, err := unitIn(tx, access.Everything(), unit)
	if err != nil {
		return err
	}
	if _, err := tx.MarkStale(&u, calendar.NewDate(1, 1, 1)); err != nil {
		return fmt.Errorf("mark scores: %w", err)
	}
	return nil
}

// unitIn finds a unit within the scope; absent and foreign look the same.
func unitIn(tx port.Tx, scope access.Scope, id engine.UnitID) (engine.Unit, error) {
	var u engine.Unit
	err := find(tx, scope, &u, int64(id), "unit")
	return u, err
}

// personIn finds a person within the scope.
func personIn(tx port.Tx, scope access.Scope, id engine.PersonID) (engine.Person, error) {
	var p engine.Person
	err := find(tx, scope, &p, int64(id), "person")
	return p, err
}

// find loads a noun by its id; absent and foreign look the same.
func find(tx port.Tx, scope access.Scope, noun any, id int64, what string) error {
	err := tx.Get(noun, scope, port.Where{"id": id})
	if engine.CodeOf(err) == engine.NotFound {
		return access.Absent()
	}
	if err != nil {
		return fmt.Errorf("find %s: %w", what, err)
	}
	return nil
}

// registrars are the posts that keep a branch's register.
var registrars = []string{"支部书记", "支部副书记", "组织委员", "党务干事"}

// keepsRegister says whether the actor keeps the register of that very unit.
// Those above read it.
func keepsRegister(actor access.Actor, unit engine.UnitID) bool {
	return actor.IsSystem() || slices.ContainsFunc(registrars, func(post string) bool { return actor.Holds(unit, post) })
}

// onlyRegistrars refuses whoever does not keep the unit's register.
func onlyRegistrars(actor access.Actor, unit engine.UnitID) error {
	if keepsRegister(actor, unit) {
		return nil
	}
	return engine.Fail(engine.Forbidden, "registrar", "花名册由本支部的"+strings.Join(registrars, "、")+"维护，请联系他们改。")
}

// tidy takes blanks off the ends of a short text.
func tidy(text string) string {
	return strings.TrimFunc(text, func(r rune) bool { return unicode.IsSpace(r) || r == '\u3000' })
}

// plain says whether a short text has no characters that nobody can see.
func plain(text string) bool { return !strings.ContainsFunc(text, unicode.IsControl) }

// dayField reads a day that was typed; a wrong one is told at its field.
func dayField(e *engine.Error, name, text string) calendar.Date {
	text = tidy(text)
	if text == "" {
		return 0
	}
	d, err := calendar.ParseDate(text)
	if err != nil {
		e.With(name, "日期请写成 2026-03-01 的样子")
	}
	return d
}

// refusal is an error only where a field is wrong.
func refusal(e *engine.Error) error {
	if len(e.Fields) == 0 {
		return nil
	}
	return e
}
