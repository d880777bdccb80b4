package practise

import (
	"strings"

	"wubiao/engine/calendar"
)

// estimates tells, one Chinese sentence a year, which years of the periods a run
// completed, and of the day it was to reach, have a calendar that is a guess.
// Whoever issues far ahead must not take such dates for announced ones.
func (p *Practise) estimates(keys []string, through calendar.Date) []string {
	from, to := through, through
	for _, key := range keys {
		period, err := calendar.ParsePeriod(key)
		if err != nil {
			continue // a key of ours always reads
		}
		from, to = min(from, period.Start), max(to, period.End())
	}
	return p.Calendar.Warnings(from, to)
}

// estimateText adds them to a sentence of the run log.
func estimateText(estimates []string) string {
	if len(estimates) == 0 {
		return ""
	}
	return "日历提醒：" + strings.Join(estimates, "")
}
