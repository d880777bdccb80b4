package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"wubiao/engine"
	"wubiao/engine/calendar"
	"wubiao/engine/rule"
	"wubiao/engine/score"
	"wubiao/handbook"
)

func scoreCommand() command {
	cmd := command{name: "score", args: "--handbook 目录 --facts 文件 --period 2026Q3 [--json]", summary: "按手册给一份事实计分，逐条说明，不用数据库"}
	cmd.run = func(_ context.Context, c *console, flags *flag.FlagSet, args []string) error {
		dir := flags.String("handbook", "", "手册目录；不写用内置的 2026 版")
		file := flags.String("facts", "", "事实文件（YAML 或 JSON）")
		period := flags.String("period", "", "期间，如 2026Q3、2026；不写用事实文件里的")
		asJSON := flags.Bool("json", false, "输出一个 JSON 对象")
		if _, err := parse(c, flags, cmd, args, 0, 0); err != nil {
			return err
		}
		if *file == "" {
			return usageError{"没有写事实文件（--facts）"}
		}
		if *period != "" {
			if _, err := calendar.ParsePeriod(*period); err != nil {
				return usageError{"选项 --period：" + err.Error()}
			}
		}
		e, err := soundEdition(*dir)
		if err != nil {
			return err
		}
		sheet, p, err := scoreFile(e, *file, *period)
		if err != nil {
			return err
		}
		out := scoreView(e, p, sheet)
		if *asJSON {
			return c.answer(out)
		}
		printScore(c.out, out)
		return nil
	}
	return cmd
}

// scoreFile scores the facts of one file.
func scoreFile(e *rule.Edition, file, period string) (*score.Sheet, calendar.Period, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, calendar.Period{}, usageError{"读事实文件 " + file + "：" + trouble(err)}
	}
	given, problems := handbook.ReadFacts(file, data)
	if len(problems) > 0 {
		return nil, calendar.Period{}, errors.Join(problemErrors(problems)...)
	}
	if err := samePeriod(given, period); err != nil {
		return nil, calendar.Period{}, err
	}
	if period != "" && given.Period == "" {
		given.Period = period
	}
	cal, err := loadCalendar()
	if err != nil {
		return nil, calendar.Period{}, err
	}
	facts, err := given.Alone(e)
	if err != nil {
		return nil, calendar.Period{}, placed(given, file, err)
	}
	sheet, err := score.Score(e, facts, cal)
	return sheet, facts.Period, placed(given, file, err)
}

// samePeriod refuses facts of one period to be scored as another's. What is no
// period is told where the facts are read.
func samePeriod(given handbook.Facts, asked string) error {
	if asked == "" || given.Period == "" {
		return nil
	}
	want, err1 := calendar.ParsePeriod(asked)
	has, err2 := calendar.ParsePeriod(given.Period)
	if err1 != nil || err2 != nil || want == has {
		return nil //nolint:nilerr // a period that cannot be read is told where the facts are read
	}
	return fmt.Errorf("%s: 事实文件写的期间是 %s，--period 写的是 %s，两处不一致：请改成一样的，或去掉一处", given.Place("period"), has, want)
}

// placed names the place in the file of each problem that is only seen when the
// facts meet the edition; the file alone where a problem is about no one fact.
func placed(given handbook.Facts, file string, err error) error {
	var all []error
	for _, one := range leaves(err) {
		where := file
		var wrong *rule.FactError
		if errors.As(one, &wrong) {
			where = given.Place(wrong.Path...).String()
		}
		for _, sentence := range sentences(one) {
			all = append(all, errors.New(where+": "+sentence))
		}
	}
	return errors.Join(all...)
}

// leaves takes joined errors apart, also where a wrapping holds them.
func leaves(err error) []error {
	switch e := err.(type) { //nolint:errorlint // it is the tree of errors that is walked
	case nil:
		return nil
	case interface{ Unwrap() []error }:
		var all []error
		for _, one := range e.Unwrap() {
			all = append(all, leaves(one)...)
		}
		return all
	}
	return []error{err}
}

