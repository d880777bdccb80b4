package org_test

import (
	"context"
	"strings"
	"testing"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
	"wubiao/engine/use/org"
)

func TestANameIsPutRightWithItsHistory(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	r := org.RenameRequest{Person: w.plum, Version: 1, Name: " 李梅　"}
	for name, c := range map[string]struct {
		who  access.Actor
		r    org.RenameRequest
		code engine.Code
	}{
		"the branch":    {w.as(w.king), r, engine.Forbidden},
		"no name":       {administrator(), org.RenameRequest{Person: w.plum, Version: 1, Name: "　"}, engine.Invalid},
		"far too long":  {administrator(), org.RenameRequest{Person: w.plum, Version: 1, Name: strings.Repeat("李", 31)}, engine.Invalid},
		"an old form":   {administrator(), org.RenameRequest{Person: w.plum, Version: 9, Name: "李梅"}, engine.Conflict},
		"nobody's name": {administrator(), org.RenameRequest{Person: 999, Version: 1, Name: "李梅"}, engine.NotFound},
	} {
		if _, err := w.Rename(ctx, c.who, c.r); engine.CodeOf(err) != c.code {
			t.Errorf("%s: %v", name, err)
		}
	}
	for range 2 { // the form sent twice is one change
		if unit, err := w.Rename(ctx, administrator(), r); err != nil || unit != bridge {
			t.Fatal(unit, err)
		}
	}
	if p := one[engine.Person](w, port.Where{"id": int64(w.plum)}); p.Name != "李梅" {
		t.Errorf("called %q", p.Name)
	}
	if h := one[engine.PersonChange](w, port.Where{"person_id": int64(w.plum)}); h.Text != "更正姓名：李→李梅" || h.Day != day(t, "2026-09-24") {
		t.Errorf("history %+v", h)
	}
	if n := len(list[engine.AuditEntry](w, port.Where{"action": string(access.PersonRename)})); n != 1 {
		t.Errorf("%d lines in the trail", n)
	}
}

// An open problem follows the name of whoever answers for it; what is closed, and
// what may be somebody else's, stays, and the record's history tells what it said.
func TestAnOpenProblemFollowsAName(t *testing.T) {
	t.Parallel()
	const before = "会议记录缺签字=王 已经改好的=王 护栏松动=钱"
	for name, c := range map[string]struct {
		namesake bool
		post     engine.UnitID // of 钱, who is of another unit; 0: 王 is renamed
		want     string
	}{
		"in the person's unit":    {false, 0, "会议记录缺签字=大桥 已经改好的=王 护栏松动=钱"},
		"somebody of that name":   {true, 0, before},
		"in a unit of a post":     {false, bridge, "会议记录缺签字=王 已经改好的=王 护栏松动=大桥"},
		"in a unit of no concern": {false, tunnel, before},
	} {
		w := newWorld(t)
		w.busy()
		w.insert(&engine.Record{UnitID: bridge, Ledger: "整改", Fields: map[string]any{"问题": "护栏松动", "时限": "2026-09-01", "责任人": "钱"}})
		who, was := w.king, "王"
		if c.namesake {
			w.add(bridge, "王")
		}
		if c.post != 0 {
			who, was = w.add(tunnel, "钱"), "钱"
			w.hold(c.post, who, "项目经理")
		}
		for range 2 {
			if _, err := w.Rename(context.Background(), administrator(), org.RenameRequest{Person: who, Version: 1, Name: "大桥"}); err != nil {
				t.Fatal(name, err)
			}
		}
		if got := w.owners(); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
		kept, moved := list[engine.RecordVersion](w, nil), 0
		if c.want != before {
			moved = 1
		}
		if len(kept) != moved || moved > 0 && kept[0].Fields["责任人"] != was {
			t.Errorf("%s: kept %+v", name, kept)
		}
		if n := len(list[engine.AuditEntry](w, nil)); n != 1 {
			t.Errorf("%s: %d lines in the trail", name, n)
		}
	}
}
