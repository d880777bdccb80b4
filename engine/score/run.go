package score

import (
	"wubiao/engine"
	"wubiao/engine/calendar"
	"wubiao/engine/rule"
)

// Score judges facts and adds them up to a sheet. Where the edition caps bonus
// over a window longer than the sheet, what earlier sheets of that window gave
// is taken off the room.
func Score(e *rule.Edition, facts rule.Facts, cal *calendar.Calendar) (*Sheet, error) {
	judged, err := rule.Judge(e, facts, cal)
	if err != nil {
		return nil, err
	}
	sheet := Total(e, judged)
	most, window := e.Score.Bonus.Cap, calendar.Kind(e.Score.Bonus.Window)
	if sheet.Totals.Bonus <= 0 || most == nil || !window.Valid() {
		return sheet, nil
	}
	whole := calendar.PeriodOf(window, facts.Period.End())
	given, err := earlier(e, judged, facts, cal, whole)
	if err != nil || given == 0 {
		return sheet, err
	}
	return sheet.capped(max(0, *most-given)), nil
}

// earlier adds up the bonus that earlier sheets of the window gave.
func earlier(e *rule.Edition, first *rule.Judgement, facts rule.Facts, cal *calendar.Calendar, whole calendar.Period) (engine.Points, error) {
	judge := func(f rule.Facts) (*rule.Judgement, error) { return rule.JudgeBonus(e, first, f, cal) }
	if e.Score.Bonus.Into != "total" { // there the other items decide how much counts
		judge = func(f rule.Facts) (*rule.Judgement, error) { return rule.Judge(e, f, cal) }
	}
	var given engine.Points
	for _, p := range whole.Sub(facts.Period.Kind) {
		if p.Start >= facts.Period.Start {
			break
		}
		before := facts
		before.Period, before.AsOf = p, 0
		judged, err := judge(before)
		if err != nil {
			return 0, err
		}
		given += Total(e, judged).Totals.Bonus
	}
	return min(given, *e.Score.Bonus.Cap), nil
}

// capped works out the totals again with less room for bonus.
func (s *Sheet) capped(room engine.Points) *Sheet {
	fresh := &Sheet{Items: s.Items, Groups: s.Groups, judgement: s.judgement, edition: s.edition}
	fresh.Totals.Bonus = min(s.Totals.Bonus, room)
	t := &totalling{Sheet: fresh, forfeited: map[string]bool{}}
	t.result()
	t.totalGaps()
	fresh.grade()
	return fresh
}
