package store

import (
	"database/sql/driver"

	"wubiao/engine"
	"wubiao/engine/port"
)

// The columns and joins of a seat: a row for each post, one with nothing in it where
// there is none.
const (
	seatColumns = ` a.id, a.login, a.person_id, a.unit_id, a.role, a.disabled, coalesce(p.name, ''),
	coalesce(o.id, 0), coalesce(o.unit_id, 0), coalesce(o.name, ''), o.from_day, o.to_day, coalesce(u.path, '')`

	seatJoins = `
LEFT JOIN people p ON p.id = a.person_id
LEFT JOIN posts o ON o.person_id = p.id
LEFT JOIN units u ON u.id = o.unit_id`

	sqlSeat = "SELECT" + seatColumns + " FROM accounts a" + seatJoins + " WHERE a.id = ? ORDER BY o.id"

	sqlSitting = "SELECT s.csrf, s.created_at, s.seen_at, coalesce(s.ended_at, 0)," + seatColumns +
		" FROM sessions s JOIN accounts a ON a.id = s.account_id" + seatJoins + " WHERE s.id = ? ORDER BY o.id"
)

// Seat tells who an account is.
func (t *tx) Seat(account engine.AccountID) (seat port.Seat, err error) {
	err = t.seat(&seat, sqlSeat, int64(account), func(v []driver.Value) ([]driver.Value, error) { return v, nil })
	return seat, err
}

// Sitting finds a session and tells who its account is.
func (t *tx) Sitting(session string) (s engine.Session, seat port.Seat, err error) {
	err = t.seat(&seat, sqlSitting, session, func(v []driver.Value) ([]driver.Value, error) {
		var created, seen, ended int64
		err := readAll(v[:4], &s.CSRF, &created, &seen, &ended)
		s.ID, s.CreatedAt, s.SeenAt = session, moment(created), moment(seen)
		if ended != 0 {
			at := moment(ended)
			s.EndedAt = &at
		}
		return v[4:], err
	})
	s.AccountID = seat.Account.ID
	return s, seat, err
}

// seat reads the rows of a seat; before takes what stands before its columns.
func (t *tx) seat(seat *port.Seat, statement string, key driver.Value, before func([]driver.Value) ([]driver.Value, error)) error {
	if err := t.ready(); err != nil {
		return err
	}
	n := t.store.nouns.must(engine.Account{})
	a := &seat.Account
	err := t.conn.query(t.statements, statement, bound([]driver.Value{key}), func(v []driver.Value) error {
		v, err := before(v)
		if err != nil {
			return err
		}
		var p port.SeatPost
		err = readAll(v, &a.ID, &a.Login, &a.PersonID, &a.UnitID, &a.Role, &a.Disabled, &seat.Name, &p.ID, &p.UnitID, &p.Name, &p.From, &p.To, &p.Path)
		if p.ID != 0 {
			p.PersonID = a.PersonID
			seat.Posts = append(seat.Posts, p)
		}
		return err
	})
	if err != nil {
		return t.failed("读取账号", n, t.translated(err))
	}
	if a.ID == 0 {
		return engine.Fail(engine.NotFound, "not_found", "没有这个账号")
	}
	return nil
}
