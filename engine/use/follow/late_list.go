package follow

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
	"wubiao/engine/use/practise"
)

// latePage is how many lines a page of the late list has.
const latePage = 50

// LateRequest asks for a page of the late list.
type LateRequest struct {
	Unit     engine.UnitID `json:"unit" validate:"gte=0"`                   // 0: all within reach
	Search   string        `json:"q" validate:"max=60"`                     // part of a branch's name
	Standard string        `json:"standard" validate:"max=20"`              // a code; empty: all
	Rung     int           `json:"rung" validate:"gte=0,lte=20"`            // at least so many rungs reached
	Paper    string        `json:"paper" validate:"omitempty,oneof=yes no"` // "yes": a 督办单 runs; "no": none does
	Page     int           `json:"page" validate:"gte=0,lte=100000"`        // from 1
}

// LateList says who is late, on what, and by how much.
type LateList struct {
	Today     calendar.Date `json:"today"`
	Ask       LateRequest   `json:"ask"`
	Lines     []LateLine    `json:"lines"`
	Total     int           `json:"total"`
	Branches  int           `json:"branches"` // that have one of them
	Page      int           `json:"page"`
	Pages     int           `json:"pages"`
	Standards []LateCount   `json:"standards"` // the most often missed first
	Rungs     []string      `json:"rungs"`     // the ladder's addressees, from the first
}

// LateCount is how many tasks of a standard are late.
type LateCount struct {
	Code  string         `json:"code"`
	Title string         `json:"title"`
	Order engine.OrderID `json:"order"` // the 专项任务 that asks; 0: a standard does
	Count int            `json:"count"`
}

// LateLine is one overdue task.
type LateLine struct {
	practise.Line
	Workdays    int                  `json:"workdays"`     // overdue by so many
	Told        string               `json:"told"`         // the highest rung reached: who has been told; empty: nobody yet
	Supervision engine.SupervisionID `json:"supervision"`  // the running 督办单; 0: none
	Number      string               `json:"number"`       // its number
	PaperState  string               `json:"paper_state"`  // in words
	Asked       bool                 `json:"asked_extend"` // more time has been asked for and not answered
}

// lateTask is what the list is counted from.
type lateTask struct {
	engine.Task
	standard string
}

// Late lists overdue tasks within the actor's reach. Private standards never
// climb the ladder and so never stand here.
func (f *Follow) Late(ctx context.Context, actor access.Actor, r LateRequest) (LateList, error) {
	scope, err := access.Authorize(actor, access.LateRead)
	if err != nil {
		return LateList{}, err
	}
	var list LateList
	err = f.Practise.Store.View(ctx, func(tx port.Tx) error {
		list, err = f.late(tx, actor, scope, r)
		return err
	})
	if err != nil {
		return LateList{}, fmt.Errorf("list what is late: %w", err)
	}
	return list, nil
}

func (f *Follow) late(tx port.Tx, actor access.Actor, scope access.Scope, r LateRequest) (LateList, error) {
	list := LateList{Today: f.Practise.Today(tx), Ask: r, Page: max(1, r.Page)}
	e, err := f.Practise.Book.On(list.Today)
	if err != nil {
		return list, fmt.Errorf("edition of the day: %w", err)
	}
	for _, rung := range e.Escalation {
		list.Rungs = append(list.Rungs, rung.To)
	}
	tasks, err := f.lateTasks(tx, scope, r, list.Today)
	if err != nil {
		return list, err
	}
	if r.Paper != "" {
		if tasks, err = withPaper(tx, tasks, r.Paper == "yes"); err != nil {
			return list, err
		}
	}
	counts, branches := map[string]int{}, map[engine.UnitID]bool{}
	for i := range tasks {
		counts[tasks[i].standard]++
	}
	tasks = slices.DeleteFunc(tasks, func(t lateTask) bool { return r.Standard != "" && t.standard != r.Standard })
	for i := range tasks {
		branches[tasks[i].UnitID] = true
	}
	list.Total, list.Branches, list.Pages = len(tasks), len(branches), (len(tasks)+latePage-1)/latePage
	duties := f.Practise.Book.Duties(tx)
	for code, n := range counts {
		title, order, err := duties.Title(e, code)
		if err != nil {
			return list, err
		}
		list.Standards = append(list.Standards, LateCount{code, title, order, n})
	}
	slices.SortFunc(list.Standards, func(a, b LateCount) int { return cmp.Or(b.Count-a.Count, strings.Compare(a.Code, b.Code)) })
	from := min((list.Page-1)*latePage, len(tasks))
	list.Lines, err = f.lateLines(tx, actor, scope, tasks[from:min(from+latePage, len(tasks))], list)
	return list, err
}

// lateTasks reads the overdue tasks that the nightly job has seen, the longest
// overdue first. The index holds only those, however many tasks there are.
func (f *Follow) lateTasks(tx port.Tx, scope access.Scope, r LateRequest, today calendar.Date) ([]lateTask, error) {
	where := port.Where{"state": engine.TaskOpen}
	if r.Unit != 0 {
		where["unit_id"] = r.Unit
	}
	var tasks []engine.Task
	err := tx.List(&tasks, scope, port.Query{Where: where, AtLeast: port.Where{"ladder": r.Rung},
		Columns: []string{"id", "unit_id", "duty", "due", "extended", "state"}, Order: []string{"ladder"}})
	if err != nil {
		return nil, fmt.Errorf("list overdue tasks: %w", err)
	}
	named := func(engine.UnitID) bool { return true }
	if r.Search != "" {
		var units []engine.Unit
		if err := tx.List(&units, scope, port.Query{Where: port.Where{"kind": engine.Branch}, Columns: []string{"id", "name"}}); err != nil {
			return nil, fmt.Errorf("list branches: %w", err)
		}
		found := map[engine.UnitID]bool{}
		for _, u := range units {
			found[u.ID] = strings.Contains(u.Name, r.Search)
		}
		named = func(id engine.UnitID) bool { return found[id] }
	}
	out := make([]lateTask, 0, len(tasks))
	for _, t := range tasks {
		if t.LateOn(today) && named(t.UnitID) {
			out = append(out, lateTask{t, t.Standard()})
		}
	}
	slices.SortStableFunc(out, func(a, b lateTask) int {
		return cmp.Or(cmp.Compare(a.Deadline(), b.Deadline()), cmp.Compare(a.UnitID, b.UnitID), cmp.Compare(a.ID, b.ID))
	})
	return out, nil
}

