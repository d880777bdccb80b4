package org_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
	"wubiao/engine/use/org"
)

// busy gives the bridge branch work: open, late, done, another post's, given to
// the secretary by name, and a private one.
func (w *world) busy() {
	task := func(duty, due string, state engine.TaskState) *engine.Task {
		d := day(w.t, due)
		return &engine.Task{Period: calendar.PeriodOf(calendar.KindMonth, d), UnitID: bridge, Duty: duty, Edition: "2026", Opens: day(w.t, "2026-09-01"), Due: d, State: state}
	}
	done, first := task("Z01.三", "2026-09-10", engine.TaskDone), task("Z01.一", "2026-09-28", engine.TaskOpen)
	first.Subject = "中秋"
	w.insert(first, task("Z01.二", "2026-09-20", engine.TaskOpen), done,
		task("T01.名册", "2026-09-25", engine.TaskOpen), task("T16.登记", "2026-09-25", engine.TaskOpen))
	w.insert(&engine.Record{UnitID: bridge, Ledger: "整改", Fields: map[string]any{"问题": "会议记录缺签字", "时限": "2026-09-01", "责任人": "王"}},
		&engine.Record{UnitID: bridge, Ledger: "整改", Fields: map[string]any{"问题": "已经改好的", "时限": "2026-09-01", "销号日期": "2026-08-30", "责任人": "王"}},
		&engine.Record{UnitID: bridge, Ledger: "信访", Fields: map[string]any{"内容": "不可外传"}},
		&engine.Person{UnitID: bridge, Name: "预备的人", Standing: engine.Probation, Joined: day(w.t, "2026-03-01")})
}

func (w *world) handover(r org.HandOverRequest, who access.Actor) (engine.HandoverID, error) {
	w.t.Helper()
	return w.HandOver(context.Background(), who, r)
}

func TestHandOverInOneStep(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.busy()
	id, err := w.handover(org.HandOverRequest{Unit: bridge, From: w.king, To: w.plum, Day: "2026-09-24", Reason: "调动"}, w.as(w.king))
	if err != nil {
		t.Fatal(err)
	}
	if left := w.as(w.king).Posts; len(left) != 0 {
		t.Errorf("the leaver still holds %v", left)
	}
	var held []string
	for _, p := range w.as(w.plum).Posts {
		held = append(held, p.Name)
	}
	slices.Sort(held)
	if want := []string{"工会主席", "支部书记", "组织委员"}; !slices.Equal(held, want) {
		t.Errorf("the successor holds %v, want %v", held, want)
	}
	for _, p := range list[engine.Post](w, port.Where{"person_id": int64(w.king)}) {
		if p.From != day(t, "2026-01-01") || p.To != day(t, "2026-09-23") {
			t.Errorf("history of %s: %s–%s", p.Name, p.From, p.To)
		}
	}
	paper, err := w.Handover(context.Background(), w.as(w.plum), id)
	if err != nil {
		t.Fatal(err)
	}
	var tasks []string
	for _, x := range paper.Contents.Tasks {
		tasks = append(tasks, strings.TrimSpace(fmt.Sprint(x.Title, x.Subject, map[bool]string{true: "（别的岗位）"}[x.Other])))
	}
	if got := strings.Join(tasks, " "); got != "第二件 名册（别的岗位） 第一件中秋" || paper.Overdue != 1 || paper.Contents.Tasks[0].Late != 4 {
		t.Errorf("open tasks: %s (%d late)", got, paper.Overdue)
	}
	if p := paper.Contents.Problems; len(p) != 1 || p[0].Title != "会议记录缺签字" || p[0].Late != 23 || p[0].Who != "王" {
		t.Errorf("problems: %+v", p)
	}
	if d := paper.Contents.Dates; len(d) != 1 || !strings.Contains(d[0], "2027年3月1日") {
		t.Errorf("dates: %v", d)
	}
	row := one[engine.Handover](w, port.Where{"id": int64(id)})
	for _, secret := range []string{"信访", "T16", "不可外传"} {
		if strings.Contains(row.Content, secret) {
			t.Errorf("the paper tells of %s: %s", secret, row.Content)
		}
	}
	if _, err := w.handover(org.HandOverRequest{Unit: bridge, From: w.king, To: w.plum, Day: "2026-09-24"}, w.as(w.plum)); engine.CodeOf(err) != engine.Invalid {
		t.Errorf("handed over twice: %v", err)
	}
}

