package practise_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"wubiao/engine"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
	"wubiao/engine/rule"
	"wubiao/engine/table"
	"wubiao/engine/use/practise"
	"wubiao/engine/use/standard"
)

// newTerms is an office whose branch elects: its term, entered as ending on 30
// June 2026, follows from the ledger of elections, that of the union from what its
// ledger says.
func newTerms(t *testing.T, now string) *office {
	t.Helper()
	o := newOffice(t, now)
	is := func(source string) *rule.Expr { return &rule.Expr{Source: source} }
	kind := func(name string) rule.TypeSpec { return rule.TypeSpec{Name: name} }
	duty := func(id, phrase, unit, ledger, where string, remind ...calendar.Span) *rule.Duty {
		due, err := calendar.ParseDue(phrase)
		if err != nil {
			t.Fatal(err)
		}
		return &rule.Duty{ID: id, Title: id, Due: &due, Event: &rule.Event{Unit: unit}, Remind: remind, Done: &rule.Done{Of: ledger, Where: is(where)}}
	}
	months := func(n int) calendar.Span { return calendar.Span{N: n, Unit: calendar.UnitMonth} }
	o.Practise.Book = standard.NewBook(recordEdition(t, func(e *rule.Edition) {
		e.Effective = worldDay(t, "2025-01-01")
		e.Attributes["任期届满日"] = &rule.Attribute{Type: kind(rule.TypeDate), Latest: &rule.Latest{Of: "换届", Where: is(`步骤 == "选举"`), Value: is("日期 + 3年")}}
		e.Attributes["工会届满日"] = &rule.Attribute{Type: kind(rule.TypeDate), Latest: &rule.Latest{Of: "工会", Value: is("任期止")}}
		e.Ledgers["换届"] = &rule.Ledger{Day: "日期", Columns: []*rule.Column{{ID: "日期", Type: kind(rule.TypeDate), Required: true},
			{ID: "步骤", Type: rule.TypeSpec{Name: rule.TypeChoice, Choices: []string{"请示", "选举"}}, Required: true},
			{ID: "选举类别", Type: rule.TypeSpec{Name: rule.TypeChoice, Choices: []string{"换届", "补选"}}}, {ID: "原届满日", Type: kind(rule.TypeDate)}}}
		e.Ledgers["工会"] = &rule.Ledger{Day: "日期", Columns: []*rule.Column{{ID: "日期", Type: kind(rule.TypeDate), Required: true}, {ID: "任期止", Type: kind(rule.TypeDate)}}}
		e.Standards = append(e.Standards, &rule.Standard{Code: "Z13", Title: "换届", Line: "党", Who: rule.Who{Post: "支部书记"}, Duties: []*rule.Duty{
			duty("请示", "届满前6个月", "任期届满日", "换届", `步骤 == "请示"`),
			duty("换届", "届满+0日↑", "任期届满日", "换届", `选举类别 == "换届" and 步骤 == "选举"`, months(3), months(1)),
			duty("延期", "届满+1年↑", "任期届满日", "换届", `选举类别 == "换届" and 步骤 == "选举"`),
			duty("工会换届", "届满+0日↑", "工会届满日", "工会", "填了(任期止)"),
		}})
	}))
	o.change("第一党支部", func(u *engine.Unit) {
		u.Attributes["任期届满日"], u.Attributes["工会届满日"] = "2026-06-30", "2026-08-31"
		u.Start = worldDay(t, "2025-09-01")
	})
	return o
}

// night reconciles on the day.
func (o *office) night(on string) {
	o.t.Helper()
	o.at(on + " 22:00")
	o.reconcile(on)
}

// terms says how the tasks of the terms stand: "换届/2026-06-30 open".
func (o *office) terms() string {
	var out []string
	for _, t := range list[engine.Task](o.world, port.Query{Where: port.Where{"unit_id": o.unit}}) {
		if _, duty, _ := strings.Cut(t.Duty, "."); strings.Contains(t.Subject, "届满日") {
			_, day, _ := strings.Cut(t.Subject, "/")
			out = append(out, fmt.Sprintf("%s/%s %s", duty, day, t.State))
		}
	}
	slices.Sort(out)
	return strings.Join(out, ", ")
}

func (o *office) wantTerms(what, want string) {
	o.t.Helper()
	if got := o.terms(); got != want {
		o.t.Errorf("%s:\n got %s\nwant %s", what, got, want)
	}
}

func election(on string) map[string]any {
	return map[string]any{"日期": []string{on}, "步骤": []string{"选举"}, "选举类别": []string{"换届"}}
}

