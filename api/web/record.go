package web

import (
	"net/http"

	"wubiao/api/route"
	"wubiao/engine"
	"wubiao/engine/use/practise"
)

// RecordPage is one record.
type RecordPage struct {
	Frame
	practise.RecordPage
	Saved string // new, edit or known: what has just happened; else empty
	Now   []practise.Counted
	Also  []practise.Counted
}

func (w *Web) showRecord(c *route.Call) error {
	id, err := pathID(c, "record")
	if err != nil {
		return err
	}
	record, err := w.Practise.RecordHistory(c.Request().Context(), c.Actor, engine.RecordID(id))
	if err != nil {
		return err
	}
	page := RecordPage{Frame: w.frame(c, record.Title, "/ledgers"), RecordPage: record}
	switch saved := c.QueryParam("saved"); saved {
	case savedNew, savedEdit, savedKnown, savedSame:
		page.Saved = saved
	}
	for _, x := range record.Counted {
		if x.Now && page.Saved != "" {
			page.Now = append(page.Now, x)
		} else {
			page.Also = append(page.Also, x)
		}
	}
	return w.render(c, http.StatusOK, "record", page)
}
