package web

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"

	"wubiao/api/route"
	"wubiao/engine"
	"wubiao/engine/use/practise"
)

// The names of the inputs that take files: any file, and one that is said to be
// one of the standard's papers.
const (
	filesInput  = "files"
	paperPrefix = "paper."
)

// paperOf tells which paper an input asks for; not ok: no form of ours has it.
func paperOf(input string) (label string, ok bool) {
	if input == filesInput {
		return "", true
	}
	return strings.CutPrefix(input, paperPrefix)
}

// Refusals are the files of a form that were not taken.
type Refusals []FileRefusal

// FileRefusal is one of them, and why.
type FileRefusal struct {
	Label   string // the paper that its input asked for; empty: any file
	Name    string
	Message string
	large   bool
}

// At lists what an input's files were refused for. What belongs to no input of
// the page stands at the one for any file.
func (r Refusals) At(label string, papers []practise.Paper) Refusals {
	var out Refusals
	for _, one := range r {
		known := slices.ContainsFunc(papers, func(p practise.Paper) bool { return p.Name == one.Label })
		if one.Label == label && (known || label == "") || label == "" && !known {
			out = append(out, one)
		}
	}
	return out
}

// status is that of the page on which they are shown.
func (r Refusals) status() int {
	if slices.ContainsFunc(r, func(one FileRefusal) bool { return one.large }) {
		return http.StatusRequestEntityTooLarge
	}
	return http.StatusBadRequest
}

// takeFiles hands each file to keep. What is refused is told of by its name and
// the others are kept all the same.
func takeFiles(c *route.Call, keep func(practise.SentFile) error) (refusals Refusals, err error) {
	n := 0
	err = c.Form.Each(func(input, name string, content io.Reader) error {
		label, ours := paperOf(input)
		if !ours {
			return engine.Fail(engine.Invalid, "unknown_field", "没有保存：页面不完整。请回到原来的页面，刷新后再填。")
		}
		if n++; n > practise.MostFiles {
			return nil
		}
		err := keep(practise.SentFile{Name: name, Label: label, Content: content})
		var failure *engine.Error
		if errors.As(err, &failure) && (failure.Code == engine.Invalid || failure.Reason == "many_files") {
			refusals = append(refusals, FileRefusal{label, shownName(name), failure.Message, failure.Reason == "file_large"})
			return nil
		}
		return err
	})
	if over := n - practise.MostFiles; err == nil && over > 0 {
		refusals = append(refusals, FileRefusal{Name: fmt.Sprintf("后面的%d个文件", over), Message: fmt.Sprintf("一次最多传%d个，多出来的没有收。请分几次传，或把几页合成一个 PDF", practise.MostFiles)})
	}
	return refusals, whole(err)
}

// shownName is a device's name as a message repeats it: short, so that it does not
// push the message off the screen.
func shownName(name string) string {
	const most = 40
	runes := []rune(strings.ToValidUTF8(name, ""))
	if len(runes) > most {
		return string(runes[:most-10]) + "…" + string(runes[len(runes)-9:])
	}
	return string(runes)
}

// whole says what became of a body that is too long as the server says it, and of
// one that ended before its end: a phone lost its net.
func whole(err error) error {
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return engine.Fail(engine.Invalid, "too_large", "照片和文件加起来太大，一次最多100兆，没有保存。请分几次上传：先存记录，再到记录的页面上补传。").Because(err)
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, os.ErrDeadlineExceeded):
		return engine.Fail(engine.Invalid, "body", "文件没有传完就断了，没有保存。请换一个信号好的地方再传一次。").Because(err)
	}
	return err
}

// takeDrafts keeps the files sent with a new record's form.
func (w *Web) takeDrafts(c *route.Call, r practise.DraftRequest) (sent []engine.EvidenceID, refusals Refusals, err error) {
	refusals, err = takeFiles(c, func(f practise.SentFile) error {
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
	refusals, err := takeFiles(c, func(f practise.SentFile) error {
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
