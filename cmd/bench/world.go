package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"time"

	"wubiao/engine"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
	"wubiao/engine/rule"
	"wubiao/engine/use/practise"
	"wubiao/engine/use/standard"
	"wubiao/store"
)

// fixedClock stands still.
type fixedClock struct{ at time.Time }

func (c fixedClock) Now() time.Time { return c.at }

// eve is the evening before the measured quarters begin.
func eve() fixedClock { return fixedClock{time.Date(2025, 12, 31, 10, 0, 0, 0, time.UTC)} }

// openStore opens a database, of the present schema from then on.
func openStore(ctx context.Context, path string, clock port.Clock) (*store.Store, error) {
	s, err := store.Open(ctx, store.Options{Path: path, Clock: clock, AnySchema: true})
	if err != nil {
		return nil, fmt.Errorf("打开数据库：%w", err)
	}
	if err := s.Migrate(ctx); err != nil {
		return nil, fmt.Errorf("建表：%w", err)
	}
	return s, nil
}

// practiseOver puts the use cases of issuing over a database.
func practiseOver(s *store.Store, w *scoring) *practise.Practise {
	return &practise.Practise{Store: s, Book: standard.NewBook(w.edition), Calendar: w.calendar}
}

// makeUnits writes a database with a company and so many branches that differ
// in what applicability reads.
func makeUnits(ctx context.Context, path string, edition *rule.Edition, branches int) error {
	s, err := openStore(ctx, path, eve())
	if err != nil {
		return err
	}
	start := calendar.NewDate(2026, 1, 1)
	err = s.Update(ctx, func(tx port.Tx) error {
		root := engine.Unit{Name: "示例公司党委", Kind: engine.Company, Path: "/1/", Start: start}
		if err := tx.Insert(&root); err != nil {
			return err
		}
		return insertBranches(tx, edition, 0, branches, start)
	})
	if err != nil {
		return fmt.Errorf("写入单位：%w", err)
	}
	return s.Close()
}

// insertBranches adds the branches from one number to another under the company,
// which is unit 1; the branches before are units 2, 3 and so on.
func insertBranches(tx port.Tx, edition *rule.Edition, from, to int, start calendar.Date) error {
	root := engine.UnitID(1)
	for i := from; i < to; i++ {
		u := engine.Unit{ParentID: &root, Name: fmt.Sprintf("第%d党支部", i+1), Kind: engine.Branch,
			Path: fmt.Sprintf("/%d/%d/", root, i+2), Start: start, Attributes: varied(edition, i)}
		if err := tx.Insert(&u); err != nil {
			return err
		}
	}
	return nil
}

// varied gives the i-th branch attributes like the edition's typical unit, with
// the numbers and switches that decide most about applicability changed.
func varied(e *rule.Edition, i int) engine.Attributes {
	a := engine.Attributes(maps.Clone(e.Typical))
	change := func(name string, v any) {
		if e.Attributes[name] != nil {
			a[name] = v
		}
	}
	change("正式党员", 3+i%40)
	change("党员", 4+i%40)
	change("女会员", i%25)
	change("团员", i%12)
	change("境外", i%17 == 0)
	change("有入党申请人", i%3 != 0)
	return a
}

// copyFile copies a closed database.
func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(filepath.Clean(to), os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if _, err := io.Copy(out, in); err != nil {
		return err
	}
	// On disk, else the system writes it while somebody is measured.
	return errors.Join(out.Sync(), out.Close())
}
