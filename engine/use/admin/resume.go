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
		s, err := openSession(tx, secret)
		if err != nil {
			return err
		}
		stale = tx.Now().Sub(s.SeenAt) >= seenStep
		visit, err = a.visit(tx, s, address)
		return err
	})
	if err != nil {
		return Visit{}, fmt.Errorf("resume session: %w", err)
	}
	if !stale {
		return visit, nil
	}
	err = a.store.Update(ctx, func(tx port.Tx) error {
		s, err := openSession(tx, secret)
		if err != nil {
			return err
		}
		s.SeenAt = tx.Now()
		return tx.Save(&s)
	})
	if err != nil {
		return Visit{}, fmt.Errorf("touch session: %w", err)
	}
	return visit, nil
}

func openSession(tx port.Tx, secret string) (engine.Session, error) {
	var s engine.Session
	err := tx.Get(&s, access.Everything(), port.Where{"id": fingerprint(secret)})
	if engine.CodeOf(err) == engine.NotFound {
		return s, signInFirst()
	}
	if err != nil {
		return s, fmt.Errorf("find session: %w", err)
	}
	if s.EndedAt != nil || expired(s, tx.Now()) {
		return s, signInFirst()
	}
	return s, nil
}

func expired(s engine.Session, now time.Time) bool {
	return now.Sub(s.SeenAt) >= IdleLimit || now.Sub(s.CreatedAt) >= AbsoluteLimit
}

func (a *Admin) visit(tx port.Tx, s engine.Session, address string) (Visit, error) {
	var account engine.Account
	if err := tx.Get(&account, access.Everything(), port.Where{"id": s.AccountID}); err != nil {
		return Visit{}, fmt.Errorf("read account: %w", err)
	}
	if account.Disabled {
		return Visit{}, signInFirst()
	}
	person := engine.Person{Name: account.Login} // an account may belong to nobody in the register
	if account.PersonID != 0 {
		if err := tx.Get(&person, access.Everything(), port.Where{"id": account.PersonID}); err != nil {
			return Visit{}, fmt.Errorf("read person: %w", err)
		}
	}
	held, err := heldPosts(tx, account.PersonID, a.today(tx))
	if err != nil {
		return Visit{}, err
	}
	return Visit{
		Actor: access.Actor{Account: account.ID, Person: account.PersonID, Role: account.Role,
			Unit: account.UnitID, Posts: held, Address: address},
		Name: person.Name, CSRF: s.CSRF,
	}, nil
}

// heldPosts are the posts the person holds on the day, with their units' paths.
func heldPosts(tx port.Tx, person engine.PersonID, today calendar.Date) ([]access.HeldPost, error) {
	if person == 0 {
		return nil, nil
	}
	var posts []engine.Post
	err := tx.List(&posts, access.Everything(), port.Query{Where: port.Where{"person_id": person}})
	if err != nil {
		return nil, fmt.Errorf("list posts: %w", err)
	}
	var ids []engine.UnitID
	for _, p := range posts {
		if p.HeldOn(today) {
			ids = append(ids, p.UnitID)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	var units []engine.Unit
	if err := tx.List(&units, access.Everything(), port.Query{Where: port.Where{"id": ids}}); err != nil {
		return nil, fmt.Errorf("list units of posts: %w", err)
	}
	paths := map[engine.UnitID]string{}
	for _, u := range units {
		paths[u.ID] = u.Path
	}
	held := make([]access.HeldPost, 0, len(ids))
	for _, p := range posts {
		if p.HeldOn(today) {
			held = append(held, access.HeldPost{Unit: p.UnitID, Path: paths[p.UnitID], Name: p.Name})
		}
	}
	return held, nil
}
