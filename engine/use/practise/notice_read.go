package practise

import (
	"context"
	"fmt"
	"strconv"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
)

// noticeDays is how long an unread notice stays on the first page.
const noticeDays = 31

// NoticeLine is one notice on the first page.
type NoticeLine struct {
	ID     engine.NoticeID
	Kind   engine.NoticeKind
	Text   string
	Day    string
	TaskID engine.TaskID
	UnitID engine.UnitID // the sheet's unit
	Period string        // the sheet it tells of, or empty
}

// unread lists the notices to the actor's posts, newest first.
func unread(tx port.Tx, actor access.Actor, scope access.Scope, units []engine.UnitID, today calendar.Date) ([]NoticeLine, error) {
	var notices []engine.Notice
	err := tx.List(&notices, scope, port.Query{
		Where:   port.Where{"unit_id": units, "read_at": nil},
		AtLeast: port.Where{"day": today.AddDays(-noticeDays)},
		Order:   []string{"-day"},
		Limit:   100,
	})
	if err != nil {
		return nil, fmt.Errorf("list notices: %w", err)
	}
	var lines []NoticeLine
	for _, n := range notices {
		if !addressed(actor, n) {
			continue
		}
		about := n.AboutUnit
		if about == 0 {
			about = n.UnitID
		}
		lines = append(lines, NoticeLine{ID: n.ID, Kind: n.Kind, Text: n.Text, Day: DayWords(n.Day, today),
			TaskID: n.TaskID, UnitID: about, Period: n.Period})
	}
	return lines, nil
}

// addressed says whether the notice speaks to one of the actor's posts.
func addressed(actor access.Actor, n engine.Notice) bool {
	for _, p := range actor.Posts {
		if p.Unit == n.UnitID && (n.Post == "" || n.Post == p.Name) {
			return true
		}
	}
	return false
}

// ReadNotice puts a notice away. Doing it twice is no error.
func (p *Practise) ReadNotice(ctx context.Context, actor access.Actor, id engine.NoticeID) error {
	scope, err := access.Authorize(actor, access.NoticeRead)
	if err != nil {
		return err
	}
	err = p.Store.Update(ctx, func(tx port.Tx) error {
		var n engine.Notice
		err := tx.Get(&n, scope, port.Where{"id": id})
		if engine.CodeOf(err) == engine.NotFound || err == nil && !addressed(actor, n) {
			return access.Absent()
		}
		if err != nil {
			return fmt.Errorf("find notice: %w", err)
		}
		if n.ReadAt != nil {
			return nil
		}
		now := tx.Now()
		n.ReadAt = &now
		if err := tx.Save(&n); err != nil {
			return fmt.Errorf("save notice: %w", err)
		}
		return tx.Append(engine.AuditEntry{AccountID: actor.Account, Action: string(access.NoticeRead),
			Object: "notice/" + strconv.FormatInt(int64(id), 10), UnitID: n.UnitID, Result: "done",
			Detail: "{}", Address: actor.Address})
	})
	if err != nil {
		return fmt.Errorf("read notice: %w", err)
	}
	return nil
}
