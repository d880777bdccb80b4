package web

import (
	"fmt"
	"net/http"

	"wubiao/api/route"
	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/use/practise"
)

// UnitsPage lets one choose the unit whose sheets to read.
type UnitsPage struct {
	Frame
	practise.UnitList
}

// SheetsPage lists a unit's sheets.
type SheetsPage struct {
	Frame
	practise.SheetList
}

// SheetPage is one sheet.
type SheetPage struct {
	Frame
	practise.SheetPage
}

// DayPage is one day sheet.
type DayPage struct {
	Frame
	practise.DayPage
	Handbook bool
}

// chooseUnit lists the units within reach; where there is but one it goes there.
func (w *Web) chooseUnit(c *route.Call) error {
	search := c.QueryParam("q")
	list, err := w.Practise.Units(c.Request().Context(), c.Actor, practise.UnitsRequest{Search: search})
	if err != nil {
		return err
	}
	if list.Total == 1 && search == "" {
		return c.Redirect(http.StatusSeeOther, fmt.Sprintf("/units/%d/sheets", list.Units[0].ID))
	}
	return w.render(c, http.StatusOK, "units", UnitsPage{w.frame(c, "提醒表", "/sheets"), list})
}

func (w *Web) listSheets(c *route.Call) error {
	unit, err := pathID(c, "unit")
	if err != nil {
		return err
	}
	list, err := w.Practise.Sheets(c.Request().Context(), c.Actor, engine.UnitID(unit))
	if err != nil {
		return err
	}
	return w.render(c, http.StatusOK, "sheets", SheetsPage{w.frame(c, list.Unit+"的提醒表", "/sheets"), list})
}

// showSheet shows the sheet of a period, or the day sheet of a day.
func (w *Web) showSheet(c *route.Call) error {
	unit, err := pathID(c, "unit")
	if err != nil {
		return err
	}
	period, err := calendar.ParsePeriod(c.Param("period"))
	if err != nil {
		return access.Absent()
	}
	ctx, id := c.Request().Context(), engine.UnitID(unit)
	if period.Kind == calendar.KindDay {
		day, err := w.Practise.Day(ctx, c.Actor, id, period.Start)
		if err != nil {
			return err
		}
		return w.render(c, http.StatusOK, "day", DayPage{w.frame(c, day.Title+" 日提醒表", "/sheets"), day,
			access.May(c.Actor.Role, access.HandbookRead)})
	}
	sheet, err := w.Practise.Sheet(ctx, c.Actor, id, period)
	if err != nil {
		return err
	}
	return w.render(c, http.StatusOK, "sheet", SheetPage{w.frame(c, sheet.Title, "/sheets"), sheet})
}
