package org_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"wubiao/engine"
	"wubiao/engine/port"
	"wubiao/engine/use/org"
)

func asError(err error, into **engine.Error) bool { return errors.As(err, into) }

func TestEnrolWhoIsNew(t *testing.T) { //nolint:tparallel // its cases count the people of one world, one after the other
	t.Parallel()
	w := newWorld(t)
	for name, c := range map[string]struct {
		change func(*org.EnrolRequest)
		want   string // the fields that are wrong; empty: taken
	}{
		"a full member":               {func(r *org.EnrolRequest) { r.Name = "孙" }, ""},
		"no name":                     {func(r *org.EnrolRequest) { r.Name = "　 " }, "name "},
		"a sign nobody sees":          {func(r *org.EnrolRequest) { r.Name = "孙\x1f正式党员" }, "name "},
		"a name like a sentence":      {func(r *org.EnrolRequest) { r.Name = strings.Repeat("孙", 31) }, "name "},
		"no standing":                 {func(r *org.EnrolRequest) { r.Standing = "" }, "standing "},
		"an unknown standing":         {func(r *org.EnrolRequest) { r.Standing = "党员" }, "standing "},
		"joined in the future":        {func(r *org.EnrolRequest) { r.Joined = "2026-09-25" }, "joined "},
		"no day at all":               {func(r *org.EnrolRequest) { r.Joined = "去年" }, "joined "},
		"full before joining":         {func(r *org.EnrolRequest) { r.FullOn = "2011-06-30" }, "full_on "},
		"full in the future":          {func(r *org.EnrolRequest) { r.FullOn = "2026-12-01" }, "full_on "},
		"a probationer's future end":  {func(r *org.EnrolRequest) { r.Name, r.Standing, r.FullOn = "周", engine.Probation, "2026-12-01" }, ""},
		"a probationer without a day": {func(r *org.EnrolRequest) { r.Standing, r.Joined = engine.Probation, "" }, "joined "},
		"an applicant who has joined": {func(r *org.EnrolRequest) { r.Standing = engine.Applicant }, "joined "},
		"an applicant without a vote": {func(r *org.EnrolRequest) { r.Standing, r.Joined, r.NoVote = engine.Applicant, "", true }, "standing "},
		"comes tomorrow":              {func(r *org.EnrolRequest) { r.From = "2026-09-25" }, "from "},
		"somebody of that name":       {func(r *org.EnrolRequest) { r.Name = " 王 " }, "twin "},
		"another one, on purpose":     {func(r *org.EnrolRequest) { r.Name, r.Twin = "王", true }, ""},
		"two things wrong at once":    {func(r *org.EnrolRequest) { r.Name, r.From = "", "昨天" }, "name from "},
	} {
		t.Run(name, func(t *testing.T) {
			r := org.EnrolRequest{Unit: bridge, PersonFields: org.PersonFields{Name: "吴", Standing: engine.FullMember, Joined: "2011-07-01"}}
			c.change(&r)
			before := len(list[engine.Person](w, nil))
			id, err := w.Enrol(context.Background(), w.as(w.plum), r)
			if got := wrong(err); got != c.want || (err == nil) != (c.want == "") {
				t.Fatalf("got %q (%v), want %q", got, err, c.want)
			}
			if err != nil {
				if n := len(list[engine.Person](w, nil)); n != before {
					t.Errorf("%d people were written by a refusal", n-before)
				}
				return
			}
			if h := list[engine.PersonChange](w, port.Where{"person_id": int64(id)}); len(h) != 1 || h[0].ByPerson != w.plum {
				t.Errorf("history %+v", h)
			}
		})
	}
}

func TestOnlyTheBranchKeepsItsRegister(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	manager := w.add(bridge, "项目经理")
	w.hold(bridge, manager, "项目经理")
	above := w.add(2, "总支书记")
	w.hold(2, above, "支部书记")
	for name, c := range map[string]struct {
		who  engine.PersonID
		want engine.Code
	}{"a manager of the unit": {manager, engine.Forbidden}, "the general branch": {above, engine.Forbidden}, "another branch": {w.zhao, engine.NotFound}} {
		r := org.EnrolRequest{Unit: bridge, PersonFields: org.PersonFields{Name: "孙", Standing: engine.FullMember}}
		if _, err := w.Enrol(context.Background(), w.as(c.who), r); engine.CodeOf(err) != c.want {
			t.Errorf("%s enrols: %v", name, err)
		}
	}
	if _, err := w.Register(context.Background(), w.as(above), bridge); err != nil {
		t.Errorf("the general branch does not read: %v", err)
	}
	if _, err := w.Register(context.Background(), administrator(), bridge); engine.CodeOf(err) != engine.Forbidden {
		t.Errorf("the administrator reads who is what: %v", err)
	}
}

