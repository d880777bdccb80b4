package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"time"

	"wubiao/api/session"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
	"wubiao/engine/use/admin"
	"wubiao/engine/use/practise"
	"wubiao/engine/use/selfcheck"
	"wubiao/store"
)

// How many people hand in self-checks while a quarter is issued, how long each
// thinks, and how many self-checks each has for all rounds.
const (
	busyPeople = 8
	busyThink  = 2 * time.Millisecond
	busyRounds = 3
	busyChecks = 600
)

// measureBusy issues quarters to 10,000 branches, one alone and one while eight
// people hand in self-checks, turn by turn: all in this process, through the one
// writer.
func measureBusy(ctx context.Context, r *report, dir string, w *scoring) error {
	path := filepath.Join(dir, "busy.db")
	period, checks, err := prepareChecks(ctx, path, w, busyPeople*busyChecks)
	if err != nil {
		return fmt.Errorf("准备数据库：%w", err)
	}
	s, err := openStore(ctx, path, sysClock{})
	if err != nil {
		return err
	}
	err = s.Update(ctx, func(tx port.Tx) error { return insertBranches(tx, w.edition, len(checks), issueBranches, period.Start) })
	if err == nil {
		err = busyQuarters(ctx, r, s, w, period, checks)
	}
	return errors.Join(err, s.Close())
}

func busyQuarters(ctx context.Context, r *report, s *store.Store, w *scoring, handed calendar.Period, checks []reviewed) error {
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		return err
	}
	p := practiseOver(s, w)
	people := make([]*handing, busyPeople)
	for i := range people {
		people[i] = &handing{accounts: admin.New(s, quickHasher{}, zone), scores: scoresOver(s, w, p, zone), period: handed,
			left: checks[i*busyChecks : (i+1)*busyChecks]}
	}
	var alone, among, waits []float64
	period := calendar.PeriodOf(calendar.KindQuarter, calendar.DateOf(time.Now(), zone))
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
	reportBusy(r, alone, among, waits)
	return nil
}

func reportBusy(r *report, alone, among, waits []float64) {
	p99, kept := quantile(waits, 0.99), median(among)/median(alone)
	name := fmt.Sprintf("%d 个支部下达一季时，%d 人各隔 %d 毫秒交一份自查表", issueBranches, busyPeople, busyThink.Milliseconds())
	r.add(figure{Name: name + "，p99", Value: p99, Unit: "毫秒", Anchor: fmt.Sprintf("p50 %.2f 毫秒，共 %d 次", quantile(waits, 0.5), len(waits)),
		Ratio: p99 / quantile(waits, 0.5), Limit: "≤25 毫秒", Met: p99 <= 25})
	r.add(figure{Name: name + "，下达", Value: median(among) / 1000, Unit: "千行/秒", Anchor: fmt.Sprintf("没有人交时 %.4g 千行/秒", median(alone)/1000),
		Ratio: kept, Limit: "比值 ≥0.65", Met: kept >= 0.65})
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

// issueAmong issues a quarter while people hand in, and gives the milliseconds that
// each self-check took besides.
func issueAmong(ctx context.Context, p *practise.Practise, period calendar.Period, people []*handing) (speed float64, waits []float64, err error) {
	over := make(chan struct{})
	var group sync.WaitGroup
	var mu sync.Mutex
	var errs []error
	for _, h := range people {
		group.Go(func() {
			spent, err := h.handIn(ctx, over)
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

// handing is one of those who hand in: as a request does, with the session looked up
// and an idempotency key.
type handing struct {
	accounts *admin.Admin
	scores   *selfcheck.SelfCheck
	period   calendar.Period
	left     []reviewed
}

// handIn hands in one self-check after another until issuing is over. It must not run
// out of them: then issuing would be measured alone.
func (h *handing) handIn(ctx context.Context, over chan struct{}) (waits []float64, err error) {
	for {
		select {
		case <-over:
			return waits, nil
		default:
		}
		if len(h.left) == 0 {
			return waits, errors.New("自查表交完了，下达还没有结束")
		}
		begun := time.Now()
		if err := h.one(ctx, h.left[0]); err != nil {
			return waits, err
		}
		waits, h.left = append(waits, time.Since(begun).Seconds()*1000), h.left[1:]
		time.Sleep(busyThink)
	}
}

func (h *handing) one(ctx context.Context, c reviewed) error {
	visit, err := h.accounts.Resume(ctx, c.secret, "127.0.0.1")
	if err != nil {
		return err
	}
	_, err = h.accounts.Once(ctx, visit.Actor, admin.OnceRequest{Key: session.NewSecret(), Request: []byte(h.period.String())},
		func(ctx context.Context) (admin.Answer, error) {
			change := selfcheck.ChangeRequest{Unit: visit.Actor.Unit, Period: h.period, Version: c.version}
			return admin.Answer{Status: 204}, h.scores.Submit(ctx, visit.Actor, change)
		})
	return err
}