func TestHandOverAheadLeavesTheLeaverInOfficeUntilThen(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if _, err := w.handover(org.HandOverRequest{Unit: bridge, From: w.king, Name: "新书记", Day: "2026-10-01"}, administrator()); err != nil {
		t.Fatal(err)
	}
	successor := one[engine.Person](w, port.Where{"name": "新书记"}).ID
	if len(w.as(w.king).Posts) != 2 || len(w.as(successor).Posts) != 0 {
		t.Error("the posts went over before their day")
	}
	w.clock.at = w.clock.at.AddDate(0, 0, 7) // 1 October
	if len(w.as(w.king).Posts) != 0 || len(w.as(successor).Posts) != 2 {
		t.Error("the posts did not go over on their day")
	}
}

func TestHandOverRefusals(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	fine := org.HandOverRequest{Unit: bridge, From: w.king, To: w.plum, Day: "2026-09-24"}
	for name, c := range map[string]struct {
		change func(*org.HandOverRequest)
		who    access.Actor
		code   engine.Code
		fields string
	}{
		"no day":                   {func(r *org.HandOverRequest) { r.Day = "" }, w.as(w.king), engine.Invalid, "day "},
		"before taking office":     {func(r *org.HandOverRequest) { r.Day = "2025-12-31" }, w.as(w.king), engine.Invalid, "day "},
		"in a year":                {func(r *org.HandOverRequest) { r.Day = "2027-09-24" }, w.as(w.king), engine.Invalid, "day "},
		"to nobody":                {func(r *org.HandOverRequest) { r.To = 0 }, w.as(w.king), engine.Invalid, "name "},
		"to the leaver":            {func(r *org.HandOverRequest) { r.To = w.king }, w.as(w.king), engine.Invalid, "to "},
		"from who has no post":     {func(r *org.HandOverRequest) { r.From = w.zhao }, w.as(w.king), engine.Invalid, "from "},
		"somebody else's post":     {func(*org.HandOverRequest) {}, w.as(w.plum), engine.Forbidden, ""},
		"another branch's":         {func(*org.HandOverRequest) {}, w.as(w.zhao), engine.NotFound, ""},
		"a successor nobody knows": {func(r *org.HandOverRequest) { r.To = 999 }, w.as(w.king), engine.NotFound, ""},
	} {
		r := fine
		c.change(&r)
		if _, err := w.handover(r, c.who); engine.CodeOf(err) != c.code || wrong(err) != c.fields {
			t.Errorf("%s: %q %v", name, wrong(err), err)
		}
	}
	if n := len(list[engine.Handover](w, nil)); n != 0 {
		t.Errorf("%d papers of refused hand-overs", n)
	}
}

// The paper tells when the term ends: as it was entered, until an election is kept.
func TestHandOverTellsTheEndOfTheTerm(t *testing.T) {
	t.Parallel()
	for want, elected := range map[string][]string{"到2026年12月31日届满": nil, "到2029年6月12日届满": {"2023-12-20", "2026-06-12"}} {
		w := newWorld(t)
		u := one[engine.Unit](w, port.Where{"id": int64(bridge)})
		r := org.ChangeUnitRequest{Unit: u.ID, Attributes: engine.Attributes{"任期届满日": "2026-12-31"}}
		if err := w.ChangeUnit(context.Background(), administrator(), r); err != nil {
			t.Fatal(err)
		}
		for _, on := range elected {
			w.insert(&engine.Record{UnitID: bridge, Ledger: "换届", Day: day(t, on), Fields: map[string]any{"日期": on}})
		}
		id, err := w.handover(org.HandOverRequest{Unit: bridge, From: w.king, To: w.plum, Day: "2026-09-24"}, w.as(w.king))
		if err != nil {
			t.Fatal(err)
		}
		if row := one[engine.Handover](w, port.Where{"id": int64(id)}); !strings.Contains(row.Content, want) {
			t.Errorf("%s: %s", want, row.Content)
		}
	}
}

