package org_test

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"sync"
	"testing"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
	"wubiao/engine/table"
	"wubiao/engine/use/intake"
)

var registrar = access.Actor{Account: 7, Role: engine.RoleAdmin}

func (w *world) look(rows ...map[string]any) (intake.Preview, error) {
	w.t.Helper()
	page := table.Page{Name: "单位"}
	for i, f := range rows {
		page.Rows = append(page.Rows, table.Row{Number: i + 2, Fields: f})
	}
	id, err := w.UnitBook().Draft(context.Background(), registrar, intake.Request{Pages: []table.Page{page}})
	if err != nil {
		return intake.Preview{}, err
	}
	return w.UnitBook().Preview(context.Background(), registrar, 0, id)
}

func (w *world) confirm(p intake.Preview, skip bool) error {
	return w.UnitBook().Confirm(context.Background(), registrar, 0, intake.ConfirmRequest{Import: p.ID, Plan: p.Plan, Skip: skip})
}

func (w *world) allUnits() (out []engine.Unit) {
	w.t.Helper()
	err := w.db.View(context.Background(), func(tx port.Tx) error { return tx.List(&out, access.Everything(), port.Query{}) })
	if err != nil {
		w.t.Fatal(err)
	}
	return out
}

// unitLine is a row of a branch below the company of the world.
func (w *world) unitLine(name, kind, above string) map[string]any {
	return map[string]any{"单位名称": name, "性质": kind, "上级单位": above, "启用日期": "2026-07-01"}
}

func (w *world) company() string {
	for _, u := range w.allUnits() {
		if u.ParentID == nil {
			return u.Name
		}
	}
	w.t.Fatal("no company")
	return ""
}

func TestThreeHundredUnitsInAnyOrder(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	before := len(w.allUnits())
	var rows []map[string]any
	for n := range 290 { // branches first, those above them last
		rows = append(rows, w.unitLine(fmt.Sprintf("第%d支部", n), "党支部", fmt.Sprintf("第%d总支", n%10)))
	}
	for n := range 10 {
		rows = append(rows, w.unitLine(fmt.Sprintf("第%d总支", n), "党总支", w.company()))
	}
	p, err := w.look(rows...)
	if err != nil || p.Added != 300 || p.Wrong != 0 || len(w.allUnits()) != before {
		t.Fatalf("%d new, %d wrong, %v; problems %v", p.Added, p.Wrong, err, p.Tables[0].Problems)
	}
	if note := p.Tables[0].Rows[0].Note; note != "新增" {
		t.Errorf("a new unit is noted as %q", note)
	}
	for range 2 {
		if err := w.confirm(p, false); err != nil {
			t.Fatal(err)
		}
	}
	all := w.allUnits()
	if len(all) != before+300 {
		t.Fatalf("%d units, want %d", len(all), before+300)
	}
	paths := map[engine.UnitID]string{}
	for _, u := range all {
		paths[u.ID] = u.Path
	}
	for _, u := range all {
		if u.ParentID != nil && u.Path != fmt.Sprintf("%s%d/", paths[*u.ParentID], u.ID) {
			t.Errorf("%s lies at %s", u.Name, u.Path)
		}
	}
	again, err := w.look(rows...)
	if err != nil || again.Added+again.Changed != 0 || again.Same != 300 {
		t.Errorf("again: %+v %v", again, err)
	}
}

