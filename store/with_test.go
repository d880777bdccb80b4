package store

import (
	"testing"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
)

func TestNounsThatBelongTogetherComeTogether(t *testing.T) {
	t.Parallel()
	s := openHere(t)
	stored := lateTask(t, s)
	err := s.Update(t.Context(), func(tx port.Tx) error {
		second := stored
		second.ID, second.Duty = 0, "Z06.会议"
		return tx.Insert(&second)
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		scope access.Scope
		where port.Where
		by    func(*engine.Unit) port.By
		code  engine.Code
	}{
		"both":          {access.Under("/1/"), port.Where{"duty": stored.Duty, "unit_id": int64(stored.UnitID)}, func(u *engine.Unit) port.By { return port.By{"unit_id": u} }, ""},
		"elsewhere":     {access.Under("/2/"), port.Where{"duty": stored.Duty, "unit_id": int64(stored.UnitID)}, func(u *engine.Unit) port.By { return port.By{"unit_id": u} }, engine.NotFound},
		"none":          {access.Everything(), port.Where{"duty": "Z07"}, func(u *engine.Unit) port.By { return port.By{"unit_id": u} }, engine.NotFound},
		"two":           {access.Everything(), port.Where{"unit_id": int64(stored.UnitID)}, func(u *engine.Unit) port.By { return port.By{"unit_id": u} }, engine.Internal},
		"no column":     {access.Everything(), port.Where{"duty": stored.Duty}, func(u *engine.Unit) port.By { return port.By{"unit_id) --": u} }, engine.Internal},
		"nobody's id":   {access.Everything(), port.Where{"duty": stored.Duty}, func(u *engine.Unit) port.By { return port.By{"done_by": u} }, engine.NotFound},
		"not a pointer": {access.Everything(), port.Where{"duty": stored.Duty}, func(u *engine.Unit) port.By { return port.By{"unit_id": *u} }, engine.Internal},
	} {
		var task engine.Task
		var unit engine.Unit
		err := s.View(t.Context(), func(tx port.Tx) error {
			return tx.GetWith(&task, c.scope, c.where, c.by(&unit))
		})
		switch {
		case c.code != "":
			if engine.CodeOf(err) != c.code || task.ID != 0 || unit.ID != 0 {
				t.Errorf("%s: %v, task %d, unit %d", name, err, task.ID, unit.ID)
			}
		case err != nil:
			t.Errorf("%s: %v", name, err)
		case task.ID != stored.ID || task.Version != 1 || unit.ID != stored.UnitID || unit.Name != "某支部":
			t.Errorf("%s: %+v of %+v", name, task, unit)
		}
	}
}
