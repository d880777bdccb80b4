package web

import (
	"fmt"
	"mime"
	"net/http"
	"strconv"
	"strings"

	"wubiao/api/route"
	"wubiao/engine"
	"wubiao/engine/use/practise"
)

// takeDrafts keeps the files sent with a new record's form.
func (w *Web) takeDrafts(c *route.Call, r practise.DraftRequest) (sent []engine.EvidenceID, refusals Refusals, err error) {
	refusals, err = takeFiles(c, "，也可以不选文件先保存，以后到这条记录的页面上补传", func(f practise.SentFile) error {
		if err := w.shape.Check(&r); err != nil {
			return err
		}
		id, err := w.Practise.AddDraft(c.Request().Context(), c.Actor, r, f)
		if err == nil {
			sent = append(sent, id)
		}
		return err
	})
	return sent, refusals, err
}

// refusedFiles brings a form back because files were refused; the others wait with
// it.
func (w *Web) refusedFiles(c *route.Call, open practise.RecordFormRequest, refusals Refusals) error {
	form, err := w.Practise.RecordForm(c.Request().Context(), c.Actor, open)
	if err != nil {
		return err
	}
	page := w.formPage(c, form, open.Form)
	page.Message, page.Refused = "还没有保存：有文件没有收。换一份，或者不选文件直接保存", refusals
	return w.render(c, refusals.status(), "record_form", page)
}

// chosenFiles are the drafts that are still wanted.
func chosenFiles(c *route.Call) []engine.EvidenceID {
	var ids []engine.EvidenceID
	for _, text := range c.Form.Values["file"] {
		if id, err := strconv.ParseInt(text, 10, 64); err == nil && id > 0 {
			ids = append(ids, engine.EvidenceID(id))
		}
	}
	return ids
}

// chosenPerson is on whose behalf the record is entered.
func chosenPerson(c *route.Call) engine.PersonID {
	id, err := strconv.ParseInt(c.Form.Values.Get("done_by"), 10, 64)
	if err != nil || id < 0 {
		return 0
	}
	return engine.PersonID(id)
}

// addEvidence adds files to a record, from its page.
func (w *Web) addEvidence(c *route.Call) error {
	id, err := pathID(c, "record")
	if err != nil {
		return err
	}
	kept := 0
	refusals, err := takeFiles(c, "", func(f practise.SentFile) error {
		_, err := w.Practise.AddEvidence(c.Request().Context(), c.Actor, practise.AddEvidenceRequest{Record: engine.RecordID(id)}, f)
		if err == nil {
			kept++
		}
		return err
	})
	if err != nil {
		return err
	}
	if kept+len(refusals) == 0 { // nothing was chosen: who may not add is told so, who may is asked to choose
		if err := w.Practise.MayAddEvidence(c.Request().Context(), c.Actor, engine.RecordID(id)); err != nil {
			return err
		}
		refusals = Refusals{{Name: "还没有选文件", Message: "请先选照片或文件，再点“上传”"}}
	}
	if len(refusals) > 0 {
		return w.recordPage(c, engine.RecordID(id), refusals.status(), refusals, nil)
	}
	return c.Redirect(http.StatusSeeOther, fmt.Sprintf("/records/%d?saved=files#files", id))
}

// evidenceCall reads the address and the version of a change of a file.
func evidenceCall(c *route.Call) (record engine.RecordID, id engine.EvidenceID, version int64, err error) {
	r, err := pathID(c, "record")
	if err != nil {
		return 0, 0, 0, err
	}
	e, err := pathID(c, "file")
	if err != nil {
		return 0, 0, 0, err
	}
	if version, err = strconv.ParseInt(c.FormValue("version"), 10, 64); err != nil {
		return 0, 0, 0, engine.Fail(engine.Invalid, "version", "页面不完整，请刷新后再试一次。").Because(err)
	}
	return engine.RecordID(r), engine.EvidenceID(e), version, nil
}

func (w *Web) changeEvidence(c *route.Call) error {
	record, id, version, err := evidenceCall(c)
	if err != nil {
		return err
	}
	r := practise.ChangeEvidenceRequest{Record: record, Evidence: id, Version: version, Name: strings.TrimSpace(c.FormValue("name")), Label: c.FormValue("label")}
	typed := RecordTrouble{File: id, Form: formName, Name: r.Name, Label: r.Label}
	return w.evidenceDone(c, record, &r, typed, func() error { return w.Practise.ChangeEvidence(c.Request().Context(), c.Actor, r) })
}

func (w *Web) removeEvidence(c *route.Call) error {
	record, id, version, err := evidenceCall(c)
	if err != nil {
		return err
	}
	r := practise.RemoveEvidenceRequest{Record: record, Evidence: id, Version: version, Reason: c.FormValue("reason")}
	return w.evidenceDone(c, record, &r, RecordTrouble{File: id, Form: formRemove, Reason: r.Reason}, func() error { return w.Practise.RemoveEvidence(c.Request().Context(), c.Actor, r) })
}

func (w *Web) restoreEvidence(c *route.Call) error {
	record, id, version, err := evidenceCall(c)
	if err != nil {
		return err
	}
	r := practise.RestoreEvidenceRequest{Record: record, Evidence: id, Version: version}
	return w.evidenceDone(c, record, &r, RecordTrouble{File: id, Form: formOther}, func() error { return w.Practise.RestoreEvidence(c.Request().Context(), c.Actor, r) })
}

// evidenceDone checks the request, does it, and goes back to the record's files:
// with what was typed where it could not be done.
func (w *Web) evidenceDone(c *route.Call, record engine.RecordID, r any, typed RecordTrouble, do func() error) error {
	err := w.shape.Check(r)
	if err == nil {
		err = do()
	}
	if err != nil {
		return w.troubled(c, record, typed, err)
	}
	return c.Redirect(http.StatusSeeOther, fmt.Sprintf("/records/%d#files", record))
}

// The types under which files are sent. Only what a browser shows by itself, and
// shows harmlessly, is shown; everything else is saved.
var mediaTypes = map[engine.FileKind]string{engine.FileJPEG: "image/jpeg", engine.FilePNG: "image/png", engine.FilePDF: "application/pdf"}

// sendEvidence sends a file: never as a page, never kept by a cache, under the
// name it came with.
func (w *Web) sendEvidence(c *route.Call) error {
	record, err := pathID(c, "record")
	if err != nil {
		return err
	}
	id, err := pathID(c, "file")
	if err != nil {
		return err
	}
	f, err := w.Practise.OpenEvidence(c.Request().Context(), c.Actor, engine.RecordID(record), engine.EvidenceID(id))
	if err != nil {
		return err
	}
	defer f.Content.Close()
	kind, shown := mediaTypes[f.Kind]
	way := "inline"
	if !shown || c.QueryParam("download") == "1" {
		way = "attachment"
	}
	if !shown {
		kind = "application/octet-stream"
	}
	h := c.Response().Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Disposition", disposition(way, f.Name))
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "no-store")
	http.ServeContent(c.Response(), c.Request(), "", f.At, f.Content)
	return nil
}

// disposition writes the name twice: plain for old programs, and in full.
func disposition(way, name string) string {
	full := mime.FormatMediaType(way, map[string]string{"filename": name})
	plain := strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' || strings.ContainsRune(`"\%;`, r) {
			return '_'
		}
		return r
	}, name)
	_, full, _ = strings.Cut(full, "; ")
	if strings.HasPrefix(full, "filename*=") {
		return way + `; filename="` + plain + `"; ` + full
	}
	return way + `; filename="` + plain + `"`
}
