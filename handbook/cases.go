package handbook

import (
	"fmt"
	"sort"

	"wubiao/engine"
	"wubiao/engine/calendar"
	"wubiao/engine/rule"
	"wubiao/engine/score"
)

// CaseReport is what running every case of an edition showed.
type CaseReport struct {
	Cases    int
	Failed   int            // cases that did not come out as expected
	Failures []rule.Problem // every figure that differs
	Idle     []string       // rules that no case makes count
}

// RunCases runs every executable case of the edition: those of its standards and
// its own.
func RunCases(e *rule.Edition, cal *calendar.Calendar) CaseReport {
	run := &caseRun{edition: e, calendar: cal, moved: map[string]bool{}}
	for _, st := range e.Standards {
		for i := range st.Cases {
			run.one(&st.Cases[i], st)
		}
	}
	for i := range e.Cases {
		run.one(&e.Cases[i], nil)
	}
	for _, st := range e.Standards {
		for _, r := range st.Scoring {
			if !run.moved[r.Key()] {
				run.report.Idle = append(run.report.Idle, r.Key())
			}
		}
	}
	return run.report
}

type caseRun struct {
	edition  *rule.Edition
	calendar *calendar.Calendar
	report   CaseReport
	moved    map[string]bool
	failing  *rule.Case
}

func (r *caseRun) fail(c *rule.Case, format string, args ...any) {
	name := c.Name
	if name == "" {
		name = "未命名"
	}
	if r.failing != c {
		r.failing = c
		r.report.Failed++
	}
	r.report.Failures = append(r.report.Failures, rule.Problem{Pos: c.Pos, Message: "例「" + name + "」：" + fmt.Sprintf(format, args...)})
}

func (r *caseRun) one(c *rule.Case, of *rule.Standard) {
	r.report.Cases++
	switch {
	case len(c.Expect) == 0:
		r.fail(c, "没有写期望（expect）")
	case len(c.Units) > 0:
		r.several(c)
	case len(c.Vote) > 0:
		r.vote(c)
	case len(c.Marks) > 0:
		r.marks(c)
	default:
		r.single(c, of)
	}
}

// score scores one case's facts.
func (r *caseRun) score(c *rule.Case, of *rule.Standard) (*score.Sheet, error) {
	facts, err := c.Facts(r.edition, of)
	if err != nil {
		return nil, err
	}
	sheet, err := score.Score(r.edition, facts, r.calendar)
	if err != nil {
		return nil, err
	}
	if len(c.Given) > 0 {
		given := map[string]engine.Points{}
		for k, v := range c.Given {
			p, err := engine.ParsePoints(fmt.Sprint(v))
			if err != nil {
				return nil, err
			}
			given[k] = p
		}
		sheet = sheet.Given(given)
	}
	for _, it := range sheet.Items {
		for _, f := range it.Findings {
			if f.Deducted != 0 || f.Added != 0 || f.Earned != 0 || f.Forfeit || f.Score != nil || len(f.Vetoes) > 0 {
				r.moved[f.Rule] = true
			}
		}
	}
	return sheet, nil
}

func (r *caseRun) single(c *rule.Case, of *rule.Standard) {
	sheet, err := r.score(c, of)
	if want, ok := c.Expect["error"]; ok {
		r.expectError(c, want, err)
		return
	}
	if err != nil {
		r.fail(c, "%v", err)
		return
	}
	x := &expectation{run: r, c: c, sheet: sheet, of: of}
	for _, key := range keysOf(c.Expect) {
		x.check(key, c.Expect[key])
	}
}

func (r *caseRun) expectError(c *rule.Case, want any, err error) {
	switch {
	case err == nil:
		r.fail(c, "期望报错「%v」，却算出了分", want)
	case !containsText(err.Error(), fmt.Sprint(want)):
		r.fail(c, "期望报错含「%v」，实际是：%v", want, err)
	}
}

