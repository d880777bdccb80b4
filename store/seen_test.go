package store

import (
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
)

// lateTask is an open task in the database, with the unit it needs.
func lateTask(t *testing.T, s *Store) engine.Task {
	t.Helper()
	day, rungs := calendar.NewDate(2026, 11, 20), 2
	task := engine.Task{Period: calendar.PeriodOf(calendar.KindMonth, day), Duty: "Z05.会议", Edition: "2026",
		Opens: day, Due: day.AddDays(5), State: engine.TaskOpen, Ladder: &rungs}
	err := s.Update(t.Context(), func(tx port.Tx) error {
		u := engine.Unit{Path: "/1/", Name: "某支部", Kind: engine.Branch, Start: day}
		if err := tx.Insert(&u); err != nil {
			return err
		}
		task.UnitID = u.ID
		return tx.Insert(&task)
	})
	if err != nil {
		t.Fatal(err)
	}
	return task
}

func taskOf(t *testing.T, tx port.Tx, id engine.TaskID) (task engine.Task) {
	t.Helper()
	if err := tx.Get(&task, access.Everything(), port.Where{"id": int64(id)}); err != nil {
		t.Fatal(err)
	}
	return task
}

// TestSavingWritesWhatChangedAndNothingIsLost changes some fields at random, to other
// values and to nothing, and compares what is read afterwards with what was saved.
func TestSavingWritesWhatChangedAndNothingIsLost(t *testing.T) {
	t.Parallel()
	s := openHere(t)
	id := lateTask(t, s).ID
	day := calendar.NewDate(2026, 11, 20)
	changes := []func(*engine.Task, int){
		func(k *engine.Task, n int) { k.Opens = day.AddDays(n) },
		func(k *engine.Task, n int) { k.Extended = []calendar.Date{0, day, day.AddDays(1)}[n] },
		func(k *engine.Task, n int) { k.Estimated = n == 1 },
		func(k *engine.Task, n int) {
			k.State = []engine.TaskState{engine.TaskOpen, engine.TaskDone, engine.TaskRetired}[n]
		},
		func(k *engine.Task, n int) { k.DoneOn = []calendar.Date{0, day, day.AddDays(1)}[n] },
		func(k *engine.Task, n int) { k.DoneBy = engine.PersonID(n) },
		func(k *engine.Task, n int) { k.Reason = []string{"", "撤", "并"}[n] },
		func(k *engine.Task, n int) { k.Ladder = []*int{nil, new(int), &n}[n] },
	}
	r := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		var saved engine.Task
		update := func(tx port.Tx) error {
			saved = taskOf(t, tx, id)
			for range 1 + r.IntN(2) { // saved twice, the second time without reading it again
				for _, change := range changes {
					if r.IntN(3) == 0 {
						change(&saved, r.IntN(3))
					}
				}
				if err := tx.Save(&saved); err != nil {
					return err
				}
			}
			return nil
		}
		if err := s.Update(t.Context(), update); err != nil {
			t.Fatal(err)
		}
		err := s.View(t.Context(), func(tx port.Tx) error {
			if got := taskOf(t, tx, id); !reflect.DeepEqual(got, saved) {
				t.Fatalf("read %+v\nsaved %+v", got, saved)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestOnlyWhatChangedIsAssigned(t *testing.T) {
	t.Parallel()
	s := openHere(t)
	id := lateTask(t, s).ID
	err := s.Update(t.Context(), func(ptx port.Tx) error {
		tx := ptx.(*tx)
		task := taskOf(t, tx, id)
		n := s.nouns.must(task)
		text := func() string {
			p := &phrase{}
			row := reflect.ValueOf(&task).Elem()
			if err := n.assignments(p, row, tx.conn.seen.before(n, row, 1)); err != nil {
				t.Fatal(err)
			}
			return string(p.text)
		}
		task.State = engine.TaskDone
		if got, want := text(), ` SET "state" = ? WHERE "id" = ?`; got != want {
			t.Errorf("assigned%s, want%s", got, want)
		}
		task.Duty = "Z06.会议" // it never changes: no such row is to be found
		if got, want := text(), ` SET "state" = ? WHERE "id" = ? AND "duty" = ?`; got != want {
			t.Errorf("assigned%s, want%s", got, want)
		}
		tx.conn.seen.forget()
		if got := text(); strings.Count(got, "?") != len(n.columns)-1 { // all but created_at
			t.Errorf("of an unknown row not everything is assigned:%s", got)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestWhatWasTakenBackIsNotRemembered reads a row as a part of the transaction left it
// that was then taken back.
func TestWhatWasTakenBackIsNotRemembered(t *testing.T) {
	t.Parallel()
	s := openHere(t)
	id := lateTask(t, s).ID
	err := s.Update(t.Context(), func(tx port.Tx) error {
		if err := tx.Insert(&engine.LoginFailure{Address: "192.0.2.1", Since: tx.Now()}); err != nil {
			return err
		}
		var climbed engine.Task
		part := s.Update(port.Within(t.Context(), tx), func(tx port.Tx) error {
			if _, err := tx.Climb([]engine.TaskID{id}, 3); err != nil {
				return err
			}
			climbed = taskOf(t, tx, id)
			return engine.Fail(engine.Refused, "no", "不行")
		})
		if engine.CodeOf(part) != engine.Refused {
			t.Fatalf("the part was not taken back: %v", part)
		}
		return tx.Save(&climbed)
	})
	if err != nil {
		t.Fatal(err)
	}
	err = s.View(t.Context(), func(tx port.Tx) error {
		if got := taskOf(t, tx, id).Ladder; got == nil || *got != 3 {
			t.Errorf("saved with rung 3, stored with %v", got)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
