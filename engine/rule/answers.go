package rule

import (
	"fmt"

	"wubiao/engine"
	"wubiao/engine/calendar"
)

// A question's answer may be given for the sheet, or by window: a mapping whose
// keys are periods. On a longer sheet the answers of its windows are rows;
// levels are asked anew.
func (j *judging) answers(r *Rule) (rows []row, gaps []string, err error) {
	raw, ok := j.facts.Judged[r.Key()]
	if !ok || raw == nil {
		return nil, []string{"「" + r.Ask + "」" + unanswered}, nil
	}
	byWindow, isMap := raw.(map[string]any)
	if !isMap || !periodKeys(byWindow) {
		rows, err = j.answer(r, raw, j.last)
		return rows, nil, err
	}
	for _, key := range sortedKeys(byWindow) {
		p, _ := calendar.ParsePeriod(key)
		if r.Levels != nil && p != j.period {
			continue
		}
		more, err := j.answer(r, byWindow[key], p.End())
		if err != nil {
			return nil, nil, err
		}
		rows = append(rows, more...)
	}
	if r.Levels != nil && byWindow[j.period.String()] == nil {
		return nil, []string{"「" + r.Ask + "」" + j.period.Chinese() + unanswered}, nil
	}
	if kind := calendar.Kind(r.Window); kind.Valid() {
		for _, p := range j.period.Sub(kind) {
			if byWindow[p.String()] == nil {
				gaps = append(gaps, "「"+r.Ask+"」"+p.Chinese()+unanswered)
			}
		}
	}
	return rows, gaps, nil
}

func periodKeys(m map[string]any) bool {
	for key := range m {
		if _, err := calendar.ParsePeriod(key); err != nil {
			return false
		}
	}
	return len(m) > 0
}

// answer turns one answer into rows: a yes or a level is one row, a count n one
// row of quantity n, a list several; [], 0 and 否 are none.
func (j *judging) answer(r *Rule, raw any, day calendar.Date) ([]row, error) {
	if items, ok := raw.([]any); ok {
		var out []row
		for _, it := range items {
			rows, err := j.oneAnswer(r, it, day, true)
			if err != nil {
				return nil, err
			}
			out = append(out, rows...)
		}
		for i := range out {
			out[i].id = int64(i + 1)
		}
		return out, nil
	}
	return j.oneAnswer(r, raw, day, false)
}

func (j *judging) oneAnswer(r *Rule, raw any, day calendar.Date, inList bool) ([]row, error) {
	one := row{day: day, id: 1, quantity: Whole(1)}
	if fields, ok := raw.(map[string]any); ok {
		return j.answerFields(r, fields, one)
	}
	if r.Kind == Range || r.Kind == Judged || r.Kind == Bonus && r.Min != nil {
		v, err := readNumber(raw, false)
		if err != nil {
			return nil, answerError(r, "%v", err)
		}
		if v.rat.Sign() == 0 && !inList {
			return nil, nil
		}
		one.amount = v.rat
		return []row{one}, nil
	}
	if r.Levels != nil && r.Levels.Named {
		one.answer = Value{kind: text, text: fmt.Sprint(raw)}
		if b, ok := raw.(bool); ok {
			one.answer.text = boolValue(b).String()
		}
		return []row{one}, nil
	}
	v := readAny(raw)
	switch v.kind {
	case boolean:
		if !v.truth() {
			return nil, nil
		}
		return []row{one}, nil
	case number:
		if v.rat.Sign() < 0 {
			return nil, answerError(r, "不能是负数")
		}
		one.answer = v
		if r.Levels != nil || r.Kind == StepBy {
			return []row{one}, nil
		}
		if v.rat.Sign() == 0 {
			return nil, nil
		}
		one.quantity = v.rat
		return []row{one}, nil
	case text:
		if inList { // a list of names is a list of findings
			one.answer = v
			return []row{one}, nil
		}
	case date:
		one.answer = v
		return []row{one}, nil
	}
	return nil, answerError(r, "应回答是或否、次数，或逐项列出")
}

// The fields of an answer that every rule understands.
const (
	fieldAmount   = "值"
	fieldTimes    = "次数"
	fieldLevel    = "档"
	fieldDecision = "决定"
	fieldReason   = "理由"
	fieldPerson   = "评定人"
)

