package store_test

import (
	"slices"
	"testing"
	"time"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
	"wubiao/store"
)

// task is an open task of a unit.
func task(unit engine.UnitID, duty string, due calendar.Date) *engine.Task {
	return &engine.Task{Period: calendar.PeriodOf(calendar.KindMonth, due), UnitID: unit, Duty: duty,
		Edition: "2026", Opens: due.AddDays(-20), Due: due, State: engine.TaskOpen}
}

func TestScopeBoundsEveryQuery(t *testing.T) {
	t.Parallel()
	perDriver(t, func(t *testing.T, s *store.Store) {
		k := plant(t, s)
		due := calendar.NewDate(2026, 11, 20)
		update(t, s, func(tx port.Tx) error {
			for _, u := range []*engine.Unit{k.root, k.e1, k.e2, k.w1, k.w2} {
				if err := tx.Insert(task(u.ID, "Z05.会议", due)); err != nil {
					return err
				}
			}
			return nil
		})
		for name, c := range map[string]struct {
			scope access.Scope
			units []engine.UnitID
			tasks []engine.UnitID
		}{
			"everything": {access.Everything(), []engine.UnitID{1, 2, 3, 4, 5, 6, 7}, []engine.UnitID{1, 4, 5, 6, 7}},
			"a subtree":  {access.Under(k.east.Path), []engine.UnitID{2, 4, 5}, []engine.UnitID{4, 5}},
			"one leaf":   {access.Under(k.w1.Path), []engine.UnitID{6}, []engine.UnitID{6}},
			"two places": {access.Under(k.w1.Path, k.e2.Path), []engine.UnitID{5, 6}, []engine.UnitID{5, 6}},
			"nothing":    {access.Scope{}, nil, nil},
			"empty path": {access.Under(""), nil, nil},
			"a pattern":  {access.Under("/%/"), nil, nil},
		} {
			view(t, s, func(tx port.Tx) error {
				var units []engine.Unit
				if err := tx.List(&units, c.scope, port.Query{}); err != nil {
					return err
				}
				var tasks []engine.Task
				if err := tx.List(&tasks, c.scope, port.Query{Where: port.Where{"state": engine.TaskOpen}}); err != nil {
					return err
				}
				var gotUnits, gotTasks []engine.UnitID
				for _, u := range units {
					gotUnits = append(gotUnits, u.ID)
					if !c.scope.Holds(u.Path) {
						t.Errorf("%s: %s is outside the scope", name, u.Path)
					}
				}
				for _, k := range tasks {
					gotTasks = append(gotTasks, k.UnitID)
				}
				if !slices.Equal(gotUnits, c.units) || !slices.Equal(gotTasks, c.tasks) {
					t.Errorf("%s: units %v want %v; tasks %v want %v", name, gotUnits, c.units, gotTasks, c.tasks)
				}
				return nil
			})
		}
	})
}

func TestForeignRowLooksAbsent(t *testing.T) {
	t.Parallel()
	perDriver(t, func(t *testing.T, s *store.Store) {
		k := plant(t, s)
		view(t, s, func(tx port.Tx) error {
			u := engine.Unit{Name: "untouched"}
			err := tx.Get(&u, access.Under(k.east.Path), port.Where{"id": k.w1.ID})
			wantCode(t, err, engine.NotFound)
			if u.Name != "untouched" {
				t.Errorf("the noun was changed: %+v", u)
			}
			return tx.Get(&u, access.Under(k.west.Path), port.Where{"id": k.w1.ID})
		})
	})
}

func TestRowsWithoutUnitNeedTheWholeCompany(t *testing.T) {
	t.Parallel()
	perDriver(t, func(t *testing.T, s *store.Store) {
		view(t, s, func(tx port.Tx) error {
			for name, list := range map[string]any{
				"run": &[]engine.Run{}, "edition": &[]engine.EditionRow{}, "issued": &[]engine.Issued{},
				"failure": &[]engine.LoginFailure{}, "session": &[]engine.Session{}, "audit": &[]engine.AuditEntry{},
			} {
				if err := tx.List(list, access.Under("/1/"), port.Query{}); engine.CodeOf(err) != engine.Forbidden {
					t.Errorf("%s: got %v", name, err)
				}
				if err := tx.List(list, access.Everything(), port.Query{}); err != nil {
					t.Errorf("%s: %v", name, err)
				}
			}
			return nil
		})
	})
}

