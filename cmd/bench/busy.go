package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"time"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
	"wubiao/engine/use/practise"
	"wubiao/store"
)

// How many people work while a quarter is issued, and how long each thinks.
const (
	busyPeople = 8
	busyThink  = 2 * time.Millisecond
	busyRounds = 3
)

// measureBusy issues quarters to 10,000 branches, one alone and one while eight
// people tap, turn by turn: all in this process, through the one writer.
func measureBusy(ctx context.Context, r *report, dir string, w *scoring) error {
	path := filepath.Join(dir, "busy.db")
	if err := makeUnits(ctx, path, w.edition, issueBranches); err != nil {
		return err
	}
	s, err := openStore(ctx, path, eve())
	if err != nil {
		return err
	}
	return errors.Join(busyQuarters(ctx, r, s, practiseOver(s, w), w), s.Close())
}

func busyQuarters(ctx context.Context, r *report, s *store.Store, p *practise.Practise, w *scoring) error {
	period := quarters()[0]
	if _, err := issueQuarter(ctx, p, period); err != nil {
		return err
	}
	people, err := busyTappers(ctx, s, w)
	if err != nil {
		return err
	}
	var alone, among, waits []float64
	for range busyRounds {
		period = period.Next()
		speed, err := issueQuarter(ctx, p, period)
		if err != nil {
			return err
		}
		alone = append(alone, speed)
		period = period.Next()
		speed, spent, err := issueAmong(ctx, p, period, people)
		if err != nil {
			return err
		}
		among, waits = append(among, speed), append(waits, spent...)
	}
	p99, kept := quantile(waits, 0.99), median(among)/median(alone)
	name := fmt.Sprintf("%d 个支部下达一季时，%d 人各隔 %d 毫秒点一次“完成”", issueBranches, busyPeople, busyThink.Milliseconds())
	r.add(figure{Name: name + "，p99", Value: p99, Unit: "毫秒", Anchor: fmt.Sprintf("p50 %.2f 毫秒，共 %d 次", quantile(waits, 0.5), len(waits)),
		Ratio: p99 / quantile(waits, 0.5), Limit: "≤25 毫秒", Met: p99 <= 25})
	r.add(figure{Name: name + "，下达", Value: median(among) / 1000, Unit: "千行/秒", Anchor: fmt.Sprintf("没有人点时 %.4g 千行/秒", median(alone)/1000),
		Ratio: kept, Limit: "比值 ≥0.65", Met: kept >= 0.65})
	return nil
}

// issueQuarter issues a quarter and gives the rows a second.
func issueQuarter(ctx context.Context, p *practise.Practise, period calendar.Period) (float64, error) {
	begun := time.Now()
	result, err := p.Issue(ctx, period.Start, practise.IssueOptions{Kinds: []calendar.Kind{calendar.KindQuarter}})
	if err != nil {
		return 0, err
	}
	if result.Sheets != issueBranches {
		return 0, fmt.Errorf("%s 下达了 %d 份提醒表", period, result.Sheets)
	}
	return float64(result.Sheets+result.Tasks+result.Notices) / time.Since(begun).Seconds(), nil
}

// issueAmong issues a quarter while people tap, and gives the milliseconds that
// each tap took besides.
func issueAmong(ctx context.Context, p *practise.Practise, period calendar.Period, people []*busyTapper) (speed float64, waits []float64, err error) {
	over := make(chan struct{})
	var group sync.WaitGroup
	var mu sync.Mutex
	var errs []error
	for _, b := range people {
		group.Go(func() {
			spent, err := b.tap(ctx, p, over)
			mu.Lock()
			defer mu.Unlock()
			waits, errs = append(waits, spent...), append(errs, err)
		})
	}
	speed, err = issueQuarter(ctx, p, period)
	close(over)
	group.Wait()
	return speed, waits, errors.Join(append(errs, err)...)
}

// busyTapper is a person with a task to tap.
type busyTapper struct {
	actor   access.Actor
	task    engine.TaskID
	version int64
}

func (b *busyTapper) tap(ctx context.Context, p *practise.Practise, over chan struct{}) (waits []float64, err error) {
	for {
		select {
		case <-over:
			return waits, nil
		default:
		}
		do := p.Done
		if b.version%2 == 0 {
			do = p.Undo
		}
		begun := time.Now()
		if err := do(ctx, b.actor, practise.TapRequest{Task: b.task, Version: b.version}); err != nil {
			return waits, err
		}
		waits = append(waits, time.Since(begun).Seconds()*1000)
		b.version++
		time.Sleep(busyThink)
	}
}

// busyTappers are secretaries of the first branches, each with a task that only
// a tap fulfils.
func busyTappers(ctx context.Context, s *store.Store, w *scoring) (people []*busyTapper, err error) {
	err = s.Update(ctx, func(tx port.Tx) error {
		var units []engine.Unit
		q := port.Query{Where: port.Where{"kind": string(engine.Branch)}, Limit: busyPeople}
		if err := tx.List(&units, access.Everything(), q); err != nil {
			return err
		}
		for _, u := range units {
			person := engine.Person{UnitID: u.ID, Name: "书记"}
			if err := tx.Insert(&person); err != nil {
				return err
			}
			t, err := tappable(tx, u.ID, w)
			if err != nil {
				return err
			}
			people = append(people, &busyTapper{task: t.ID, version: t.Version, actor: access.Actor{Account: 1, Person: person.ID, Role: engine.RoleBranch,
				Unit: u.ID, Posts: []access.HeldPost{{Unit: u.ID, Path: u.Path, Name: practise.Secretary}}}})
		}
		return nil
	})
	return people, err
}

// tappable finds a unit's task that only a tap fulfils.
func tappable(tx port.Tx, unit engine.UnitID, w *scoring) (engine.Task, error) {
	var tasks []engine.Task
	if err := tx.List(&tasks, access.Everything(), port.Query{Where: port.Where{"unit_id": unit}}); err != nil {
		return engine.Task{}, err
	}
	for _, t := range tasks {
		if _, duty := w.edition.Duty(t.Duty); duty != nil && duty.Done != nil && duty.Done.Confirm {
			return t, nil
		}
	}
	return engine.Task{}, fmt.Errorf("支部 %d 没有要点“完成”的事", unit)
}
