package org_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"wubiao/engine"
	"wubiao/engine/port"
	"wubiao/engine/use/org"
)

// kept are the records of a unit that the register wrote by itself, in short.
func (w *world) kept(unit engine.UnitID) string {
	var out []string
	for _, r := range list[engine.Record](w, port.Where{"unit_id": int64(unit)}) {
		f := r.Fields
		if r.Ledger == "花名册变动" {
			out = append(out, fmt.Sprint("变动 ", f["姓名"], f["变动事项"], " ", f["变动日期"], " ", f["更新日期"]))
		} else {
			out = append(out, fmt.Sprint("关系 ", f["姓名"], f["事项"], f["对方组织"], " ", f["日期"], " ", f["办结日期"]))
		}
	}
	slices.Sort(out)
	return strings.Join(out, "; ")
}

func TestWhoComesIntoTheRegisterStandsInTheLedgers(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		r    org.EnrolRequest
		want string
	}{
		"was always there": {org.EnrolRequest{PersonFields: org.PersonFields{Standing: engine.FullMember}}, ""},
		"from elsewhere": {org.EnrolRequest{PersonFields: org.PersonFields{Standing: engine.FullMember}, From: "2026-09-22", Whence: "外公司党支部"},
			"关系 孙转入外公司党支部 2026-09-22 2026-09-24; 变动 孙转入 2026-09-22 2026-09-24"},
		"admitted": {org.EnrolRequest{PersonFields: org.PersonFields{Standing: engine.Probation, Joined: "2026-09-20"}, From: "2026-09-20"},
			"变动 孙接收预备党员 2026-09-20 2026-09-24"},
		"no member": {org.EnrolRequest{PersonFields: org.PersonFields{Standing: engine.Activist}, From: "2026-09-22", Whence: "外公司"}, ""},
	} {
		w := newWorld(t)
		c.r.Unit, c.r.Name = bridge, "孙"
		if _, err := w.Enrol(context.Background(), w.as(w.king), c.r); err != nil {
			t.Fatal(name, err)
		}
		if got := w.kept(bridge); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestWhatHappensToAMemberStandsInTheLedger(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(*org.ChangePersonRequest)
		want   string
	}{
		"full member": {func(r *org.ChangePersonRequest) { r.Standing, r.FullOn = engine.FullMember, "2026-09-20" }, "变动 孙转正 2026-09-20 2026-09-24"},
		"other work":  {func(r *org.ChangePersonRequest) { r.Title = "工程部副部长" }, "变动 孙工作岗位 2026-09-24 2026-09-24"},
		"away":        {func(r *org.ChangePersonRequest) { r.Away = true }, "变动 孙流动状态 2026-09-24 2026-09-24"},
		"put right":   {func(r *org.ChangePersonRequest) { r.Group, r.Joined = "一组", "2025-09-19" }, ""},
		"nothing":     {func(*org.ChangePersonRequest) {}, ""},
	} {
		w := newWorld(t)
		p := engine.Person{UnitID: bridge, Name: "孙", Standing: engine.Probation, Joined: day(t, "2025-09-18"), Title: "测量员"}
		w.insert(&p)
		r := org.ChangePersonRequest{Person: p.ID, Version: 1, PersonFields: org.FieldsOf(&p), Reason: "公司通知"}
		c.change(&r)
		if err := w.ChangePerson(context.Background(), w.as(w.king), r); err != nil {
			t.Fatal(name, err)
		}
		if got := w.kept(bridge); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestATransferStandsInTheLedgersOfBothBranches(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	id, err := w.Send(ctx, w.as(w.king), org.SendRequest{Person: w.plum, To: tunnel, Reason: "调到隧道"})
	if err != nil {
		t.Fatal(err)
	}
	if w.kept(bridge)+w.kept(tunnel) != "" {
		t.Error("a transfer that nobody has received is written down")
	}
	if err := w.AnswerTransfer(ctx, w.as(w.zhao), org.AnswerRequest{Transfer: id, Version: 1, Day: "2026-09-22"}); err != nil {
		t.Fatal(err)
	}
	if got, want := w.kept(bridge), "关系 李转出隧道党支部 2026-09-21 2026-09-24; 变动 李转出 2026-09-21 2026-09-24"; got != want {
		t.Errorf("who sent: %q, want %q", got, want)
	}
	if got, want := w.kept(tunnel), "关系 李转入桥梁党支部 2026-09-22 2026-09-24; 变动 李转入 2026-09-22 2026-09-24"; got != want {
		t.Errorf("who received: %q, want %q", got, want)
	}
}

func TestLeavingStandsInTheLedgerWithoutItsReason(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if err := w.Leave(context.Background(), w.as(w.king), org.LeaveRequest{Person: w.plum, Version: 1, Day: "2026-09-20", Reason: "除名决定"}); err != nil {
		t.Fatal(err)
	}
	if got, want := w.kept(bridge), "变动 李其他 2026-09-20 2026-09-24"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if said := one[engine.Record](w, port.Where{"unit_id": int64(bridge)}).Fields["变动内容"]; said != "离开花名册" {
		t.Errorf("the ledger says %v", said)
	}
}
