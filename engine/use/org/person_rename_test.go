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
