package main

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"syscall"
	"time"

	"wubiao/engine/calendar"
	"wubiao/engine/rule"
	"wubiao/engine/score"
	"wubiao/handbook"
)

// branchRecords is how many records a busy branch leaves in a quarter.
const branchRecords = 300

// scoring is what scoring is measured on.
type scoring struct {
	edition  *rule.Edition
	calendar *calendar.Calendar
	quarter  calendar.Period
	facts    []rule.Facts // of different branches
	rules    int
}

// newScoring reads the embedded edition and makes the facts of so many branches.
func newScoring(branches int) (*scoring, error) {
	loaded := handbook.LoadFS(handbook.Embedded(), "editions/"+editionName)
	if err := loaded.Err(); err != nil {
		return nil, err
	}
	cal, err := workdays()
	if err != nil {
		return nil, err
	}
	w := &scoring{edition: loaded.Edition, calendar: cal}
	if w.quarter, err = calendar.ParsePeriod("2026Q2"); err != nil {
		return nil, err
	}
	for _, s := range w.edition.Standards {
		w.rules += len(s.Scoring)
	}
	maker, err := newFactMaker(w.edition)
	if err != nil {
		return nil, err
	}
	for i := range branches {
		w.facts = append(w.facts, maker.facts(uint64(i), w.quarter, branchRecords))
	}
	return w, nil
}

// workdays is the calendar that comes with the program.
func workdays() (*calendar.Calendar, error) {
	years, problems := handbook.Calendars(handbook.Embedded())
	for _, p := range problems {
		if !p.Warning {
			return nil, errors.New(p.String())
		}
	}
	cal, errs := calendar.New(years)
	return cal, errors.Join(errs...)
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// run scores so many branches one after the other and gives the seconds of
// processor time each took, by the hundred: what else runs on the machine does
// not count, what the collector does behind it does.
func (w *scoring) run(branches int) (each []float64, err error) {
	for at := 0; at < branches; at += 100 {
		begun := processorTime()
		for i := range 100 {
			if _, err := score.Score(w.edition, w.facts[(at+i)%len(w.facts)], w.calendar); err != nil {
				return nil, err
			}
		}
		each = append(each, (processorTime()-begun).Seconds()/100)
	}
	return each, nil
}

// meeting is a record as plain Go would have it.
type meeting struct {
	kind    string
	present int
}

// plainRule is one rule as plain Go would have it: from seven members on, three
// committee meetings are due, and each that is missing costs half a point.
func plainRule(members, need int, meetings []meeting) float64 {
	if members < 7 {
		return 0
	}
	have := 0
	for i := range meetings {
		if meetings[i].kind == "支委会" && meetings[i].present > 0 {
			have++
		}
	}
	return 0.5 * float64(max(need-have, 0))
}

// plain evaluates as many plain rules over twelve meetings as the edition has,
// so many times over, and gives the seconds each branch took.
func (w *scoring) plain(branches int) (each, points float64) {
	meetings := make([]meeting, 12)
	for i := range meetings {
		meetings[i] = meeting{[]string{"支委会", "党员大会", "党课"}[i%3], i % 5}
	}
	begun := processorTime()
	for range branches {
		for i := range w.rules {
			points += plainRule(5+i%9, 4, meetings)
		}
	}
	return (processorTime() - begun).Seconds() / float64(branches), points
}

// processorTime is what this process has taken of the processor so far.
func processorTime() time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		return 0
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// measureScoring compares scoring with plain rules, and many branches with few.
func measureScoring(r *report, w *scoring) error {
	if _, err := w.run(200); err != nil { // warm
		return err
	}
	var few, many, plain []float64
	for range 2 {
		each, err := w.run(1000)
		if err != nil {
			return err
		}
		few = append(few, each...)
		bare, points := w.plain(10000)
		if points == 0 {
			return errors.New("对照程序算错了")
		}
		plain = append(plain, bare)
		if each, err = w.run(10000); err != nil {
			return err
		}
		many = append(many, each...)
	}
	one, base := median(few), median(plain)
	r.add(figure{Name: fmt.Sprintf("评一个支部一季（%d 条标准、%d 条规则、%d 条记录，带说明，处理器时间）", len(w.edition.Standards), w.rules, branchRecords),
		Value: one * 1000, Unit: "毫秒", Anchor: fmt.Sprintf("同样多条纯 Go 规则 %.4f 毫秒（每条 %.1f 纳秒）", base*1000, base/float64(w.rules)*1e9),
		Ratio: one / base, Limit: "≤1 毫秒", Met: one <= 0.001})
	r.add(figure{Name: "一连评 10,000 个支部，每个", Value: median(many) * 1000, Unit: "毫秒",
		Anchor: fmt.Sprintf("一连评 1,000 个，每个 %.3f 毫秒", one*1000), Ratio: median(many) / one,
		Limit: "比值 ≤1.10", Met: median(many) <= 1.1*one})
	return nil
}
