package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"wubiao/engine/calendar"
	"wubiao/engine/use/practise"
)

// issueBranches is the size of company that issuing is judged at; issueRounds
// how often five quarters are issued.
const (
	issueBranches = 10000
	issueRounds   = 3
)

// quarters are five in a row; the fifth is the first a year later, so that both
// ask the same.
func quarters() []calendar.Period {
	p := calendar.PeriodOf(calendar.KindQuarter, calendar.NewDate(2026, 1, 1))
	list := []calendar.Period{p}
	for range 4 {
		p = p.Next()
		list = append(list, p)
	}
	return list
}

// speeds are rows a second, quarter by quarter, of all rounds.
type speeds struct{ ours, bare [5][]float64 }

// all gives the speeds of every quarter.
func all(list [5][]float64) (out []float64) {
	for _, q := range list {
		out = append(out, q...)
	}
	return out
}

// measureIssue issues five quarters to 10,000 branches by the use case, and
// turn by turn writes the same rows by bare INSERT … SELECT into an equal
// database.
func measureIssue(ctx context.Context, r *report, dir string, w *scoring) error {
	blank := filepath.Join(dir, "units.db")
	if err := makeUnits(ctx, blank, w.edition, issueBranches); err != nil {
		return err
	}
	var s speeds
	rows := 0
	for round := range issueRounds {
		n, err := issueRound(ctx, &s, blank, dir, w)
		if err != nil {
			return fmt.Errorf("第%d轮：%w", round+1, err)
		}
		rows = n
	}
	ours, bare := median(all(s.ours)), median(all(s.bare))
	r.add(figure{Name: fmt.Sprintf("%d 个支部下达一季（整件工作，每季约 %d 行）", issueBranches, rows/5), Value: ours / 1000, Unit: "千行/秒",
		Anchor: fmt.Sprintf("裸 INSERT…SELECT %.4g 千行/秒", bare/1000), Ratio: ours / bare, Limit: "比值 ≥0.70，志在 0.90", Met: ours >= 0.7*bare})
	first, fifth := median(s.ours[0]), median(s.ours[4])
	r.add(figure{Name: "下达第五季", Value: fifth / 1000, Unit: "千行/秒",
		Anchor: fmt.Sprintf("下达第一季 %.4g 千行/秒（裸语句第五季与第一季之比 %.3g）", first/1000, median(s.bare[4])/median(s.bare[0])),
		Ratio:  fifth / first, Limit: "比值 ≥0.90", Met: fifth >= 0.9*first})
	return nil
}

// issueRound issues the five quarters once by each way and tells how many rows
// each wrote.
func issueRound(ctx context.Context, s *speeds, blank, dir string, w *scoring) (rows int, err error) {
	paths := [2]string{filepath.Join(dir, "ours.db"), filepath.Join(dir, "bare.db")}
	for _, p := range paths {
		if err := errors.Join(removeDatabase(p), copyFile(blank, p)); err != nil {
			return 0, err
		}
	}
	ours, err := openStore(ctx, paths[0], eve())
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, ours.Close()) }()
	bare, err := openBare(ctx, paths[1])
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, bare.close()) }()
	rules := practiseOver(ours, w)
	for q, period := range quarters() {
		begun := time.Now()
		result, err := rules.Issue(ctx, period.Start, practise.IssueOptions{Kinds: []calendar.Kind{calendar.KindQuarter}})
		if err != nil {
			return 0, err
		}
		took := time.Since(begun)
		n := result.Sheets + result.Tasks + result.Notices
		if result.Sheets != issueBranches {
			return 0, fmt.Errorf("%s 下达了 %d 份提醒表", period, result.Sheets)
		}
		s.ours[q] = append(s.ours[q], float64(n)/took.Seconds())
		if err := wait(ctx, time.Second); err != nil { // what the store moves beside must not slow the other
			return 0, err
		}
		if took, err = bare.insert(ctx, paths[0], period, n); err != nil {
			return 0, err
		}
		s.bare[q] = append(s.bare[q], float64(n)/took.Seconds())
		rows += n
	}
	return rows, nil
}

func removeDatabase(path string) error {
	for _, suffix := range []string{"", "-wal", "-shm"} {
		if err := os.Remove(path + suffix); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	return nil
}
