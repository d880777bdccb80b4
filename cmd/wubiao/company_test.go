package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"sync"
	"testing"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/use/org"
)

// The company that the tests of issuing share: large enough that a process can
// be killed while it issues one period.
const (
	companyUnits  = 2000
	companyStart  = "2026-01-01"
	companyIssues = "2026-04-30" // through which it is issued
)

// companyPeriods begin on or before companyIssues; the days come on top.
func companyPeriods() []string {
	return []string{"2026", "2026H1", "2026Q1", "2026-01", "2026-02", "2026-03", "2026Q2", "2026-04"}
}

// foundCompany builds the shared company by the real use cases and gives the
// path of its closed database.
func foundCompany() (string, error) {
	c, err := defaults()
	if err != nil {
		return "", err
	}
	c.Dir = filepath.Join(shared.dir, "company")
	ctx := context.Background()
	p, err := open(ctx, c, wallClock{}, upgrade, io.Discard)
	if err != nil {
		return "", err
	}
	return c.database(), errors.Join(addUnits(ctx, p.org), p.Close())
}

func addUnits(ctx context.Context, o *org.Org) error {
	start, err := calendar.ParseDate(companyStart)
	if err != nil {
		return err
	}
	root, err := o.AddUnit(ctx, access.System(), org.AddUnitRequest{Name: "试算公司党委", Kind: engine.Company, Start: start})
	if err != nil {
		return err
	}
	const hands = 20 // adding at once, they share commits
	errs := make([]error, hands)
	var wait sync.WaitGroup
	for hand := range hands {
		wait.Go(func() {
			for i := hand; i < companyUnits && errs[hand] == nil; i += hands {
				_, errs[hand] = o.AddUnit(ctx, access.System(), branchRequest(root, i, start))
			}
		})
	}
	wait.Wait()
	return errors.Join(errs...)
}

// branchRequest makes branches of a few kinds: with and without a committee,
// large, temporary, stopped.
func branchRequest(parent engine.UnitID, i int, start calendar.Date) org.AddUnitRequest {
	a := engine.Attributes{
		"类型": "单独", "单位类别": "一般", "正式党员": 4 + i%5*6, "党员": 5 + i%5*6, "状态": "在建", "工期月数": 24, "在场月数": 3,
		"职工": 118, "工会会员": 110, "女会员": 26, "团员": 9, "青年": 22, "有入党申请人": i%2 == 0,
	}
	if i%7 == 0 {
		a["类型"], a["状态"] = "临时", "停工"
	}
	return org.AddUnitRequest{Parent: parent, Name: fmt.Sprintf("第%d党支部", i+1), Kind: engine.Branch, Attributes: a,
		Rest: "单休", Start: start}
}

// companyDir gives a directory with a copy of the shared company.
func companyDir(t *testing.T) string {
	t.Helper()
	path, err := shared.company()
	if err != nil {
		t.Fatal(err)
	}
	return copyFile(t, path)
}
