package main

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"wubiao/api/session"
	"wubiao/engine/calendar"
	"wubiao/engine/use/selfcheck"
)

// submitter is one connection's share of self-checks: each is handed in once, by
// its own secretary, with the whole use case a request (session, form token,
// idempotency key, scope, version, table of states, score sealed, line in the
// ledger, task done, notice, audit).
type submitter struct {
	requests [][]byte
	at       int
}

// reviewed is a self-check that only has to be handed in.
type reviewed struct {
	signedIn
	version int64
}

// submitterOf writes all its requests beforehand, as the peer's are.
func submitterOf(host string, period calendar.Period, checks []reviewed) *submitter {
	s := &submitter{requests: make([][]byte, len(checks))}
	for i, c := range checks {
		s.requests[i] = rawRequest(fmt.Sprintf("/api/v1/units/%d/selfcheck/%s/submit", c.actor.Unit, period), []byte("{}"),
			"Host", host, "Origin", "http://"+host, "Content-Type", "application/json", "Cookie", "wubiao="+c.secret,
			"X-CSRF-Token", session.FormToken(c.csrf), "Idempotency-Key", session.NewSecret(), "If-Match", fmt.Sprintf(`"%d"`, c.version))
	}
	return s
}

func (s *submitter) next() []byte {
	if s.at == len(s.requests) {
		return nil
	}
	s.at++
	return s.requests[s.at-1]
}

func (s *submitter) fits(status int, body []byte) error {
	if status != 201 && status != 200 && status != 204 {
		return fmt.Errorf("应答 %d %.300s", status, body)
	}
	return nil
}

// prepareChecks makes a database of so many branches whose self-check of the last
// quarter is answered and reviewed.
func prepareChecks(ctx context.Context, path string, w *scoring, branches int) (period calendar.Period, checks []reviewed, err error) {
	s, err := openStore(ctx, path, sysClock{})
	if err != nil {
		return period, nil, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		return period, nil, err
	}
	today := calendar.DateOf(time.Now(), zone)
	period = calendar.PeriodOf(calendar.KindQuarter, today).Prev()
	people, err := signIn(ctx, s, w, branches, zone, period.Start)
	if err != nil {
		return period, nil, err
	}
	rules := practiseOver(s, w)
	scores := scoresOver(s, w, rules, zone)
	for _, wake := range []func(context.Context, time.Time) (string, error){rules.WakeIssue, scores.WakeScore} {
		if _, err := wake(ctx, time.Now()); err != nil {
			return period, nil, err
		}
	}
	checks = make([]reviewed, len(people))
	errs := make([]error, len(people))
	var group sync.WaitGroup
	gate := make(chan struct{}, 8)
	for i, p := range people {
		gate <- struct{}{}
		group.Go(func() {
			checks[i], errs[i] = review(ctx, scores, p, period, today)
			<-gate
		})
	}
	group.Wait()
	return period, checks, errors.Join(errs...)
}

// review answers every question of a self-check and notes its review.
func review(ctx context.Context, s *selfcheck.SelfCheck, p signedIn, period calendar.Period, today calendar.Date) (reviewed, error) {
	open := func() (selfcheck.CheckPage, selfcheck.ChangeRequest, error) {
		page, err := s.Check(ctx, p.actor, selfcheck.SheetRequest{Unit: p.actor.Unit, Period: period})
		return page, selfcheck.ChangeRequest{Unit: p.actor.Unit, Period: period, Version: page.Check.Version}, err
	}
	page, change, err := open()
	if err == nil && page.Unanswered > 0 {
		err = s.Answer(ctx, p.actor, selfcheck.AnswerRequest{ChangeRequest: change, Rest: true})
		if err == nil {
			_, change, err = open()
		}
	}
	if err == nil {
		err = s.Review(ctx, p.actor, selfcheck.ReviewRequest{ChangeRequest: change, Day: today})
	}
	if err != nil {
		return reviewed{}, err
	}
	_, change, err = open()
	return reviewed{p, change.Version}, err
}
