package intake

import (
	"context"
	"fmt"
	"time"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
	"wubiao/engine/table"
)

// Preview is what an import would do, or did.
type Preview struct {
	ID      engine.ImportID `json:"id"`
	Plan    string          `json:"plan"` // digest of what is shown; a confirmation names it
	UnitID  engine.UnitID   `json:"unit_id"`
	Unit    string          `json:"unit"`
	Tables  []Table         `json:"tables"`
	Added   int             `json:"added"`   // rows that are new
	Changed int             `json:"changed"` // things there are that would be changed
	Same    int             `json:"same"`    // rows that are there already
	Wrong   int             `json:"wrong"`   // rows with something to mend
	DoneAt  *time.Time      `json:"done_at"`
}

// Good is how many rows can be taken over.
func (p Preview) Good() int { return p.Added + p.Changed }

// Table is what one table of the import would do.
type Table struct {
	Name         string    `json:"name"`
	Title        string    `json:"title"`
	Sheet        string    `json:"sheet"` // the name of its sheet in the file
	Added        int       `json:"added"`
	Changed      int       `json:"changed"`
	Same         int       `json:"same"`
	Wrong        int       `json:"wrong"`
	Samples      int       `json:"samples"` // lines left out because they are marked so
	Unknown      []string  `json:"unknown"` // headings that nothing answers to
	Problems     []Problem `json:"problems"`
	MoreProblems int       `json:"more_problems"`
	Columns      []string  `json:"columns"`
	Rows         []Shown   `json:"rows"` // the first rows that would be taken over
	More         int       `json:"more"` // further ones
}

// Problem is one thing to mend, with its place in the file.
type Problem struct {
	Row     int    `json:"row"`
	Column  string `json:"column"`
	Said    string `json:"said"` // what stands there; empty: nothing
	Message string `json:"message"`
}

// Shown is one row as it would be taken over.
type Shown struct {
	Row   int      `json:"row"`
	Note  string   `json:"note"` // what is peculiar: it stands twice, it changes something
	Cells []string `json:"cells"`
}

// The most that a preview lists of one table.
const (
	mostProblems = 200
	mostShown    = 20
)

// Preview shows what the actor's draft would do, or what became of it.
func (w *Workbook) Preview(ctx context.Context, actor access.Actor, unit engine.UnitID, id engine.ImportID) (Preview, error) {
	scope, err := access.Authorize(actor, w.In)
	if err != nil {
		return Preview{}, err
	}
	var out Preview
	err = w.Store.View(ctx, func(tx port.Tx) error {
		whose, i, plan, err := w.open(tx, actor, scope, unit, id)
		if err != nil {
			return err
		}
		out = Preview{ID: i.ID, UnitID: i.UnitID, Unit: whose, Added: i.Added, Changed: i.Changed, Wrong: i.Skipped, DoneAt: i.DoneAt}
		if plan != nil {
			out.Plan = plan.Digest()
			plan.Show(&out)
		}
		return nil
	})
	if err != nil {
		return Preview{}, fmt.Errorf("look at an import: %w", err)
	}
	return out, nil
}

// Blame lists what is wrong with a row. The columns' headings and what the row says
// in them are asked by id.
func (t *Table) Blame(row int, wrong []engine.Field, heading, said func(id string) string) {
	t.Wrong++
	for _, w := range wrong {
		if len(t.Problems) == mostProblems {
			t.MoreProblems++
			continue
		}
		t.Problems = append(t.Problems, Problem{Row: row, Column: heading(w.Name), Said: short(said(w.Name)), Message: w.Message})
	}
}

// short is a cell as a message repeats it.
func short(text string) string {
	const most = 30
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return text
}

// Show lists a row that would be taken over.
func (t *Table) Show(row int, note string, cells []string) {
	if len(t.Rows) == mostShown {
		t.More++
		return
	}
	t.Rows = append(t.Rows, Shown{row, note, cells})
}

// Begin makes the table of a page.
func Begin(page *table.Page, title string) Table {
	return Table{Name: page.Name, Title: title, Sheet: page.Sheet, Samples: page.Samples, Unknown: page.Unknown}
}

// Add counts a table in.
func (p *Preview) Add(t Table) {
	p.Tables = append(p.Tables, t)
	p.Added += t.Added
	p.Changed += t.Changed
	p.Same += t.Same
	p.Wrong += t.Wrong
}
