package calendar

import (
	"fmt"
	"time"
)

// Year is the holiday arrangement of one year, the content of one data file.
type Year struct {
	Year      int       `yaml:"year" json:"year"`
	Source    string    `yaml:"source" json:"source"`       // the notice the days come from, or how they were reckoned
	Grade     string    `yaml:"grade" json:"grade"`         // how sure the source is: A … C, or 推算
	Estimated bool      `yaml:"estimated" json:"estimated"` // true until the State Council's notice is out
	Note      string    `yaml:"note,omitempty" json:"note,omitempty"`
	Holidays  []Holiday `yaml:"holidays" json:"holidays"`
	Workdays  []Date    `yaml:"workdays" json:"workdays"` // weekend days declared workdays (调休)
}

// Holiday is one festival: its own day, and the free days it brings, both ends
// included. 中秋 inside 国庆 shares the free days of 国庆.
type Holiday struct {
	Name string `yaml:"name" json:"name"`
	Day  Date   `yaml:"day" json:"day"`
	From Date   `yaml:"from" json:"from"`
	To   Date   `yaml:"to" json:"to"`
}

// holidayNames are the seven statutory festivals, in the order of the year.
var holidayNames = []string{"元旦", "春节", "清明", "劳动节", "端午", "中秋", "国庆"}

// maxFree is the longest run of free days taken for real.
const maxFree = 15

// canonicalHoliday gives the one name of a festival, or "" when it is none of
// the seven.
func canonicalHoliday(name string) string {
	switch name {
	case "五一", "五一劳动节", "劳动":
		return "劳动节"
	case "国庆节", "十一":
		return "国庆"
	case "清明节", "端午节", "中秋节":
		return name[:len(name)-len("节")]
	}
	for _, n := range holidayNames {
		if n == name {
			return n
		}
	}
	return ""
}

// check lists what is wrong with a year's data, each in a sentence that names
// the place.
func (y Year) check() []error {
	var errs []error
	bad := func(format string, args ...any) {
		errs = append(errs, fmt.Errorf("%d年日历："+format, append([]any{y.Year}, args...)...))
	}
	if y.Year < 1 || y.Year > 9998 {
		bad("年份不对，请写四位数的年份")
		return errs
	}
	if y.Source == "" || y.Grade == "" {
		bad("没有写来源（source）和可信程度（grade），无法核对，请补上")
	}
	free := y.checkHolidays(bad)
	seen := map[Date]bool{}
	for _, d := range y.Workdays {
		switch wd := d.Weekday(); {
		case !y.covers(d):
			bad("补班日 %s 不在本年内", d)
		case wd != time.Saturday && wd != time.Sunday:
			bad("补班日 %s 是%s，本来就上班，请核对", d, weekdayNames[wd])
		case free[d] != "":
			bad("补班日 %s 又在%s假期里，请核对", d, free[d])
		case seen[d]:
			bad("补班日 %s 写了两遍", d)
		}
		seen[d] = true
	}
	return errs
}

// checkHolidays reports through bad and returns the free days with their names.
func (y Year) checkHolidays(bad func(string, ...any)) map[Date]string {
	free := map[Date]string{}
	seen := map[string]bool{}
	for _, h := range y.Holidays {
		name := h.Name
		if c := canonicalHoliday(name); c != "" {
			name = c
		}
		switch {
		case name == "":
			bad("有一个节日没有名称")
		case seen[name]:
			bad("节日“%s”写了两遍", h.Name)
		case h.Day == 0 || h.Day.Year() != y.Year:
			bad("%s的日子（day）%s 不在本年", h.Name, h.Day)
		case !y.covers(h.From) || !y.covers(h.To) || h.From > h.To || h.To-h.From >= maxFree:
			bad("%s的放假起止 %s 至 %s 不对：起不能晚于止，不能出本年（元旦可从上年12月下旬起），最长%d天", h.Name, h.From, h.To, maxFree)
		case h.Day < h.From || h.Day > h.To:
			bad("%s当天 %s 不在它的假期 %s 至 %s 里", h.Name, h.Day, h.From, h.To)
		default:
			for d := h.From; d <= h.To; d++ {
				free[d] = h.Name
			}
		}
		seen[name] = true
	}
	for _, n := range holidayNames {
		if !seen[n] {
			bad("缺少“%s”，七个法定节日都要写", n)
		}
	}
	return free
}

// covers reports whether d may stand in this year's notice: a new-year holiday
// may begin, or be made up for, in the last week of the year before.
func (y Year) covers(d Date) bool {
	return d >= NewDate(y.Year-1, time.December, 25) && d <= NewDate(y.Year, time.December, 31)
}

// fixedHolidays are the festivals with a fixed date, all that is known of a
// year without data.
func fixedHolidays(year int) []Holiday {
	day := func(m time.Month, d int) Date { return NewDate(year, m, d) }
	return []Holiday{
		{Name: "元旦", Day: day(1, 1), From: day(1, 1), To: day(1, 1)},
		{Name: "劳动节", Day: day(5, 1), From: day(5, 1), To: day(5, 2)},
		{Name: "国庆", Day: day(10, 1), From: day(10, 1), To: day(10, 3)},
	}
}
