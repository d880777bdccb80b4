package admin

import (
	"context"
	"fmt"
	"time"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
)

// Visit is what an open session is worth in this moment: rights are read anew
// each time, so that a change holds from the next request on.
type Visit struct {
	Actor access.Actor
	Name  string // the person's name, for the page's frame
	CSRF  string // the session's form token
}

// signInFirst is the answer to a session that is not open.
func signInFirst() error {
	return engine.Fail(engine.Unauthorized, "no_session", "请先登录；离开超过30分钟，需要重新登录。")
}

// Resume tells who a browser is, from the secret in its cookie.
func (a *Admin) Resume(ctx context.Context, secret, address string) (Visit, error) {
	if secret == "" {
		return Visit{}, signInFirst()
	}
	var visit Visit
	stale := false
	err := a.store.View(ctx, func(tx port.Tx) error {
		s, seat, err := openSession(tx, secret)
		if err != nil {
			return err
		}
		stale = tx.Now().Sub(s.SeenAt) >= seenStep
		visit, err = visitOf(seat, s.CSRF, a.today(tx), address)
		return err
	})
	if err != nil {
		return Visit{}, fmt.Errorf("resume session: %w", err)
	}
	if stale {
		a.seen.note(fingerprint(secret))
	}
	return visit, nil
}

func openSession(tx port.Tx, secret string) (engine.Session, port.Seat, error) {
	s, seat, err := tx.Sitting(fingerprint(secret))
	if engine.CodeOf(err) == engine.NotFound {
		return s, seat, signInFirst()
	}
	if err != nil {
		return s, seat, fmt.Errorf("find session: %w", err)
	}
	if s.EndedAt != nil || expired(s, tx.Now()) {
		return s, seat, signInFirst()
	}
	return s, seat, nil
}

func expired(s engine.Session, now time.Time) bool {
	return now.Sub(s.SeenAt) >= IdleLimit || now.Sub(s.CreatedAt) >= AbsoluteLimit
}

// visitOf is what a seat is worth on the day.
func visitOf(seat port.Seat, csrf string, today calendar.Date, address string) (Visit, error) {
	account, name := seat.Account, seat.Name
	switch {
	case account.Disabled:
		return Visit{}, signInFirst()
	case account.PersonID == 0: // an account may belong to nobody in the register
		name = account.Login
	case name == "":
		return Visit{}, fmt.Errorf("account %d: person %d is not in the register", account.ID, account.PersonID)
	}
	var held []access.HeldPost
	for _, p := range seat.Posts {
		if p.HeldOn(today) {
			held = append(held, access.HeldPost{Unit: p.UnitID, Path: p.Path, Name: p.Name})
		}
	}
	return Visit{
		Actor: access.Actor{Account: account.ID, Person: account.PersonID, Role: account.Role,
			Unit: account.UnitID, Posts: held, Address: address},
		Name: name, CSRF: csrf,
	}, nil
}
