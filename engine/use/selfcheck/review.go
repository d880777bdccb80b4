package selfcheck

import (
	"context"
	"fmt"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
	"wubiao/engine/rule"
	"wubiao/engine/state"
)

// ReviewRequest says which meeting went through the self-check: by its record, or by
// its day where there is none.
type ReviewRequest struct {
	ChangeRequest
	Record engine.RecordID `json:"record" validate:"gte=0"`
	Day    calendar.Date   `json:"day"`
}

// Review notes that 支委会, or 党员大会 where there is none, went through the
// self-check.
func (s *SelfCheck) Review(ctx context.Context, actor access.Actor, r ReviewRequest) error {
	scope, err := access.Authorize(actor, access.SelfCheckFill)
	if err != nil {
		return err
	}
	err = s.Store.Update(ctx, func(tx port.Tx) error {
		unit, check, err := find(tx, scope, r.Unit, r.Period)
		switch {
		case err != nil:
			return err
		case !own(actor, unit.ID):
			return notOwn()
		}
		sheet, e, err := s.sheetIn(tx, &check)
		if err != nil {
			return err
		}
		all, err := questions(tx, e, &sheet)
		if err != nil {
			return err
		}
		facts := state.SelfCheckFacts{Today: s.today(tx), Opens: check.Opens, ReviewedOn: r.Day, Unanswered: unanswered(all)}
		if r.Record != 0 {
			if facts.ReviewedOn, err = s.meetingDay(tx, e, &unit, r.Record); err != nil {
				return err
			}
		}
		from := check.State
		move, err := state.SelfChecks().Next(from, state.SelfCheckReview, state.ByPerson, facts)
		if err != nil {
			return err
		}
		if from == move.To && check.ReviewedOn == facts.ReviewedOn && check.ReviewRecord == r.Record {
			return nil // the same, once more
		}
		if err := fresh(&check, r.Version); err != nil {
			return err
		}
		check.State, check.ReviewedOn, check.ReviewRecord = move.To, facts.ReviewedOn, r.Record
		if err := tx.Save(&check); err != nil {
			return fmt.Errorf("save self-check: %w", err)
		}
		if err := step(tx, s, &check, actor, state.SelfCheckReview, "", sheet.Score.Result); err != nil {
			return err
		}
		return tx.Append(entry(actor, access.SelfCheckFill, &check, from))
	})
	if err != nil {
		return fmt.Errorf("review self-check: %w", err)
	}
	return nil
}

func unanswered(all []Question) int {
	n := 0
	for i := range all {
		if !all[i].Answered {
			n++
		}
	}
	return n
}

// meetingDay gives the day of a record that is a meeting as the edition wants it.
func (s *SelfCheck) meetingDay(tx port.Tx, e *rule.Edition, unit *engine.Unit, id engine.RecordID) (calendar.Date, error) {
	meetings, err := s.meetings(tx, e, unit, port.Where{"id": int64(id)}, 0)
	if err != nil {
		return 0, err
	}
	if len(meetings) == 0 {
		return 0, engine.Fail(engine.Invalid, "meeting", "这条记录不是可以审议自查表的会议，请重新选。").With("record", "请选一次支委会或党员大会")
	}
	return meetings[0].On, nil
}

// Meeting is a meeting that may have gone through the self-check.
type Meeting struct {
	ID    engine.RecordID `json:"id"`
	On    calendar.Date   `json:"on"`
	About string          `json:"about"`
}

// meetings lists the unit's meetings as the edition wants them, the latest first.
func (s *SelfCheck) meetings(tx port.Tx, e *rule.Edition, unit *engine.Unit, where port.Where, from calendar.Date) ([]Meeting, error) {
	if e.SelfCheck == nil || e.SelfCheck.Review == nil {
		return nil, nil
	}
	of := e.SelfCheck.Review
	where["unit_id"], where["ledger"] = int64(unit.ID), of.Of
	q := port.Query{Where: where, Order: []string{"-day", "-id"}, Limit: 40}
	if !from.IsZero() {
		q.AtLeast = port.Where{"day": from}
	}
	var records []engine.Record
	if err := tx.List(&records, access.Everything(), q); err != nil {
		return nil, fmt.Errorf("list meetings: %w", err)
	}
	if len(records) == 0 {
		return nil, nil
	}
	facts, err := s.Practise.FactsOn(tx, unit, s.today(tx))
	if err != nil {
		return nil, fmt.Errorf("facts of unit: %w", err)
	}
	var out []Meeting
	for i := range records {
		r := &records[i]
		yes, err := e.Meets(of.Where, of.Of, r.Fields, facts)
		if err != nil {
			return nil, fmt.Errorf("ask record %d: %w", r.ID, err)
		}
		if yes {
			out = append(out, Meeting{ID: r.ID, On: r.Day, About: e.Ledgers[of.Of].Subject(r.Fields)})
		}
	}
	return out, nil
}
