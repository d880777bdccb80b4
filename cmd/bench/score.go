package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
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

// run scores so many branches one after the other on one core.
func (w *scoring) run(branches int) (time.Duration, error) {
	begun := time.Now()
	for i := range branches {
		if _, err := score.Score(w.edition, w.facts[i%len(w.facts)], w.calendar); err != nil {
			return 0, err
		}
	}
	return time.Since(begun), nil
}

// plainRule is one rule as plain Go would have it: how many of the branch's
// records are of the kind, and half a point for each that is missing.
func plainRule(members, need int, records []rule.Record) float64 {
	if members < 7 {
		return 0
	}
	have := 0
	for i := range records {
		if len(records[i].Fields) > 0 {
			have++
		}
	}
	return 0.5 * float64(max(need-have, 0))
}

// plain evaluates as many plain rules over the same records and gives the time
// and the points, so that nothing is optimised away.
func (w *scoring) plain(branches int) (took time.Duration, points float64) {
	begun := time.Now()
	for i := range branches {
		f := w.facts[i%len(w.facts)]
		for _, s := range w.edition.Standards {
			for _, r := range s.Scoring {
				points += plainRule(11, 3, f.Records[r.Of])
			}
		}
	}
	return time.Since(begun), points
}

// measureScoring compares scoring with plain rules, and many branches with few.
func measureScoring(_ context.Context, r *report) error {
	w, err := newScoring(64)
	if err != nil {
		return fmt.Errorf("准备评分：%w", err)
	}
	if _, err := w.run(200); err != nil { // warm
		return err
	}
	var few, many, plain []float64
	for range 3 {
		took, err := w.run(1000)
		if err != nil {
			return err
		}
		few = append(few, took.Seconds()/1000)
		if took, err = w.run(10000); err != nil {
			return err
		}
		many = append(many, took.Seconds()/10000)
		bare, points := w.plain(1000)
		if points < 0 {
			return errors.New("对照程序算错了")
		}
		plain = append(plain, bare.Seconds()/1000)
	}
	one := median(few)
	r.add(figure{Name: fmt.Sprintf("评一个支部一季（%d条标准 %d条规则 %d条记录）", len(w.edition.Standards), w.rules, branchRecords),
		Value: one * 1000, Unit: "毫秒", Anchor: fmt.Sprintf("同样多条纯 Go 规则 %.4f 毫秒", median(plain)*1000), Ratio: one / median(plain),
		Limit: "≤1 毫秒", Met: one <= 0.001})
	r.add(figure{Name: "评 10,000 个支部，每个支部", Value: median(many) * 1000, Unit: "毫秒", Anchor: fmt.Sprintf("评 1,000 个时 %.3f 毫秒", one*1000),
		Ratio: median(many) / one, Limit: "比值 ≤1.10", Met: median(many) <= 1.1*one})
	return nil
}