// withPaper keeps the tasks that a running 督办单 asks for, or those that none
// does.
func withPaper(tx port.Tx, tasks []lateTask, running bool) ([]lateTask, error) {
	papers, err := runningPapers(tx, lateIDs(tasks))
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(tasks, func(t lateTask) bool { return (papers[t.ID] != nil) != running }), nil
}

func lateIDs(tasks []lateTask) []engine.TaskID {
	ids := make([]engine.TaskID, len(tasks))
	for i := range tasks {
		ids[i] = tasks[i].ID
	}
	return ids
}

// runningPapers finds the 督办单 that run or are proposed for tasks.
func runningPapers(tx port.Tx, ids []engine.TaskID) (map[engine.TaskID]*engine.Supervision, error) {
	out := map[engine.TaskID]*engine.Supervision{}
	if len(ids) == 0 {
		return out, nil
	}
	var links []engine.SupervisionTask
	if err := tx.List(&links, access.Everything(), port.Query{Where: port.Where{"task_id": ids, "dropped": false}}); err != nil {
		return nil, fmt.Errorf("list papers of tasks: %w", err)
	}
	if len(links) == 0 {
		return out, nil
	}
	var papers []engine.Supervision
	running := []engine.SupervisionState{engine.SupervisionProposed, engine.SupervisionIssued, engine.SupervisionReplied}
	wanted := make([]engine.SupervisionID, len(links))
	for i, l := range links {
		wanted[i] = l.SupervisionID
	}
	if err := tx.List(&papers, access.Everything(), port.Query{Where: port.Where{"id": wanted, "state": running}}); err != nil {
		return nil, fmt.Errorf("list papers: %w", err)
	}
	byID := map[engine.SupervisionID]*engine.Supervision{}
	for i := range papers {
		byID[papers[i].ID] = &papers[i]
	}
	for _, l := range links {
		if s := byID[l.SupervisionID]; s != nil {
			out[l.TaskID] = s
		}
	}
	return out, nil
}

// lateLines reads one page in full.
func (f *Follow) lateLines(tx port.Tx, actor access.Actor, scope access.Scope, page []lateTask, list LateList) ([]LateLine, error) {
	if len(page) == 0 {
		return nil, nil
	}
	ids := lateIDs(page)
	var tasks []engine.Task
	if err := tx.List(&tasks, scope, port.Query{Where: port.Where{"id": ids}}); err != nil {
		return nil, fmt.Errorf("read overdue tasks: %w", err)
	}
	lines, err := f.Practise.Lines(tx, actor, scope, unitsOf(tasks), tasks)
	if err != nil {
		return nil, err
	}
	papers, err := runningPapers(tx, ids)
	if err != nil {
		return nil, err
	}
	asked, err := askedFor(tx, ids)
	if err != nil {
		return nil, err
	}
	byID := map[engine.TaskID]*engine.Task{}
	for i := range tasks {
		byID[tasks[i].ID] = &tasks[i]
	}
	out := make([]LateLine, 0, len(lines))
	for _, line := range lines {
		t := byID[line.ID]
		l := LateLine{Line: line, Workdays: f.workdaysLate(t.Deadline(), list.Today), Asked: asked[line.ID]}
		if t.Ladder != nil && *t.Ladder > 0 && *t.Ladder <= len(list.Rungs) {
			l.Told = list.Rungs[*t.Ladder-1]
		}
		if s := papers[line.ID]; s != nil {
			l.Supervision, l.Number, l.PaperState = s.ID, s.Number, stateWord(s, list.Today)
		}
		out = append(out, l)
	}
	at := map[engine.TaskID]int{}
	for i, id := range ids {
		at[id] = i
	}
	slices.SortFunc(out, func(a, b LateLine) int { return at[a.ID] - at[b.ID] })
	return out, nil
}

// workdaysLate counts the workdays after the last day up to today.
func (f *Follow) workdaysLate(due, today calendar.Date) int {
	n := 0
	for d := due + 1; d <= today; d++ {
		if f.Practise.Calendar.IsWorkday(d) {
			n++
		}
	}
	return n
}

// askedFor says for which tasks more time has been asked and not answered.
func askedFor(tx port.Tx, ids []engine.TaskID) (map[engine.TaskID]bool, error) {
	var open []engine.Extension
	q := port.Query{Where: port.Where{"task_id": ids, "state": engine.ExtensionAsked}, Columns: []string{"id", "task_id"}}
	if err := tx.List(&open, access.Everything(), q); err != nil {
		return nil, fmt.Errorf("list requests for more time: %w", err)
	}
	out := map[engine.TaskID]bool{}
	for _, x := range open {
		out[x.TaskID] = true
	}
	return out, nil
}

func unitsOf(tasks []engine.Task) []engine.UnitID {
	var out []engine.UnitID
	seen := map[engine.UnitID]bool{}
	for _, t := range tasks {
		if !seen[t.UnitID] {
			seen[t.UnitID] = true
			out = append(out, t.UnitID)
		}
	}
	return out
}
