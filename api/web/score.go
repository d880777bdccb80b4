package web

import (
	"net/http"

	"wubiao/api/route"
	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/rule"
	"wubiao/engine/use/selfcheck"
)

// ScorePage is a unit's score sheet: what lost points first.
type ScorePage struct {
	Frame
	selfcheck.Sheet
	LostLines    []selfcheck.Line
	WantingLines []selfcheck.Line // nothing lost, but a fact is missing
	FullLines    []selfcheck.Line
	OutLines     []selfcheck.Line // they leave both sums
}

// ScoreLinePage is one standard of a score sheet.
type ScoreLinePage struct {
	Frame
	selfcheck.LinePage
}

// showScore shows a unit's score: of the period in the address, else of the quarter
// that runs.
func (w *Web) showScore(c *route.Call) error {
	r, err := sheetRequest(c)
	if err != nil {
		return err
	}
	sheet, err := w.SelfCheck.Sheet(c.Request().Context(), c.Actor, r)
	if err != nil {
		return err
	}
	page := ScorePage{Frame: w.frame(c, sheet.Unit+sheet.Words+"得分", "/scores"), Sheet: sheet}
	for _, line := range sheet.Lines {
		switch {
		case line.Lost() > 0:
			page.LostLines = append(page.LostLines, line)
		case line.Status != rule.Applies || line.Points == nil:
			page.OutLines = append(page.OutLines, line)
		case line.Wanting():
			page.WantingLines = append(page.WantingLines, line)
		default:
			page.FullLines = append(page.FullLines, line)
		}
	}
	return w.render(c, http.StatusOK, "score", page)
}

func (w *Web) showScoreLine(c *route.Call) error {
	r, err := sheetRequest(c)
	if err != nil {
		return err
	}
	line, err := w.SelfCheck.Line(c.Request().Context(), c.Actor, selfcheck.LineRequest{Unit: r.Unit, Period: r.Period, Standard: c.Param("code")})
	if err != nil {
		return err
	}
	return w.render(c, http.StatusOK, "score_line", ScoreLinePage{w.frame(c, line.Line.Title, "/scores"), line})
}

// sheetRequest reads the unit and the period of a score sheet from the address.
func sheetRequest(c *route.Call) (selfcheck.SheetRequest, error) {
	unit, err := pathID(c, "unit")
	if err != nil {
		return selfcheck.SheetRequest{}, err
	}
	r := selfcheck.SheetRequest{Unit: engine.UnitID(unit)}
	if key := c.Param("quarter"); key != "" {
		if r.Period, err = calendar.ParsePeriod(key); err != nil {
			return r, access.Absent()
		}
	}
	return r, nil
}