func TestQuerySelectsOrdersAndPages(t *testing.T) {
	t.Parallel()
	perDriver(t, func(t *testing.T, s *store.Store) {
		k := plant(t, s)
		first := calendar.NewDate(2026, 11, 1)
		update(t, s, func(tx port.Tx) error {
			for i := range 10 {
				if err := tx.Insert(task(k.e1.ID, string(rune('A'+i)), first.AddDays(i/2))); err != nil {
					return err
				}
			}
			return nil
		})
		for name, c := range map[string]struct {
			q    port.Query
			want string
		}{
			"equal":       {port.Query{Where: port.Where{"duty": "C"}}, "C"},
			"one of":      {port.Query{Where: port.Where{"duty": []string{"C", "A", "no"}}}, "AC"},
			"one of ids":  {port.Query{Where: port.Where{"id": []engine.TaskID{2, 4}}}, "BD"},
			"one of none": {port.Query{Where: port.Where{"duty": []string{}}}, ""},
			"periods":     {port.Query{Where: port.Where{"period": []calendar.Period{calendar.PeriodOf(calendar.KindMonth, first)}}, Limit: 2}, "AB"},
			"null":        {port.Query{Where: port.Where{"done_on": calendar.Date(0), "duty": "D"}}, "D"},
			"range":       {port.Query{AtLeast: port.Where{"due": first.AddDays(1)}, AtMost: port.Where{"due": first.AddDays(2)}}, "CDEF"},
			"down":        {port.Query{Order: []string{"-due"}}, "IJGHEFCDAB"},
			"down, id":    {port.Query{Order: []string{"-due", "-id"}}, "JIHGFEDCBA"},
			"page":        {port.Query{Limit: 3, Offset: 3}, "DEF"},
			"rest":        {port.Query{Offset: 8}, "IJ"},
		} {
			view(t, s, func(tx port.Tx) error {
				var tasks []engine.Task
				if err := tx.List(&tasks, everything(), c.q); err != nil {
					t.Errorf("%s: %v", name, err)
				}
				got := ""
				for _, k := range tasks {
					got += k.Duty
				}
				if got != c.want {
					t.Errorf("%s: got %s, want %s", name, got, c.want)
				}
				return nil
			})
		}
	})
}

func TestQueryRefusesWhatIsNotAColumn(t *testing.T) {
	t.Parallel()
	perDriver(t, func(t *testing.T, s *store.Store) {
		view(t, s, func(tx port.Tx) error {
			for name, q := range map[string]port.Query{
				"where":          {Where: port.Where{"1=1) OR (1": 1}},
				"go name":        {Where: port.Where{"ParentID": 1}},
				"json column":    {Where: port.Where{"attributes": "{}"}},
				"at least":       {AtLeast: port.Where{"nothing": 1}},
				"at most nil":    {AtMost: port.Where{"id": nil}},
				"order":          {Order: []string{"id; DROP TABLE units"}},
				"order minus":    {Order: []string{"--id"}},
				"columns":        {Columns: []string{"id, password"}},
				"negative limit": {Limit: -1},
				"unbindable":     {Where: port.Where{"id": struct{}{}}},
				"floats":         {Where: port.Where{"id": []float64{1}}},
			} {
				var units []engine.Unit
				if err := tx.List(&units, everything(), q); engine.ReasonOf(err) != "store_misuse" {
					t.Errorf("%s: got %v", name, err)
				}
			}
			for name, noun := range map[string]any{"no pointer": engine.Unit{}, "nil": (*engine.Unit)(nil), "stranger": &struct{}{}, "nothing": nil} {
				if err := tx.Get(noun, everything(), nil); engine.ReasonOf(err) != "store_misuse" {
					t.Errorf("%s: got %v", name, err)
				}
				if err := tx.List(noun, everything(), port.Query{}); engine.ReasonOf(err) != "store_misuse" {
					t.Errorf("%s: got %v", name, err)
				}
			}
			return nil
		})
	})
}

func TestGetWantsExactlyOne(t *testing.T) {
	t.Parallel()
	perDriver(t, func(t *testing.T, s *store.Store) {
		plant(t, s)
		view(t, s, func(tx port.Tx) error {
			// A noun that already carries an id must not narrow the question.
			u := engine.Unit{ID: 7}
			if err := tx.Get(&u, everything(), port.Where{"kind": engine.Company}); err != nil || u.ID != 1 {
				t.Errorf("got unit %d, %v", u.ID, err)
			}
			if err := tx.Get(&u, everything(), port.Where{"kind": engine.Branch}); engine.ReasonOf(err) != "store_misuse" {
				t.Errorf("four branches for one: %v", err)
			}
			return nil
		})
	})
}

func TestTimesAreStoredInUTCAndCompare(t *testing.T) {
	t.Parallel()
	perDriver(t, func(t *testing.T, s *store.Store) {
		east := time.FixedZone("CST", 8*3600)
		at := time.Date(2026, 3, 1, 23, 30, 0, 0, east)
		update(t, s, func(tx port.Tx) error {
			for i := range 3 {
				local := at.Add(time.Duration(i) * 500 * time.Millisecond)
				ended := local
				run := &engine.Run{Job: "plan", Trigger: "cron", StartedAt: local, EndedAt: &ended}
				if err := tx.Insert(run); err != nil {
					return err
				}
				if ended.Location() != east {
					t.Error("the caller's own time was changed")
				}
			}
			return nil
		})
		view(t, s, func(tx port.Tx) error {
			var runs []engine.Run
			if err := tx.List(&runs, everything(), port.Query{AtMost: port.Where{"started_at": at.Add(500 * time.Millisecond)}}); err != nil {
				return err
			}
			if len(runs) != 2 || !runs[1].StartedAt.Equal(at.Add(500*time.Millisecond)) || runs[0].EndedAt.Location() != time.UTC {
				t.Errorf("got %d runs: %+v", len(runs), runs)
			}
			return nil
		})
	})
}
