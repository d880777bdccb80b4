package calendar

import (
	"strings"
	"testing"
)

func mustParse(t testing.TB, text string) Due {
	t.Helper()
	d, err := ParseDue(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestDueDaysAroundLongHolidays(t *testing.T) {
	t.Parallel()
	c := national(t)
	for _, tc := range []struct{ phrase, period, want string }{
		{"每季末月25日↑", "2026Q3", "2026-09-24"}, // in 中秋
		{"每季末月25日↑", "2026Q4", "2026-12-25"},
		{"每季首月5日↓", "2026Q4", "2026-10-08"}, // in 国庆
		{"每季首月10日↓", "2026Q4", "2026-10-10"},
		{"每季首月5日↑", "2026Q4", "2026-10-08"}, // may not go back into September
		{"每月5日↑", "2026-10", "2026-10-08"},
		{"每月5日↓", "2026-05", "2026-05-06"},
		{"每月5日↓", "2025-10", "2025-10-09"},
		{"每月31日↓", "2026-05", "2026-05-29"}, // may not go on into June
		{"每月31日↓", "2026-02", "2026-02-28"}, // clamped; a Saturday that is worked
		{"每月28日↑", "2026-02", "2026-02-28"},
		{"每月28日↑", "2026-03", "2026-03-27"},
		{"每月20日↑", "2026-02", "2026-02-14"},
		{"每月首个周五↓顺延不超过1周", "2026-10", "2026-10-08"},
		{"每月首个周五↓顺延不超过1周", "2026-01", "2026-01-04"},
		{"每月首个周五↓顺延不超过1周", "2026-05", "2026-05-06"},
		{"每月首个周五↓顺延不超过3日", "2025-10", "2025-10-09"},  // nothing worked before: the first inside
		{"每月第3个周五↓顺延不超过2日", "2026-02", "2026-02-14"}, // 24 February is too far
		{"每月第3个周五↓", "2026-02", "2026-02-24"},
		{"每半年末月20日↑", "2026H1", "2026-06-18"},
		{"每半年末月20日↑", "2025H1", "2025-06-20"},
		{"每年1/31↑", "2025", "2025-01-27"},
		{"每年1/31↑", "2026", "2026-01-30"},
		{"次年1/10↑", "2026", "2026-01-09"},
		{"每季首月第5个工作日", "2026Q4", "2026-10-13"},
		{"每季首月第5个工作日", "2025Q4", "2025-10-14"},
		{"次季首月第5个工作日", "2026Q1", "2026-01-08"},
		{"每季首月最后一个工作日", "2026Q1", "2026-01-30"},
		{"每季首月倒数第2个工作日", "2026Q4", "2026-10-29"},
		{"季末月25日", "2026Q3", "2026-09-25"}, // no arrow: stays
		{"每月倒数第3日", "2026-02", "2026-02-26"},
		{"每月最后一日↑", "2026-05", "2026-05-29"},
		{"每季第一个工作日", "2026Q1", "2026-01-04"},
		{"每季最后一个周五", "2026Q2", "2026-06-26"},
		{"每月第22个工作日", "2026-02", "2026-02-28"}, // fewer: the last
		{"每年2/29↑", "2026", "2026-02-28"},
		{"窗口[10/01–12/31]", "2026", "2026-12-31"},
		{"窗口[10/01–次年01/31]", "2025", "2026-01-30"},
		{"窗口[10/01–次年03/31]", "2025", "2026-03-31"},
		{"窗口[06/15–07/10]", "2026", "2026-07-10"},
		{"窗口[05/01–05/31]", "2026", "2026-05-29"},
		{"窗口[10/01–10/07]", "2026", "2026-10-07"}, // nothing worked in it
	} {
		t.Run(tc.phrase+" "+tc.period, func(t *testing.T) {
			t.Parallel()
			p, err := ParsePeriod(tc.period)
			if err != nil {
				t.Fatal(err)
			}
			got, err := mustParse(t, tc.phrase).In(p, c)
			if err != nil || len(got) != 1 || got[0].Due.String() != tc.want || got[0].Estimated {
				t.Fatalf("got %v, %v, want %s", got, err, tc.want)
			}
			if got[0].Opens < p.Start || got[0].Opens > got[0].Due {
				t.Errorf("opens %s", got[0].Opens)
			}
		})
	}
}

func TestSeveralDueDaysInAPeriod(t *testing.T) {
	t.Parallel()
	c := national(t)
	const all = "节前3工作日[元旦、春节、清明、五一、端午、中秋、国庆]"
	for _, tc := range []struct{ phrase, period, want string }{
		{"每周五↓", "2026-10", "2026-10-08 第1周, 2026-10-09 第2周, 2026-10-16 第3周, 2026-10-23 第4周, 2026-10-30 第5周"},
		{"每周五↓", "2026-02", "2026-02-06 第1周, 2026-02-13 第2周, 2026-02-24 第3周, 2026-02-27 第4周"},
		{all, "2026", "2026-02-12 春节, 2026-04-01 清明, 2026-04-28 劳动节, 2026-06-16 端午, 2026-09-22 中秋, 2026-09-28 国庆, 2026-12-29 元旦 预计"},
		{all, "2025", "2025-01-24 春节, 2025-04-01 清明, 2025-04-28 劳动节, 2025-05-28 端午, 2025-09-28 国庆、中秋, 2025-12-29 元旦"},
		{"节前10工作日[元旦、春节]", "2026", "2026-02-03 春节, 2026-12-18 元旦 预计"},
		{"节前3工作日[中秋]", "2025", "2025-09-28 中秋"},
		{"节前3工作日[春节、国庆]", "2028", "2028-09-27 国庆 预计"}, // a year without data knows fixed festivals only
	} {
		t.Run(tc.phrase+" "+tc.period, func(t *testing.T) {
			t.Parallel()
			p, _ := ParsePeriod(tc.period)
			got, err := mustParse(t, tc.phrase).In(p, c)
			if err != nil {
				t.Fatal(err)
			}
			var parts []string
			for i, o := range got {
				s := o.Due.String() + " " + o.Label
				if o.Estimated {
					s += " 预计"
				}
				parts = append(parts, s)
				if o.Opens > o.Due || o.Opens < p.Start || i > 0 && o.Opens <= got[i-1].Opens {
					t.Errorf("%s opens %s", s, o.Opens)
				}
			}
			if s := strings.Join(parts, ", "); s != tc.want {
				t.Errorf("got  %s\nwant %s", s, tc.want)
			}
		})
	}
}

func TestEventDueDays(t *testing.T) {
	t.Parallel()
	c := national(t)
	for _, tc := range []struct{ phrase, trigger, opens, want string }{
		{"事件+30日↑", "2026-08-26", "2026-08-26", "2026-09-24"},
		{"事件+3工作日", "2026-09-23", "2026-09-23", "2026-09-29"},
		{"每次会议+1工作日", "2026-09-30", "2026-09-30", "2026-10-08"},
		{"事件+2月↓", "2026-07-31", "2026-07-31", "2026-09-30"},
		{"事件+6月↓", "2025-08-31", "2025-08-31", "2026-02-28"},
		{"到期前6个月", "2026-08-31", "2026-02-28", "2026-02-28"},
		{"届满当日↑", "2026-05-02", "2026-04-30", "2026-04-30"},
		{"事件+1日", "2026-09-30", "2026-09-30", "2026-10-01"},
		{"事件+1日↑", "2026-10-01", "2026-10-01", "2026-10-08"}, // not before the event
		{"会后15日↑", "2026-09-10", "2026-09-10", "2026-09-24"},
		{"事件+31日↑", "2026-07-01", "2026-07-01", "2026-08-03"}, // a shift does not leave the month
		{"会前1工作日", "2026-10-08", "2026-09-30", "2026-09-30"},
		{"大会通过日+1年↓", "2025-05-05", "2025-05-05", "2026-05-06"},
		{"截止前1日↓", "2026-10-05", "2026-09-30", "2026-09-30"}, // not after the event
	} {
		t.Run(tc.phrase+" "+tc.trigger, func(t *testing.T) {
			t.Parallel()
			got, err := mustParse(t, tc.phrase).After(day(t, tc.trigger), c)
			if err != nil || got.Due.String() != tc.want || got.Opens.String() != tc.opens || got.Estimated {
				t.Errorf("got %+v (%s–%s), %v, want %s–%s", got, got.Opens, got.Due, err, tc.opens, tc.want)
			}
		})
	}
	o, err := mustParse(t, "事件+6月↓").After(day(t, "2026-08-31"), c)
	if err != nil || !o.Estimated || o.Due.String() != "2027-02-26" { // the shift stays in its month
		t.Errorf("into an estimated year: %+v, %v", o, err)
	}
	if _, err := mustParse(t, "事件+3工作日").After(0, c); err == nil {
		t.Error("an event without a date has a due day")
	}
}

func TestRuleAndPeriodMustFit(t *testing.T) {
	t.Parallel()
	c := national(t)
	q4, _ := ParsePeriod("2026Q4")
	for _, phrase := range []string{"每月25日↑", "事件+3工作日", "窗口[10/01–12/31]"} {
		if got, err := mustParse(t, phrase).In(q4, c); err == nil {
			t.Errorf("%s in a quarter = %v", phrase, got)
		}
	}
	if _, err := mustParse(t, "每月25日↑").After(day(t, "2026-01-01"), c); err == nil {
		t.Error("a calendar rule is set off by an event")
	}
	if _, err := (Due{Every: EveryMonth, Day: 25}).In(PeriodOf(KindMonth, q4.Start), c); err == nil {
		t.Error("a rule without shift is computed")
	}
	next := mustParse(t, "次季首月第5个工作日")
	if got := next.About(q4).String(); got != "2026Q3" {
		t.Errorf("about %s", got)
	}
	if got := next.IssuedFor(q4).String(); got != "2027Q1" {
		t.Errorf("issued for %s", got)
	}
	if got := mustParse(t, "每季末月25日↑").About(q4); got != q4 {
		t.Errorf("about %s", got)
	}
}

func TestCadence(t *testing.T) {
	t.Parallel()
	for phrase, want := range map[string]Kind{
		"每周五↓": KindMonth, "每月25日↑": KindMonth, "每季末月25日↑": KindQuarter, "每半年末月20日↑": KindHalf,
		"每年12/20↑": KindYear, "窗口[10/01–次年03/31]": KindYear, "节前3工作日[元旦]": KindYear, "事件+30日↑": "",
	} {
		if d := mustParse(t, phrase); d.Cadence() != want || d.IsEvent() != (want == "") {
			t.Errorf("%s: cadence %q, event %v", phrase, d.Cadence(), d.IsEvent())
		}
	}
}
