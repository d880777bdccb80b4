package web

import (
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"wubiao/api/route"
	"wubiao/engine"
	"wubiao/engine/use/practise"
)

// What the page of a record says after it was saved.
const (
	savedNew   = "new"
	savedEdit  = "edit"
	savedKnown = "known" // the same form was sent before
	savedSame  = "same"  // nothing was changed
	savedFiles = "files" // files were added
	savedBack  = "back"  // it was restored
)

// addRecord keeps a new record. A form that cannot be saved comes back with
// everything typed.
func (w *Web) addRecord(c *route.Call) error {
	open, err := w.formRequest(c)
	if err != nil {
		return err
	}
	key := c.Form.Values.Get("form")
	sent, refusals, err := w.takeDrafts(c, practise.DraftRequest{Unit: open.Unit, Ledger: open.Ledger, Form: key})
	if err != nil {
		return err
	}
	typed, err := typedIn(c.Form.Values)
	if err != nil {
		return err
	}
	r := practise.AddRecordRequest{Unit: open.Unit, Ledger: open.Ledger, Fields: typed, Form: key, DoneBy: chosenPerson(c),
		Files: append(chosenFiles(c), sent...)}
	if err := w.shape.Check(&r); err != nil {
		return err
	}
	open.Typed, open.Form, open.DoneBy = typed, key, r.DoneBy
	if len(refusals) > 0 {
		return w.refusedFiles(c, open, refusals)
	}
	ctx := c.Request().Context()
	done, err := w.Practise.AddRecord(ctx, c.Actor, r)
	if failure, back := comesBack(err); back {
		form, err := w.Practise.RecordForm(ctx, c.Actor, open)
		if err != nil {
			return err
		}
		key := r.Form
		if failure.Reason == "form_used" { // saved once more it is another record, on purpose
			key = rand.Text()
		}
		return w.formBack(c, form, key, failure)
	}
	if err != nil {
		return err
	}
	what := savedNew
	if done.Known {
		what = savedKnown
	}
	return c.Redirect(http.StatusSeeOther, fmt.Sprintf("/records/%d?saved=%s", done.ID, what))
}

// saveRecord changes a record. After a clash the form shows what somebody else
// wrote beside what was typed, and may be saved again.
func (w *Web) saveRecord(c *route.Call) error {
	id, err := pathID(c, "record")
	if err != nil {
		return err
	}
	typed, err := typedIn(c.Form.Values)
	if err != nil {
		return err
	}
	version, err := strconv.ParseInt(c.Form.Values.Get("version"), 10, 64)
	if err != nil {
		return engine.Fail(engine.Invalid, "version", "页面不完整，请刷新后再改一次。").Because(err)
	}
	r := practise.EditRecordRequest{Record: engine.RecordID(id), Version: version, Fields: typed, DoneBy: chosenPerson(c)}
	if err := w.shape.Check(&r); err != nil {
		return err
	}
	ctx := c.Request().Context()
	done, err := w.Practise.EditRecord(ctx, c.Actor, r)
	if failure, back := comesBack(err); back {
		form, err := w.Practise.EditForm(ctx, c.Actor, practise.EditFormRequest{Record: r.Record,
			Task: engine.TaskID(number(c, "task", 1<<52)), Typed: typed, DoneBy: r.DoneBy, Clash: failure.Reason == "changed"})
		if err != nil {
			return err
		}
		if failure.Reason != "changed" {
			form.Version = version // only who has seen the other wording may replace it
		}
		return w.formBack(c, form, "", failure)
	}
	if err != nil {
		return err
	}
	what := savedEdit
	if done.Same {
		what = savedSame
	}
	return c.Redirect(http.StatusSeeOther, fmt.Sprintf("/records/%d?saved=%s", id, what))
}

// comesBack says whether a failure is shown on the form itself.
func comesBack(err error) (*engine.Error, bool) {
	var failure *engine.Error
	if !errors.As(err, &failure) {
		return nil, false
	}
	return failure, failure.Code == engine.Invalid || failure.Code == engine.Conflict
}

func (w *Web) formBack(c *route.Call, form practise.RecordForm, key string, failure *engine.Error) error {
	status := http.StatusBadRequest
	if failure.Code == engine.Conflict {
		status = http.StatusConflict
	}
	page := w.formPage(c, form, key)
	page.Message, page.Clash = failure.Message, failure.Reason == "changed"
	page.Rest = page.Blame(failure.Fields)
	return w.render(c, status, "record_form", page)
}
