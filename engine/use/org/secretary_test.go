package org_test

import (
	"context"
	"testing"

	"wubiao/engine"
	"wubiao/engine/port"
	"wubiao/engine/use/org"
)

// The unit's dates follow the secretary's post: a vacancy opens when the last one
// goes, ends when the next one comes, and is not spoken of where there is no gap.
func TestDatesFollowTheSecretary(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	want := func(step string, came, gone any) {
		t.Helper()
		a := one[engine.Unit](w, port.Where{"id": int64(bridge)}).Attributes
		if a["书记到任日"] != came || a["书记空缺日"] != gone {
			t.Errorf("%s: came %v, gone %v", step, a["书记到任日"], a["书记空缺日"])
		}
	}
	want("since before the start", nil, nil)
	post := one[engine.Post](w, port.Where{"unit_id": int64(bridge), "name": "支部书记"})
	if _, err := w.EndPost(ctx, administrator(), org.EndPostRequest{Post: post.ID, Day: "2026-09-01"}); err != nil {
		t.Fatal(err)
	}
	want("gone", nil, "2026-09-02")
	if err := w.Appoint(ctx, administrator(), org.AppointRequest{Unit: bridge, Person: w.plum, Posts: []string{"支部书记"}, From: day(t, "2026-09-20")}); err != nil {
		t.Fatal(err)
	}
	want("the next one has come", "2026-09-20", "2026-09-02")
	if _, err := w.HandOver(ctx, administrator(), org.HandOverRequest{Unit: bridge, From: w.plum, To: w.king, Posts: []string{"支部书记"}, Day: "2026-09-24"}); err != nil {
		t.Fatal(err)
	}
	want("handed over without a gap", "2026-09-24", nil)
	other := one[engine.Post](w, port.Where{"unit_id": int64(bridge), "name": "组织委员"})
	if _, err := w.EndPost(ctx, administrator(), org.EndPostRequest{Post: other.ID, Day: "2026-09-24"}); err != nil {
		t.Fatal(err)
	}
	want("another post's end", "2026-09-24", nil)
}
