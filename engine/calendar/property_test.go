package calendar

import (
	"encoding/json"
	"math/rand/v2"
	"reflect"
	"testing"
)

func pick[T any](r *rand.Rand, from ...T) T { return from[r.IntN(len(from))] }

// signed gives 1 … n or the same from the end.
func signed(r *rand.Rand, n int) int { return pick(r, 1, -1) * (1 + r.IntN(n)) }

// randomDue draws a rule; most are valid, the caller asks Validate.
func randomDue(r *rand.Rand) Due {
	shift := pick(r, ShiftPrev, ShiftNext, ShiftNone)
	switch r.IntN(6) {
	case 0:
		w := []string{pick(r, "10-01", "06-15", "02-29"), pick(r, "12-31", "次年01-31", "次年03-31", "07-10")}
		return Due{Every: pick(r, "", EveryYear), Window: w}
	case 1:
		return Due{Every: EveryHoliday, Before: Span{1 + r.IntN(30), UnitWorkday}, Holidays: pick(r, []string{"元旦"}, []string{"五一", "国庆节"}, []string{"春节", "中秋", "国庆"})}
	case 2:
		d := Due{Trigger: pick(r, "事件", "会议日期", "每次会议", "会前", "申请2"), Add: Span{signed(r, 400) * r.IntN(2), pick(r, "日", "工作日", "周", "月", "年")}, Shift: shift}
		if d.countsWorkdays() {
			d.Shift = ""
		}
		return d
	}
	d := Due{Every: pick(r, EveryWeek, EveryMonth, EveryQuarter, EveryHalf, EveryYear), Shift: shift}
	if d.Every == EveryWeek {
		d.Weekday = pick(r, weekdayNames[:]...)
		return d
	}
	d.Next = r.IntN(3) == 0
	if d.Every != EveryMonth && r.IntN(4) > 0 {
		d.Month = signed(r, everyLimits[d.Every].months)
	}
	switch r.IntN(4) {
	case 0:
		d.Day = signed(r, 31)
	case 1:
		d.Weekday, d.Nth = pick(r, weekdayNames[:]...), signed(r, 4)
	case 2:
		d.Workday, d.Shift = signed(r, 22), ""
	case 3:
		d.Every, d.Month, d.Date = EveryYear, 0, pick(r, "01-01", "02-29", "10-05", "12-31")
	}
	if d.Shift == ShiftNext && r.IntN(2) == 0 {
		d.Within = Span{1 + r.IntN(9), pick(r, "日", "工作日", "周")}
	}
	return d
}

// manyDues runs check on some thousand valid rules, the same in every run.
func manyDues(t *testing.T, check func(*rand.Rand, Due)) {
	t.Helper()
	r := rand.New(rand.NewPCG(20, 26))
	valid := 0
	for range 6000 {
		if d := randomDue(r); d.Validate() == nil {
			valid++
			check(r, d)
		}
	}
	if valid < 4000 {
		t.Fatalf("only %d of the drawn rules are valid", valid)
	}
}

func TestTextAndJSONReadBackTheSameRule(t *testing.T) {
	t.Parallel()
	manyDues(t, func(_ *rand.Rand, d Due) {
		got, err := ParseDue(d.Text())
		if err != nil || !reflect.DeepEqual(got, d) {
			t.Fatalf("%s: %+v, want %+v, %v", d.Text(), got, d, err)
		}
		data, err := json.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		var back Due
		if err := json.Unmarshal(data, &back); err != nil || !reflect.DeepEqual(back, d) {
			t.Fatalf("%s: %+v, want %+v, %v", data, back, d, err)
		}
	})
}

