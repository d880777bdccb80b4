package org

import (
	"fmt"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
	"wubiao/engine/rule"
	"wubiao/engine/table"
	"wubiao/engine/use/intake"
)

// UnitBook is the workbook of the organisation tree.
func (o *Org) UnitBook() *intake.Workbook {
	return &intake.Workbook{Store: o.Store, Kind: engine.ImportUnits, In: access.UnitImport, Out: access.UnitExport, Owner: unitBook{companyBook{o, "单位"}}}
}

// PeopleBook is the workbook of everybody in the registers, with the posts held.
func (o *Org) PeopleBook() *intake.Workbook {
	return &intake.Workbook{Store: o.Store, Kind: engine.ImportPeople, In: access.PeopleImport, Out: access.PeopleExport, Owner: peopleBook{companyBook{o, "人员"}}}
}

// companyBook is one table of the whole company.
type companyBook struct {
	*Org
	name string
}

// Enter lets in whoever may import it at all.
func (b companyBook) Enter(_ port.Tx, _ access.Actor, _ access.Scope, unit engine.UnitID, _ []string) (string, error) {
	if unit != 0 {
		return "", access.Absent()
	}
	return b.name, nil
}

func (b companyBook) tables(t table.Sheet) intake.Tables {
	return intake.Tables{Unit: b.name, Tables: []table.Sheet{t}}
}

func (b companyBook) edition(tx port.Tx) (*rule.Edition, error) {
	e, err := b.Book.On(b.today(tx))
	if err != nil {
		return nil, fmt.Errorf("edition of the day: %w", err)
	}
	return e, nil
}
