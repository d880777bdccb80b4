package store_test

import (
	"context"
	"errors"
	"reflect"
	"testing"
	"time"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
	"wubiao/store"
)

func TestInsertedNounComesBackWhole(t *testing.T) {
	t.Parallel()
	perDriver(t, func(t *testing.T, s *store.Store) {
		k := plant(t, s)
		due := calendar.NewDate(2026, 11, 20)
		full := task(k.e1.ID, "Z05.会议", due)
		full.Subject, full.Estimated, full.DoneOn, full.DoneBy, full.Reason = "记录/17", true, due, 3, "原因"
		rec := &engine.Record{UnitID: k.e1.ID, Ledger: "会议", Day: due, PersonID: 3,
			Fields: map[string]any{"类别": "支委会", "实到": 3.0, "主题": "“引号”与<尖括号>"}}
		update(t, s, func(tx port.Tx) error { return errors.Join(tx.Insert(full), tx.Insert(rec)) })
		if full.ID == 0 || full.Version != 1 || full.CreatedAt.IsZero() || !full.CreatedAt.Equal(full.UpdatedAt) {
			t.Errorf("id, version or moments not set: %+v", full)
		}
		view(t, s, func(tx port.Tx) error {
			if got := tx.Now(); got.Location() != time.UTC || got.Nanosecond()%1e6 != 0 || !got.Equal(full.CreatedAt) {
				t.Errorf("now is %v, created at %v", got, full.CreatedAt)
			}
			var gotTask engine.Task
			var gotRecord engine.Record
			err := errors.Join(tx.Get(&gotTask, everything(), port.Where{"id": full.ID}),
				tx.Get(&gotRecord, everything(), port.Where{"id": rec.ID}))
			if !reflect.DeepEqual(gotTask, *full) {
				t.Errorf("got  %+v\nwant %+v", gotTask, *full)
			}
			if !reflect.DeepEqual(gotRecord, *rec) {
				t.Errorf("got  %+v\nwant %+v", gotRecord, *rec)
			}
			return err
		})
	})
}

func TestSaveKeepsZeroValuesAndRaisesTheVersion(t *testing.T) {
	t.Parallel()
	c := newClock()
	for _, driver := range drivers() {
		s := open(t, store.Options{Driver: driver, Clock: c})
		u := plant(t, s).e1
		made := u.CreatedAt
		u.Rest = "双休"
		update(t, s, func(tx port.Tx) error { return tx.Save(u) })
		c.advance(time.Hour)
		version := u.Version
		u.Rest, u.Start, u.CreatedAt = "", 0, time.Time{}
		update(t, s, func(tx port.Tx) error { return tx.Save(u) })
		if u.Version != version+1 {
			t.Errorf("version %d after %d", u.Version, version)
		}
		view(t, s, func(tx port.Tx) error {
			var got engine.Unit
			err := tx.Get(&got, everything(), port.Where{"id": u.ID})
			if got.Rest != "" || !got.Start.IsZero() || got.Version != u.Version ||
				!got.CreatedAt.Equal(made) || !got.UpdatedAt.Equal(made.Add(time.Hour)) {
				t.Errorf("%s: got %+v", driver, got)
			}
			return err
		})
	}
}

func TestSaveOfAnOldVersionIsAConflict(t *testing.T) {
	t.Parallel()
	perDriver(t, func(t *testing.T, s *store.Store) {
		u := plant(t, s).e1
		mine, yours := *u, *u
		mine.Name, yours.Name = "甲", "乙"
		update(t, s, func(tx port.Tx) error { return tx.Save(&mine) })
		err := s.Update(context.Background(), func(tx port.Tx) error { return tx.Save(&yours) })
		wantCode(t, err, engine.Conflict)
		if yours.Version != u.Version {
			t.Errorf("a failed save changed the version to %d", yours.Version)
		}
		// Read without the version, a noun is half empty and must not be saved.
		err = s.Update(context.Background(), func(tx port.Tx) error {
			var some []engine.Unit
			q := port.Query{Where: port.Where{"id": u.ID}, Columns: []string{"id", "name"}}
			if err := tx.List(&some, everything(), q); err != nil {
				return err
			}
			return tx.Save(&some[0])
		})
		wantCode(t, err, engine.Conflict)
		view(t, s, func(tx port.Tx) error {
			var got engine.Unit
			err := tx.Get(&got, everything(), port.Where{"id": u.ID})
			if got.Name != "甲" || got.Path != u.Path {
				t.Errorf("got %+v", got)
			}
			return err
		})
	})
}

