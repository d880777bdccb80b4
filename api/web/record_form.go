package web

import (
	"crypto/rand"
	"fmt"
	"net/http"
	"net/url"

	"wubiao/api/route"
	"wubiao/engine"
	"wubiao/engine/use/practise"
)

// RecordFormPage is a form to fill, empty or come back.
type RecordFormPage struct {
	Frame
	practise.RecordForm
	FormKey string         // names this form: sent twice it makes one record
	Message string         // why it came back; empty: it did not
	Rest    []engine.Field // what is wrong and stands at no field
	Clash   bool           // somebody else changed the record meanwhile
	Accept  string         // which files may be chosen
	Refused Refusals       // files that were not taken
}

// accepted says to the browser which files are taken; phones then offer the
// camera and turn their own picture formats into JPEG.
const accepted = ".jpg,.jpeg,.png,.webp,.pdf,.doc,.docx,.xls,.xlsx,.ppt,.pptx,.wps,.ofd"

// With is the address of this form about a duty, or with its example.
func (p RecordFormPage) With(duty string, sample bool) string {
	q := url.Values{}
	if p.Task != 0 {
		q.Set("task", fmt.Sprint(p.Task))
	} else if duty != "" {
		q.Set("duty", duty)
	}
	if sample {
		q.Set("sample", "1")
	}
	return "?" + q.Encode()
}

// newRecord opens an empty form. A task that is about a record leads to that.
func (w *Web) newRecord(c *route.Call) error {
	r, err := w.formRequest(c)
	if err != nil {
		return err
	}
	form, err := w.Practise.RecordForm(c.Request().Context(), c.Actor, r)
	if err != nil {
		return err
	}
	if form.Record != 0 {
		return c.Redirect(http.StatusSeeOther, fmt.Sprintf("/records/%d/edit?task=%d", form.Record, form.Task))
	}
	return w.render(c, http.StatusOK, "record_form", w.formPage(c, form, rand.Text()))
}

// formRequest reads the address of a new record's form; the same address takes
// the form's post.
func (w *Web) formRequest(c *route.Call) (practise.RecordFormRequest, error) {
	unit, err := pathID(c, "unit")
	if err != nil {
		return practise.RecordFormRequest{}, err
	}
	return practise.RecordFormRequest{Unit: engine.UnitID(unit), Ledger: c.Param("ledger"), Task: engine.TaskID(number(c, "task", 1<<52)),
		Duty: c.QueryParam("duty"), Sample: c.QueryParam("sample") == "1"}, nil
}

func (w *Web) formPage(c *route.Call, form practise.RecordForm, key string) RecordFormPage {
	title := "登记" + form.Title
	if form.Record != 0 {
		title = "修改" + form.Title
	}
	return RecordFormPage{Frame: w.frame(c, title, "/ledgers"), RecordForm: form, FormKey: key, Accept: accepted}
}

func (w *Web) editRecord(c *route.Call) error {
	id, err := pathID(c, "record")
	if err != nil {
		return err
	}
	form, err := w.Practise.EditForm(c.Request().Context(), c.Actor,
		practise.EditFormRequest{Record: engine.RecordID(id), Task: engine.TaskID(number(c, "task", 1<<52))})
	if err != nil {
		return err
	}
	return w.render(c, http.StatusOK, "record_form", w.formPage(c, form, ""))
}
