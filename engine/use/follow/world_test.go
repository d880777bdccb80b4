package follow_test

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
	"wubiao/engine/rule"
	"wubiao/engine/use/follow"
	"wubiao/engine/use/practise"
	"wubiao/engine/use/standard"
	"wubiao/store"
)

var beijing = time.FixedZone("Asia/Shanghai", 8*60*60)

// clock stands still until it is set.
type clock struct{ at atomic.Int64 }

func (c *clock) Now() time.Time { return time.UnixMilli(c.at.Load()) }

// world is a company with a general branch, two branches in it and one beside it.
type world struct {
	*follow.Follow
	t                                            testing.TB
	clock                                        *clock
	db                                           *store.Store
	path                                         string
	root, east, first, second, third             engine.Unit
	secretary, organiser, stranger, chief, judge access.Actor
}

func newWorld(t testing.TB, now string) *world {
	t.Helper()
	w := &world{t: t, clock: &clock{}, path: filepath.Join(t.TempDir(), "w.db")}
	w.at(now)
	db, err := store.Open(context.Background(), store.Options{Path: w.path, Clock: w.clock, AnySchema: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	if err := db.Migrate(context.Background()); err != nil {
		t.Fatal(err)
	}
	w.db = db
	w.Follow = &follow.Follow{Practise: &practise.Practise{Store: db, Book: standard.NewBook(edition(t)), Calendar: days(t), Zone: beijing}}
	w.root = w.unit(nil, "公司党委", engine.Company)
	w.east = w.unit(&w.root, "东片党总支", engine.GeneralBranch)
	w.first, w.second = w.unit(&w.east, "第一党支部", engine.Branch), w.unit(&w.east, "第二党支部", engine.Branch)
	w.third = w.unit(&w.root, "第三党支部", engine.Branch)
	w.secretary, w.organiser = w.holder(w.first, "王建国", "支部书记"), w.holder(w.first, "李梅", "组织委员")
	w.stranger, w.chief = w.holder(w.second, "赵强", "支部书记"), w.holder(w.east, "钱总支", "党总支")
	w.judge = w.holder(w.root, "李科长", "党委工作部")
	w.judge.Role = engine.RoleCommittee
	return w
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

// task inserts an open task of September 2026.
func (w *world) task(u engine.Unit, duty, due string) engine.TaskID {
	w.t.Helper()
	p, err := calendar.ParsePeriod("2026-09")
	if err != nil {
		w.t.Fatal(err)
	}
	t := engine.Task{Period: p, UnitID: u.ID, Duty: duty, Subject: due, Edition: "2026", State: engine.TaskOpen, Opens: day("2026-09-01"), Due: day(due)}
	w.update(func(tx port.Tx) error { return tx.Insert(&t) })
	return t.ID
}

func (w *world) read(id engine.TaskID) engine.Task {
	w.t.Helper()
	return one[engine.Task](w, port.Where{"id": id})
}

func one[T any](w *world, where port.Where) T {
	w.t.Helper()
	var out T
	err := w.db.View(context.Background(), func(tx port.Tx) error { return tx.Get(&out, access.Everything(), where) })
	if err != nil {
		w.t.Fatal(err)
	}
	return out
}

func all[T any](w *world, where port.Where) []T {
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

// morning runs the ladder and the proposals of the day.
func (w *world) morning(text string) {
	w.t.Helper()
	w.at(text + " 07:25")
	if _, err := w.Practise.WakeEscalate(context.Background(), w.clock.Now()); err != nil {
		w.t.Fatal(err)
	}
	if _, err := w.WakePropose(context.Background(), w.clock.Now()); err != nil {
		w.t.Fatal(err)
	}
}

// done taps a task as the actor, on the day.
func (w *world) done(actor access.Actor, id engine.TaskID) {
	w.t.Helper()
	if err := w.Practise.Done(context.Background(), actor, practise.TapRequest{Task: id, Version: w.read(id).Version}); err != nil {
		w.t.Fatal(err)
	}
}

func day(text string) calendar.Date {
	d, err := calendar.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

// days is the calendar of autumn 2026: 25–27 September and 1–7 October are free,
// 20 September is worked.
func days(t testing.TB) *calendar.Calendar {
	t.Helper()
	c, faults := calendar.New([]calendar.Year{{Year: 2026, Source: "放假通知", Grade: "A", Workdays: []calendar.Date{day("2026-09-20")},
		Holidays: []calendar.Holiday{
			{Name: "元旦", Day: day("2026-01-01"), From: day("2026-01-01"), To: day("2026-01-03")},
			{Name: "春节", Day: day("2026-02-17"), From: day("2026-02-15"), To: day("2026-02-23")},
			{Name: "清明", Day: day("2026-04-05"), From: day("2026-04-04"), To: day("2026-04-06")},
			{Name: "劳动节", Day: day("2026-05-01"), From: day("2026-05-01"), To: day("2026-05-05")},
			{Name: "端午", Day: day("2026-06-19"), From: day("2026-06-19"), To: day("2026-06-21")},
			{Name: "中秋", Day: day("2026-09-25"), From: day("2026-09-25"), To: day("2026-09-27")},
			{Name: "国庆", Day: day("2026-10-01"), From: day("2026-10-01"), To: day("2026-10-07")},
		}}})
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	return c
}

// edition has a duty of the secretary, one of the organiser, one done by a record
// and a private one.
func edition(t testing.TB) *rule.Edition {
	t.Helper()
	due := func(phrase string) *calendar.Due {
		d, err := calendar.ParseDue(phrase)
		if err != nil {
			t.Fatal(err)
		}
		return &d
	}
	duty := func(id, post string) *rule.Duty {
		return &rule.Duty{ID: id, Title: id, Post: post, Due: due("每月20日↑"), Minutes: 20, Done: &rule.Done{Confirm: true}}
	}
	zero, line := rule.Floor{}, engine.Points(1)
	after := func(n int) calendar.Span { return calendar.Span{N: n, Unit: calendar.UnitWorkday} }
	meeting := duty("会议", "")
	meeting.Done = &rule.Done{Of: "会议"}
	checked := duty("名册", "组织委员")
	checked.Checked = "党总支"
	e := &rule.Edition{
		Name: "2026", Effective: day("2026-01-01"), Asks: &[]string{}, Lines: []string{"党", "纪检"},
		Score: rule.Score{Result: "sum", BandsOn: "base", Bonus: rule.BonusRule{Into: "total"},
			Floor: rule.Floors{Item: &zero, Group: &zero, Total: &zero}, Round: rule.Rounding{Line: &line, Total: &line, Half: "up"}},
		Escalation: []rule.Rung{{After: after(1), To: "支部书记"}, {After: after(3), To: "党总支"}, {After: after(5), To: "党委工作部"}},
		Ledgers: map[string]*rule.Ledger{"会议": {Title: "会议记录", Day: "日期", Columns: []*rule.Column{
			{ID: "日期", Type: rule.TypeSpec{Name: rule.TypeDate}, Required: true}, {ID: "应到", Type: rule.TypeSpec{Name: rule.TypeInt}},
			{ID: "实到", Type: rule.TypeSpec{Name: rule.TypeInt}}}}},
		Attributes: map[string]*rule.Attribute{"状态": {Type: rule.TypeSpec{Name: rule.TypeChoice, Choices: []string{"在建", "停工"}}}},
		Standards: []*rule.Standard{
			{Code: "T01", Title: "计划", Line: "党", Who: rule.Who{Post: "支部书记"}, Duties: []*rule.Duty{duty("计划", ""), duty("党员", "组织委员"), checked}},
			{Code: "Z05", Title: "支委会", Line: "党", Who: rule.Who{Post: "支部书记"}, Duties: []*rule.Duty{meeting}},
			{Code: "T16", Title: "转报", Line: "纪检", Private: true, Who: rule.Who{Post: "纪检委员"}, Duties: []*rule.Duty{duty("登记", "")}},
		},
	}
	for _, p := range rule.Compile(e) {
		if !p.Warning {
			t.Fatal(p)
		}
	}
	return e
}

func reason(err error) string { return engine.ReasonOf(err) }