func TestSaveOfAVersionlessNoun(t *testing.T) {
	t.Parallel()
	perDriver(t, func(t *testing.T, s *store.Store) {
		f := &engine.LoginFailure{Address: "10.0.0.1", Failures: 3, Since: time.Now()}
		wantCode(t, s.Update(context.Background(), func(tx port.Tx) error { return tx.Save(f) }), engine.NotFound)
		update(t, s, func(tx port.Tx) error { return tx.Insert(f) })
		f.Failures = 0
		update(t, s, func(tx port.Tx) error { return tx.Save(f) })
		view(t, s, func(tx port.Tx) error {
			var got engine.LoginFailure
			err := tx.Get(&got, everything(), port.Where{"address": f.Address})
			if got.Failures != 0 {
				t.Errorf("got %+v", got)
			}
			return err
		})
	})
}

func TestBusinessKeysAreUnique(t *testing.T) {
	t.Parallel()
	perDriver(t, func(t *testing.T, s *store.Store) {
		k := plant(t, s)
		day := calendar.NewDate(2026, 11, 20)
		month := calendar.PeriodOf(calendar.KindMonth, day)
		p := &engine.Person{UnitID: k.e1.ID, Name: "张三"}
		update(t, s, func(tx port.Tx) error { return tx.Insert(p) })
		for name, noun := range map[string]func() any{
			"post":    func() any { return &engine.Post{UnitID: k.e1.ID, PersonID: p.ID, Name: "支部书记", From: day} },
			"account": func() any { return &engine.Account{Login: "zhang", Role: engine.RoleBranch} },
			"failure": func() any { return &engine.LoginFailure{Address: "10.0.0.1"} },
			"task":    func() any { return task(k.e1.ID, "Z05.会议", day) },
			"sheet":   func() any { return &engine.Sheet{Period: month, UnitID: k.e1.ID, Edition: "2026"} },
			"issued":  func() any { return &engine.Issued{Period: month, Edition: "2026"} },
			"notice":  func() any { return &engine.Notice{Key: "a", UnitID: k.e1.ID, Kind: engine.NoticeSheet} },
			"value":   func() any { return &engine.ParameterValue{Name: "党课每年次数", UnitID: k.root.ID, From: day} },
			"edition": func() any { return &engine.EditionRow{Name: "2026", Effective: day, Canonical: "{}"} },
			"sibling": func() any {
				return &engine.Unit{ParentID: &k.east.ID, Path: "/x/", Name: "第九党支部", Kind: engine.Branch}
			},
		} {
			update(t, s, func(tx port.Tx) error { return tx.Insert(noun()) })
			err := s.Update(context.Background(), func(tx port.Tx) error { return tx.Insert(noun()) })
			if engine.CodeOf(err) != engine.Conflict {
				t.Errorf("%s: got %v", name, err)
			}
		}
	})
}

func TestConstraintsHoldWhateverTheProgramDoes(t *testing.T) {
	t.Parallel()
	perDriver(t, func(t *testing.T, s *store.Store) {
		k := plant(t, s)
		day := calendar.NewDate(2026, 11, 20)
		strange := task(k.e1.ID, "A", day)
		strange.State = "lost"
		for name, c := range map[string]struct {
			noun any
			code engine.Code
		}{
			"state":        {strange, engine.Internal},
			"no due day":   {&engine.Task{Period: calendar.PeriodOf(calendar.KindYear, day), UnitID: 1, Duty: "A", State: engine.TaskOpen, Opens: day}, engine.Internal},
			"role":         {&engine.Account{Login: "x", Role: "皇帝"}, engine.Internal},
			"kind":         {&engine.Unit{Name: "x", Path: "/9/", Kind: "部门"}, engine.Internal},
			"unknown unit": {task(99, "A", day), engine.Refused},
			"no address":   {&engine.LoginFailure{}, engine.Internal},
			"audit":        {&engine.AuditEntry{Action: "x", Result: "done"}, engine.Internal},
		} {
			err := s.Update(context.Background(), func(tx port.Tx) error { return tx.Insert(c.noun) })
			if engine.CodeOf(err) != c.code {
				t.Errorf("%s: got %v", name, err)
			}
		}
	})
}

