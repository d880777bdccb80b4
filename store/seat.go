package store

import (
	"errors"

	"wubiao/engine"
	"wubiao/engine/calendar"
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
	rows, err := t.conn.QueryContext(t.db.Statement.Context, sqlSeat, int64(account))
	if err != nil {
		return seat, t.failed("读取账号", n, t.translated(err))
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	a := &seat.Account
	for rows.Next() {
		var p port.SeatPost
		var from, to calendar.Date
		err := rows.Scan(&a.Login, &a.PersonID, &a.UnitID, &a.Role, &a.Disabled, &seat.Name,
			&p.ID, &p.UnitID, &p.Name, &from, &to, &p.Path)
		if err != nil {
			return seat, t.failed("读取账号", n, err)
		}
		a.ID = account
		if p.ID != 0 {
			p.PersonID, p.From, p.To = a.PersonID, from, to
			seat.Posts = append(seat.Posts, p)
		}
	}
	if err := rows.Err(); err != nil {
		return seat, t.failed("读取账号", n, t.translated(err))
	}
	if a.ID == 0 {
		return seat, engine.Fail(engine.NotFound, "not_found", "没有这个账号")
	}
	return seat, nil
}
