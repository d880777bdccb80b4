package order

import (
	"fmt"
	"strconv"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
	"wubiao/engine/rule"
	"wubiao/engine/use/follow"
)

// lines shows what each branch has done.
func (s *Orders) lines(tx port.Tx, scope access.Scope, page *Page, all []engine.OrderReply) error {
	tasks, err := tasksOf(tx, scope, all)
	if err != nil {
		return err
	}
	var units []engine.Unit
	ids, people := make([]engine.UnitID, len(all)), []engine.PersonID{}
	for i := range all {
		ids[i] = all[i].UnitID
		if t := tasks[all[i].TaskID]; t != nil {
			people = append(people, t.DoneBy)
		}
	}
	if err := tx.List(&units, scope, port.Query{Where: port.Where{"id": ids}, Columns: []string{"id", "path", "name"}, Order: []string{"path"}}); err != nil {
		return fmt.Errorf("list units: %w", err)
	}
	names, err := follow.PersonNames(tx, people...)
	if err != nil {
		return err
	}
	before, err := histories(tx, scope, &page.Order, all)
	if err != nil {
		return err
	}
	at := map[engine.UnitID]int{}
	for i := range all {
		at[all[i].UnitID] = i
	}
	today := s.Practise.Today(tx)
	for _, u := range units {
		r := &all[at[u.ID]]
		t := tasks[r.TaskID]
		if t == nil {
			continue
		}
		line := ReplyLine{UnitID: u.ID, Unit: u.Name, Task: t.ID, Load: r.Load, Done: t.State == engine.TaskDone, Late: t.LateOn(today),
			Word: s.word(t, r, int(today-t.Deadline())), Cells: cells(&page.Order, r.Answers, r.Held), Before: before[r.ID]}
		if line.Done {
			line.By = names[t.DoneBy]
			page.Done++
		}
		if line.Late {
			page.Late++
		}
		page.Lines = append(page.Lines, line)
	}
	page.Sums = sums(&page.Order, all)
	return nil
}

// sums adds up the columns of numbers over the branches.
func sums(o *engine.Order, all []engine.OrderReply) []string {
	out := make([]string, len(o.Columns))
	for i, c := range o.Columns {
		sum, any := rule.Whole(0), false
		for r := range all {
			if n, ok := rule.ParseRat(all[r].Answers[strconv.Itoa(i+1)]); ok && c.Kind == "数字" {
				sum, any = sum.Add(n), true
			}
		}
		if any {
			out[i] = sum.String()
		}
	}
	return out
}

// word says how a branch stands.
func (s *Orders) word(t *engine.Task, r *engine.OrderReply, late int) string {
	switch {
	case t.State == engine.TaskDone:
		text := fmt.Sprintf("%d月%d日完成", int(t.DoneOn.Month()), t.DoneOn.Day())
		if t.DoneOn > t.Deadline() {
			text += fmt.Sprintf("（迟%d天）", int(t.DoneOn-t.Deadline()))
		}
		return text
	case t.State == engine.TaskRetired:
		return "没有办"
	case t.Quality == engine.Returned:
		return "退回重办"
	case late > 0:
		return fmt.Sprintf("逾期%d天", late)
	case !r.AnsweredOn.IsZero():
		return "要重新上报"
	}
	return "还没办"
}

// cells are answers of a branch, by column.
func cells(o *engine.Order, answers, held map[string]string) []ReplyCell {
	out := make([]ReplyCell, len(o.Columns))
	for i := range o.Columns {
		key := strconv.Itoa(i + 1)
		out[i].Text = answers[key]
		if held := held[key]; answers != nil && held != "" && held != out[i].Text {
			out[i].Held = held
		}
	}
	return out
}
