package order_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
	"wubiao/engine/rule"
	"wubiao/engine/use/order"
	"wubiao/engine/use/practise"
	"wubiao/engine/use/standard"
	"wubiao/handbook"
	"wubiao/store"
)

var beijing = time.FixedZone("Asia/Shanghai", 8*60*60)

type clock struct{ at atomic.Int64 }

func (c *clock) Now() time.Time { return time.UnixMilli(c.at.Load()) }

// world is a company on 20 November 2026 with the real handbook: a general branch
// with two branches and one branch beside it.
type world struct {
	*order.Orders
	t                                 testing.TB
	clock                             *clock
	db                                *store.Store
	path                              string
	root, east, first, second, third  engine.Unit
	office, drafter                   access.Actor // 党委工作部, and another of the committee
	secretary, stranger, outer, chief access.Actor
}

var shelf = sync.OnceValues(func() (*rule.Edition, *calendar.Calendar) {
	loaded := handbook.LoadFS(handbook.Embedded(), "editions/2026")
	years, _ := handbook.Calendars(handbook.Embedded())
	cal, _ := calendar.New(years)
	return loaded.Edition, cal
})

func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{t: t, clock: &clock{}, path: filepath.Join(t.TempDir(), "w.db")}
	w.at("2026-11-20 10:00")
	w.db = w.open()
	if err := w.db.Migrate(context.Background()); err != nil {
		t.Fatal(err)
	}
	w.Orders = orders(w.db)
	w.root = w.unit(nil, "公司党委", engine.Company)
	w.east = w.unit(&w.root, "东片党总支", engine.GeneralBranch)
	w.first, w.second = w.unit(&w.east, "第一党支部", engine.Branch), w.unit(&w.east, "第二党支部", engine.Branch)
	w.third = w.unit(&w.root, "第三党支部", engine.Branch)
	w.secretary, w.stranger = w.holder(w.first, "王建国", "支部书记"), w.holder(w.second, "赵强", "支部书记")
	w.outer, w.chief = w.holder(w.third, "孙立", "支部书记"), w.holder(w.east, "钱总支", "党总支")
	w.office, w.drafter = w.holder(w.root, "周部长", order.Office), w.holder(w.root, "吴干事", "公司纪委")
	w.office.Role, w.drafter.Role = engine.RoleCommittee, engine.RoleCommittee
	return w
}

func (w *world) open() *store.Store {
	w.t.Helper()
	db, err := store.Open(context.Background(), store.Options{Path: w.path, Clock: w.clock, AnySchema: true})
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() { _ = db.Close() })
	return db
}

func orders(db *store.Store) *order.Orders {
	e, cal := shelf()
	return &order.Orders{Practise: &practise.Practise{Store: db, Book: standard.NewBook(e), Calendar: cal, Zone: beijing}}
}

func (w *world) at(text string) {
	w.t.Helper()
	now, err := time.ParseInLocation("2006-01-02 15:04", text, beijing)
	if err != nil {
		w.t.Fatal(err)
	}
	w.clock.at.Store(now.UnixMilli())
}

func (w *world) update(fn func(port.Tx) error) {
	w.t.Helper()
	if err := w.db.Update(context.Background(), fn); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) unit(parent *engine.Unit, name string, kind engine.UnitKind) engine.Unit {
	w.t.Helper()
	u := engine.Unit{Name: name, Kind: kind, Start: day("2026-01-01")}
	w.update(func(tx port.Tx) error {
		path := "/"
		if parent != nil {
			u.ParentID, path = &parent.ID, parent.Path
		}
		if err := tx.Insert(&u); err != nil {
			return err
		}
		u.Path = fmt.Sprintf("%s%d/", path, u.ID)
		return tx.Save(&u)
	})
	return u
}

func (w *world) holder(u engine.Unit, name, post string) access.Actor {
	w.t.Helper()
	p := engine.Person{UnitID: u.ID, Name: name}
	w.update(func(tx port.Tx) error { return tx.Insert(&p) })
	return access.Actor{Account: engine.AccountID(p.ID), Person: p.ID, Role: engine.RoleBranch, Unit: u.ID,
		Posts: []access.HeldPost{{Unit: u.ID, Path: u.Path, Name: post}}}
}

// task inserts an open task of November 2026.
func (w *world) task(u engine.Unit, duty, due string) engine.TaskID {
	w.t.Helper()
	t := engine.Task{Period: calendar.PeriodOf(calendar.KindMonth, day(due)), UnitID: u.ID, Duty: duty, Subject: due, Edition: "2026", State: engine.TaskOpen,
		Opens: day("2026-11-01"), Due: day(due)}
	w.update(func(tx port.Tx) error { return tx.Insert(&t) })
	return t.ID
}

// record keeps a record of the unit, past all checks.
func (w *world) record(u engine.Unit, ledger, on string, fields map[string]any) {
	w.t.Helper()
	w.update(func(tx port.Tx) error {
		return tx.Insert(&engine.Record{UnitID: u.ID, Ledger: ledger, Day: day(on), Fields: fields})
	})
}

func get[T any](w *world, where port.Where) T {
	w.t.Helper()
	var out T
	if err := w.db.View(context.Background(), func(tx port.Tx) error { return tx.Get(&out, access.Everything(), where) }); err != nil {
		w.t.Fatal(err)
	}
	return out
}

func list[T any](w *world, where port.Where) []T {
	w.t.Helper()
	var out []T
	err := w.db.View(context.Background(), func(tx port.Tx) error {
		return tx.List(&out, access.Everything(), port.Query{Where: where})
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return out
}

// whole is a draft that lacks nothing.
func (w *world) whole() order.Draft {
	return order.Draft{Title: "冬季防火检查", What: "检查一遍驻地和仓库", Why: "冬季火险高", Post: "支部书记", Steps: "看电路\n看灭火器",
		Degree: "隐患全部登记，当天能改的当天改完", Minutes: 60, Due: day("2026-11-26"), Ends: day("2026-11-30"), Targets: []engine.UnitID{w.root.ID}}
}

// draft keeps the draft.
func (w *world) draft(d order.Draft) engine.OrderID {
	w.t.Helper()
	id, err := w.Add(context.Background(), w.drafter, order.AddRequest{Draft: d})
	if err != nil {
		w.t.Fatal(err)
	}
	return id
}

// issued keeps the draft and lets it out.
func (w *world) issued(d order.Draft) engine.OrderID {
	w.t.Helper()
	id := w.draft(d)
	if err := w.Issue(context.Background(), w.office, order.IssueRequest{Order: id, Version: 1}); err != nil {
		w.t.Fatal(err)
	}
	return id
}

// taskOf is the branch's task of the order.
func (w *world) taskOf(id engine.OrderID, u engine.Unit) engine.Task {
	w.t.Helper()
	return get[engine.Task](w, port.Where{"id": get[engine.OrderReply](w, port.Where{"order_id": id, "unit_id": u.ID}).TaskID})
}

func day(text string) calendar.Date {
	d, err := calendar.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

// fields are the names of what a refusal calls wrong.
func fields(err error) []string {
	var refusal *engine.Error
	var out []string
	if errors.As(err, &refusal) {
		for _, f := range refusal.Fields {
			out = append(out, f.Name)
		}
	}
	return out
}
