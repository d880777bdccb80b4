package follow_test

import (
	"strings"
	"testing"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
	"wubiao/engine/use/follow"
	"wubiao/engine/use/practise"
)

// rating rates one task as the actor.
func (w *world) rating(actor access.Actor, id engine.TaskID, q engine.Quality) error {
	return w.Rate(bg, actor, follow.RateRequest{Unit: w.first.ID, Tasks: map[engine.TaskID]int64{id: w.read(id).Version}, Quality: q,
		Reason: "缺名单", Redo: w.Practise.DayOf(w.clock.Now()) + 3})
}

func TestWhoRates(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-09-16 09:00")
	own, other := w.task(w.first, "T01.计划", "2026-09-18"), w.task(w.first, "T01.党员", "2026-09-18")
	named, behalf := w.task(w.first, "T01.名册", "2026-09-18"), w.task(w.first, "T01.党员", "2026-09-19")
	w.done(w.secretary, own)
	w.done(w.organiser, other)
	w.done(w.organiser, named) // the handbook names the general branch
	w.done(w.secretary, behalf)
	for name, tc := range map[string]struct {
		actor access.Actor
		task  engine.TaskID
		want  engine.Code
	}{
		"the secretary his own":            {w.secretary, own, engine.Forbidden},
		"the organiser the secretary's":    {w.organiser, own, engine.Forbidden},
		"the organiser her own":            {w.organiser, other, engine.Forbidden},
		"the secretary what is named":      {w.secretary, named, engine.Forbidden},
		"the committee what is not theirs": {w.judge, other, engine.Forbidden},
		"the secretary what he did for":    {w.secretary, behalf, engine.Forbidden},
		"a stranger":                       {w.stranger, other, engine.NotFound},
	} {
		if err := w.rating(tc.actor, tc.task, engine.Pass); engine.CodeOf(err) != tc.want {
			t.Errorf("%s: %v, want %s", name, err, tc.want)
		}
	}
	must(t, w.rating(w.secretary, other, engine.Excellent))
	must(t, w.rating(w.secretary, other, engine.Excellent)) // two taps
	must(t, w.rating(w.chief, own, engine.Pass))
	must(t, w.rating(w.judge, named, engine.Pass))
	if kept := all[engine.Appraisal](w, port.Where{"task_id": other}); len(kept) != 1 || kept[0].PersonID != w.secretary.Person || kept[0].DoneOn != day("2026-09-16") {
		t.Errorf("kept %+v", kept)
	}
	page, err := w.Unrated(bg, w.secretary, w.first.ID)
	must(t, err)
	if len(page.Lines) != 0 || len(page.Rated) != 1 {
		t.Errorf("%d to rate, %d rated; want 0, 1", len(page.Lines), len(page.Rated))
	}
}

func TestAReturnedTaskIsDoneAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-09-17 09:00")
	tap, recorded := w.task(w.first, "T01.党员", "2026-09-18"), w.task(w.first, "Z05.会议", "2026-09-18")
	w.done(w.organiser, tap)
	_, err := w.Practise.AddRecord(bg, w.secretary, practise.AddRecordRequest{Unit: w.first.ID, Ledger: "会议", Fields: map[string]any{"日期": "2026-09-17"}})
	must(t, err)
	if w.read(recorded).State != engine.TaskDone {
		t.Fatal("the record did not do the task")
	}
	w.at("2026-09-21 09:00")
	none := follow.RateRequest{Unit: w.first.ID, Tasks: map[engine.TaskID]int64{tap: w.read(tap).Version}, Quality: engine.Returned, Redo: day("2026-09-23")}
	if err := w.Rate(bg, w.secretary, none); engine.CodeOf(err) != engine.Invalid {
		t.Errorf("returned without a reason: %v", err)
	}
	must(t, w.rating(w.secretary, tap, engine.Returned))
	must(t, w.rating(w.chief, recorded, engine.Returned))
	for id, actor := range map[engine.TaskID]access.Actor{tap: w.organiser, recorded: w.secretary} {
		got := w.read(id)
		if got.State != engine.TaskOpen || got.Quality != engine.Returned || got.Deadline() != day("2026-09-24") || got.DoneOn != 0 {
			t.Errorf("returned: %+v", got)
		}
		week, err := w.Practise.Week(bg, actor)
		must(t, err)
		found := false
		for _, d := range append(week.This.Open, week.This.Folded...) {
			for _, line := range d.Lines {
				found = found || line.ID == id && line.Returned == "缺名单"
			}
		}
		if !found {
			t.Errorf("task %d does not stand on the week as returned", id)
		}
	}
	sheet, err := w.Practise.Day(bg, w.secretary, w.first.ID, day("2026-09-21"))
	must(t, err)
	if len(sheet.Today) != 2 || !strings.HasPrefix(sheet.Today[0].Why, "退回重办：缺名单") {
		t.Errorf("the day sheet says %+v", sheet.Today)
	}
	w.done(w.organiser, tap)
	if err := w.Practise.Done(bg, w.secretary, practise.TapRequest{Task: recorded, Version: w.read(recorded).Version}); engine.CodeOf(err) != engine.Refused {
		t.Errorf("a plain tap on what records do: %v", err)
	}
	must(t, w.Practise.Redo(bg, w.secretary, practise.TapRequest{Task: recorded, Version: w.read(recorded).Version}))
	must(t, w.Practise.Redo(bg, w.secretary, practise.TapRequest{Task: recorded, Version: w.read(recorded).Version})) // two taps
	for _, id := range []engine.TaskID{tap, recorded} {
		if got := w.read(id); got.State != engine.TaskDone || got.Quality != engine.Unrated || got.DoneOn != day("2026-09-21") {
			t.Errorf("done again: %+v", got)
		}
	}
	if past, err := w.OfTask(bg, w.secretary, tap); err != nil || len(past.Past) != 1 || past.Past[0].When != "2026年9月17日" {
		t.Errorf("the first completion is not kept: %+v, %v", past, err)
	}
}
