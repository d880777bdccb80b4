package web

import (
	"fmt"
	"net/http"
	"strconv"

	"wubiao/api/route"
	"wubiao/engine"
	"wubiao/engine/use/practise"
)

// LedgersPage lists the ledgers of a unit.
type LedgersPage struct {
	Frame
	practise.LedgerList
}

// LedgerPage is one page of a ledger.
type LedgerPage struct {
	Frame
	practise.LedgerRecords
}

// Path is the address of the ledger with a year and a page.
func (p LedgerPage) Path(year, page int) string {
	return fmt.Sprintf("?year=%d&page=%d", year, page)
}

// Before and After are the pages around this one.
func (p LedgerPage) Before() int { return p.Page - 1 }

// After is the next page.
func (p LedgerPage) After() int { return p.Page + 1 }

// chooseLedgerUnit lists the units within reach; where there is but one it goes
// there.
func (w *Web) chooseLedgerUnit(c *route.Call) error {
	search := c.QueryParam("q")
	list, err := w.Practise.Units(c.Request().Context(), c.Actor, practise.UnitsRequest{Search: search})
	if err != nil {
		return err
	}
	if list.Total == 1 && search == "" {
		return c.Redirect(http.StatusSeeOther, fmt.Sprintf("/units/%d/ledgers", list.Units[0].ID))
	}
	return w.render(c, http.StatusOK, "ledger_units", UnitsPage{w.frame(c, "台账", "/ledgers"), list})
}

func (w *Web) listLedgers(c *route.Call) error {
	unit, err := pathID(c, "unit")
	if err != nil {
		return err
	}
	list, err := w.Practise.Ledgers(c.Request().Context(), c.Actor, engine.UnitID(unit))
	if err != nil {
		return err
	}
	return w.render(c, http.StatusOK, "ledgers", LedgersPage{w.frame(c, list.Unit+"的台账", "/ledgers"), list})
}

func (w *Web) showLedger(c *route.Call) error {
	unit, err := pathID(c, "unit")
	if err != nil {
		return err
	}
	r := practise.LedgerRecordsRequest{Unit: engine.UnitID(unit), Ledger: c.Param("ledger"),
		Year: number(c, "year", 9999), Page: number(c, "page", 100_000)}
	records, err := w.Practise.LedgerRecords(c.Request().Context(), c.Actor, r)
	if err != nil {
		return err
	}
	return w.render(c, http.StatusOK, "ledger", LedgerPage{w.frame(c, records.Title, "/ledgers"), records})
}

// number reads a number from the address, from 0 to most; anything else is 0.
func number(c *route.Call, name string, most int) int {
	n, err := strconv.Atoi(c.QueryParam(name))
	if err != nil || n < 0 || n > most {
		return 0
	}
	return n
}
