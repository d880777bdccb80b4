package plan_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"reflect"
	"slices"
	"testing"

	"wubiao/engine"
	"wubiao/engine/calendar"
	"wubiao/engine/plan"
	"wubiao/engine/port"
	"wubiao/engine/rule"
)

// sample is an edition with every cadence, two conditions, a duty without a
// trace and a private standard.
func sample(t testing.TB) *rule.Edition {
	t.Helper()
	private := standardOf("T16", "", &rule.Duty{ID: "登记", Due: due(t, "每月5日↓")})
	private.Private = true
	return compiled(t,
		standardOf("Z04", "", &rule.Duty{ID: "大会", Due: due(t, "每季末月25日↑")}),
		standardOf("Z05", "正式党员 >= 大支部人数 and 类型 != \"临时\"", &rule.Duty{ID: "会议", Due: due(t, "每月28日↑")}),
		standardOf("Z08", "", &rule.Duty{ID: "生活会", Due: due(t, "窗口[10/01–次年03/31]")}),
		standardOf("T13", "", &rule.Duty{ID: "自查", Due: due(t, "次季首月第5个工作日")}),
		standardOf("Z18", "", &rule.Duty{ID: "研究", Due: due(t, "每半年末月20日↑")}),
		standardOf("H03", "在建", &rule.Duty{ID: "授牌", Due: due(t, "开工日期+30日↑"), Event: &rule.Event{Unit: "开工日期"}},
			&rule.Duty{ID: "考评", When: expr("正式党员 >= 3"), Due: due(t, "每月25日↑")}),
		standardOf("H08", "", &rule.Duty{ID: "提醒", Due: due(t, "节前3工作日[元旦、春节、清明、五一、端午、中秋、国庆]")}),
		standardOf("T02", "", &rule.Duty{ID: "登记", Track: "none", Due: due(t, "每月28日↑")}),
		standardOf("T11", "", &rule.Duty{ID: "线索", Due: due(t, "每周五↓")}),
		standardOf("Z11", "类型 != \"临时\"", &rule.Duty{ID: "谈话", Due: due(t, "日期+1月↑"), Event: &rule.Event{Of: "发展", Date: "日期", Where: expr("步骤 == \"申请\"")}}),
		private,
	)
}

func keys(tasks []port.PlannedTask) []string {
	var out []string
	for _, t := range tasks {
		out = append(out, fmt.Sprintf("%s %s %s", t.Duty, t.Subject, t.Due))
	}
	slices.Sort(out)
	return out
}

func planned(t testing.TB, e *rule.Edition, u engine.Unit, p calendar.Period) []port.PlannedTask {
	t.Helper()
	s, err := plan.NewSchedule(e, national(t), p)
	if err != nil {
		t.Fatal(err)
	}
	tasks, warnings := s.For(u, nil)
	if len(warnings) > 0 {
		t.Fatal(warnings)
	}
	return tasks
}

// TestYearOfDueDatesEqualsTheOneReckonedByHand compares every due day of the
// sample in 2026 with testdata/year-2026.json, which was reckoned without this
// program.
func TestYearOfDueDatesEqualsTheOneReckonedByHand(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("testdata/year-2026.json")
	if err != nil {
		t.Fatal(err)
	}
	var want map[string][]string
	if err := json.Unmarshal(raw, &want); err != nil {
		t.Fatal(err)
	}
	e := sample(t)
	u := branch(7, engine.Attributes{"正式党员": 11, "类型": "单独", "在建": true})
	got := map[string][]string{}
	for _, p := range plan.Periods(day(t, "2026-01-01"), day(t, "2026-12-31")) {
		got[p.String()] = keys(planned(t, e, u, p))
	}
	if len(want) != 12+4+2+1 {
		t.Fatalf("testdata holds %d periods", len(want))
	}
	for p, list := range want {
		slices.Sort(list)
		if !reflect.DeepEqual(got[p], list) {
			t.Errorf("%s:\n got %q\nwant %q", p, got[p], list)
		}
	}
}

