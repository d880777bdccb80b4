package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"time"
	_ "time/tzdata" // the zone must be known on machines without a zone database

	"wubiao/api/session"
	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
	"wubiao/engine/rule"
	"wubiao/engine/use/admin"
	"wubiao/engine/use/desk"
	"wubiao/engine/use/follow"
	"wubiao/engine/use/job"
	"wubiao/engine/use/order"
	"wubiao/engine/use/org"
	"wubiao/engine/use/practise"
	"wubiao/engine/use/selfcheck"
	"wubiao/engine/use/standard"
	"wubiao/handbook"
	"wubiao/store"
)

// wallClock is the one place that reads the machine's clock.
type wallClock struct{}

func (wallClock) Now() time.Time { return time.Now() }

// program is everything wired together over one open database.
type program struct {
	config    *config
	clock     port.Clock
	store     *store.Store
	calendar  *calendar.Calendar
	book      *standard.Book
	admin     *admin.Admin
	org       *org.Org
	practise  *practise.Practise
	selfcheck *selfcheck.SelfCheck
	follow    *follow.Follow
	orders    *order.Orders
	log       *job.Log
	logger    *slog.Logger
}

// opening says what a command does to the database by opening it.
type opening uint8

const (
	upgrade  opening = iota // makes the file where none is and brings its schema up to date
	draft                   // as upgrade, for a file that a killed program leaves to be thrown away
	asItIs                  // wants the file there and its schema current
	onlyLook                // as asItIs, and writes nothing, not even a new edition
)

// open opens the database and puts the use cases over it. Where there is none
// yet, the embedded editions are read first: where one is broken, nothing is made.
func open(ctx context.Context, c *config, clock port.Clock, how opening, logTo io.Writer) (*program, error) {
	p := &program{config: c, clock: clock, logger: slog.New(slog.NewJSONHandler(logTo, nil))}
	var err error
	if p.calendar, err = loadCalendar(); err != nil {
		return nil, err
	}
	if _, err := os.Stat(c.database()); err != nil {
		if how > draft {
			return nil, engine.Fail(engine.NotFound, "no_database",
				"没有找到数据库 "+c.database()+"：请先用 wubiao demo 或 wubiao migrate 建立，或用 --dir 指明数据目录")
		}
		if _, err := embeddedEditions(nil); err != nil {
			return nil, err
		}
		if err := os.MkdirAll(filepath.Dir(c.database()), 0o700); err != nil {
			return nil, fmt.Errorf("建数据目录 %s：%s", filepath.Dir(c.database()), trouble(err))
		}
	}
	if p.store, err = store.Open(ctx, store.Options{Path: c.database(), Clock: clock, AnySchema: how <= draft, Draft: how == draft}); err != nil {
		return nil, fmt.Errorf("打开数据库：%w", err)
	}
	if how <= draft {
		if err := p.store.Migrate(ctx); err != nil {
			return nil, errors.Join(fmt.Errorf("升级数据库：%w", err), p.store.Close())
		}
	}
	if err := p.wire(ctx, how != onlyLook); err != nil {
		return nil, errors.Join(err, p.store.Close())
	}
	return p, nil
}

// wire makes the use cases; keep says whether new embedded editions are put
// into the database.
func (p *program) wire(ctx context.Context, keep bool) error {
	var err error
	if p.book, err = p.editions(ctx, keep); err != nil {
		return err
	}
	p.admin = admin.New(p.store, session.NewHasher(), p.config.Zone)
	p.admin.Pause = session.Pause
	p.practise = &practise.Practise{Store: p.store, Book: p.book, Calendar: p.calendar, Zone: p.config.Zone,
		Files: store.NewFiles(p.config.evidence())}
	p.org = &org.Org{Store: p.store, Zone: p.config.Zone, Book: p.book, Practise: p.practise}
	p.follow = &follow.Follow{Practise: p.practise}
	p.orders = &order.Orders{Practise: p.practise}
	p.selfcheck = &selfcheck.SelfCheck{Store: p.store, Book: p.book, Calendar: p.calendar, Practise: p.practise, Zone: p.config.Zone}
	p.log = &job.Log{Store: p.store}
	return nil
}

// desk puts the first page of those above over the other use cases.
func (p *program) desk() *desk.Desk {
	return &desk.Desk{Practise: p.practise, Follow: p.follow, SelfCheck: p.selfcheck, Orders: p.orders}
}

// Close closes the database.
func (p *program) Close() error { return p.store.Close() }

// editions gives the shelf: what the database keeps, and the embedded editions,
// which it keeps from now on. What is kept under a name is pinned: an embedded
// edition that has changed since does not replace it.
func (p *program) editions(ctx context.Context, keep bool) (*standard.Book, error) {
	kept, err := standard.Kept(ctx, p.store)
	if err != nil {
		return nil, err
	}
	fresh, err := embeddedEditions(kept)
	if err != nil {
		return nil, err
	}
	for _, row := range fresh {
		kept[row.Name] = row
		if keep {
			if err := standard.Keep(ctx, p.store, access.System(), row); err != nil {
				return nil, err
			}
		}
	}
	var editions []*rule.Edition
	for name, row := range kept {
		// The database keeps the cases; here they would be two fifths of the edition's memory.
		e, err := handbook.LoadCanonical(handbook.WithoutCases([]byte(row.Canonical)))
		if err != nil {
			return nil, fmt.Errorf("读版次 %s：%w", name, err)
		}
		editions = append(editions, e)
	}
	return standard.NewBook(editions...), nil
}

// embeddedEditions reads the embedded editions that are not kept yet.
func embeddedEditions(kept map[string]engine.EditionRow) ([]engine.EditionRow, error) {
	names, err := handbook.EditionNames()
	if err != nil {
		return nil, fmt.Errorf("内置手册：%w", err)
	}
	var fresh []engine.EditionRow
	for _, name := range names {
		if _, ok := kept[name]; ok {
			continue
		}
		loaded := handbook.LoadFS(handbook.Embedded(), "editions/"+name)
		if err := loaded.Err(); err != nil {
			return nil, fmt.Errorf("内置手册 %s：%w", name, err)
		}
		fresh = append(fresh, engine.EditionRow{Name: name, Effective: loaded.Edition.Effective,
			Canonical: string(loaded.Canonical), SHA256: loaded.SHA256})
	}
	return fresh, nil
}