// several scores several units and compares them.
func (r *caseRun) several(c *rule.Case) {
	var standings []score.Standing
	for i := range c.Units {
		u := &c.Units[i]
		if u.Period == "" {
			u.Period = c.Period
		}
		sheet, err := r.score(u, nil)
		if err != nil {
			r.fail(c, "单位「%s」：%v", u.Name, err)
			return
		}
		standings = append(standings, score.Standing{Name: u.Name, Sheet: sheet})
	}
	standings = score.Compete(r.edition, standings)
	for _, key := range keysOf(c.Expect) {
		r.expectStandings(c, key, c.Expect[key], standings)
	}
	for i := range c.Units { // units may expect things of their own
		for _, key := range keysOf(c.Units[i].Expect) {
			x := &expectation{run: r, c: c, sheet: standings[i].Sheet}
			x.check(key, c.Units[i].Expect[key])
		}
	}
}

func (r *caseRun) expectStandings(c *rule.Case, key string, want any, all []score.Standing) {
	got := map[string]string{}
	switch key {
	case "count":
		counts := map[string]int{}
		for _, b := range r.edition.Bands {
			counts[b.Name] = 0
		}
		for _, s := range all {
			counts[s.Band]++
		}
		for k, n := range counts {
			got[k] = fmt.Sprint(n)
		}
	case "rank", "band":
		for _, s := range all {
			got[s.Name] = s.Band
			if key == "rank" {
				got[s.Name] = fmt.Sprint(s.Rank)
			}
		}
	default:
		r.fail(c, "多个单位的例只能期望 count、rank、band，不能是「%s」", key)
		return
	}
	wanted, ok := want.(map[string]any)
	if !ok {
		r.fail(c, "%s 要逐个写", key)
		return
	}
	for _, name := range keysOf(wanted) {
		if g := got[name]; g != fmt.Sprint(wanted[name]) {
			r.fail(c, "「%s」的 %s 期望 %v，实际 %s", name, key, wanted[name], g)
		}
	}
}

func (r *caseRun) marks(c *rule.Case) {
	var marks []rule.Rat
	for _, m := range c.Marks {
		v, ok := rule.ParseRat(fmt.Sprint(m))
		if !ok {
			r.fail(c, "「%v」不是分数", m)
			return
		}
		marks = append(marks, v)
	}
	facts, err := c.Facts(r.edition, nil)
	if err != nil {
		r.fail(c, "%v", err)
		return
	}
	var combined rule.Rat
	need, err := r.edition.Number(r.edition.Raters.Marks, facts.Unit)
	enough := err == nil
	if enough {
		combined, enough = r.edition.Raters.CombineMarks(marks, need)
	}
	for _, key := range keysOf(c.Expect) {
		want := fmt.Sprint(c.Expect[key])
		switch {
		case key == "provisional":
			if want != fmt.Sprint(!enough) {
				r.fail(c, "provisional 期望 %s，实际 %v", want, !enough)
			}
		case key != "score":
			r.fail(c, "评分的例只能期望 score 或 provisional")
		case !sameNumber(c.Expect[key], combined):
			r.fail(c, "综合分期望 %s，实际 %s", want, combined)
		}
	}
}

// vote checks quorum and majority of declared votes.
func (r *caseRun) vote(c *rule.Case) {
	facts, err := c.Facts(r.edition, nil)
	if err != nil {
		r.fail(c, "%v", err)
		return
	}
	for _, name := range keysOf(c.Vote) {
		v := r.edition.Votes[name]
		numbers, ok := c.Vote[name].(map[string]any)
		if v == nil || !ok {
			r.fail(c, "没有表决规则「%s」，或没有写各项人数", name)
			return
		}
		get := func(column string) (rule.Rat, bool) { return rule.ParseRat(fmt.Sprint(numbers[column])) }
		verdict, err := v.Decide(get, func(x *rule.Expr) (rule.Rat, bool) {
			share, err := r.edition.Number(x, facts.Unit)
			return share, err == nil
		})
		if err != nil {
			r.fail(c, "%v", err)
			return
		}
		got := map[string]bool{"quorum": verdict.Quorum, "pass": verdict.Passed, "valid": verdict.Valid()}
		for _, key := range keysOf(c.Expect) {
			g, known := got[key]
			if !known || fmt.Sprint(c.Expect[key]) != fmt.Sprint(g) {
				r.fail(c, "%s 期望 %v，实际 %v（%s）", key, c.Expect[key], g, verdict.Reason)
			}
		}
	}
}

func keysOf[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}