// scoredSheet is what `score --json` prints.
type scoredSheet struct {
	Edition   string       `json:"edition"`
	Period    string       `json:"period"`
	Standards []scoredItem `json:"standards"`
	Totals    scoredTotals `json:"totals"`
}

type scoredItem struct {
	Code     string          `json:"code"`
	Title    string          `json:"title"`
	Status   rule.Status     `json:"status"`
	Points   *engine.Points  `json:"points"`
	Max      *engine.Points  `json:"max"`
	Findings []scoredFinding `json:"findings"`
}

type scoredFinding struct {
	Rule     string        `json:"rule"`
	Outcome  rule.Outcome  `json:"outcome"`
	Deducted engine.Points `json:"deducted"`
	Added    engine.Points `json:"added"`
	Earned   engine.Points `json:"earned"`
	Need     *rule.Rat     `json:"need"`
	Have     *rule.Rat     `json:"have"`
	Records  []int64       `json:"records"`
	Reason   string        `json:"reason"`
}

type scoredTotals struct {
	Points      engine.Points  `json:"points"`
	Max         *engine.Points `json:"max"`
	Rate        *engine.Points `json:"rate"`
	Bonus       engine.Points  `json:"bonus"`
	Score       engine.Points  `json:"score"`
	Band        string         `json:"band"`
	Vetoes      []string       `json:"vetoes"`
	Effects     []string       `json:"effects"`
	Provisional bool           `json:"provisional"`
	Missing     []string       `json:"missing"`
}

func scoreView(e *rule.Edition, p calendar.Period, s *score.Sheet) scoredSheet {
	out := scoredSheet{Edition: e.Name, Period: p.String(), Standards: []scoredItem{}}
	for _, it := range s.Items {
		item := scoredItem{Code: it.Code, Title: it.Title, Status: it.Status, Points: it.Points, Max: it.Max, Findings: []scoredFinding{}}
		for _, f := range it.Findings {
			item.Findings = append(item.Findings, scoredFinding{f.Rule, f.Outcome, f.Deducted, f.Added, f.Earned, f.Need, f.Have,
				append([]int64{}, f.Records...), f.Reason})
		}
		out.Standards = append(out.Standards, item)
	}
	t := s.Totals
	out.Totals = scoredTotals{Points: t.Points, Rate: t.Rate, Bonus: t.Bonus, Score: t.Score, Band: t.Band,
		Vetoes: append([]string{}, t.Vetoes...), Effects: append([]string{}, t.Effects...), Provisional: t.Provisional, Missing: append([]string{}, t.Gaps...)}
	if t.Max > 0 {
		out.Totals.Max = &t.Max
	}
	return out
}

func printScore(w io.Writer, s scoredSheet) {
	period := s.Period
	if p, err := calendar.ParsePeriod(s.Period); err == nil {
		period = p.Chinese()
	}
	fmt.Fprintf(w, "手册 %s，%s\n", s.Edition, period)
	for _, it := range s.Standards {
		fmt.Fprintf(w, "%s：%s\n", strings.TrimSpace(it.Code+" "+it.Title), pointsText(it))
		for _, f := range it.Findings {
			fmt.Fprintf(w, "    %s %s\n", f.Rule, f.Reason)
		}
	}
	t := s.Totals
	fmt.Fprintf(w, "合计 %s", t.Points)
	if t.Max != nil {
		fmt.Fprintf(w, "/%s", *t.Max)
	}
	fmt.Fprintf(w, "，附加分 %s，得分 %s", t.Bonus, t.Score)
	if t.Band != "" {
		fmt.Fprintf(w, "，等次 %s", t.Band)
	}
	if t.Provisional {
		fmt.Fprintf(w, "（暂定，还缺 %d 项事实）", len(t.Missing))
	}
	fmt.Fprintln(w)
}

// pointsText is what an item scores, or why it scores nothing.
func pointsText(it scoredItem) string {
	switch {
	case it.Points == nil && it.Status == rule.Applies:
		return "待给分"
	case it.Points == nil:
		return it.Status.Chinese()
	case it.Max == nil:
		return it.Points.String() + "分"
	}
	return it.Points.String() + "/" + it.Max.String() + "分"
}
