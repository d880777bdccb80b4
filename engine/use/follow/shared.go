package follow

import (
	"wubiao/engine"
	"wubiao/engine/port"
)

// What other packages of use cases build on: papers are numbered and names are
// read everywhere alike.

// Draw counts a series of papers one on, in the transaction that uses the number.
func Draw(tx port.Tx, series string, year int) (int, error) { return draw(tx, series, year) }

// UnitNames gives the names of units.
func UnitNames(tx port.Tx, ids ...engine.UnitID) (map[engine.UnitID]string, error) {
	return unitNames(tx, ids...)
}

// PersonNames gives the names of people.
func PersonNames(tx port.Tx, ids ...engine.PersonID) (map[engine.PersonID]string, error) {
	return personNames(tx, ids...)
}

// Clean takes blanks off the ends of what somebody wrote.
func Clean(text string) string { return clean(text) }
