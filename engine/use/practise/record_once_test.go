package practise_test

import (
	"context"
	"sync"
	"testing"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
	"wubiao/engine/use/practise"
)

const formA, formB = "AAAAAAAAAAAAAAAAAAAAAAAAAA", "BBBBBBBBBBBBBBBBBBBBBBBBBB"

func TestAFormMakesOneRecordHoweverOftenItIsSent(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "2026-03-20 10:00")
	send := func(actor access.Actor, form string, fields map[string]any) (practise.AddRecordResult, error) {
		return o.AddRecord(context.Background(), actor, practise.AddRecordRequest{Unit: o.unit, Ledger: "会议", Fields: fields, Form: form})
	}
	var wg sync.WaitGroup
	results := make([]practise.AddRecordResult, 8)
	faults := make([]error, 8)
	for i := range results {
		wg.Go(func() { results[i], faults[i] = send(o.secretary, formA, meeting("2026-03-18", "支委会")) })
	}
	wg.Wait()
	fresh := 0
	for i, r := range results {
		if faults[i] != nil || r.ID != results[0].ID {
			t.Errorf("%v: record %d, want %d", faults[i], r.ID, results[0].ID)
		}
		if !r.Known {
			fresh++
		}
	}
	if fresh != 1 || o.count() != 1 {
		t.Fatalf("%d were told it is new, %d are kept", fresh, o.count())
	}
	if r, err := send(o.secretary, formB, meeting("2026-03-18", "支委会")); err != nil || !r.Known || o.count() != 1 {
		t.Errorf("the same words from a second tab: %+v %v, %d kept", r, err, o.count())
	}
	if _, err := send(o.secretary, formA, meeting("2026-03-18", "党课")); engine.ReasonOf(err) != "form_used" || o.count() != 1 {
		t.Errorf("the same form with other words: %v, %d kept", err, o.count())
	}
	if r, err := send(o.organiser, formA, meeting("2026-03-18", "支委会")); err != nil || r.Known || o.count() != 2 {
		t.Errorf("a form of the same name from somebody else: %+v %v, %d kept", r, err, o.count())
	}
	if r, err := send(o.secretary, formB, meeting("2026-03-19", "支委会")); err != nil || r.Known || o.count() != 3 {
		t.Errorf("a second meeting: %+v %v, %d kept", r, err, o.count())
	}
}

func (o *office) count() int { return len(list[engine.Record](o.world, port.Query{})) }

func TestClashOfTwoEditsLosesNeither(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "2026-03-20 10:00")
	id := o.add("会议", meeting("2026-03-10", "支委会")).ID
	edit := func(actor access.Actor, version int64, topic string) (practise.EditRecordResult, error) {
		return o.EditRecord(context.Background(), actor, practise.EditRecordRequest{Record: id, Version: version, Fields: with(meeting("2026-03-10", "支委会"), "主题", []string{topic})})
	}
	if _, err := edit(o.organiser, 1, "甲的写法"); err != nil {
		t.Fatal(err)
	}
	if r, err := edit(o.organiser, 1, "甲的写法"); err != nil || !r.Same {
		t.Errorf("the same change sent twice: %+v %v", r, err)
	}
	_, err := edit(o.secretary, 1, "乙的写法")
	if engine.CodeOf(err) != engine.Conflict || engine.ReasonOf(err) != "changed" {
		t.Fatalf("got %v, want a clash", err)
	}
	form, err := o.EditForm(context.Background(), o.secretary, practise.EditFormRequest{Record: id, Clash: true,
		Typed: with(meeting("2026-03-10", "支委会"), "主题", []string{"乙的写法"})})
	if err != nil || form.Version != 2 {
		t.Fatalf("version %d, %v", form.Version, err)
	}
	shown := 0
	for _, f := range append(form.Main, form.More...) {
		if f.ID == "主题" && (f.Value != "乙的写法" || f.Stored != "甲的写法") {
			t.Errorf("the form shows %+v", f)
		}
		if f.Stored != "" {
			shown++
		}
	}
	if shown != 1 {
		t.Errorf("%d fields are said to differ, want 1", shown)
	}
	if _, err := edit(o.secretary, 2, "乙的写法"); err != nil {
		t.Fatal(err)
	}
	if n := len(list[engine.RecordVersion](o.world, port.Query{Where: port.Where{"record_id": int64(id)}})); n != 2 {
		t.Errorf("%d earlier wordings are kept, want 2", n)
	}
}
