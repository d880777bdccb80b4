package plan_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"wubiao/engine"
	"wubiao/engine/calendar"
	"wubiao/engine/plan"
	"wubiao/engine/rule"
)

// derives is an edition that takes everything it can from people and calendar.
func derives(names ...string) *rule.Edition {
	e := &rule.Edition{Attributes: map[string]*rule.Attribute{"类型": {}, "职工": {From: "people"}},
		Posts: []string{"支部书记", "支部副书记", "组织委员", "纪检委员", "项目经理"}}
	if len(names) == 0 {
		names = []string{"正式党员", "党员", "支委名单", "普通党员名单", "流动党员名单", "党小组名单", "团员", "有入党申请人", "有流动党员", "在场月数", "书记任职月数"}
	}
	for _, name := range names {
		e.Attributes[name] = &rule.Attribute{From: "people"}
	}
	return e
}

func TestDeriveFromTheRegister(t *testing.T) {
	t.Parallel()
	d := func(text string) calendar.Date {
		if text == "" {
			return 0
		}
		return day(t, text)
	}
	person := func(id int, name string, standing engine.Standing, joined, full, from, left string) engine.Person {
		return engine.Person{ID: engine.PersonID(id), UnitID: 3, Name: name, Standing: standing,
			Joined: d(joined), FullOn: d(full), From: d(from), Left: d(left)}
	}
	wang := person(1, "王", engine.FullMember, "2010-07-01", "2011-07-01", "", "")
	wang.Group = "二组"
	li := person(2, "李", engine.FullMember, "2025-06-10", "2026-06-10", "", "")
	li.Group = "一组"
	zhao := person(3, "赵", engine.FullMember, "", "", "2026-04-01", "2026-08-31")
	sun := person(4, "孙", engine.Probation, "2026-03-15", "", "", "")
	sun.Away = true
	zhou := person(5, "周", engine.Activist, "", "", "", "")
	wu := person(6, "吴", engine.League, "", "", "", "")
	r := &engine.Register{
		People: []engine.Person{wang, li, zhao, sun, zhou, wu},
		Posts: []engine.Post{
			{PersonID: 2, Name: "组织委员", From: d("2026-01-01")}, {PersonID: 1, Name: "支部书记", From: d("2025-10-20")},
			{PersonID: 2, Name: "纪检委员", From: d("2026-01-01")}, {PersonID: 9, Name: "支部副书记", From: d("2026-05-01"), To: d("2026-06-30")},
			{PersonID: 4, Name: "项目经理"},
		},
		Names: map[engine.PersonID]string{1: "王", 2: "李", 4: "孙", 9: "钱"},
	}
	u := branch(3, engine.Attributes{"正式党员": 99.0, "类型": "单独", "职工": 120.0})
	for name, tc := range map[string]struct {
		on   string
		want engine.Attributes
	}{
		"before 赵 came and 李 was full": {"2026-03-14", engine.Attributes{"正式党员": 1, "党员": 2, "支委名单": []string{"王", "李"}, "普通党员名单": []string{},
			"流动党员名单": []string{}, "有入党申请人": true, "有流动党员": false, "党小组名单": []string{"一组", "二组"}, "团员": 1, "书记任职月数": 4}},
		"the day 孙 was accepted": {"2026-03-15", engine.Attributes{"正式党员": 1, "党员": 3, "普通党员名单": []string{"孙"}, "流动党员名单": []string{"孙"}, "有流动党员": true}},
		"the day 李 became full": {"2026-06-10", engine.Attributes{"正式党员": 3, "党员": 4, "支委名单": []string{"王", "钱", "李"},
			"普通党员名单": []string{"赵", "孙"}, "书记任职月数": 7}},
		"赵's last day":         {"2026-08-31", engine.Attributes{"正式党员": 3, "支委名单": []string{"王", "李"}}},
		"the day after":        {"2026-09-01", engine.Attributes{"正式党员": 2, "党员": 3, "有入党申请人": true}},
		"before the secretary": {"2025-10-19", engine.Attributes{"支委名单": []string{}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := plan.Derive(derives(), &u, r, period(t, "2026Q3"), d(tc.on))
			for attribute, want := range tc.want {
				if !reflect.DeepEqual(got[attribute], want) {
					t.Errorf("%s is %v, want %v", attribute, got[attribute], want)
				}
			}
			if got["类型"] != "单独" || got["职工"] != 120.0 {
				t.Error("what nobody can work out did not stay as entered")
			}
		})
	}
	if u.Attributes["正式党员"] != 99.0 {
		t.Error("the unit itself was changed")
	}
}

