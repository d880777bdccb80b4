package store_test

import (
	"context"
	"fmt"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
	"wubiao/store"
)

// clock stands still until it is moved.
type clock struct{ at atomic.Int64 }

func newClock() *clock {
	c := &clock{}
	// A local zone and odd nanoseconds: the store must tidy both.
	c.at.Store(time.Date(2026, 11, 20, 9, 30, 0, 123456789, time.UTC).UnixNano())
	return c
}

func (c *clock) Now() time.Time {
	return time.Unix(0, c.at.Load()).In(time.FixedZone("CST", 8*3600))
}

func (c *clock) advance(d time.Duration) { c.at.Add(int64(d)) }

// perDriver runs the case once for each driver, over a fresh database each.
func perDriver(t *testing.T, run func(t *testing.T, s *store.Store)) {
	t.Helper()
	for _, driver := range drivers() {
		t.Run(driver, func(t *testing.T) {
			t.Parallel()
			run(t, open(t, store.Options{Driver: driver}))
		})
	}
}

// open opens a migrated database, in a new file unless a path is given.
func open(t testing.TB, o store.Options) *store.Store {
	t.Helper()
	if o.Path == "" {
		o.Path = filepath.Join(t.TempDir(), "五标 100%.db")
	}
	if o.Clock == nil {
		o.Clock = newClock()
	}
	o.AnySchema = true
	s, err := store.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	if err := s.Migrate(context.Background()); err != nil {
		t.Fatal(err)
	}
	return s
}

func update(t testing.TB, s *store.Store, fn func(port.Tx) error) {
	t.Helper()
	if err := s.Update(context.Background(), fn); err != nil {
		t.Fatal(err)
	}
}

func view(t testing.TB, s *store.Store, fn func(port.Tx) error) {
	t.Helper()
	if err := s.View(context.Background(), fn); err != nil {
		t.Fatal(err)
	}
}

// wantCode fails unless the error carries the code.
func wantCode(t testing.TB, err error, code engine.Code) {
	t.Helper()
	if engine.CodeOf(err) != code {
		t.Fatalf("got code %q (%v), want %q", engine.CodeOf(err), err, code)
	}
}

// addUnit inserts a unit under parent (nil: the root) and gives it its path.
func addUnit(tx port.Tx, parent *engine.Unit, name string, kind engine.UnitKind) (*engine.Unit, error) {
	u := &engine.Unit{Name: name, Kind: kind, Start: calendar.NewDate(2026, 1, 1)}
	path := "/"
	if parent != nil {
		u.ParentID, path = &parent.ID, parent.Path
	}
	if err := tx.Insert(u); err != nil {
		return nil, err
	}
	u.Path = fmt.Sprintf("%s%d/", path, u.ID)
	return u, tx.Save(u)
}

// tree is a company with two general branches of two branches each.
type tree struct {
	root           *engine.Unit
	east, west     *engine.Unit
	e1, e2, w1, w2 *engine.Unit
}

func plant(t testing.TB, s *store.Store) tree {
	t.Helper()
	var k tree
	update(t, s, func(tx port.Tx) (err error) {
		for _, n := range []struct {
			at     **engine.Unit
			parent **engine.Unit
			name   string
			kind   engine.UnitKind
		}{
			{&k.root, nil, "公司党委", engine.Company},
			{&k.east, &k.root, "东片党总支", engine.GeneralBranch},
			{&k.west, &k.root, "西片党总支", engine.GeneralBranch},
			{&k.e1, &k.east, "第一党支部", engine.Branch},
			{&k.e2, &k.east, "第二党支部", engine.Branch},
			{&k.w1, &k.west, "第一党支部", engine.Branch},
			{&k.w2, &k.west, "第二党支部", engine.Branch},
		} {
			var parent *engine.Unit
			if n.parent != nil {
				parent = *n.parent
			}
			if *n.at, err = addUnit(tx, parent, n.name, n.kind); err != nil {
				return err
			}
		}
		return nil
	})
	return k
}

// branches adds n branches under one root, all in one transaction.
func branches(t testing.TB, s *store.Store, n int) []port.UnitClass {
	t.Helper()
	units := make([]port.UnitClass, 0, n)
	update(t, s, func(tx port.Tx) error {
		root, err := addUnit(tx, nil, "公司党委", engine.Company)
		if err != nil {
			return err
		}
		for i := range n {
			u, err := addUnit(tx, root, fmt.Sprintf("第%d党支部", i+1), engine.Branch)
			if err != nil {
				return err
			}
			units = append(units, port.UnitClass{Unit: u.ID, Class: i % 8})
		}
		return nil
	})
	return units
}

// quarter is a batch of eight classes with about so many duties each.
func quarter(year, n, duties int) port.IssueBatch {
	p := calendar.PeriodOf(calendar.KindQuarter, calendar.NewDate(year, time.Month(3*n), 1))
	b := port.IssueBatch{Period: p, Edition: "2026", Sheet: true, Post: "支部书记",
		Text: p.Chinese() + "提醒表已签发：请在期内逐项办理，已办的点一下即可", Day: p.Start}
	for class := range 8 {
		var c port.ClassPlan
		for d := range duties + class%3 - 1 {
			c.Tasks = append(c.Tasks, port.PlannedTask{Duty: fmt.Sprintf("Z%02d.会议", d+1),
				Opens: p.Start, Due: p.Start.AddDays(20 + d%60), Estimated: d%9 == 0})
		}
		b.Classes = append(b.Classes, c)
	}
	return b
}

func everything() access.Scope { return access.Everything() }
