package selfcheck

import (
	"encoding/json"
	"fmt"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
	"wubiao/engine/rule"
)

// Said is what was answered to a question of a line, with who answered, and what
// had been answered before, newest first.
type Said struct {
	Window  string    `json:"window"` // in words, where the sheet has several
	Wording           // now
	Before  []Wording `json:"before"`
}

// Wording is one answer as the form shows it.
type Wording struct {
	Value string        `json:"value"`
	By    string        `json:"by"` // empty: nobody in the register
	On    calendar.Date `json:"on"`
}

// said lists what was answered to the rule's question in the windows of the sheet.
func (s *SelfCheck) said(tx port.Tx, r *rule.Rule, unit engine.UnitID, period calendar.Period) ([]Said, error) {
	if r.Ask == "" {
		return nil, nil
	}
	var given []engine.Answer
	q := port.Query{Where: port.Where{"unit_id": int64(unit), "period": windows(r, period), "question": r.Key()}, Order: []string{"period"}}
	if err := tx.List(&given, access.Everything(), q); err != nil {
		return nil, fmt.Errorf("list answers: %w", err)
	}
	out := make([]Said, len(given))
	for i, a := range given {
		var before []engine.AnswerVersion
		if err := tx.List(&before, access.Everything(), port.Query{Where: port.Where{"answer_id": int64(a.ID)}, Order: []string{"-number"}}); err != nil {
			return nil, fmt.Errorf("list what was answered before: %w", err)
		}
		if a.Period != period {
			out[i].Window = a.Period.Chinese()
		}
		all := append([]engine.AnswerVersion{{Value: a.Value, PersonID: a.PersonID, CreatedAt: a.UpdatedAt}}, before...)
		for at, v := range all {
			w, err := s.wording(tx, r, v)
			if err != nil {
				return nil, err
			}
			if at == 0 {
				out[i].Wording = w
				continue
			}
			out[i].Before = append(out[i].Before, w)
		}
	}
	return out, nil
}

func (s *SelfCheck) wording(tx port.Tx, r *rule.Rule, v engine.AnswerVersion) (Wording, error) {
	out := Wording{On: calendar.DateOf(v.CreatedAt, s.Zone)}
	var value any
	if err := json.Unmarshal([]byte(v.Value), &value); err != nil {
		return out, fmt.Errorf("read answer: %w", err)
	}
	q := Question{Unit: r.Unit}
	q.way(r)
	q.show(value)
	if out.Value = q.Value; q.Way == AnswerCount {
		out.Value += q.Unit
	}
	if v.PersonID == 0 {
		return out, nil
	}
	var person engine.Person
	if err := tx.Get(&person, access.Everything(), port.Where{"id": int64(v.PersonID)}); err != nil {
		return out, fmt.Errorf("who answered: %w", err)
	}
	out.By = person.Name
	return out, nil
}