// An election ends the term it was held for and begins the next; an edit moves the
// next, a removal gives the old one back.
func TestAnElectionBeginsTheNextTerm(t *testing.T) {
	t.Parallel()
	o := newTerms(t, "2026-06-02 10:00")
	o.night("2026-06-02")
	o.wantTerms("before", "换届/2026-06-30 open, 请示/2026-06-30 open")
	added := o.add("换届", election("2026-06-01"))
	o.wantTerms("it does what was asked", "换届/2026-06-30 done, 请示/2026-06-30 open")
	o.night("2026-06-02")
	o.wantTerms("no more is asked for the old term", "换届/2026-06-30 done, 请示/2026-06-30 retired")

	o.night("2026-09-01") // 工会 is asked for by what was entered
	o.wantTerms("another term is none of its business", "工会换届/2026-08-31 open, 换届/2026-06-30 done, 请示/2026-06-30 retired")
	o.add("工会", map[string]any{"日期": []string{"2026-08-03"}, "任期止": []string{"2026-08-31"}})
	o.wantTerms("what says when the term ends does not end it", "工会换届/2026-08-31 open, 换届/2026-06-30 done, 请示/2026-06-30 retired")
	o.add("工会", map[string]any{"日期": []string{"2026-08-28"}, "任期止": []string{"2031-08-31"}})

	o.night("2028-12-02")
	next := "工会换届/2026-08-31 done, 换届/2026-06-30 done, 请示/2026-06-30 retired, 请示/2029-06-01 open"
	o.wantTerms("half a year before the next", next)
	o.edit(added.ID, election("2026-06-08"))
	o.night("2028-12-10")
	o.wantTerms("the day was put right", "工会换届/2026-08-31 done, 换届/2026-06-30 done, 请示/2026-06-30 retired, 请示/2029-06-01 retired, 请示/2029-06-08 open")

	if _, err := o.RemoveRecord(context.Background(), o.secretary, practise.RemoveRecordRequest{Record: added.ID, Version: o.record(added.ID).Version, Reason: "记错了"}); err != nil {
		t.Fatal(err)
	}
	o.night("2028-12-10")
	o.wantTerms("taken out", "工会换届/2026-08-31 done, 延期/2026-06-30 open, 换届/2026-06-30 open, 请示/2026-06-30 open, 请示/2029-06-01 retired, 请示/2029-06-08 retired")
}

// What a term asks for is told of in time, and what was done before that is done.
func TestWhatATermAsksForMayBeDoneEarly(t *testing.T) {
	t.Parallel()
	o := newTerms(t, "2025-11-03 10:00")
	o.add("换届", map[string]any{"日期": []string{"2025-11-03"}, "步骤": []string{"请示"}})
	o.night("2025-11-20")
	o.wantTerms("nothing is due", "")
	o.night("2025-12-10")
	o.wantTerms("it was handed in before", "请示/2026-06-30 done")
	o.night("2026-03-30")
	o.wantTerms("three months before", "换届/2026-06-30 open, 请示/2026-06-30 done")
	o.issue("2026-03-30", practise.IssueOptions{Kinds: []calendar.Kind{calendar.KindMonth}})
	if _, err := o.Remind(context.Background(), worldDay(t, "2026-03-30")); err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(o.notices(engine.NoticeReminder), func(n engine.Notice) bool {
		return n.Text == "「换届」还有3个月到期，6月30日（周二）前完成。"
	}) {
		t.Errorf("told %+v", o.notices(engine.NoticeReminder))
	}
	o.at("2026-04-20 10:00")
	o.add("换届", election("2026-04-20"))
	o.night("2026-07-05")
	o.wantTerms("held early, and never asked again", "换届/2026-06-30 done, 请示/2026-06-30 done")
}

// A sheet is judged by the term that ran when its period began; forms and papers
// go by the day.
func TestAQuarterIsJudgedByItsOwnTerm(t *testing.T) {
	t.Parallel()
	o := newTerms(t, "2026-06-12 10:00")
	o.take(o.secretary, o.unit, table.Page{Name: "换届", Rows: rowsOf(
		map[string]any{"日期": "2023-06-20", "步骤": "选举", "选举类别": "换届"}, map[string]any{"日期": "2023-04-20", "步骤": "请示", "选举类别": "换届"})})
	o.add("换届", election("2026-06-12"))
	unit := o.units["第一党支部"]
	for name, c := range map[string]struct {
		period, day string
		want        any
	}{
		"the quarter of the election": {"2026Q2", "2026-06-30", "2026-06-20"},
		"the year of the election":    {"2026", "2026-12-31", "2026-06-20"},
		"the quarter after":           {"2026Q3", "2026-09-30", "2029-06-12"},
		"the day before":              {"", "2026-06-11", "2026-06-20"},
		"the day itself":              {"", "2026-06-12", "2029-06-12"},
	} {
		var facts rule.UnitFacts
		err := o.db.View(context.Background(), func(tx port.Tx) (err error) {
			if c.period == "" {
				facts, err = o.FactsOn(tx, unit, worldDay(t, c.day))
				return err
			}
			period, err := calendar.ParsePeriod(c.period)
			if err != nil {
				return err
			}
			facts, err = o.FactsIn(tx, unit, period, worldDay(t, c.day))
			return err
		})
		if err != nil || facts.Attributes["任期届满日"] != c.want {
			t.Errorf("%s: %v, want %v (%v)", name, facts.Attributes["任期届满日"], c.want, err)
		}
	}
}

func TestAnElectionsFormKnowsTheTermThatEnds(t *testing.T) {
	t.Parallel()
	o := newTerms(t, "2026-06-02 10:00")
	o.night("2026-06-02")
	i := slices.IndexFunc(list[engine.Task](o.world, port.Query{}), func(t engine.Task) bool { return t.Duty == "Z13.换届" })
	task := list[engine.Task](o.world, port.Query{})[i]
	form := o.form(practise.RecordFormRequest{Ledger: "换届", Task: task.ID})
	if got := filled(append(form.Main, form.More...)); !strings.Contains(got, "原届满日=2026-06-30") {
		t.Errorf("form: %s", got)
	}
}

// A reminder that comes late says how much time there is left.
func TestALateReminderSaysWhatIsTrueToday(t *testing.T) {
	t.Parallel()
	o := newTerms(t, "2026-06-01 10:00")
	o.night("2026-06-01") // the month before the due day began on a Saturday
	o.issue("2026-06-01", practise.IssueOptions{Kinds: []calendar.Kind{calendar.KindMonth}})
	if _, err := o.Remind(context.Background(), worldDay(t, "2026-06-01")); err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(o.notices(engine.NoticeReminder), func(n engine.Notice) bool {
		return n.Text == "「换届」还有29天到期，6月30日（周二）前完成。"
	}) {
		t.Errorf("told %+v", o.notices(engine.NoticeReminder))
	}
}
