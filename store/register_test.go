package store_test

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"wubiao/engine"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
	"wubiao/store"
)

func TestRegistersOfManyUnits(t *testing.T) {
	t.Parallel()
	perDriver(t, func(t *testing.T, s *store.Store) {
		k := plant(t, s)
		on := func(m, d int) calendar.Date { return calendar.NewDate(2026, time.Month(m), d) }
		people := []*engine.Person{
			{UnitID: k.e1.ID, Name: "王桥", Standing: engine.FullMember, Joined: on(1, 31), FullOn: on(2, 28), Group: "一组", NoVote: true, From: on(3, 1)},
			{UnitID: k.e1.ID, Name: "李梁", Standing: engine.Probation, Joined: on(5, 4), Away: true, Left: on(9, 30)},
			{UnitID: k.e1.ID, Name: "群众甲", Standing: engine.Masses},
			{UnitID: k.e1.ID, Name: "还不知道"},
			{UnitID: k.w1.ID, Name: "赵隧", Standing: engine.Applicant},
			{UnitID: k.w2.ID, Name: "不问的单位", Standing: engine.FullMember},
		}
		update(t, s, func(tx port.Tx) error {
			for _, p := range people {
				if err := tx.Insert(p); err != nil {
					return err
				}
			}
			for _, n := range []any{
				&engine.Post{UnitID: k.e1.ID, PersonID: people[5].ID, Name: "支部书记", From: on(1, 1), To: on(6, 30)},
				&engine.Post{UnitID: k.e1.ID, PersonID: people[0].ID, Name: "支部书记", From: on(7, 1)},
				&engine.Post{UnitID: k.e1.ID, PersonID: people[0].ID, Name: "项目经理"},
				&engine.Transfer{UnitID: k.w1.ID, ToUnitID: k.e1.ID, PersonID: people[0].ID, State: engine.TransferReceived, Left: on(2, 28)},
				&engine.Transfer{UnitID: k.w2.ID, ToUnitID: k.w1.ID, PersonID: people[0].ID, State: engine.TransferReceived, Left: on(2, 10)},
				&engine.Transfer{UnitID: k.e1.ID, ToUnitID: k.w1.ID, PersonID: people[1].ID, State: engine.TransferSent},
			} {
				if err := tx.Insert(n); err != nil {
					return err
				}
			}
			return nil
		})
		view(t, s, func(tx port.Tx) error {
			got, err := tx.Registers([]engine.UnitID{k.e1.ID, k.e2.ID, k.w1.ID}, on(2, 20), []string{"支部书记"})
			if err != nil {
				return err
			}
			if len(got) != 2 || got[k.e2.ID] != nil {
				t.Fatalf("got %v", got)
			}
			want := []engine.Person{*people[0], *people[1]}
			for i := range want {
				want[i] = bare(want[i])
			}
			if !reflect.DeepEqual(got[k.e1.ID].People, want) {
				t.Errorf("got %+v\nwant %+v", got[k.e1.ID].People, want)
			}
			past := *people[0]
			past.UnitID, past.Group, past.From, past.Left = k.w1.ID, "", 0, on(2, 28)
			if w1 := got[k.w1.ID].People; len(w1) != 2 || w1[0].Name != "赵隧" || !reflect.DeepEqual(w1[1], bare(past)) {
				t.Errorf("the stay that ended: %+v", w1)
			}
			posts := got[k.e1.ID].Posts
			slices.SortFunc(posts, func(a, b engine.Post) int { return int(a.From - b.From) })
			if len(posts) != 2 || posts[0].To != on(6, 30) || posts[1].PersonID != people[0].ID || got[k.e1.ID].Names[people[5].ID] != "不问的单位" {
				t.Errorf("posts %+v of %v", posts, got[k.e1.ID].Names)
			}
			return nil
		})
	})
}

// bare is a person as a register knows one.
func bare(p engine.Person) engine.Person {
	return engine.Person{ID: p.ID, UnitID: p.UnitID, Name: p.Name, Standing: p.Standing, Joined: p.Joined, FullOn: p.FullOn,
		Group: p.Group, NoVote: p.NoVote, Away: p.Away, From: p.From, Left: p.Left}
}
