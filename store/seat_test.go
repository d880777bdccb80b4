package store_test

import (
	"errors"
	"reflect"
	"testing"
	"time"

	"wubiao/engine"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
	"wubiao/store"
)

func TestSeatTellsAccountPersonAndPosts(t *testing.T) {
	t.Parallel()
	perDriver(t, func(t *testing.T, s *store.Store) {
		k := plant(t, s)
		person := engine.Person{UnitID: k.e1.ID, Name: "王建国"}
		held := engine.Account{Login: "wang", UnitID: k.e1.ID, Role: engine.RoleBranch, Password: "x"}
		lone := engine.Account{Login: "guanli", Role: engine.RoleAdmin, Password: "x", Disabled: true}
		from, to := calendar.NewDate(2026, 1, 1), calendar.NewDate(2026, 6, 30)
		update(t, s, func(tx port.Tx) error {
			if err := tx.Insert(&person); err != nil {
				return err
			}
			held.PersonID = person.ID
			for _, noun := range []any{&held, &lone,
				&engine.Post{UnitID: k.e1.ID, PersonID: person.ID, Name: "支部书记", From: from, To: to},
				&engine.Post{UnitID: k.west.ID, PersonID: person.ID, Name: "组织委员", From: to}} {
				if err := tx.Insert(noun); err != nil {
					return err
				}
			}
			return nil
		})
		view(t, s, func(tx port.Tx) error {
			seat, err := tx.Seat(held.ID)
			if err != nil || seat.Name != "王建国" || seat.Account.Role != engine.RoleBranch || seat.Account.PersonID != person.ID || seat.Account.UnitID != k.e1.ID {
				t.Errorf("got %+v, %v", seat, err)
			}
			if len(seat.Posts) != 2 || seat.Posts[0].Path != k.e1.Path || seat.Posts[0].To != to || seat.Posts[1].Name != "组织委员" || seat.Posts[1].Path != k.west.Path || !seat.Posts[1].To.IsZero() {
				t.Errorf("posts are %+v", seat.Posts)
			}
			seat, err = tx.Seat(lone.ID)
			if err != nil || !seat.Account.Disabled || seat.Name != "" || seat.Posts != nil {
				t.Errorf("got %+v, %v", seat, err)
			}
			_, err = tx.Seat(99)
			wantCode(t, err, engine.NotFound)
			return nil
		})
		began, ended := time.Date(2026, 11, 20, 1, 0, 0, 5e6, time.UTC), time.Date(2026, 11, 20, 2, 0, 0, 0, time.UTC)
		kept := engine.Session{ID: "s", AccountID: held.ID, CSRF: "form", CreatedAt: began, SeenAt: began.Add(time.Minute)}
		over := engine.Session{ID: "t", AccountID: lone.ID, CreatedAt: began, SeenAt: began, EndedAt: &ended}
		update(t, s, func(tx port.Tx) error { return errors.Join(tx.Insert(&kept), tx.Insert(&over)) })
		view(t, s, func(tx port.Tx) error {
			got, seat, err := tx.Sitting("s")
			if err != nil || !reflect.DeepEqual(got, kept) || seat.Account.ID != held.ID || seat.Name != "王建国" || len(seat.Posts) != 2 {
				t.Errorf("got %+v of %+v, %v", got, seat, err)
			}
			if got, seat, err = tx.Sitting("t"); err != nil || !reflect.DeepEqual(got, over) || !seat.Account.Disabled {
				t.Errorf("got %+v of %+v, %v", got, seat, err)
			}
			_, _, err = tx.Sitting("u")
			wantCode(t, err, engine.NotFound)
			return nil
		})
	})
}