func TestDueLiesInItsPeriodOnAWorkday(t *testing.T) {
	t.Parallel()
	c := national(t)
	manyDues(t, func(r *rand.Rand, d Due) {
		if d.IsEvent() {
			return
		}
		p := PeriodOf(d.Cadence(), NewDate(2024, 6, 1).AddDays(r.IntN(1600)))
		got, err := d.In(p, c)
		if err != nil {
			t.Fatal(err)
		}
		for i, o := range got {
			inside := p.Contains(o.Due) || d.form() == formWindow && p.Contains(o.Opens)
			if !inside || o.Opens > o.Due || !p.Contains(o.Opens) {
				t.Fatalf("%s in %s: %s–%s", d.Text(), p, o.Opens, o.Due)
			}
			if d.Shift != ShiftNone && !c.IsWorkday(o.Due) {
				t.Fatalf("%s in %s: due on the rest day %s", d.Text(), p, o.Due)
			}
			if i > 0 && o.Due < got[i-1].Due {
				t.Fatalf("%s in %s: out of order %v", d.Text(), p, got)
			}
		}
		if len(got) == 0 && d.form() != formHoliday || d.Every == EveryWeek && (len(got) < 4 || len(got) > 5) {
			t.Fatalf("%s in %s: %d due days", d.Text(), p, len(got))
		}
	})
}

func TestEventDueNeverCrossesTheEvent(t *testing.T) {
	t.Parallel()
	c := national(t)
	manyDues(t, func(r *rand.Rand, d Due) {
		if !d.IsEvent() {
			return
		}
		trigger := NewDate(2025, 1, 1).AddDays(r.IntN(1000))
		o, err := d.After(trigger, c)
		if err != nil {
			t.Fatal(err)
		}
		if d.Add.N > 0 && o.Due < trigger || d.Add.N < 0 && o.Due > trigger || o.Opens > o.Due {
			t.Fatalf("%s after %s: %s–%s", d.Text(), trigger, o.Opens, o.Due)
		}
	})
}

func TestAddWorkdaysHasAnInverse(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(3, 4))
	for _, rest := range []Rest{RestWeekend, RestSunday, RestNone} {
		c := national(t).With(rest)
		for range 2000 {
			d := c.NextWorkday(NewDate(2024, 12, 1).AddDays(r.IntN(1200)))
			n := signed(r, 300)
			there := c.AddWorkdays(d, n)
			if back := c.AddWorkdays(there, -n); back != d || !c.IsWorkday(there) {
				t.Fatalf("%s: %s %+d = %s, back %s", rest, d, n, there, back)
			}
		}
	}
}

func TestPeriodsPartitionTime(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(5, 6))
	kinds := []Kind{KindDay, KindMonth, KindQuarter, KindHalf, KindYear}
	for range 3000 {
		i := r.IntN(len(kinds))
		p := PeriodOf(kinds[i], Date(400+r.IntN(int(maxDate)-800)))
		if p.Next().Prev() != p || p.Prev().Next() != p || p.Next().Start != p.End()+1 {
			t.Fatalf("%s: next %s, prev %s", p, p.Next(), p.Prev())
		}
		if back, err := ParsePeriod(p.String()); err != nil || back != p {
			t.Fatalf("%s reads back as %s, %v", p, back, err)
		}
		at := p.Start
		for _, q := range p.Sub(kinds[r.IntN(i+1)]) {
			if q.Start != at || !p.Contains(q.End()) {
				t.Fatalf("%s: %s begins at %s, want %s", p, q, q.Start, at)
			}
			at = q.End() + 1
		}
		if at != p.End()+1 {
			t.Fatalf("%s is not covered by its parts: %s", p, at)
		}
	}
}

func TestDatesCountDays(t *testing.T) {
	t.Parallel()
	for d := Date(1); d < maxDate; d += 97 {
		if got := NewDate(d.Year(), d.Month(), d.Day()); got != d || d.Weekday() != d.Time(utc).Weekday() {
			t.Fatalf("%s: %d, want %d", d, got, d)
		}
		if back, err := ParseDate(d.String()); err != nil || back != d {
			t.Fatalf("%s reads back as %s, %v", d, back, err)
		}
	}
}