// owners are the names that open and closed problems of the bridge branch stand in.
func (w *world) owners() string {
	var out []string
	for _, r := range list[engine.Record](w, port.Where{"ledger": "整改"}) {
		out = append(out, fmt.Sprint(r.Fields["问题"], "=", r.Fields["责任人"]))
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

// Who takes over answers for the open problems; what the record said before stays.
func TestHandOverPassesOpenProblemsOn(t *testing.T) {
	t.Parallel()
	const before = "会议记录缺签字=王 已经改好的=王"
	for name, c := range map[string]struct {
		posts    []string
		namesake bool
		want     string
		history  int
	}{
		"all posts":             {nil, false, "会议记录缺签字=李 已经改好的=王", 1},
		"the secretary's post":  {[]string{"支部书记"}, false, "会议记录缺签字=李 已经改好的=王", 1},
		"another post":          {[]string{"工会主席"}, false, before, 0},
		"somebody of that name": {nil, true, before, 0},
	} {
		w := newWorld(t)
		w.busy()
		if c.namesake {
			w.add(bridge, "王")
		}
		r := org.HandOverRequest{Unit: bridge, From: w.king, To: w.plum, Posts: c.posts, Day: "2026-09-24"}
		if _, err := w.handover(r, w.as(w.king)); err != nil {
			t.Fatal(name, err)
		}
		if got := w.owners(); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
		kept := list[engine.RecordVersion](w, nil)
		if len(kept) != c.history {
			t.Errorf("%s: %d wordings kept, want %d", name, len(kept), c.history)
		}
		for _, v := range kept {
			if v.Fields["责任人"] != "王" || v.PersonID != w.king {
				t.Errorf("%s: kept %v by %d", name, v.Fields, v.PersonID)
			}
		}
		if n := len(list[engine.AuditEntry](w, port.Where{"action": string(access.PostHandOver)})); n != 1 {
			t.Errorf("%s: %d lines in the trail", name, n)
		}
	}
}

// failing refuses the n-th insert of a transaction.
type failing struct {
	port.Store
	at int
}

type failingTx struct {
	port.Tx
	left *int
}

func (f failing) Update(ctx context.Context, fn func(port.Tx) error) error {
	left := f.at
	return f.Store.Update(ctx, func(tx port.Tx) error { return fn(failingTx{tx, &left}) })
}

func (f failingTx) Insert(noun any) error {
	if *f.left--; *f.left == 0 {
		return engine.Fail(engine.Internal, "power", "断电")
	}
	return f.Tx.Insert(noun)
}

func (f failingTx) Save(noun any) error {
	if *f.left--; *f.left == 0 {
		return engine.Fail(engine.Internal, "power", "断电")
	}
	return f.Tx.Save(noun)
}

func (f failingTx) Append(e engine.AuditEntry) error {
	if *f.left--; *f.left == 0 {
		return engine.Fail(engine.Internal, "power", "断电")
	}
	return f.Tx.Append(e)
}

// Whichever write of a hand-over fails, nothing of it stays.
func TestHandOverIsAllOrNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.busy()
	before := list[engine.Post](w, nil)
	for at := 1; ; at++ {
		o := &org.Org{Store: failing{w.db, at}, Zone: w.Zone, Book: w.Book, Practise: w.Practise}
		_, err := o.HandOver(context.Background(), w.as(w.king), org.HandOverRequest{Unit: bridge, From: w.king, Name: "接班人", Day: "2026-09-24"})
		if err == nil {
			if at < 7 {
				t.Fatalf("only %d writes were tried", at-1)
			}
			return
		}
		if after := list[engine.Post](w, nil); !slices.Equal(after, before) {
			t.Fatalf("write %d failed and posts have changed", at)
		}
		if len(list[engine.Handover](w, nil))+len(list[engine.Person](w, port.Where{"name": "接班人"})) > 0 {
			t.Fatalf("write %d failed and something was written", at)
		}
	}
}