// The trail has one entry for an import of units, which names every unit that it
// added or changed, however many confirm it at once.
func TestAnImportOfUnitsIsOneEntryThatNamesThem(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	changed := map[string]any{"单位名称": "桥梁党支部", "性质": "党支部", "上级单位": "东线党总支", "作息": "不休"}
	p, err := w.look(w.unitLine("甲支部", "党支部", "东线党总支"), w.unitLine("乙支部", "党支部", "东线党总支"), changed)
	if err != nil || p.Added != 2 || p.Changed != 1 {
		t.Fatalf("%+v %v", p, err)
	}
	units, entries := len(w.allUnits()), len(list[engine.AuditEntry](w, nil))
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if err := w.confirm(p, false); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	trail := list[engine.AuditEntry](w, nil)
	if got := len(w.allUnits()); got != units+2 || len(trail) != entries+1 {
		t.Fatalf("%d units more, %d entries", got-units, len(trail)-entries)
	}
	var detail struct {
		Added   string `json:"added_units"`
		Changed string `json:"changed_units"`
	}
	first := one[engine.Unit](w, port.Where{"name": "甲支部"}).ID
	if err := json.Unmarshal([]byte(trail[len(trail)-1].Detail), &detail); err != nil || detail.Added != fmt.Sprintf("%d-%d", first, first+1) || detail.Changed != "3" {
		t.Errorf("%v: %s", err, trail[len(trail)-1].Detail)
	}
}

func TestRowsOfUnitsThatCannotBe(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	top := w.company()
	bad := []map[string]any{
		w.unitLine("甲支部", "党支部", "没有的总支"), w.unitLine("", "党支部", top), w.unitLine("又一公司党委", "公司党委", ""),
		w.unitLine("乙支部", "党支部", ""), w.unitLine("丙", "党总支", "丁"), w.unitLine("丁", "党总支", "丙"),
		{"单位名称": "戊支部", "性质": "党支部", "上级单位": top}, {"单位名称": "己支部", "性质": "党支部", "上级单位": top, "启用日期": "2026-07-01", "试行季度": "2025Q1"},
		w.unitLine("庚支部", "党支部", "甲支部"),
	}
	good := w.unitLine("好支部", "党支部", top)
	p, err := w.look(append(bad, good, good)...)
	if err != nil || p.Wrong != len(bad)+1 || p.Added != 1 {
		t.Fatalf("%d new, %d wrong of %d, %v: %+v", p.Added, p.Wrong, len(bad)+1, err, p.Tables[0].Problems)
	}
	before := len(w.allUnits())
	if err := w.confirm(p, false); engine.ReasonOf(err) != "wrong_rows" || len(w.allUnits()) != before {
		t.Errorf("half of it was taken over: %v", err)
	}
	if err := w.confirm(p, true); err != nil || len(w.allUnits()) != before+1 {
		t.Errorf("%v, %d units", err, len(w.allUnits())-before)
	}
}

func TestUnitsGoOutAndComeBackTheSame(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	out, err := w.UnitBook().Export(context.Background(), registrar, intake.Which{})
	if err != nil {
		t.Fatal(err)
	}
	first := out.Tables[0]
	if len(first.Rows) != len(w.allUnits()) {
		t.Fatal(err)
	}
	var rows []map[string]any
	for _, r := range first.Rows {
		rows = append(rows, r.Fields)
	}
	p, err := w.look(rows...)
	if err != nil || p.Same != len(rows) {
		t.Fatalf("into itself: %+v %v", p, err)
	}
	empty := newWorld(t)
	for _, u := range empty.allUnits() { // another company stands in the way: its root takes the same name
		if u.ParentID == nil && u.Name != w.company() {
			t.Fatal("the worlds differ")
		}
	}
	rows[len(rows)-1]["作息"] = "不休"
	p, err = empty.look(rows...)
	if err != nil || p.Changed != 1 || p.Same != len(rows)-1 {
		t.Fatalf("one change: %+v %v", p, err)
	}
	if err := empty.confirm(p, false); err != nil {
		t.Fatal(err)
	}
	out, err = empty.UnitBook().Export(context.Background(), registrar, intake.Which{})
	if err != nil {
		t.Fatal(err)
	}
	second := out.Tables[0]
	for i := range second.Rows {
		if !reflect.DeepEqual(second.Rows[i].Fields, rows[i]) {
			t.Errorf("row %d: %v, want %v", i, second.Rows[i].Fields, rows[i])
		}
	}
}
