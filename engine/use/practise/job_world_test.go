package practise_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
	"wubiao/engine/use/practise"
	"wubiao/engine/use/standard"
	"wubiao/store"
)

var beijing = time.FixedZone("Asia/Shanghai", 8*60*60)

// movingClock stands still until it is set.
type movingClock struct{ at atomic.Int64 }

func (c *movingClock) Now() time.Time { return time.UnixMilli(c.at.Load()) }

// world is a small company over a real database, with a clock to move.
type world struct {
	*practise.Practise
	t     testing.TB
	clock *movingClock
	db    *store.Store
	path  string
	root  *engine.Unit
	units map[string]*engine.Unit
}

func newWorld(t testing.TB, now string) *world {
	t.Helper()
	w := &world{t: t, clock: &movingClock{}, path: filepath.Join(t.TempDir(), "w.db"), units: map[string]*engine.Unit{}}
	w.at(now)
	w.db = w.open()
	if err := w.db.Migrate(context.Background()); err != nil {
		t.Fatal(err)
	}
	w.Practise = &practise.Practise{Store: w.db, Book: standard.NewBook(worldEdition(t)), Calendar: worldCalendar(t), Zone: beijing, Chunk: 2}
	w.root = w.add(nil, "公司党委", engine.Company, nil)
	east := w.add(w.root, "东片党总支", engine.GeneralBranch, nil)
	for i, n := range []string{"一", "二", "三", "四", "五"} {
		parent := east
		if i > 2 {
			parent = w.root
		}
		w.add(parent, "第"+n+"党支部", engine.Branch, engine.Attributes{"正式党员": 3 * i, "在建": i%2 == 0})
	}
	return w
}

func (w *world) open() *store.Store {
	w.t.Helper()
	s, err := store.Open(context.Background(), store.Options{Path: w.path, Clock: w.clock, AnySchema: true})
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() {
		if err := s.Close(); err != nil {
			w.t.Error(err)
		}
	})
	return s
}

// at sets the clock to "2026-11-20 07:30" in Beijing.
func (w *world) at(text string) time.Time {
	w.t.Helper()
	now, err := time.ParseInLocation("2006-01-02 15:04", text, beijing)
	if err != nil {
		w.t.Fatal(err)
	}
	w.clock.at.Store(now.UnixMilli())
	return now
}

func (w *world) update(fn func(port.Tx) error) {
	w.t.Helper()
	if err := w.db.Update(context.Background(), fn); err != nil {
		w.t.Fatal(err)
	}
}

// add inserts a unit that went live on 1 March 2026.
func (w *world) add(parent *engine.Unit, name string, kind engine.UnitKind, attributes engine.Attributes) *engine.Unit {
	w.t.Helper()
	u := &engine.Unit{Name: name, Kind: kind, Attributes: attributes, Start: calendar.NewDate(2026, 3, 1)}
	w.update(func(tx port.Tx) error {
		path := "/"
		if parent != nil {
			u.ParentID, path = &parent.ID, parent.Path
		}
		if err := tx.Insert(u); err != nil {
			return err
		}
		u.Path = fmt.Sprintf("%s%d/", path, u.ID)
		return tx.Save(u)
	})
	w.units[name] = u
	return u
}

// change saves a unit after the change.
func (w *world) change(name string, change func(*engine.Unit)) {
	w.t.Helper()
	u := w.units[name]
	change(u)
	w.update(func(tx port.Tx) error { return tx.Save(u) })
}

func list[T any](w *world, q port.Query) []T {
	w.t.Helper()
	var out []T
	err := w.db.View(context.Background(), func(tx port.Tx) error { return tx.List(&out, access.Everything(), q) })
	if err != nil {
		w.t.Fatal(err)
	}
	return out
}

func (w *world) name(id engine.UnitID) string {
	for n, u := range w.units {
		if u.ID == id {
			return n
		}
	}
	return ""
}

// tables is everything issued, independent of ids, moments and order.
func (w *world) tables() []string {
	w.t.Helper()
	var out []string
	for _, s := range list[engine.Sheet](w, port.Query{}) {
		out = append(out, fmt.Sprintf("sheet %s %s %s", s.Period, w.name(s.UnitID), s.Edition))
	}
	for _, t := range list[engine.Task](w, port.Query{}) {
		out = append(out, fmt.Sprintf("task %s %s %s %s %s %s–%s %s %s", t.Period, w.name(t.UnitID), t.Duty, t.Subject, t.Edition, t.Opens, t.Due, t.State, t.Reason))
	}
	for _, r := range list[engine.Issued](w, port.Query{}) {
		out = append(out, fmt.Sprintf("issued %s %s %d %d %t", r.Period, r.Edition, r.Sheets, r.Tasks, r.Finished != nil))
	}
	slices.Sort(out)
	return out
}

func (w *world) notices(kind engine.NoticeKind) []engine.Notice {
	w.t.Helper()
	return list[engine.Notice](w, port.Query{Where: port.Where{"kind": string(kind)}})
}

func (w *world) issue(through string, o practise.IssueOptions) practise.IssueResult {
	w.t.Helper()
	r, err := w.Issue(context.Background(), worldDay(w.t, through), o)
	if err != nil {
		w.t.Fatal(err)
	}
	return r
}

func (w *world) reconcile(today string) practise.ReconcileResult {
	w.t.Helper()
	r, err := w.Reconcile(context.Background(), worldDay(w.t, today))
	if err != nil {
		w.t.Fatal(err)
	}
	return r
}

func worldDay(t testing.TB, text string) calendar.Date {
	t.Helper()
	d, err := calendar.ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// sameTables fails with the first difference.
func sameTables(t testing.TB, what string, got, want []string) {
	t.Helper()
	for i := range max(len(got), len(want)) {
		g, w := "(nothing)", "(nothing)"
		if i < len(got) {
			g = got[i]
		}
		if i < len(want) {
			w = want[i]
		}
		if g != w {
			t.Fatalf("%s: %d and %d rows; first difference\n got %s\nwant %s", what, len(got), len(want), g, w)
		}
	}
}

// errPower is what a store says when the power has gone.
var errPower = errors.New("power cut")

// dying is a store whose n-th update fails: before the commit, or after it, so
// that the caller does not know that it was kept.
type dying struct {
	port.Store
	left  int
	after bool
}

func (d *dying) Update(ctx context.Context, fn func(port.Tx) error) error {
	d.left--
	switch {
	case d.left > 0:
		return d.Store.Update(ctx, fn)
	case d.left == 0 && d.after:
		return errors.Join(d.Store.Update(ctx, fn), errPower)
	}
	return errPower
}