func TestDeriveComesAndGoesWithTransfers(t *testing.T) {
	t.Parallel()
	u := branch(3, nil)
	old := engine.Person{ID: 1, Name: "王", Standing: engine.FullMember}
	for name, tc := range map[string]struct {
		person engine.Person
		on     string
		want   bool
	}{
		"came two months ago":            {engine.Person{From: day(t, "2026-03-10")}, "2026-05-10", true},
		"came seven months ago":          {engine.Person{From: day(t, "2026-03-10")}, "2026-10-10", false},
		"will come":                      {engine.Person{From: day(t, "2026-07-10")}, "2026-05-10", false},
		"left two months ago":            {engine.Person{Left: day(t, "2026-03-10")}, "2026-05-10", true},
		"left seven months ago":          {engine.Person{Left: day(t, "2026-03-10")}, "2026-10-10", false},
		"somebody of the masses came":    {engine.Person{Standing: engine.Masses, From: day(t, "2026-03-10")}, "2026-05-10", false},
		"nobody came, nobody is outside": {engine.Person{}, "2026-05-10", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := tc.person
			p.ID, p.Name = 2, "李"
			if p.Standing == "" {
				p.Standing = engine.FullMember
			}
			r := &engine.Register{People: []engine.Person{old, p}}
			got := plan.Derive(derives(), &u, r, period(t, "2026Q2"), day(t, tc.on))
			if got["有流动党员"] != tc.want {
				t.Errorf("got %v", got["有流动党员"])
			}
		})
	}
}

func TestUntilTheRegisterKnowsAMemberWhatWasEnteredStands(t *testing.T) {
	t.Parallel()
	u := branch(3, engine.Attributes{"正式党员": 12.0, "在场月数": 2.0, "支委名单": []any{"甲"}})
	for name, r := range map[string]*engine.Register{
		"no register": nil, "nobody": {},
		"only an applicant": {People: []engine.Person{{ID: 1, Name: "周", Standing: engine.Applicant}}},
	} {
		got := plan.Derive(derives(), &u, r, period(t, "2026Q3"), day(t, "2026-07-01"))
		if !reflect.DeepEqual(got, u.Attributes) {
			t.Errorf("%s: %v", name, got)
		}
	}
	bare := branch(3, nil)
	r := &engine.Register{Posts: []engine.Post{{PersonID: 1, Name: "支部书记", From: day(t, "2026-01-31")}}}
	got := plan.Derive(derives(), &bare, r, period(t, "2026Q3"), day(t, "2026-07-30"))
	if want := (engine.Attributes{"在场月数": 3, "书记任职月数": 5}); !reflect.DeepEqual(got, want) {
		t.Errorf("what was not entered: %v, want %v", got, want)
	}
}

