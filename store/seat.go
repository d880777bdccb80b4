package store

import (
	"database/sql/driver"

	"wubiao/engine"
	"wubiao/engine/port"
)

// sqlSeat gives a row for each post; one with nothing in it where there is none.
const sqlSeat = `
SELECT a.login, a.person_id, a.unit_id, a.role, a.disabled, coalesce(p.name, ''),
	coalesce(o.id, 0), coalesce(o.unit_id, 0), coalesce(o.name, ''), o.from_day, o.to_day, coalesce(u.path, '')
FROM accounts a
LEFT JOIN people p ON p.id = a.person_id
LEFT JOIN posts o ON o.person_id = p.id
LEFT JOIN units u ON u.id = o.unit_id
WHERE a.id = ?
ORDER BY o.id`

// Seat tells who an account is.
func (t *tx) Seat(account engine.AccountID) (seat port.Seat, err error) {
	if err := t.ready(); err != nil {
		return seat, err
	}
	n := t.store.nouns.must(engine.Account{})
	a := &seat.Account
	err = query(t.statements, t.conn, sqlSeat, bound([]driver.Value{int64(account)}), func(v []driver.Value) error {
		var p port.SeatPost
		err := readAll(v, &a.Login, &a.PersonID, &a.UnitID, &a.Role, &a.Disabled, &seat.Name, &p.ID, &p.UnitID, &p.Name, &p.From, &p.To, &p.Path)
		if a.ID = account; p.ID != 0 {
			p.PersonID = a.PersonID
			seat.Posts = append(seat.Posts, p)
		}
		return err
	})
	if err != nil {
		return seat, t.failed("读取账号", n, t.translated(err))
	}
	if a.ID == 0 {
		return seat, engine.Fail(engine.NotFound, "not_found", "没有这个账号")
	}
	return seat, nil
}
