package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/use/selfcheck"
)

// How large the company is whose branch looks at its pages, and how often each
// page is turned.
const (
	pagesBranches = 10000
	pagesTurns    = 40
)

// measurePages looks at the committee's overview of 1,000 branches and at every
// page of one branch of 10,000.
func measurePages(ctx context.Context, r *report, dir string, w *scoring) error {
	binary, err := buildProgram(ctx, dir)
	if err != nil {
		return err
	}
	data := filepath.Join(dir, "grid")
	c, err := prepareCompany(ctx, binary, data, w, serveBranches, true)
	if err != nil {
		return fmt.Errorf("准备总览的数据库：%w", err)
	}
	if err := measureGridData(ctx, r, data, w); err != nil {
		return err
	}
	err = visiting(ctx, binary, data, func(s *server) error {
		page, null, err := turn(ctx, s, "/scores", c.committee)
		if err == nil {
			r.add(figure{Name: fmt.Sprintf("总览 %d × %d 的页面（含本机往返）", serveBranches, len(w.edition.Standards)), Value: page, Unit: "毫秒",
				Anchor: fmt.Sprintf("空应答 %.2f 毫秒", null), Ratio: page / null, Limit: "≤50 毫秒", Met: page <= 50})
		}
		return err
	})
	if err != nil {
		return err
	}
	data = filepath.Join(dir, "branches")
	if c, err = prepareCompany(ctx, binary, data, w, pagesBranches, false); err != nil {
		return fmt.Errorf("准备大公司的数据库：%w", err)
	}
	return visiting(ctx, binary, data, func(s *server) error { return measureBranch(ctx, r, s, c) })
}

// visiting runs the program on a database while fn looks at it.
func visiting(ctx context.Context, binary, data string, fn func(*server) error) error {
	s, err := startServer(ctx, binary, data)
	if err != nil {
		return err
	}
	err = wait(ctx, 3*time.Second) // the jobs of the start are over
	if err == nil {
		err = fn(s)
	}
	return errors.Join(err, s.stop())
}

// turn turns a page again and again, and tells the median of it and of a null
// answer in milliseconds.
func turn(ctx context.Context, s *server, path, secret string) (page, null float64, err error) {
	var pages, nulls []float64
	for range pagesTurns {
		for _, one := range []struct {
			path string
			into *[]float64
		}{{path, &pages}, {"/healthz", &nulls}} {
			took, err := s.get(ctx, one.path, secret)
			if err != nil {
				return 0, 0, err
			}
			*one.into = append(*one.into, took.Seconds()*1000)
		}
	}
	return median(pages), median(nulls), nil
}

// measureGridData reads the overview's data by the use case.
func measureGridData(ctx context.Context, r *report, data string, w *scoring) (err error) {
	s, err := openStore(ctx, filepath.Join(data, "wubiao.db"), sysClock{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		return err
	}
	scores := scoresOver(s, w, practiseOver(s, w), zone)
	committee := access.Actor{Account: 1, Role: engine.RoleCommittee}
	var took []float64
	cells := 0
	for range pagesTurns {
		begun := time.Now()
		grid, err := scores.Grid(ctx, committee, selfcheck.GridRequest{})
		if err != nil {
			return err
		}
		took = append(took, time.Since(begun).Seconds()*1000)
		if cells = len(grid.Rows) * len(grid.Columns); len(grid.Rows) != serveBranches {
			return fmt.Errorf("总览有 %d 行", len(grid.Rows))
		}
	}
	ms := median(took)
	r.add(figure{Name: fmt.Sprintf("总览 %d 格的数据", cells), Value: ms, Unit: "毫秒",
		Anchor: fmt.Sprintf("每格 %.0f 纳秒；限额为 10 毫秒", ms*1e6/float64(cells)), Ratio: ms / 10, Limit: "≤10 毫秒", Met: ms <= 10})
	return nil
}

// measureBranch turns every page of a branch and tells the slowest.
func measureBranch(ctx context.Context, r *report, s *server, c company) error {
	month := calendar.PeriodOf(calendar.KindMonth, calendar.DateOf(time.Now(), time.FixedZone("CST", 8*60*60)))
	unit := fmt.Sprintf("/units/%d", c.branch)
	slowest, at, anchor := 0.0, "", 0.0
	for _, path := range []string{"/", fmt.Sprintf("/tasks/%d", c.task), unit + "/sheets", unit + "/sheets/" + month.String(),
		unit + "/ledgers", unit + "/scores", "/handbook"} {
		page, null, err := turn(ctx, s, path, c.secretary)
		if err != nil {
			return err
		}
		r.note("%s %.2f 毫秒", path, page)
		if page > slowest {
			slowest, at, anchor = page, path, null
		}
	}
	r.add(figure{Name: fmt.Sprintf("%d 个支部时，一个支部最慢的一页（%s，含本机往返）", pagesBranches, at), Value: slowest, Unit: "毫秒",
		Anchor: fmt.Sprintf("空应答 %.2f 毫秒", anchor), Ratio: slowest / anchor, Limit: "≤20 毫秒", Met: slowest <= 20})
	return nil
}
