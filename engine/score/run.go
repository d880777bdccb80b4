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
	sitting, err := rule.Sit(e, facts, cal)
	if err != nil {
		return nil, err
	}
	defer sitting.Rise()
	judged, err := sitting.Judge()
	if err != nil {
		return nil, err
	}
	sheet := Total(e, judged)
	most, _ := judged.Amount(e.Score.Bonus.Cap) // what is missing is told on the sheet
	window := calendar.Kind(e.Score.Bonus.Window)
	if sheet.Totals.Bonus <= 0 || most == nil || !window.Valid() {
		return sheet, nil
	}
	whole := calendar.PeriodOf(window, facts.Period.End())
	given, err := earlier(e, sitting, facts.Period, whole)
	if err != nil || given == 0 {
		return sheet, err
	}
	return sheet.capped(max(0, *most-min(given, *most))), nil
}

// earlier adds up the bonus that earlier sheets of the window gave.
func earlier(e *rule.Edition, sitting *rule.Sitting, now, whole calendar.Period) (engine.Points, error) {
	var given engine.Points
	for _, p := range whole.Sub(now.Kind) {
		if p.Start >= now.Start {
			break
		}
		judged, err := sitting.JudgeBonus(p)
		if err != nil {
			return 0, err
		}
		given += bonusOf(e, judged)
	}
	return given, nil
}

// capped works out the totals again with less room for bonus.
func (s *Sheet) capped(room engine.Points) *Sheet {
	fresh := &Sheet{Items: s.Items, Groups: s.Groups, judgement: s.judgement, edition: s.edition, unvalued: s.unvalued}
	fresh.Totals.Bonus = min(s.Totals.Bonus, room)
	t := &totalling{Sheet: fresh, forfeited: map[string]bool{}}
	t.result()
	t.totalGaps()
	fresh.grade()
	return fresh
}
