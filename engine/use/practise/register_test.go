package practise_test

import (
	"context"
	"strings"
	"testing"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
	"wubiao/engine/use/practise"
)

// member puts somebody into the register of a unit.
func (w *world) member(unit, name string, change func(*engine.Person)) *engine.Person {
	w.t.Helper()
	p := &engine.Person{UnitID: w.units[unit].ID, Name: name, Standing: engine.FullMember}
	if change != nil {
		change(p)
	}
	w.update(func(tx port.Tx) error { return tx.Insert(p) })
	return p
}

func TestIssuingCountsTheRegisterNotWhatWasEntered(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-02-27 18:00")
	for range 6 { // 第五党支部 was entered with 12 and has 6
		w.member("第五党支部", "党员", nil)
	}
	for i := range 7 { // 第一党支部 was entered with none and has 7, the last from 1 April on
		w.member("第一党支部", "党员", func(p *engine.Person) {
			if i == 6 {
				p.From = worldDay(t, "2026-04-01")
			}
		})
	}
	w.issue("2026-04-01", practise.IssueOptions{})
	wantTasks(t, "entered 12, has 6", w.tasksOf("第五党支部", "Z05.会议"))
	wantTasks(t, "the seventh comes in April", w.tasksOf("第一党支部", "Z05.会议"), "2026-04 Z05.会议  2026-04-28 open")
	wantTasks(t, "nobody in the register", w.tasksOf("第四党支部", "Z05.会议"), "2026-03 Z05.会议  2026-03-27 open", "2026-04 Z05.会议  2026-04-28 open")
	w.settled("2026-03-29") // the day before the last that counts differs from the day the sheet begins
	w.settled("2026-04-02")
}

func TestRegisterCrossesAThresholdInTheMiddleOfAPeriod(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-02-27 18:00")
	w.member("第一党支部", "第一名", nil)
	for range 5 {
		w.member("第一党支部", "党员", nil)
	}
	w.issue("2026-04-01", practise.IssueOptions{})
	wantTasks(t, "six members", w.tasksOf("第一党支部", "Z05.会议"))
	w.at("2026-04-10 01:30")
	seventh := w.member("第一党支部", "第七名", func(p *engine.Person) { p.From = worldDay(t, "2026-04-09") })
	if r := w.reconcile("2026-04-10"); r.Issued != 1 || r.Retired != 0 {
		t.Errorf("rose to seven: %+v", r)
	}
	w.settled("2026-04-10")
	seventh.Left = worldDay(t, "2026-04-12")
	w.update(func(tx port.Tx) error { return tx.Save(seventh) })
	if r := w.reconcile("2026-04-12"); r.Changed() {
		t.Errorf("on the last day: %+v", r)
	}
	if r := w.reconcile("2026-04-13"); r.Retired != 1 {
		t.Errorf("fell to six: %+v", r)
	}
	for _, x := range list[engine.Task](w, port.Query{Where: port.Where{"state": "retired"}}) {
		if x.Reason == "" {
			t.Errorf("retired without a reason: %+v", x)
		}
	}
	w.settled("2026-04-13")
}

func TestDaySheetKnowsTheRegistersDates(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-06-10 08:00")
	joined := worldDay(t, "2010-06-15")
	w.member("第一党支部", "王桥", func(p *engine.Person) { p.Joined = joined })
	w.member("第一党支部", "走了的人", func(p *engine.Person) { p.Joined, p.Left = joined, worldDay(t, "2026-06-01") })
	w.member("第一党支部", "李梁", func(p *engine.Person) {
		p.Standing, p.Joined = engine.Probation, worldDay(t, "2025-07-15")
	})
	w.member("第一党支部", "延长的人", func(p *engine.Person) {
		p.Standing, p.Joined, p.FullOn = engine.Probation, worldDay(t, "2025-07-15"), worldDay(t, "2026-12-31")
	})
	w.member("第二党支部", "别家的人", func(p *engine.Person) { p.Joined = joined })
	for day, want := range map[string]string{
		"2026-06-14": "",
		"2026-06-15": "王桥的政治生日（入党16年）|李梁的预备期7月15日满，还有30天",
		"2026-06-16": "李梁的预备期7月15日满，还有29天",
	} {
		page, err := w.Day(context.Background(), access.System(), w.units["第一党支部"].ID, worldDay(t, day))
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(page.Days, "|"); got != want {
			t.Errorf("%s: %q, want %q", day, got, want)
		}
	}
}
