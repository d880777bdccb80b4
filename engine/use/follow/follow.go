// Package follow holds the use cases of 督办: who is late and on what, 督办单,
// requests for more time, and how well completed tasks were done. Whoever stands
// above a branch asks; the branch answers.
package follow

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
	"wubiao/engine/use/practise"
)

// Follow runs the use cases of this package. It holds no state of its own.
type Follow struct{ Practise *practise.Practise }

// Secretary is the post that answers for a branch.
const Secretary = practise.Secretary

// above gives the unit in whose name the actor may ask something of the unit with
// the path: the company for the committee, else the nearest unit above it where
// the actor holds a post. Nobody stands above himself.
func above(actor access.Actor, path string) (engine.UnitID, bool) {
	ids := strings.Split(strings.Trim(path, "/"), "/")
	if actor.Role == engine.RoleCommittee && len(ids) > 1 {
		root, err := strconv.ParseInt(ids[0], 10, 64)
		return engine.UnitID(root), err == nil
	}
	found, longest := engine.UnitID(0), 0
	for _, p := range actor.Posts {
		if p.Path != path && p.Path != "" && strings.HasPrefix(path, p.Path) && len(p.Path) > longest {
			found, longest = p.Unit, len(p.Path)
		}
	}
	return found, found != 0
}

// asAbove refuses who does not stand above the unit.
func asAbove(actor access.Actor, unit engine.Unit) (engine.UnitID, error) {
	from, ok := above(actor, unit.Path)
	if !ok {
		return 0, engine.Fail(engine.Forbidden, "not_above", "这件事由党委考核组或所属党总支来办，支部自己不能办。")
	}
	return from, nil
}

// unitNames gives the names of units; whoever holds one of their papers may read
// the name.
func unitNames(tx port.Tx, ids ...engine.UnitID) (map[engine.UnitID]string, error) {
	out := map[engine.UnitID]string{}
	if len(ids) == 0 {
		return out, nil
	}
	var units []engine.Unit
	if err := tx.List(&units, access.Everything(), port.Query{Where: port.Where{"id": ids}, Columns: []string{"id", "name"}}); err != nil {
		return nil, fmt.Errorf("list units: %w", err)
	}
	for _, u := range units {
		out[u.ID] = u.Name
	}
	return out, nil
}

// personNames gives the names of people by id.
func personNames(tx port.Tx, ids ...engine.PersonID) (map[engine.PersonID]string, error) {
	out := map[engine.PersonID]string{0: "系统"}
	var people []engine.Person
	if err := tx.List(&people, access.Everything(), port.Query{Where: port.Where{"id": ids}, Columns: []string{"id", "name"}}); err != nil {
		return nil, fmt.Errorf("list people: %w", err)
	}
	for _, p := range people {
		out[p.ID] = p.Name
	}
	return out, nil
}

// note is a line of the trail: ids and states only.
func note(actor access.Actor, action access.Action, object string, unit engine.UnitID, from, to string) engine.AuditEntry {
	return engine.AuditEntry{AccountID: actor.Account, Action: string(action), Object: object, UnitID: unit, Result: "done",
		Address: actor.Address, Detail: fmt.Sprintf(`{"from":%q,"to":%q}`, from, to)}
}

// clean takes blanks off the ends of what somebody wrote.
func clean(text string) string { return strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n")) }

// changed refuses what was decided on an older state of things.
func changed() error {
	return engine.Fail(engine.Conflict, "changed", "刚才有人动过这一件，请看一下现在的情况再办。")
}

// Standing gives the unit's name and says whether the actor stands above it.
func (f *Follow) Standing(ctx context.Context, actor access.Actor, unit engine.UnitID) (string, bool, error) {
	scope, err := access.Authorize(actor, access.LateRead)
	if err != nil {
		return "", false, err
	}
	var u engine.Unit
	err = f.Practise.Store.View(ctx, func(tx port.Tx) error {
		u, err = practise.Unit(tx, scope, unit)
		return err
	})
	if err != nil {
		return "", false, fmt.Errorf("find unit: %w", err)
	}
	_, ok := above(actor, u.Path)
	return u.Name, ok, nil
}
