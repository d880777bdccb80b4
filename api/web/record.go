package web

import (
	"fmt"
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
	Saved   string // new, edit or known: what has just happened; else empty
	Now     []practise.Counted
	Also    []practise.Counted
	Refused Refusals // files that were not taken
	Accept  string
	Trouble *RecordTrouble // a form of the page that came back
}

// The forms of a record's page that may come back.
const (
	formName   = "name"   // a file's name
	formRemove = "remove" // taking off a file or, without one, the record
	formOther  = ""       // buttons without inputs
)

// RecordTrouble is a form of the page that came back: which one, what was typed
// into it, and what is wrong.
type RecordTrouble struct {
	File    engine.EvidenceID // 0: the record's own form
	Form    string
	Name    string
	Label   string
	Reason  string
	Message string // what became of it
	Field   string // what to do about the input
}

// Input is the id of the input that the trouble is about; empty: none.
func (t RecordTrouble) Input() string {
	switch {
	case t.Field == "":
		return ""
	case t.File == 0:
		return "remove-reason"
	case t.Form == formName:
		return fmt.Sprintf("name-%d", t.File)
	}
	return fmt.Sprintf("reason-%d", t.File)
}

// Wrong gives the trouble of one of the page's forms, or nil.
func (p RecordPage) Wrong(file engine.EvidenceID, form string) *RecordTrouble {
	if p.Trouble == nil || p.Trouble.File != file || p.Trouble.Form != form {
		return nil
	}
	return p.Trouble
}

// Missing lists the files that the record must have and does not.
func (p RecordPage) Missing() []practise.Paper {
	return slices.DeleteFunc(slices.Clone(p.Papers), func(x practise.Paper) bool { return !x.Required })
}

// Kept counts the files that are there; those taken off are told of, not counted.
func (p RecordPage) Kept() int {
	n := 0
	for _, f := range p.Files {
		if !f.Removed {
			n++
		}
	}
	return n
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
	return w.recordPage(c, engine.RecordID(id), http.StatusOK, nil, nil)
}

// troubled shows a record again after one of its forms could not be done, with
// everything that was typed.
func (w *Web) troubled(c *route.Call, id engine.RecordID, trouble RecordTrouble, err error) error {
	failure, back := comesBack(err)
	if !back {
		return err
	}
	status := http.StatusBadRequest
	if failure.Code == engine.Conflict {
		status = http.StatusConflict
	}
	trouble.Message = failure.Message
	for _, f := range failure.Fields {
		trouble.Field = f.Message
	}
	return w.recordPage(c, id, status, nil, &trouble)
}

// recordPage shows a record, with the files that were refused and the form that
// came back if there are any.
func (w *Web) recordPage(c *route.Call, id engine.RecordID, status int, refused Refusals, trouble *RecordTrouble) error {
	record, err := w.Practise.RecordHistory(c.Request().Context(), c.Actor, id)
	if err != nil {
		return err
	}
	page := RecordPage{Frame: w.frame(c, record.Title, "/ledgers"), RecordPage: record, Refused: refused, Accept: accepted, Trouble: trouble}
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