func TestConditionsDecideWhatAUnitGets(t *testing.T) {
	t.Parallel()
	e, november := sample(t), period(t, "2026-11")
	for name, tc := range map[string]struct {
		attributes engine.Attributes
		want       []string // standards that are there besides T11
	}{
		"large":                   {engine.Attributes{"正式党员": 7, "类型": "单独"}, []string{"Z05.会议"}},
		"small":                   {engine.Attributes{"正式党员": 6, "类型": "单独"}, nil},
		"temporary":               {engine.Attributes{"正式党员": 9, "类型": "临时"}, nil},
		"building":                {engine.Attributes{"正式党员": 3, "类型": "单独", "在建": true}, []string{"H03.考评"}},
		"building with too few":   {engine.Attributes{"正式党员": 2, "类型": "单独", "在建": true}, nil},
		"nothing known":           {nil, nil},
		"read back from the disk": {engine.Attributes{"正式党员": 7.0, "类型": "单独"}, []string{"Z05.会议"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, p := range planned(t, e, branch(1, tc.attributes), november) {
				if p.Duty != "T11.线索" {
					got = append(got, p.Duty)
				}
			}
			if !slices.Equal(got, tc.want) {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}

func TestCompanysChoiceDecidesWhatApplies(t *testing.T) {
	t.Parallel()
	s, err := plan.NewSchedule(sample(t), national(t), period(t, "2026-11"))
	if err != nil {
		t.Fatal(err)
	}
	parameters := plan.NewParameters([]engine.ParameterValue{{ID: 1, Name: "大支部人数", UnitID: 2, From: day(t, "2026-11-01"), Value: "5"}})
	inside, outside := branch(5, engine.Attributes{"正式党员": 6, "类型": "单独"}), branch(6, engine.Attributes{"正式党员": 6, "类型": "单独"})
	inside.Path, outside.Path = "/1/2/5/", "/1/6/"
	meets := map[engine.UnitID]bool{}
	c := s.Classify([]engine.Unit{outside, inside}, parameters)
	for _, u := range c.Units {
		meets[u.Unit] = slices.ContainsFunc(c.Plans[u.Class].Tasks, func(p port.PlannedTask) bool { return p.Duty == "Z05.会议" })
	}
	if !meets[5] || meets[6] {
		t.Errorf("got %v", meets)
	}
}

func TestNothingOutsideTheUnitsTime(t *testing.T) {
	t.Parallel()
	e, november := sample(t), period(t, "2026-11")
	u := branch(1, nil)
	u.Start, u.Closed = day(t, "2026-11-13"), day(t, "2026-11-20")
	want := []string{"T11.线索 第2周 2026-11-13", "T11.线索 第3周 2026-11-20"}
	if got := keys(planned(t, e, u, november)); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	for name, change := range map[string]func(*engine.Unit){
		"not begun":      func(u *engine.Unit) { u.Start, u.Closed = day(t, "2026-12-01"), 0 },
		"closed before":  func(u *engine.Unit) { u.Closed = day(t, "2026-10-31") },
		"never live":     func(u *engine.Unit) { u.Start, u.Closed = 0, 0 },
		"no branch":      func(u *engine.Unit) { u.Kind, u.Closed = engine.Project, 0 },
		"general branch": func(u *engine.Unit) { u.Kind, u.Closed = engine.GeneralBranch, 0 },
	} {
		other := branch(1, nil)
		other.Start = day(t, "2026-01-01")
		change(&other)
		if plan.Issues(&other, november) || len(planned(t, e, other, november)) > 0 {
			t.Errorf("%s: the unit gets a sheet", name)
		}
	}
}

// TestNothingIsAskedAboutAPeriodBeforeTheUnitBegan: the self-check of the quarter
// before has no sheet when the unit was not there.
func TestNothingIsAskedAboutAPeriodBeforeTheUnitBegan(t *testing.T) {
	t.Parallel()
	e := compiled(t, standardOf("T13", "", &rule.Duty{ID: "自查", Due: due(t, "次季首月第5个工作日")}), standardOf("Z04", "", &rule.Duty{ID: "大会", Due: due(t, "每季末月25日↑")}))
	for start, want := range map[string][]string{
		"2025-12-31": {"T13.自查  2026-01-08", "Z04.大会  2026-03-25"},
		"2026-01-01": {"Z04.大会  2026-03-25"},
		"2026-01-08": {"Z04.大会  2026-03-25"},
		"2026-03-26": nil,
	} {
		u := branch(1, nil)
		u.Start = day(t, start)
		if got := keys(planned(t, e, u, period(t, "2026Q1"))); !slices.Equal(got, want) {
			t.Errorf("begun %s: got %q, want %q", start, got, want)
		}
	}
	u := branch(1, nil)
	u.Start = day(t, "2026-01-08")
	if got := keys(planned(t, e, u, period(t, "2026Q2"))); !slices.Contains(got, "T13.自查  2026-04-08") {
		t.Errorf("the quarter after: got %q", got)
	}
}

func TestUnreadableFactWarnsAndDoesNotApply(t *testing.T) {
	t.Parallel()
	s, err := plan.NewSchedule(sample(t), national(t), period(t, "2026-11"))
	if err != nil {
		t.Fatal(err)
	}
	bad, good := branch(5, engine.Attributes{"正式党员": "很多", "类型": "单独"}), branch(6, engine.Attributes{"正式党员": 9, "类型": "单独"})
	c := s.Classify([]engine.Unit{bad, good}, nil)
	if len(c.Warnings) != 1 || len(c.Units) != 2 || c.Units[0].Class == c.Units[1].Class {
		t.Errorf("warnings %q, units %v", c.Warnings, c.Units)
	}
}

// TestClassesGiveEachUnitItsOwnPlan draws units at random and compares the class
// of each with what it gets alone, in any order of units.
func TestClassesGiveEachUnitItsOwnPlan(t *testing.T) {
	t.Parallel()
	e := sample(t)
	r := rand.New(rand.NewPCG(5, 2))
	values := []engine.ParameterValue{{ID: 1, Name: "大支部人数", UnitID: 2, Value: "5"}, {ID: 2, Name: "大支部人数", UnitID: 1, From: day(t, "2026-06-01"), Value: "9"}}
	for _, key := range []string{"2026", "2026H1", "2026Q3", "2026-11"} {
		p := period(t, key)
		units := make([]engine.Unit, 300)
		for i := range units {
			units[i] = branch(engine.UnitID(i+10), engine.Attributes{"正式党员": r.IntN(12), "类型": []string{"单独", "联合", "临时"}[r.IntN(3)], "在建": r.IntN(2) == 0})
			units[i].Path = []string{"/1/", "/1/2/", "/1/3/"}[r.IntN(3)] + fmt.Sprint(i+10) + "/"
			if r.IntN(4) == 0 {
				units[i].Start = p.Start.AddDays(r.IntN(40) - 5)
			}
			if r.IntN(4) == 0 {
				units[i].Closed = p.End().AddDays(10 - r.IntN(60))
			}
		}
		s, err := plan.NewSchedule(e, national(t), p)
		if err != nil {
			t.Fatal(err)
		}
		together := map[engine.UnitID][]string{}
		c := s.Classify(units, plan.NewParameters(values))
		for _, u := range c.Units {
			together[u.Unit] = keys(c.Plans[u.Class].Tasks)
		}
		lists := map[string]bool{}
		for _, p := range c.Plans {
			list := fmt.Sprint(keys(p.Tasks))
			if lists[list] {
				t.Errorf("%s: two classes have the same tasks", key)
			}
			lists[list] = true
		}
		r.Shuffle(len(units), func(i, j int) { units[i], units[j] = units[j], units[i] })
		for _, u := range units {
			alone, err := plan.NewSchedule(e, national(t), p)
			if err != nil {
				t.Fatal(err)
			}
			tasks, _ := alone.For(u, plan.NewParameters(values))
			if got := keys(tasks); !slices.Equal(got, together[u.ID]) {
				t.Fatalf("%s unit %d: alone %q, together %q", key, u.ID, got, together[u.ID])
			}
		}
	}
}
