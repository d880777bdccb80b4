package selfcheck

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
	"wubiao/engine/rule"
)

// The ways a question is answered.
const (
	AnswerYes    = "yes"    // 有 or 没有
	AnswerCount  = "count"  // how many
	AnswerNumber = "number" // a number with decimals
	AnswerChoice = "choice" // one of the levels
	AnswerNames  = "names"  // who, each once
)

// Question is one thing that only people know, asked once per window.
type Question struct {
	Key      string   `json:"key"` // "Z05.c@2026Q3"; a veto's "死亡事故@2026Q3"
	Rule     string   `json:"rule"`
	Standard string   `json:"standard"` // code; empty: a veto of the whole sheet
	Title    string   `json:"title"`    // of the standard
	Ask      string   `json:"ask"`
	Window   string   `json:"window"` // in words, where the sheet has several
	Text     string   `json:"text"`   // what the answer costs, as the handbook says
	Way      string   `json:"way"`
	Unit     string   `json:"unit"` // 次, 件
	Choices  []string `json:"choices"`
	Column   string   `json:"-"` // names: the column they are kept in
	Answered bool     `json:"answered"`
	Value    string   `json:"value"` // as the form shows it
	Found    bool     `json:"found"` // the answer is something, not nothing

	period calendar.Period
}

// None is the answer that nothing happened; ok is false where there is none.
func (q *Question) None() (value any, ok bool) {
	switch q.Way {
	case AnswerYes:
		return false, true
	case AnswerCount:
		return 0, true
	case AnswerNames:
		return []any{}, true
	}
	return nil, false
}

// questions lists what the sheet asks the branch, with what was answered. Questions
// that another office answers are not the branch's.
func questions(tx port.Tx, e *rule.Edition, sheet *Sheet) ([]Question, error) {
	var all []Question
	for _, line := range sheet.Lines {
		if line.Status != rule.Applies {
			continue
		}
		for _, f := range line.Findings {
			r := e.Rule(f.Rule)
			if r.Ask == "" || r.ByOffice != "" || f.Outcome == rule.NotMet || f.Outcome == rule.NotJudged {
				continue
			}
			q := Question{Rule: r.Key(), Standard: line.Code, Title: line.Title, Ask: r.Ask, Text: r.Text, Unit: r.Unit}
			q.way(r)
			for _, p := range windows(r, sheet.Period) {
				one := q
				if one.period = p; p != sheet.Period {
					one.Window = p.Chinese()
				}
				all = append(all, one)
			}
		}
	}
	for _, v := range e.Vetoes {
		if v.Ask != "" {
			all = append(all, Question{Rule: v.ID, Ask: v.Ask, Text: v.Effect, Way: AnswerYes, period: sheet.Period})
		}
	}
	return all, answered(tx, sheet, all)
}

// windows lists the windows that end in the period, for each of which the rule's
// question is asked: the months of a quarter, the year that a fourth quarter ends.
func windows(r *rule.Rule, period calendar.Period) []calendar.Period {
	if kind := calendar.Kind(r.Window); kind.Valid() && kind != period.Kind {
		if parts := period.Sub(kind); len(parts) > 0 {
			return parts
		}
	}
	return []calendar.Period{period}
}

// way says how the rule's question is answered.
func (q *Question) way(r *rule.Rule) {
	switch {
	case len(r.Fields) > 0:
		q.Way = AnswerNames
		for name := range r.Fields {
			if q.Column == "" || name < q.Column {
				q.Column = name
			}
		}
	case r.Levels != nil && r.Levels.Named:
		q.Way = AnswerChoice
		for _, l := range r.Levels.List {
			q.Choices = append(q.Choices, l.Name)
		}
	case r.Levels != nil, r.Kind == rule.StepBy, r.Kind == rule.Range, r.Kind == rule.Judged:
		q.Way = AnswerNumber
	case r.Kind == rule.Forfeit, r.Kind == rule.VetoBy, r.Kind == rule.Fixed:
		q.Way = AnswerYes
	default:
		q.Way = AnswerCount
	}
}

// answered writes the answers that were given beside their questions.
func answered(tx port.Tx, sheet *Sheet, all []Question) error {
	periods := []calendar.Period{}
	for i := range all {
		all[i].Key = all[i].Rule + "@" + all[i].period.String()
		if !slices.Contains(periods, all[i].period) {
			periods = append(periods, all[i].period)
		}
	}
	var given []engine.Answer
	err := tx.List(&given, access.Everything(), port.Query{Where: port.Where{"unit_id": int64(sheet.UnitID), "period": periods}})
	if err != nil {
		return fmt.Errorf("list answers: %w", err)
	}
	for _, a := range given {
		at := slices.IndexFunc(all, func(q Question) bool { return q.Rule == a.Question && q.period == a.Period })
		if at < 0 {
			continue
		}
		var value any
		if err := json.Unmarshal([]byte(a.Value), &value); err != nil {
			return fmt.Errorf("read answer %d: %w", a.ID, err)
		}
		all[at].show(value)
	}
	return nil
}

// show writes an answer as the form has it.
func (q *Question) show(value any) {
	q.Answered = true
	switch v := value.(type) {
	case bool:
		q.Value, q.Found = map[bool]string{true: "是", false: "否"}[v], v
	case float64:
		q.Value, q.Found = strconv.FormatFloat(v, 'f', -1, 64), v != 0
	case string:
		q.Value, q.Found = v, true
	case []any:
		var names []string
		for _, item := range v {
			if fields, ok := item.(map[string]any); ok {
				item = fields[q.Column]
			}
			names = append(names, fmt.Sprint(item))
		}
		q.Value, q.Found = strings.Join(names, "、"), len(v) > 0
		if len(v) == 0 {
			q.Value = "无"
		}
	}
}

// read turns what was typed into an answer.
func (q *Question) read(typed string) (any, error) {
	typed = strings.TrimSpace(typed)
	switch q.Way {
	case AnswerYes:
		switch typed {
		case "是", "true":
			return true, nil
		case "否", "false":
			return false, nil
		}
		return nil, fmt.Errorf("请选“有”或“没有”")
	case AnswerCount:
		n, err := strconv.Atoi(typed)
		if err != nil || n < 0 || n > 100_000 {
			return nil, fmt.Errorf("请填不小于0的整数，没有就填0")
		}
		return n, nil
	case AnswerNumber:
		f, err := strconv.ParseFloat(typed, 64)
		if err != nil || f < 0 || f > 1e9 {
			return nil, fmt.Errorf("请填不小于0的数")
		}
		return f, nil
	case AnswerChoice:
		if !slices.Contains(q.Choices, typed) {
			return nil, fmt.Errorf("请从给出的选项里选一个")
		}
		return typed, nil
	}
	return q.names(typed)
}

// names takes a list of names apart; 无 is nobody.
func (q *Question) names(typed string) (any, error) {
	list := []any{}
	if typed == "无" {
		return list, nil
	}
	for _, name := range strings.FieldsFunc(typed, func(r rune) bool { return strings.ContainsRune("、，,；; \n\r\t", r) }) {
		list = append(list, map[string]any{q.Column: name})
	}
	if len(list) == 0 {
		return nil, fmt.Errorf("请填姓名，用顿号隔开；没有就填“无”")
	}
	return list, nil
}
