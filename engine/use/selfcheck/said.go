package selfcheck

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
	"wubiao/engine/rule"
	"wubiao/engine/use/follow"
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

// said lists what was answered to the questions of the rules in the windows of the
// sheet, by rule. However many answers and changes there are, it reads three times.
func (s *SelfCheck) said(tx port.Tx, rules []*rule.Rule, unit engine.UnitID, period calendar.Period) (map[*rule.Rule][]Said, error) {
	asked := map[string]*rule.Rule{}
	var periods []calendar.Period
	for _, r := range rules {
		if r.Ask != "" {
			asked[r.Key()] = r
			periods = append(periods, windows(r, period)...)
		}
	}
	if len(asked) == 0 {
		return nil, nil
	}
	var given []engine.Answer
	q := port.Query{Where: port.Where{"unit_id": int64(unit), "period": periods, "question": slices.Collect(maps.Keys(asked))}, Order: []string{"period"}}
	if err := tx.List(&given, access.Everything(), q); err != nil {
		return nil, fmt.Errorf("list answers: %w", err)
	}
	before, names, err := answeredBefore(tx, given)
	if err != nil {
		return nil, err
	}
	out := map[*rule.Rule][]Said{}
	for _, a := range given {
		r := asked[a.Question]
		if !slices.Contains(windows(r, period), a.Period) { // a window of another rule
			continue
		}
		one := Said{}
		if a.Period != period {
			one.Window = a.Period.Chinese()
		}
		now := engine.AnswerVersion{Value: a.Value, PersonID: a.PersonID, CreatedAt: a.UpdatedAt}
		if one.Wording, err = s.wording(r, now, names); err != nil {
			return nil, err
		}
		for _, v := range before[a.ID] {
			w, err := s.wording(r, v, names)
			if err != nil {
				return nil, err
			}
			one.Before = append(one.Before, w)
		}
		out[r] = append(out[r], one)
	}
	return out, nil
}

// answeredBefore gives what the answers were before, newest first, and the names of
// everybody who gave any of them.
func answeredBefore(tx port.Tx, given []engine.Answer) (map[engine.AnswerID][]engine.AnswerVersion, map[engine.PersonID]string, error) {
	ids, people := make([]engine.AnswerID, len(given)), make([]engine.PersonID, 0, len(given))
	for i, a := range given {
		ids[i], people = a.ID, append(people, a.PersonID)
	}
	var versions []engine.AnswerVersion
	if err := tx.List(&versions, access.Everything(), port.Query{Where: port.Where{"answer_id": ids}, Order: []string{"-number"}}); err != nil {
		return nil, nil, fmt.Errorf("list what was answered before: %w", err)
	}
	before := map[engine.AnswerID][]engine.AnswerVersion{}
	for _, v := range versions {
		before[v.AnswerID] = append(before[v.AnswerID], v)
		people = append(people, v.PersonID)
	}
	names, err := follow.PersonNames(tx, people...)
	if err != nil {
		return nil, nil, fmt.Errorf("who answered: %w", err)
	}
	return before, names, nil
}

func (s *SelfCheck) wording(r *rule.Rule, v engine.AnswerVersion, names map[engine.PersonID]string) (Wording, error) {
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
	if v.PersonID != 0 {
		out.By = names[v.PersonID]
	}
	return out, nil
}
