package api_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"wubiao/api/route"
	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
)

// S41, S47: with what attackers type in every text that people fill in, a browser
// that opens every page of every role runs none of it and has nothing to refuse.
func TestBrowserCrawlsEveryPageWithoutRunningWhatWasTyped(t *testing.T) {
	w := newWorld(t)
	w.poison()
	base, ctx := w.serve(), chrome(t)
	said := &complaints{}
	said.listen(t, ctx)
	opened := 0
	for _, login := range []string{"wangjg", "chenjie", "kaohe", "bianxiu", "guanli"} {
		run(t, ctx, chromedp.Navigate(base+"/sign-in"), chromedp.WaitVisible(chromedp.CSS(`#login`)),
			chromedp.SendKeys(chromedp.CSS(`#login`), login), chromedp.SendKeys(chromedp.CSS(`#password`), password),
			chromedp.Click(chromedp.CSS(`button.primary`)), chromedp.WaitVisible(chromedp.CSS(`.who`)))
		for _, path := range w.pages() {
			opened++
			run(t, ctx, chromedp.Navigate(base+path))
			for _, c := range said.take() {
				if !strings.Contains(c, "Failed to load resource") { // pages that this role may not open
					t.Errorf("%s as %s: %s", path, login, c)
				}
			}
		}
	}
	if opened < 80 {
		t.Errorf("only %d pages opened", opened)
	}
}

// pages are the addresses of every page for the bridge branch, and of every record
// of it.
func (w *world) pages() []string {
	all := map[string]bool{}
	objects := []things{w.thingsOf("bridge", bridge)}
	for id := range 3 {
		o := w.thingsOf("bridge", bridge)
		o["record"], o["ledger"], o["period"], o["task"] = fmt.Sprint(w.record["evil"].ID-engine.RecordID(id)), "活动", "2026-09-24", fmt.Sprint(w.tasks["evil 0"].ID)
		objects = append(objects, o)
	}
	for _, r := range w.server.Routes() {
		if r.IsJSON() || r.Changes() || strings.HasSuffix(r.Path, "/export") || strings.HasSuffix(r.Path, "/template") || r.Files || // files to keep, and photos, which the browser frames in styles of its own
			strings.HasPrefix(r.Path, "/static") || r.Reach == route.Open && r.Path != "/sign-in" {
			continue
		}
		for _, o := range objects {
			o["code"], o["form"] = "Z05", "会议"
			if path, ok := o.fill(r.Path); ok {
				all[path] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(all))
}

// poison writes every payload into every text: names, records and their history,
// notices, subjects and reasons of tasks.
func (w *world) poison() {
	w.t.Helper()
	text := strings.Join(evil, " ")
	w.addTask("evil 0", engine.Task{UnitID: bridge, Period: period("2026-09"), Duty: "T01.名册", Subject: strings.ReplaceAll(text, "/", "∕"),
		Opens: date("2026-09-01"), Due: date("2026-09-24"), Reason: text})
	w.update(func(tx port.Tx) error {
		for i, evil := range evil {
			r := engine.Record{UnitID: bridge, Ledger: "活动", Day: date("2026-09-22"), PersonID: 1, Fields: map[string]any{"日期": "2026-09-22",
				"主题": evil, "主持人": evil, "参加人": []string{evil, text}, "经过": evil + "\n" + text}}
			if err := tx.Insert(&r); err != nil {
				return err
			}
			w.record["evil"] = r
			if err := tx.Insert(&engine.RecordVersion{RecordID: r.ID, UnitID: bridge, Number: 1, Day: r.Day, PersonID: 1,
				Fields: map[string]any{"主题": text, "经过": evil}}); err != nil {
				return err
			}
			if err := tx.Insert(&engine.Notice{Key: fmt.Sprint("evil ", i), UnitID: bridge, Kind: engine.NoticeSheet, Day: date("2026-09-24"), Text: evil, Period: evil}); err != nil {
				return err
			}
			if err := tx.Insert(&engine.Person{UnitID: bridge, Name: evil}); err != nil {
				return err
			}
			if err := tx.Insert(&engine.Run{Job: "issue", Trigger: "cron", StartedAt: now, Outcome: "failed", Detail: evil}); err != nil {
				return err
			}
		}
		var u engine.Unit
		if err := tx.Get(&u, access.Everything(), port.Where{"id": int64(bridge)}); err != nil {
			return err
		}
		u.Name = text
		return tx.Save(&u)
	})
}