func TestMonthsOnSite(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		period, start, closed string
		attributes            engine.Attributes
		want                  int
	}{
		"a quarter":                       {"2026Q3", "2026-01-01", "", nil, 3},
		"a month":                         {"2026-08", "2026-01-01", "", nil, 1},
		"the year of a start in March":    {"2026", "2026-03-17", "", nil, 10},
		"half of March is a month":        {"2026Q1", "2026-03-17", "", nil, 1},
		"less than half is none":          {"2026Q1", "2026-03-18", "", nil, 0},
		"closed in the middle":            {"2026Q3", "2026-01-01", "2026-08-14", nil, 1},
		"closed a day later":              {"2026Q3", "2026-01-01", "2026-08-15", nil, 2},
		"finished":                        {"2026Q3", "2026-01-01", "", engine.Attributes{"竣工日期": "2026-08-20"}, 2},
		"standing still, one was entered": {"2026Q3", "2026-01-01", "", engine.Attributes{"状态": "停工", "在场月数": 1.0}, 1},
		"at work, one was entered":        {"2026Q3", "2026-01-01", "", engine.Attributes{"状态": "在建", "在场月数": 1.0}, 3},
		"not begun":                       {"2026Q1", "2026-07-01", "", nil, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			u := branch(3, tc.attributes)
			u.Start = day(t, tc.start)
			if tc.closed != "" {
				u.Closed = day(t, tc.closed)
			}
			r := &engine.Register{People: []engine.Person{{ID: 1, Name: "王", Standing: engine.FullMember}}}
			got := plan.Derive(derives("在场月数"), &u, r, period(t, tc.period), day(t, "2026-07-01"))
			if got["在场月数"] != tc.want {
				t.Errorf("got %v, want %d", got["在场月数"], tc.want)
			}
		})
	}
}

// Over random registers and days: everybody who counts is counted once, whoever
// left or has not come counts nowhere, and the order of the people is of no
// account to the numbers.
func TestDeriveCountsEverybodyOnce(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(3, 52))
	standings := engine.Standings()
	begin := day(t, "2026-01-01")
	at := func() calendar.Date {
		if random.IntN(3) == 0 {
			return 0
		}
		return begin.AddDays(random.IntN(365))
	}
	for range 2000 {
		r := &engine.Register{Names: map[engine.PersonID]string{}}
		for id := range random.IntN(30) {
			p := engine.Person{ID: engine.PersonID(id + 1), Name: fmt.Sprint("人", id), Standing: standings[random.IntN(len(standings))],
				Joined: at(), FullOn: at(), From: at(), Left: at(), Away: random.IntN(4) == 0}
			r.People = append(r.People, p)
			if random.IntN(4) == 0 {
				r.Posts = append(r.Posts, engine.Post{PersonID: p.ID, Name: []string{"支部书记", "组织委员", "项目经理"}[random.IntN(3)], From: at(), To: at()})
				r.Names[p.ID] = p.Name
			}
		}
		on := begin.AddDays(random.IntN(365))
		u := branch(3, nil)
		got := plan.Derive(derives(), &u, r, period(t, "2026"), on)
		if !r.Known() {
			if got["党员"] != nil {
				t.Fatal("an empty register was counted")
			}
			continue
		}
		members := 0
		for i := range r.People {
			if p := &r.People[i]; p.InRegisterOn(on) && p.StandingOn(on).Member() {
				members++
			}
		}
		ordinary, committee := got["普通党员名单"].([]string), got["支委名单"].([]string)
		for _, name := range ordinary {
			if slices.Contains(committee, name) {
				t.Fatalf("%s is on the committee and is not", name)
			}
		}
		if got["党员"] != members || got["正式党员"].(int) > members || len(ordinary) > members || len(ordinary)+len(committee) < members {
			t.Fatalf("%d members, derived %v", members, got)
		}
		random.Shuffle(len(r.People), func(i, j int) { r.People[i], r.People[j] = r.People[j], r.People[i] })
		again := plan.Derive(derives(), &u, r, period(t, "2026"), on)
		for _, name := range []string{"党员", "正式党员", "有入党申请人", "有流动党员", "团员", "支委名单", "党小组名单"} {
			if !reflect.DeepEqual(got[name], again[name]) {
				t.Fatalf("%s depends on the order of people: %v, %v", name, got[name], again[name])
			}
		}
	}
}