func (j *judging) answerFields(r *Rule, fields map[string]any, one row) ([]row, error) {
	own := map[string]any{}
	for name, raw := range fields {
		switch name {
		case fieldAmount, fieldTimes:
			v, err := readNumber(raw, false)
			if err != nil || v.rat.Sign() < 0 {
				return nil, answerError(r, "「%s」应填不小于0的数字", name)
			}
			if name == fieldAmount {
				one.amount = v.rat
			} else {
				one.quantity = v.rat
			}
		case fieldLevel:
			one.answer = Value{kind: text, text: fmt.Sprint(raw)}
		case fieldDecision:
			one.decision = fmt.Sprint(raw)
		case fieldReason, fieldPerson:
		default:
			own[name] = raw
		}
	}
	values, err := r.layout.read(own)
	if err != nil {
		return nil, answerError(r, "%v", err)
	}
	for _, name := range sortedKeys(own) {
		if _, ok := r.layout.index[name]; !ok {
			return nil, answerError(r, "没有「%s」这一栏%s", name, meant(name, r.layout.names))
		}
	}
	one.values = values
	return []row{one}, nil
}

func answerError(r *Rule, format string, args ...any) error {
	return engine.Fail(engine.Invalid, "answer", fmt.Sprintf("%s「%s」的回答：", r.Key(), r.Ask)+fmt.Sprintf(format, args...))
}

// mark reads what an item with shares or marks starts from.
func (j *judging) mark(s *Standard, item *Item) error {
	if len(s.Shares) == 0 && !s.Marks {
		return nil
	}
	raw := j.facts.Judged[s.Code]
	if raw == nil {
		item.Unmarked = s.Code + " 还没有打分"
		return nil
	}
	if s.Marks {
		return j.marks(s, item, raw)
	}
	given, ok := raw.(map[string]any)
	if !ok {
		return factError("%s 由各部门分头给分，要写 {部门: 分}", s.Code)
	}
	sum := Whole(0)
	for office := range given {
		if s.Shares[office] == nil {
			return factError("%s 没有「%s」的份额", s.Code, office)
		}
	}
	for _, office := range sortedKeys(s.Shares) {
		e := j.over(nil)
		share := s.Shares[office].in(e)
		if share.kind != number {
			item.Unmarked = s.Code + " 的" + office + "的份额：" + e.missing + "没有值"
			continue
		}
		most := share.rat
		if given[office] == nil {
			item.Unmarked = s.Code + " 的" + office + "还没有打分"
			continue
		}
		v, err := readNumber(given[office], false)
		if err != nil || v.rat.Sign() < 0 || v.rat.Cmp(most) > 0 {
			return engine.Fail(engine.Invalid, "share", fmt.Sprintf("%s 的%s给分要在 0 到 %s 之间", s.Code, office, most))
		}
		sum = sum.Add(v.rat)
	}
	if item.Unmarked == "" {
		item.Marked = &sum
	}
	return nil
}

// marks combines the raters' marks, each out of 100, into a share of the item.
func (j *judging) marks(s *Standard, item *Item, raw any) error {
	list, ok := raw.([]any)
	if !ok {
		return factError("%s 由多人评分，要写各人的分（0–100）", s.Code)
	}
	var marks []Rat
	for _, m := range list {
		v, err := readNumber(m, false)
		if err != nil || v.rat.Sign() < 0 || v.rat.Cmp(Whole(100)) > 0 {
			return factError("%s 的评分要在 0 到 100 之间", s.Code)
		}
		marks = append(marks, v.rat)
	}
	e := j.over(nil)
	need := j.edition.Raters.Marks.in(e)
	if need.kind != number {
		item.Unmarked = s.Code + " 要几份评分：" + e.missing + "没有值"
		return nil
	}
	combined, enough := j.edition.Raters.CombineMarks(marks, need.rat)
	if !enough {
		item.Unmarked = fmt.Sprintf("%s 要%s份评分，现有%d份", s.Code, need.rat, len(marks))
		return nil
	}
	if item.Points == nil {
		return nil
	}
	share := combined.Mul(FromPoints(*item.Points)).Div(Whole(100))
	item.Marked = &share
	return nil
}

// CombineMarks makes several marks one: the mean without the highest and the
// lowest, the mean, or the median. enough is false while marks are missing to
// need.
func (r *Raters) CombineMarks(marks []Rat, need Rat) (combined Rat, enough bool) {
	if r == nil || Whole(int64(len(marks))).Less(need) || len(marks) == 0 {
		return Rat{}, false
	}
	sorted := append([]Rat(nil), marks...)
	for i := range sorted {
		for k := i; k > 0 && sorted[k].Less(sorted[k-1]); k-- {
			sorted[k], sorted[k-1] = sorted[k-1], sorted[k]
		}
	}
	switch n := len(sorted); {
	case r.Combine == "median" && n%2 == 1:
		return sorted[n/2], true
	case r.Combine == "median":
		return sorted[n/2-1].Add(sorted[n/2]).Div(Whole(2)), true
	case r.Combine == "trimmed" && n > 2:
		sorted = sorted[1 : n-1]
	}
	sum := Whole(0)
	for _, m := range sorted {
		sum = sum.Add(m)
	}
	return sum.Div(Whole(int64(len(sorted)))), true
}
