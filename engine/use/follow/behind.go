package follow

import (
	"cmp"
	"fmt"
	"slices"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
)

// behindMost is how many lagging branches a first page names.
const behindMost = 5

// Behind is how many of some branches are late, and the worst of them.
type Behind struct {
	Lagging int          `json:"lagging"` // branches with something overdue
	Tasks   int          `json:"tasks"`   // that are overdue in them
	Worst   []BehindLine `json:"worst"`   // the most overdue first, at most five
}

// BehindLine is one branch with overdue tasks.
type BehindLine struct {
	UnitID engine.UnitID        `json:"unit_id"`
	Unit   string               `json:"unit"`
	Tasks  int                  `json:"tasks"`
	Paper  engine.SupervisionID `json:"paper"`  // its running 督办单; 0: none
	Number string               `json:"number"` // empty: none, or a proposal
	Word   string               `json:"word"`   // how that stands
}

// Behind counts what is late in the branches.
func (f *Follow) Behind(tx port.Tx, scope access.Scope, branches []engine.Unit) (Behind, error) {
	var b Behind
	counts, err := tx.CountLate(scope, f.Practise.Today(tx))
	if err != nil {
		return b, fmt.Errorf("count what is late: %w", err)
	}
	names := make(map[engine.UnitID]string, len(branches))
	for i := range branches {
		names[branches[i].ID] = branches[i].Name
	}
	for _, c := range counts {
		if name, ours := names[c.Unit]; ours {
			b.Tasks += c.Tasks
			b.Worst = append(b.Worst, BehindLine{UnitID: c.Unit, Unit: name, Tasks: c.Tasks})
		}
	}
	b.Lagging = len(b.Worst)
	slices.SortStableFunc(b.Worst, func(a, b BehindLine) int { return cmp.Or(b.Tasks-a.Tasks, cmp.Compare(a.UnitID, b.UnitID)) })
	b.Worst = b.Worst[:min(behindMost, len(b.Worst))]
	return b, f.papersOf(tx, scope, b.Worst)
}

// papersOf writes beside branches the 督办单 that runs there: who is asked in
// writing already is not asked once more.
func (f *Follow) papersOf(tx port.Tx, scope access.Scope, lines []BehindLine) error {
	if len(lines) == 0 {
		return nil
	}
	at := map[engine.UnitID]*BehindLine{}
	ids := make([]engine.UnitID, len(lines))
	for i := range lines {
		ids[i], at[lines[i].UnitID] = lines[i].UnitID, &lines[i]
	}
	var papers []engine.Supervision
	err := tx.List(&papers, scope, port.Query{Where: port.Where{"unit_id": ids,
		"state": []engine.SupervisionState{engine.SupervisionIssued, engine.SupervisionReplied}}, Order: []string{"id"}})
	if err != nil {
		return fmt.Errorf("list papers of lagging branches: %w", err)
	}
	today := f.Practise.Today(tx)
	for i := range papers {
		line := at[papers[i].UnitID]
		line.Paper, line.Number, line.Word = papers[i].ID, papers[i].Number, stateWord(&papers[i], today)
	}
	return nil
}

// Again is what was returned and has been done again: it waits to be rated by
// whom the handbook names.
type Again struct {
	UnitID engine.UnitID `json:"unit_id"`
	Unit   string        `json:"unit"`
	Tasks  int           `json:"tasks"`
}

// DoneAgain counts by branch the tasks that were returned lately, have been done
// again and are the actor's to rate. Of what was never returned nothing waits:
// nobody has to rate.
func (f *Follow) DoneAgain(tx port.Tx, actor access.Actor, scope access.Scope, branches []engine.Unit) ([]Again, error) {
	var returned []engine.Appraisal
	err := tx.List(&returned, scope, port.Query{Where: port.Where{"quality": engine.Returned},
		AtLeast: port.Where{"created_at": tx.Now().AddDate(0, 0, -rateDays)}, Columns: []string{"id", "task_id"}})
	if err != nil {
		return nil, fmt.Errorf("list returned work: %w", err)
	}
	units := make(map[engine.UnitID]*engine.Unit, len(branches))
	for i := range branches {
		units[branches[i].ID] = &branches[i]
	}
	seen := map[engine.TaskID]bool{}
	for _, a := range returned {
		seen[a.TaskID] = true
	}
	ids := make([]engine.TaskID, 0, len(seen))
	for id := range seen {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	counts := map[engine.UnitID]int{}
	for part := range slices.Chunk(ids, 500) {
		var tasks []engine.Task
		err := tx.List(&tasks, scope, port.Query{Where: port.Where{"id": part, "state": engine.TaskDone, "quality": engine.Unrated}})
		if err != nil {
			return nil, fmt.Errorf("list what was done again: %w", err)
		}
		for i := range tasks {
			if u := units[tasks[i].UnitID]; u != nil && f.mayRate(tx, actor, *u, &tasks[i]) == nil {
				counts[u.ID]++
			}
		}
	}
	var out []Again
	for i := range branches {
		if n := counts[branches[i].ID]; n > 0 {
			out = append(out, Again{branches[i].ID, branches[i].Name, n})
		}
	}
	return out, nil
}
