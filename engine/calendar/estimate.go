package calendar

import "fmt"

// Estimated reports whether the workdays around d are a guess: its year has no
// data, or data not yet announced. Pages then write 预计 beside the date.
func (c *Calendar) Estimated(d Date) bool {
	y, ok := c.years[d.Year()]
	return !ok || y.Estimated
}

// estimatedBetween reports whether any year from a to b, in either order, is
// estimated.
func (c *Calendar) estimatedBetween(a, b Date) bool {
	for y := min(a, b).Year(); y <= max(a, b).Year(); y++ {
		if got, ok := c.years[y]; !ok || got.Estimated {
			return true
		}
	}
	return false
}

// Missing lists the years from one day to the other that have no data at all.
func (c *Calendar) Missing(from, to Date) []int {
	var out []int
	if from <= 0 || to <= 0 {
		return out
	}
	for y := from.Year(); y <= to.Year(); y++ {
		if _, ok := c.years[y]; !ok {
			out = append(out, y)
		}
	}
	return out
}

// Warnings lists, in Chinese sentences to be shown, every year from one day to
// the other whose dates are estimated, with the reason and what to do.
func (c *Calendar) Warnings(from, to Date) []string {
	var out []string
	if from <= 0 || to <= 0 {
		return out
	}
	for year := from.Year(); year <= to.Year(); year++ {
		y, ok := c.years[year]
		switch {
		case !ok:
			out = append(out, fmt.Sprintf("%d年的放假安排还没有导入：暂按周末和固定日期的节日（元旦、劳动节、国庆）推算，春节、清明、端午、中秋的假期和调休上班日都不在内，算出的日期标“预计”。请在放假通知公布后导入%d年日历。", year, year))
		case y.Estimated:
			out = append(out, fmt.Sprintf("%d年的放假安排是推算的，不是正式通知（%s），算出的日期标“预计”。请在放假通知公布后更新%d年日历。", year, y.Source, year))
		}
	}
	return out
}
