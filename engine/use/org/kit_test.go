package org_test

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
	"wubiao/engine/rule"
	"wubiao/engine/use/org"
	"wubiao/engine/use/practise"
	"wubiao/engine/use/standard"
	"wubiao/store"
)

type clock struct{ at time.Time }

func (c *clock) Now() time.Time { return c.at }

// world is two branches over a real database, on 24 September 2026: 桥梁 (3) with
// its secretary 王 and its 组织委员 李, 隧道 (4) with its secretary 赵.
type world struct {
	*org.Org
	t     *testing.T
	db    *store.Store
	clock *clock
	king  engine.PersonID // 王
	plum  engine.PersonID // 李
	zhao  engine.PersonID // 赵
}

const (
	bridge engine.UnitID = 3
	tunnel engine.UnitID = 4
)

func day(t testing.TB, text string) calendar.Date {
	t.Helper()
	d, err := calendar.ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, clock: &clock{time.Date(2026, 9, 24, 2, 0, 0, 0, time.UTC)}}
	var err error
	w.db, err = store.Open(context.Background(), store.Options{Path: filepath.Join(t.TempDir(), "o.db"), Clock: w.clock, AnySchema: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.db.Close(); err != nil {
			t.Error(err)
		}
	})
	if err := w.db.Migrate(context.Background()); err != nil {
		t.Fatal(err)
	}
	book, zone := standard.NewBook(edition(t)), time.FixedZone("Asia/Shanghai", 8*3600)
	w.Org = &org.Org{Store: w.db, Zone: zone, Book: book, Practise: &practise.Practise{Store: w.db, Book: book, Calendar: workdays(t), Zone: zone}}
	start := day(t, "2026-01-01")
	company, general := engine.UnitID(1), engine.UnitID(2)
	w.insert(
		&engine.Unit{ID: 1, Path: "/1/", Name: "公司党委", Kind: engine.Company, Start: start},
		&engine.Unit{ID: 2, ParentID: &company, Path: "/1/2/", Name: "东线党总支", Kind: engine.GeneralBranch, Start: start},
		&engine.Unit{ID: bridge, ParentID: &general, Path: "/1/2/3/", Name: "桥梁党支部", Kind: engine.Branch, Start: start},
		&engine.Unit{ID: tunnel, ParentID: &general, Path: "/1/2/4/", Name: "隧道党支部", Kind: engine.Branch, Start: start},
	)
	w.king, w.plum, w.zhao = w.add(bridge, "王"), w.add(bridge, "李"), w.add(tunnel, "赵")
	w.hold(bridge, w.king, "支部书记", "工会主席")
	w.hold(bridge, w.plum, "组织委员")
	w.hold(tunnel, w.zhao, "支部书记")
	return w
}

// workdays is a year whose festivals bring no more than their own days.
func workdays(t *testing.T) *calendar.Calendar {
	t.Helper()
	year := calendar.Year{Year: 2026, Source: "放假通知", Grade: "A"}
	for _, f := range [][2]string{{"元旦", "2026-01-01"}, {"春节", "2026-02-17"}, {"清明", "2026-04-05"}, {"劳动节", "2026-05-01"},
		{"端午", "2026-06-19"}, {"中秋", "2026-09-25"}, {"国庆", "2026-10-01"}} {
		d := day(t, f[1])
		year.Holidays = append(year.Holidays, calendar.Holiday{Name: f[0], Day: d, From: d, To: d})
	}
	c, faults := calendar.New([]calendar.Year{year})
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	return c
}

