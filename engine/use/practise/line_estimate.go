package practise

import (
	"slices"
	"strconv"
	"strings"

	"wubiao/engine/calendar"
)

// Estimate says why dates on a page are marked 预计: one short sentence, and the
// whole of it for who wants to know.
type Estimate struct {
	Short string   `json:"short"`
	Long  []string `json:"long"`
}

// warnings says why dates are marked 预计, where a shown one is; nil: none is.
func (p *Practise) warnings(lines []Line) *Estimate {
	var from, to calendar.Date
	for _, line := range lines {
		if !line.Estimated || !line.Open() {
			continue
		}
		if from == 0 || line.Due < from {
			from = line.Due
		}
		to = max(to, line.Due)
	}
	if to == 0 {
		return nil
	}
	out := &Estimate{Long: p.Calendar.Warnings(from, to)}
	if len(out.Long) == 0 {
		// The calendar has been settled since; the dates were issued before.
		out.Short = "标“预计”的日期，是在放假通知公布之前推算的，可能还会调整。"
		return out
	}
	var years []string
	for _, line := range lines {
		year := strconv.Itoa(line.Due.Year()) + "年"
		if line.Estimated && line.Open() && len(p.Calendar.Warnings(line.Due, line.Due)) > 0 && !slices.Contains(years, year) {
			years = append(years, year)
		}
	}
	slices.Sort(years)
	out.Short = strings.Join(years, "、") + "放假安排未公布，带“预计”的日期到时可能调整。"
	if len(years) == 0 {
		out.Short = "带“预计”的日期，到时可能调整。"
	}
	return out
}
