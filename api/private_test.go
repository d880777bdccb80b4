package api_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"wubiao/engine"
	"wubiao/engine/port"
)

// changing is what differs between two answers that say the same.
var changing = regexp.MustCompile(`name="(token|form)" value="[^"]*"|"request":"[A-Z0-9]*"|告诉管理员：?[A-Z0-9]*`)

// T16: whether anybody was reported, and how often, can be told from no page and
// no answer but those of the named post: two companies, one with reports and one
// without, look the same to everybody else, to the last byte.
func TestNobodyElseCanTellWhetherThereAreReports(t *testing.T) {
	t.Parallel()
	without, with := newWorld(t, often), newWorld(t, often)
	report := with.report(bridge, "bridge")
	with.report(tunnel, "tunnel")
	with.reportByForm(with.script("chenjie"))
	without.script("chenjie")
	for _, w := range []*world{without, with} {
		w.clock.set(now.Add(time.Minute))
		if _, err := w.selfcheck.Rescore(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	compared := 0
	for _, login := range []string{"wangjg", "limei", "zhaoq", "none", "kaohe", "bianxiu", "guanli"} {
		a, b := without.as(login), with.as(login)
		sa, sb := without.script(login), with.script(login)
		sa.contract, sb.contract = nil, nil
		for _, r := range without.server.Routes() {
			for _, object := range []things{
				without.thingsOf("bridge", bridge),
				{"unit": "3", "ledger": "转报", "record": fmt.Sprint(report), "task": fmt.Sprint(without.tasks["bridge private"].ID), "notice": fmt.Sprint(with.notice["report bridge"].ID), "period": "2026Q3", "quarter": "2026Q3", "standard": "T16", "day": "2026-09-22"},
			} {
				object["login"], object["token"], object["job"], object["code"], object["form"] = "luren", "1", "issue", "T16", "转报"
				path, ok := object.fill(r.Path)
				if !ok || r.Changes() {
					continue
				}
				paths := []string{path}
				if !r.IsJSON() || asksFor(r, "q") {
					paths = append(paths, path+"?q=举报", path+"?q=转报")
				}
				for _, path := range paths {
					compared++
					var x, y answer
					if r.IsJSON() {
						x, y = sa.get(strings.TrimPrefix(path, "/api/v1")).answer, sb.get(strings.TrimPrefix(path, "/api/v1")).answer
					} else {
						x, y = a.get(path), b.get(path)
					}
					if x.Code != y.Code || plainly(x) != plainly(y) {
						t.Errorf("%s tells %s of reports: %d and %d\n%s", path, login, x.Code, y.Code, difference(plainly(x), plainly(y)))
					}
				}
			}
		}
	}
	if compared < 300 {
		t.Errorf("only %d answers compared", compared)
	}
	// The named post does see them: the test looks where there is something to see.
	chen := with.as("chenjie")
	chen.get(fmt.Sprintf("/records/%d", report)).says("举报-001")
	if a := chen.script().get(fmt.Sprintf("/records/%d", report)); !strings.Contains(a.Body.String(), "举报-001") {
		t.Errorf("the named post's script does not see it: %s", a.Body)
	}
}

// reportByForm records one more report as the named post does, with what follows
// from a record.
func (w *world) reportByForm(s *script) {
	w.t.Helper()
	s.send("POST", "/units/3/ledgers/转报/records", `{"fields":{"收到日期":"2026-09-23","编号":"举报-002"}}`, key("report")).wants(w.t, 201, "")
}

// report writes what a branch keeps of a report: the record with a change, the
// task done, a notice.
func (w *world) report(unit engine.UnitID, name string) engine.RecordID {
	w.t.Helper()
	r := engine.Record{UnitID: unit, Ledger: "转报", Day: date("2026-09-22"), Fields: map[string]any{"收到日期": "2026-09-22", "编号": "举报-001"}}
	w.update(func(tx port.Tx) error {
		if err := tx.Insert(&r); err != nil {
			return err
		}
		if err := tx.Insert(&engine.RecordVersion{RecordID: r.ID, UnitID: unit, Number: 1, Day: r.Day, Fields: map[string]any{"编号": "举报-000"}}); err != nil {
			return err
		}
		task := w.tasks[name+" private"]
		task.State, task.DoneOn, task.DoneBy = engine.TaskDone, date("2026-09-22"), 3
		if err := tx.Save(&task); err != nil {
			return err
		}
		n := engine.Notice{Key: "report " + name, UnitID: unit, Post: "纪检委员", Kind: engine.NoticeReminder, TaskID: task.ID, Day: date("2026-09-24"), Text: "举报登记快到期了。"}
		if err := tx.Insert(&n); err != nil {
			return err
		}
		w.notice["report "+name] = n
		return nil
	})
	return r.ID
}

func plainly(a answer) string { return changing.ReplaceAllString(a.Body.String(), "") }

// difference shows where two texts part.
func difference(x, y string) string {
	at := 0
	for at < len(x) && at < len(y) && x[at] == y[at] {
		at++
	}
	cut := func(s string) string { return strings.ToValidUTF8(s[max(0, at-80):min(len(s), at+120)], "") }
	return cut(x) + "\n---\n" + cut(y)
}
