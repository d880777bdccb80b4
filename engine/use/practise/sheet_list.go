package practise

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
)

// unitPage is how many units a list shows at once.
const unitPage = 60

// UnitsRequest asks for a page of the units.
type UnitsRequest struct {
	Search string `json:"q" validate:"max=60"`
	Page   int    `json:"page" validate:"gte=0,lte=100000"` // from 1
}

// UnitList is the units whose sheets the actor may read.
type UnitList struct {
	Search string     `json:"search"`
	Total  int        `json:"total"`
	More   int        `json:"more"` // found, but not shown
	Page   int        `json:"page"`
	Units  []UnitLine `json:"units"`
}

// UnitLine is one unit to choose, and how it stands.
type UnitLine struct {
	ID      engine.UnitID `json:"id"`
	Name    string        `json:"name"`
	Above   string        `json:"above"`   // the general branch it belongs to; empty: none, or out of reach
	Overdue int           `json:"overdue"` // open lines whose last day has passed
	Open    int           `json:"open"`    // open lines due from today to the end of the month
}

// Units lists the units with sheets within reach whose name has the search in it,
// a page of them.
func (p *Practise) Units(ctx context.Context, actor access.Actor, r UnitsRequest) (UnitList, error) {
	scope, err := access.Authorize(actor, access.SheetRead)
	if err != nil {
		return UnitList{}, err
	}
	list := UnitList{Search: strings.TrimSpace(r.Search), Page: max(1, r.Page)}
	err = p.Store.View(ctx, func(tx port.Tx) error {
		var units []engine.Unit
		err := tx.List(&units, scope, port.Query{Where: port.Where{"kind": []engine.UnitKind{engine.Branch, engine.GeneralBranch}},
			Columns: []string{"id", "parent_id", "name", "kind", "start", "closed"}})
		if err != nil {
			return fmt.Errorf("list units: %w", err)
		}
		before := (list.Page - 1) * unitPage
		today, above := p.today(tx), map[engine.UnitID]string{}
		for _, u := range units {
			if u.Kind == engine.GeneralBranch {
				above[u.ID] = u.Name
			}
		}
		for _, u := range units {
			if u.Kind != engine.Branch || !u.OpenOn(today) {
				continue
			}
			list.Total++
			switch {
			case !strings.Contains(u.Name, list.Search):
			case before > 0:
				before--
			case len(list.Units) == unitPage:
				list.More++
			default:
				line := UnitLine{ID: u.ID, Name: u.Name}
				if u.ParentID != nil {
					line.Above = above[*u.ParentID]
				}
				list.Units = append(list.Units, line)
			}
		}
		return p.stand(tx, scope, list.Units)
	})
	if err != nil {
		return UnitList{}, fmt.Errorf("list units: %w", err)
	}
	return list, nil
}

// stand writes beside each unit how it stands.
func (p *Practise) stand(tx port.Tx, scope access.Scope, units []UnitLine) error {
	ids := make([]engine.UnitID, len(units))
	for i := range units {
		ids[i] = units[i].ID
	}
	counts, err := p.load(tx, scope, ids)
	if err != nil {
		return err
	}
	for i := range units {
		units[i].Overdue, units[i].Open = counts[units[i].ID].Overdue, counts[units[i].ID].Open
	}
	return nil
}

// SheetList is what was issued to one unit, newest first.
type SheetList struct {
	UnitID engine.UnitID `json:"unit_id"`
	Unit   string        `json:"unit"`
	Today  string        `json:"today"` // the day sheet's key
	Groups []SheetGroup  `json:"groups"`
	Chosen bool          `json:"chosen"` // the actor could have chosen other units
}

// SheetGroup is the sheets of one kind.
type SheetGroup struct {
	Kind  string      `json:"kind"`
	Items []SheetItem `json:"items"`
}

// SheetItem is one sheet to open.
type SheetItem struct {
	Period string `json:"period"`
	Words  string `json:"words"`
	Number string `json:"number"`
	Now    bool   `json:"now"` // its period has begun and not ended
}

// sheetMonths is how far back the list of sheets goes.
const sheetMonths = 24

// Sheets lists the sheets issued to the unit.
func (p *Practise) Sheets(ctx context.Context, actor access.Actor, unit engine.UnitID) (SheetList, error) {
	scope, err := access.Authorize(actor, access.SheetRead)
	if err != nil {
		return SheetList{}, err
	}
	var list SheetList
	err = p.Store.View(ctx, func(tx port.Tx) error {
		u, err := getUnit(tx, scope, unit)
		if err != nil {
			return err
		}
		today := p.today(tx)
		list = SheetList{UnitID: unit, Unit: u.Name, Today: today.String(),
			Chosen: scope.All() || len(ownUnits(actor)) != 1}
		var sheets []engine.Sheet
		err = tx.List(&sheets, scope, port.Query{Where: port.Where{
			"period": periodsBetween(today.AddMonths(-sheetMonths), today.AddMonths(14)), "unit_id": unit}})
		if err != nil {
			return fmt.Errorf("list sheets: %w", err)
		}
		list.Groups = groupSheets(sheets, today)
		return nil
	})
	if err != nil {
		return SheetList{}, fmt.Errorf("list sheets: %w", err)
	}
	return list, nil
}

func groupSheets(sheets []engine.Sheet, today calendar.Date) []SheetGroup {
	slices.SortFunc(sheets, func(a, b engine.Sheet) int { return int(b.Period.Start - a.Period.Start) })
	var groups []SheetGroup
	for _, k := range []calendar.Kind{calendar.KindMonth, calendar.KindQuarter, calendar.KindHalf, calendar.KindYear} {
		group := SheetGroup{Kind: k.Chinese() + "提醒表"}
		for _, s := range sheets {
			if s.Period.Kind == k {
				group.Items = append(group.Items, SheetItem{s.Period.String(), s.Period.Chinese(),
					engine.SheetNumber(s.Period, s.UnitID), s.Period.Contains(today)})
			}
		}
		if len(group.Items) > 0 {
			groups = append(groups, group)
		}
	}
	return groups
}