func TestSetStatements(t *testing.T) {
	t.Parallel()
	perDriver(t, func(t *testing.T, s *store.Store) {
		k := plant(t, s)
		day := calendar.NewDate(2026, 11, 20)
		a, b, c := task(k.e1.ID, "A", day), task(k.e1.ID, "B", day), task(k.e1.ID, "C", day)
		b.State = engine.TaskDone
		acc := &engine.Account{Login: "zhang", Role: engine.RoleBranch}
		update(t, s, func(tx port.Tx) error {
			if err := errors.Join(tx.Insert(a), tx.Insert(b), tx.Insert(c), tx.Insert(acc)); err != nil {
				return err
			}
			for _, id := range []string{"s1", "s2", "s3"} {
				if err := tx.Insert(&engine.Session{ID: id, AccountID: acc.ID}); err != nil {
					return err
				}
			}
			n, err := tx.Retire([]engine.TaskID{a.ID, b.ID, 99}, "支部已撤销")
			if n != 1 || err != nil {
				t.Errorf("retired %d, %v", n, err)
			}
			if _, err := tx.Retire([]engine.TaskID{a.ID}, ""); engine.ReasonOf(err) != "store_misuse" {
				t.Errorf("retired without a reason: %v", err)
			}
			return tx.EndSessions(acc.ID, "s2")
		})
		notices := []engine.Notice{
			{Key: "due/1", UnitID: k.e1.ID, Kind: engine.NoticeReminder, Day: day, Text: "一"},
			{Key: "due/2", UnitID: k.e1.ID, Kind: engine.NoticeReminder, Day: day, Text: "二"},
			{Key: "due/1", UnitID: k.e1.ID, Kind: engine.NoticeReminder, Day: day, Text: "重"},
		}
		for _, want := range []int{2, 0} {
			update(t, s, func(tx port.Tx) error {
				n, err := tx.Notify(notices)
				if n != want || notices[0].ID != 0 {
					t.Errorf("%d new notices, want %d; %+v", n, want, notices[0])
				}
				return err
			})
		}
		view(t, s, func(tx port.Tx) error {
			var tasks []engine.Task
			var sessions []engine.Session
			var found []engine.Notice
			err := errors.Join(tx.List(&tasks, everything(), port.Query{}), tx.List(&found, everything(), port.Query{}),
				tx.List(&sessions, everything(), port.Query{Where: port.Where{"ended_at": nil}}))
			if tasks[0].State != engine.TaskRetired || tasks[0].Reason != "支部已撤销" || tasks[0].Version != 2 ||
				tasks[1].State != engine.TaskDone || tasks[2].State != engine.TaskOpen {
				t.Errorf("got %+v", tasks)
			}
			if len(sessions) != 1 || sessions[0].ID != "s2" {
				t.Errorf("open sessions: %+v", sessions)
			}
			if len(found) != 2 || found[0].Text != "一" || found[0].CreatedAt.IsZero() {
				t.Errorf("notices: %+v", found)
			}
			return err
		})
	})
}

func TestWhatNeverChangesIsNotSavedOver(t *testing.T) {
	t.Parallel()
	perDriver(t, func(t *testing.T, s *store.Store) {
		k := plant(t, s)
		kept := task(k.e1.ID, "Z05.会议", calendar.NewDate(2026, 11, 20))
		update(t, s, func(tx port.Tx) error { return tx.Insert(kept) })
		changed := *kept
		changed.UnitID, changed.Reason = k.e2.ID, "搬走"
		err := s.Update(t.Context(), func(tx port.Tx) error { return tx.Save(&changed) })
		if engine.CodeOf(err) != engine.Conflict || changed.Version != 1 {
			t.Errorf("a task given to another unit: %v, version %d", err, changed.Version)
		}
		changed.UnitID = kept.UnitID
		update(t, s, func(tx port.Tx) error { return tx.Save(&changed) })
		view(t, s, func(tx port.Tx) error {
			var got engine.Task
			err := tx.Get(&got, access.Everything(), port.Where{"id": kept.ID})
			if got.UnitID != k.e1.ID || got.Reason != "搬走" || got.Version != 2 {
				t.Errorf("stored: %+v", got)
			}
			return err
		})
	})
}