func edition(t *testing.T) *rule.Edition {
	t.Helper()
	due, err := calendar.ParseDue("每月28日↑")
	if err != nil {
		t.Fatal(err)
	}
	duty := func(id, title string) *rule.Duty { return &rule.Duty{ID: id, Title: title, Due: &due} }
	date := func(id string) *rule.Column { return &rule.Column{ID: id, Type: rule.TypeSpec{Name: rule.TypeDate}} }
	text := func(id string) *rule.Column { return &rule.Column{ID: id, Type: rule.TypeSpec{Name: rule.TypeText}} }
	zero, line := rule.Floor{}, engine.Points(1)
	e := &rule.Edition{Asks: &[]string{}, Score: rule.Score{Result: "sum", BandsOn: "base", Bonus: rule.BonusRule{Into: "total"},
		Floor: rule.Floors{Item: &zero, Group: &zero, Total: &zero}, Round: rule.Rounding{Line: &line, Total: &line, Half: "up"}},
		Name: "2026", Effective: calendar.NewDate(2026, 1, 1),
		Posts: []string{"支部书记", "支部副书记", "组织委员", "项目经理", "工会主席"},
		Attributes: map[string]*rule.Attribute{
			"正式党员":  {Type: rule.TypeSpec{Name: rule.TypeInt}, From: "people", Label: "正式党员数"},
			"类型":    {Type: rule.TypeSpec{Name: rule.TypeChoice, Choices: []string{"单独", "联合"}}, Label: "党组织类型"},
			"境外":    {Type: rule.TypeSpec{Name: rule.TypeBool}},
			"职工":    {Type: rule.TypeSpec{Name: rule.TypeInt}},
			"书记到任日": {Type: rule.TypeSpec{Name: rule.TypeDate}}, "书记空缺日": {Type: rule.TypeSpec{Name: rule.TypeDate}},
			"任期届满日": {Type: rule.TypeSpec{Name: rule.TypeDate}, Latest: &rule.Latest{Of: "换届", Value: &rule.Expr{Source: "日期 + 3年"}}},
		},
		Standards: []*rule.Standard{
			{Code: "Z01", Title: "议事", Who: rule.Who{Post: "支部书记"}, Duties: []*rule.Duty{duty("一", "第一件"), duty("二", "第二件"), duty("三", "第三件")}},
			{Code: "T01", Title: "名册", Who: rule.Who{Post: "组织委员"}, Duties: []*rule.Duty{duty("名册", "名册")}},
			{Code: "T16", Title: "信访", Private: true, Who: rule.Who{Post: "支部书记"}, Duties: []*rule.Duty{duty("登记", "登记")}},
		},
		Ledgers: map[string]*rule.Ledger{"整改": {Name: "整改", Title: "问题整改销号台账", Columns: []*rule.Column{text("问题"), text("时限"), text("销号日期"), text("责任人")}}, "信访": {Name: "信访", Private: true, Columns: []*rule.Column{text("内容")}},
			"花名册变动": {Name: "花名册变动", Day: "变动日期", Columns: []*rule.Column{text("姓名"), text("变动事项"), date("变动日期"), text("变动内容"), date("更新日期")}},
			"换届":    {Name: "换届", Title: "换届纪实", Day: "日期", Columns: []*rule.Column{date("日期")}},
			"组织关系":  {Name: "组织关系", Day: "日期", Columns: []*rule.Column{text("姓名"), text("事项"), date("日期"), text("对方组织"), date("办结日期")}}},
		Parameters: map[string]*rule.Parameter{"党课每年次数": {Default: &rule.Expr{Source: "4"}, Source: "公司制度"},
			"整改清单天数": {Default: &rule.Expr{Source: "15日"}, Source: "公司安排"}},
	}
	for _, p := range rule.Compile(e) {
		if !p.Warning {
			t.Fatal(p)
		}
	}
	return e
}

func (w *world) insert(nouns ...any) {
	w.t.Helper()
	err := w.db.Update(context.Background(), func(tx port.Tx) error {
		for _, n := range nouns {
			if err := tx.Insert(n); err != nil {
				return fmt.Errorf("%T: %w", n, err)
			}
		}
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) add(unit engine.UnitID, name string) engine.PersonID {
	p := engine.Person{UnitID: unit, Name: name, Standing: engine.FullMember}
	w.insert(&p)
	return p.ID
}

func (w *world) hold(unit engine.UnitID, person engine.PersonID, posts ...string) {
	for _, name := range posts {
		w.insert(&engine.Post{UnitID: unit, PersonID: person, Name: name, From: day(w.t, "2026-01-01")})
	}
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

func one[T any](w *world, where port.Where) T {
	w.t.Helper()
	rows := list[T](w, where)
	if len(rows) != 1 {
		w.t.Fatalf("%d rows of %T where %v", len(rows), *new(T), where)
	}
	return rows[0]
}

// as is a person of the branch role with the posts held today.
func (w *world) as(id engine.PersonID) access.Actor {
	w.t.Helper()
	p := one[engine.Person](w, port.Where{"id": int64(id)})
	a := access.Actor{Account: 7, Person: id, Role: engine.RoleBranch, Unit: p.UnitID}
	today := calendar.DateOf(w.clock.at, w.Zone)
	for _, post := range list[engine.Post](w, port.Where{"person_id": int64(id)}) {
		if post.HeldOn(today) {
			u := one[engine.Unit](w, port.Where{"id": int64(post.UnitID)})
			a.Posts = append(a.Posts, access.HeldPost{Unit: u.ID, Path: u.Path, Name: post.Name})
		}
	}
	return a
}

func administrator() access.Actor { return access.Actor{Account: 9, Role: engine.RoleAdmin} }

// wrong gives the fields that an error blames.
func wrong(err error) string {
	var e *engine.Error
	text := ""
	if asError(err, &e) {
		for _, f := range e.Fields {
			text += f.Name + " "
		}
	}
	return text
}
