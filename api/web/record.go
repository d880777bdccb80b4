package web

import (
	"net/http"
	"slices"

	"wubiao/api/route"
	"wubiao/engine"
	"wubiao/engine/use/practise"
)

// RecordPage is one record.
type RecordPage struct {
	Frame
	practise.RecordPage
	Saved    string // new, edit or known: what has just happened; else empty
	Now      []practise.Counted
	Also     []practise.Counted
	Refusals []engine.Field // files that were not taken
	Accept   string
}

// Missing lists the files that the record must have and does not.
func (p RecordPage) Missing() []practise.Paper {
	return slices.DeleteFunc(slices.Clone(p.Papers), func(x practise.Paper) bool { return !x.Required })
}

// Gone is the last removal.
func (p RecordPage) Gone() practise.RecordChange {
	for _, h := range p.History {
		if h.Event == engine.RecordRemoved {
			return h
		}
	}
	return practise.RecordChange{}
}

func (w *Web) showRecord(c *route.Call) error {
	id, err := pathID(c, "record")
	if err != nil {
		return err
	}
	return w.recordPage(c, engine.RecordID(id), http.StatusOK, nil)
}

// recordPage shows a record, with the files that were refused if there are any.
func (w *Web) recordPage(c *route.Call, id engine.RecordID, status int, refusals []engine.Field) error {
	record, err := w.Practise.RecordHistory(c.Request().Context(), c.Actor, id)
	if err != nil {
		return err
	}
	page := RecordPage{Frame: w.frame(c, record.Title, "/ledgers"), RecordPage: record, Refusals: refusals, Accept: accepted}
	switch saved := c.QueryParam("saved"); saved {
	case savedNew, savedEdit, savedKnown, savedSame, savedFiles, savedBack:
		page.Saved = saved
	}
	for _, x := range record.Counted {
		if x.Now && page.Saved != "" {
			page.Now = append(page.Now, x)
		} else {
			page.Also = append(page.Also, x)
		}
	}
	return w.render(c, status, "record", page)
}
