package follow

import (
	"fmt"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
	"wubiao/engine/state"
	"wubiao/engine/use/practise"
)

// word is what stands before the year in the 文号 of a 督办单.
const word = "督"

// stateWord says how a 督办单 stands, with its lateness.
func stateWord(s *engine.Supervision, today calendar.Date) string {
	if s.LateOn(today) {
		return "超期未回复"
	}
	return state.Supervisions().Label[s.State]
}

func supervisionObject(id engine.SupervisionID) string { return fmt.Sprintf("supervision/%d", id) }

// findSupervision finds a 督办单 of a branch within the scope. A proposal exists
// for those above alone.
func findSupervision(tx port.Tx, actor access.Actor, scope access.Scope, id engine.SupervisionID) (engine.Supervision, engine.Unit, error) {
	var s engine.Supervision
	var u engine.Unit
	err := tx.Get(&s, scope, port.Where{"id": id})
	if engine.CodeOf(err) == engine.NotFound {
		return s, u, access.Absent()
	}
	if err != nil {
		return s, u, fmt.Errorf("find supervision: %w", err)
	}
	if u, err = practise.Unit(tx, access.Everything(), s.UnitID); err != nil {
		return s, u, err
	}
	if _, ok := above(actor, u.Path); !ok && s.Number == "" && !actor.IsSystem() {
		return s, u, access.Absent()
	}
	return s, u, nil
}

// asIssuer refuses who does not act for the unit that issued it.
func asIssuer(actor access.Actor, s *engine.Supervision, u engine.Unit) error {
	from, err := asAbove(actor, u)
	if err != nil {
		return err
	}
	if from != s.FromUnit {
		return engine.Fail(engine.Forbidden, "other_issuer", "这份督办单由下发它的单位来办，您可以查看，不能处理。")
	}
	return nil
}

// number draws the next 文号 of the issuer's series of the year.
func (f *Follow) number(tx port.Tx, from engine.UnitID, today calendar.Date) (string, error) {
	u, err := practise.Unit(tx, access.Everything(), from)
	if err != nil {
		return "", err
	}
	prefix := word
	if u.Kind != engine.Company { // a number is read without its series beside it
		prefix = u.Name + word
	}
	n, err := draw(tx, fmt.Sprintf("督办/%d", from), today.Year())
	return engine.PaperNumber(prefix, today.Year(), n), err
}

// draw counts one on in the transaction that uses the number.
func draw(tx port.Tx, series string, year int) (int, error) {
	var c engine.Counter
	err := tx.Get(&c, access.Everything(), port.Where{"series": series, "year": year})
	if engine.CodeOf(err) == engine.NotFound {
		c = engine.Counter{Series: series, Year: year, Last: 1}
		if err := tx.Insert(&c); err != nil {
			return 0, fmt.Errorf("begin counting: %w", err)
		}
		return c.Last, nil
	}
	if err != nil {
		return 0, fmt.Errorf("find counter: %w", err)
	}
	c.Last++
	if err := tx.Save(&c); err != nil {
		return 0, fmt.Errorf("count on: %w", err)
	}
	return c.Last, nil
}

// step keeps what somebody wrote to a 督办单.
func (f *Follow) step(tx port.Tx, s *engine.Supervision, event state.Event, text string, by engine.PersonID) error {
	line := engine.SupervisionStep{SupervisionID: s.ID, UnitID: s.UnitID, Event: string(event), Text: text, Day: f.Practise.Today(tx), PersonID: by}
	if err := tx.Insert(&line); err != nil {
		return fmt.Errorf("keep the step: %w", err)
	}
	return nil
}

// tellBranch tells the secretary of the branch.
func (f *Follow) tellBranch(tx port.Tx, s *engine.Supervision, key, text string) error {
	return f.tell(tx, engine.Notice{Key: fmt.Sprintf("supervision/%d/%s", s.ID, key), UnitID: s.UnitID, Post: Secretary,
		AboutUnit: s.UnitID, Object: supervisionObject(s.ID), Text: text})
}

// tellIssuer tells the unit that issued it.
func (f *Follow) tellIssuer(tx port.Tx, s *engine.Supervision, key, text string) error {
	return f.tell(tx, engine.Notice{Key: fmt.Sprintf("supervision/%d/%s", s.ID, key), UnitID: s.FromUnit,
		AboutUnit: s.UnitID, Object: supervisionObject(s.ID), Text: text})
}

func (f *Follow) tell(tx port.Tx, n engine.Notice) error {
	n.Kind, n.Day = engine.NoticeFollowUp, f.Practise.Today(tx)
	if _, err := tx.Notify([]engine.Notice{n}); err != nil {
		return fmt.Errorf("tell: %w", err)
	}
	return nil
}
