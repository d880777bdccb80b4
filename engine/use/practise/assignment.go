package practise

import (
	"fmt"
	"slices"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
)

// assignments are the tasks of the units that now stand with somebody by name:
// of each the latest counts, and one to nobody took it back.
func assignments(tx port.Tx, units []engine.UnitID) (map[engine.TaskID]engine.Assignment, error) {
	var all []engine.Assignment
	if err := tx.List(&all, access.Everything(), port.Query{Where: port.Where{"unit_id": units}, Order: []string{"id"}}); err != nil {
		return nil, fmt.Errorf("list assignments: %w", err)
	}
	out := map[engine.TaskID]engine.Assignment{}
	for _, a := range all {
		out[a.TaskID] = a
	}
	for id, a := range out {
		if a.PersonID == 0 {
			delete(out, id)
		}
	}
	return out, nil
}

// standIn is the actor as a holder of the post for one task, where the task was
// given to the actor by name.
func standIn(actor access.Actor, t *engine.Task, post string, given engine.Assignment) access.Actor {
	if given.PersonID == 0 || given.PersonID != actor.Person || actor.Holds(t.UnitID, post) {
		return actor
	}
	for _, held := range actor.Posts {
		if held.Unit == t.UnitID {
			actor.Posts = append(slices.Clone(actor.Posts), access.HeldPost{Unit: held.Unit, Path: held.Path, Name: post})
			return actor
		}
	}
	return actor
}

// standingIn is standIn for a task that has just been read.
func standingIn(tx port.Tx, actor access.Actor, t *engine.Task, post string) (access.Actor, error) {
	if answers(actor, t.UnitID, post) {
		return actor, nil
	}
	var all []engine.Assignment
	err := tx.List(&all, access.Everything(), port.Query{Where: port.Where{"unit_id": t.UnitID, "task_id": t.ID}, Order: []string{"-id"}, Limit: 1})
	if err != nil || len(all) == 0 {
		return actor, err
	}
	return standIn(actor, t, post, all[0]), nil
}

// givenWords says on both lists whose a task is by name.
func (l *liner) givenWords(a engine.Assignment, post string) (string, error) {
	if a.PersonID == 0 {
		return "", nil
	}
	var p engine.Person
	if err := l.tx.Get(&p, access.Everything(), port.Where{"id": int64(a.PersonID)}); err != nil {
		return "", fmt.Errorf("find who it was given to: %w", err)
	}
	if a.PersonID == l.actor.Person {
		return "由" + post + "转给您办：" + a.Reason, nil
	}
	return "已转给" + p.Name + "办：" + a.Reason, nil
}
