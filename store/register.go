package store

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"wubiao/engine"
	"wubiao/engine/calendar"
)

// The marks between the fields of a person and between people in a packed text.
const (
	fieldMark = "\x1f"
	rowMark   = "\x1e"
)

// Registers reads the registers of many units at once.
func (t *tx) Registers(units []engine.UnitID, left calendar.Date, posts []string) (map[engine.UnitID]*engine.Register, error) {
	if err := t.ready(); err != nil || len(units) == 0 {
		return nil, err
	}
	ids, err := json.Marshal(units)
	if err != nil {
		return nil, misuse("单位编号：%v", err)
	}
	names, err := json.Marshal(posts)
	if err != nil {
		return nil, misuse("岗位名称：%v", err)
	}
	out := map[engine.UnitID]*engine.Register{}
	of := func(unit engine.UnitID) *engine.Register {
		if out[unit] == nil {
			out[unit] = &engine.Register{Names: map[engine.PersonID]string{}}
		}
		return out[unit]
	}
	person := func(unit engine.UnitID, fields []string) error { return addPerson(of(unit), unit, fields) }
	post := func(unit engine.UnitID, fields []string) error { return addPost(of(unit), unit, fields) }
	if err := t.packed("people", 10, person, sqlRegisterPeople, string(ids)); err != nil {
		return nil, err
	}
	if err := t.packed("transfers", 10, person, sqlRegisterStays, string(ids), left.String()); err != nil {
		return nil, err
	}
	return out, t.packed("posts", 5, post, sqlRegisterPosts, string(ids), string(names))
}

// packed runs a statement that gives a unit and a packed text per row, and hands
// over each group of fields.
func (t *tx) packed(table string, fields int, take func(engine.UnitID, []string) error, statement string, args ...driver.Value) error {
	n := t.store.nouns.table(table)
	group := make([]string, fields)
	err := t.conn.query(t.statements, statement, bound(args), func(v []driver.Value) error {
		var unit engine.UnitID
		var text string
		if err := readAll(v, &unit, &text); err != nil {
			return err
		}
		for more := true; more; {
			var one string
			one, text, more = strings.Cut(text, rowMark)
			for i := range group {
				group[i], one, _ = strings.Cut(one, fieldMark)
			}
			if err := take(unit, group); err != nil {
				return err
			}
		}
		return nil
	})
	return t.failed("读取名册", n, t.translated(err))
}

// addPerson reads id, name, standing, joined, full on, group, no vote, away,
// from, left.
func addPerson(r *engine.Register, unit engine.UnitID, f []string) error {
	id, err := strconv.ParseInt(f[0], 10, 64)
	if err != nil {
		return fmt.Errorf("人员编号：%w", err)
	}
	p := engine.Person{ID: engine.PersonID(id), UnitID: unit, Name: f[1], Standing: engine.Standing(f[2]),
		Group: f[5], NoVote: f[6] == "1", Away: f[7] == "1"}
	for _, d := range []struct {
		text string
		into *calendar.Date
	}{{f[3], &p.Joined}, {f[4], &p.FullOn}, {f[8], &p.From}, {f[9], &p.Left}} {
		if err := readDay(d.text, d.into); err != nil {
			return err
		}
	}
	r.People = append(r.People, p)
	return nil
}

// addPost reads person, name of the person, post, from, to.
func addPost(r *engine.Register, unit engine.UnitID, f []string) error {
	id, err := strconv.ParseInt(f[0], 10, 64)
	if err != nil {
		return fmt.Errorf("人员编号：%w", err)
	}
	p := engine.Post{UnitID: unit, PersonID: engine.PersonID(id), Name: f[2]}
	if err := readDay(f[3], &p.From); err != nil {
		return err
	}
	if err := readDay(f[4], &p.To); err != nil {
		return err
	}
	r.Posts, r.Names[p.PersonID] = append(r.Posts, p), f[1]
	return nil
}

func readDay(text string, into *calendar.Date) (err error) {
	if text != "" {
		*into, err = calendar.ParseDate(text)
	}
	return err
}
