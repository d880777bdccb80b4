package intake

import (
	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
	"wubiao/engine/table"
)

// Workbook is a set of tables that leaves the program on paper and comes back as
// rows: the ledgers of a unit, the units of the company, its people.
type Workbook struct {
	Store   port.Store
	Kind    engine.ImportKind
	In, Out access.Action // taking rows over, giving tables out
	Owner   Owner
}

// Which says what of a workbook is meant.
type Which struct {
	Unit  engine.UnitID // 0: the whole company
	Table string        // empty: all
}

// Tables are tables of a workbook.
type Tables struct {
	UnitID engine.UnitID
	Unit   string // whose they are
	Tables []table.Sheet
}

// Owner is the part of the program that the tables of a workbook belong to.
type Owner interface {
	// Enter lets the actor in who may fill these tables, and says whose they are.
	Enter(tx port.Tx, actor access.Actor, scope access.Scope, unit engine.UnitID, tables []string) (whose string, err error)
	// Blank gives the tables that the actor may fill, without rows.
	Blank(tx port.Tx, actor access.Actor, scope access.Scope, of Which) (Tables, error)
	// Filled gives tables with what stands in them, and counts for the trail.
	Filled(tx port.Tx, scope access.Scope, of Which) (Tables, map[string]int, error)
	// Plan finds out what rows would do. The actor has been let in.
	Plan(tx port.Tx, scope access.Scope, unit engine.UnitID, pages []table.Page) (Plan, error)
}

// Plan is what an import would do.
type Plan interface {
	Count() (added, changed, wrong int)
	Digest() string // tells whether two plans do the same
	Show(out *Preview)
	// Write does it, and gives ids for the trail where the rows keep no trace of
	// their own.
	Write(tx port.Tx, actor access.Actor, i *engine.Import) (map[string]string, error)
}