func TestChangeKeepsWhatWasSaidBefore(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := engine.Person{UnitID: bridge, Name: "孙", Standing: engine.Probation, Joined: day(t, "2025-09-20")}
	w.insert(&p)
	r := org.ChangePersonRequest{Person: p.ID, Version: 1, PersonFields: org.FieldsOf(&p)}
	r.Standing, r.FullOn, r.Group = engine.FullMember, "2026-09-20", "一组"
	if err := w.ChangePerson(context.Background(), w.as(w.king), r); err != nil {
		t.Fatal(err)
	}
	h := one[engine.PersonChange](w, port.Where{"person_id": int64(p.ID)})
	if h.Text != "政治面貌：预备党员→正式党员；转正日期：（空）→2026-09-20；党小组：（空）→一组" || h.Day != day(t, "2026-09-20") {
		t.Errorf("history %+v", h)
	}
	if err := w.ChangePerson(context.Background(), w.as(w.king), r); err != nil {
		t.Errorf("the same form sent twice: %v", err)
	}
	r.Group = "二组"
	if err := w.ChangePerson(context.Background(), w.as(w.king), r); engine.CodeOf(err) != engine.Conflict {
		t.Errorf("an old form: %v", err)
	}
	r.Version, r.NoVote = 2, true
	if err := w.ChangePerson(context.Background(), w.as(w.king), r); wrong(err) != "reason " {
		t.Errorf("a vote was taken away without a reason: %v", err)
	}
	r.Reason = "留党察看一年，公司党字〔2026〕8号"
	if err := w.ChangePerson(context.Background(), w.as(w.king), r); err != nil {
		t.Error(err)
	}
	if n := len(list[engine.PersonChange](w, port.Where{"person_id": int64(p.ID)})); n != 2 {
		t.Errorf("%d lines of history", n)
	}
}

func TestLeavingEndsThePosts(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := org.LeaveRequest{Person: w.plum, Version: 1, Day: "2026-09-20"}
	if err := w.Leave(context.Background(), w.as(w.king), r); wrong(err) != "reason " {
		t.Fatalf("without saying where to: %v", err)
	}
	r.Reason = "转往其他公司"
	if err := w.Leave(context.Background(), w.as(w.king), r); err != nil {
		t.Fatal(err)
	}
	if a := w.as(w.plum); len(a.Posts) != 0 {
		t.Errorf("still holds %v", a.Posts)
	}
	if post := one[engine.Post](w, port.Where{"person_id": int64(w.plum)}); post.To != day(t, "2026-09-20") {
		t.Errorf("the post ended on %s", post.To)
	}
	if err := w.Leave(context.Background(), w.as(w.king), r); engine.CodeOf(err) != engine.Refused {
		t.Errorf("left twice: %v", err)
	}
}

func TestTransferMovesNobodyUntilItIsReceived(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	id, err := w.Send(ctx, w.as(w.king), org.SendRequest{Person: w.plum, To: tunnel, Reason: "调到隧道"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Send(ctx, w.as(w.king), org.SendRequest{Person: w.plum, To: 2}); engine.CodeOf(err) != engine.Refused {
		t.Errorf("to two units at once: %v", err)
	}
	page, err := w.Register(ctx, w.as(w.zhao), tunnel)
	if err != nil || len(page.Arriving) != 1 || page.Members != 1 {
		t.Fatalf("the receiver sees %+v (%v)", page, err)
	}
	answer := org.AnswerRequest{Transfer: id, Version: 1, Day: "2026-09-22"}
	if err := w.AnswerTransfer(ctx, w.as(w.king), answer); engine.CodeOf(err) != engine.NotFound {
		t.Errorf("the sender receives: %v", err)
	}
	back := answer
	back.Return = true
	if err := w.AnswerTransfer(ctx, w.as(w.zhao), back); engine.CodeOf(err) != engine.Refused {
		t.Errorf("sent back without a reason: %v", err)
	}
	if err := w.AnswerTransfer(ctx, w.as(w.zhao), answer); err != nil {
		t.Fatal(err)
	}
	if err := w.AnswerTransfer(ctx, w.as(w.zhao), answer); engine.CodeOf(err) != engine.Refused {
		t.Errorf("received twice: %v", err)
	}
	p := one[engine.Person](w, port.Where{"id": int64(w.plum)})
	if p.UnitID != tunnel || p.From != day(t, "2026-09-22") {
		t.Errorf("now %+v", p)
	}
	if tr := one[engine.Transfer](w, port.Where{"id": int64(id)}); tr.Left != day(t, "2026-09-21") || tr.State != engine.TransferReceived {
		t.Errorf("the stay that ended: %+v", tr)
	}
	if a := w.as(w.plum); len(a.Posts) != 0 {
		t.Errorf("still holds %v in the old unit", a.Posts)
	}
	old, err := w.Register(ctx, w.as(w.king), bridge)
	if err != nil || len(old.Gone) != 1 || old.Gone[0].Note != "转到隧道党支部" || old.Members != 1 {
		t.Errorf("the old register says %+v (%v)", old, err)
	}
	if n := len(list[engine.Notice](w, port.Where{"unit_id": int64(bridge)})); n != 2 {
		t.Errorf("the sender was told %d times", n)
	}
}

func TestWithdrawnTransferIsNoTransfer(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	id, err := w.Send(ctx, w.as(w.king), org.SendRequest{Person: w.plum, To: tunnel})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.WithdrawTransfer(ctx, w.as(w.zhao), id); engine.CodeOf(err) != engine.NotFound {
		t.Errorf("the receiver withdraws: %v", err)
	}
	if _, err := w.WithdrawTransfer(ctx, w.as(w.king), id); err != nil {
		t.Fatal(err)
	}
	if err := w.AnswerTransfer(ctx, w.as(w.zhao), org.AnswerRequest{Transfer: id, Version: 2}); engine.CodeOf(err) != engine.Refused {
		t.Errorf("received after it was withdrawn: %v", err)
	}
	if p := one[engine.Person](w, port.Where{"id": int64(w.plum)}); p.UnitID != bridge || len(w.as(w.plum).Posts) != 1 {
		t.Errorf("something has changed: %+v", p)
	}
	for name, to := range map[string]engine.UnitID{"nowhere": 99, "home": bridge, "no unit": 0} {
		if _, err := w.Send(ctx, w.as(w.king), org.SendRequest{Person: w.plum, To: to}); wrong(err) != "to " {
			t.Errorf("sent %s: %v", name, err)
		}
	}
}
