package api_test

import (
	"bytes"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"wubiao/api/route"
	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
)

// heldFile is a file of the S22 world, with its content.
type heldFile struct {
	engine.Evidence
	content []byte
}

// heldRecord is a record of the S22 world.
type heldRecord struct {
	engine.Record
	private, gone bool
}

// folder is every kind of record, each with a file of every state, in both
// branches; and the drafts of forms that were not saved.
type folder struct {
	records []heldRecord
	files   []heldFile
}

func (w *world) folder() folder {
	w.t.Helper()
	var all folder
	for _, unit := range []engine.UnitID{bridge, tunnel} {
		for _, ledger := range []string{"会议", "转报"} {
			for _, gone := range []bool{false, true} {
				r := heldRecord{Record: engine.Record{UnitID: unit, Ledger: ledger, Day: date("2026-09-01"), Fields: map[string]any{}}, private: ledger == "转报", gone: gone}
				w.update(func(tx port.Tx) error { return tx.Insert(&r.Record) })
				for _, state := range []engine.EvidenceState{engine.EvidenceKept, engine.EvidenceRemoved, engine.EvidenceErased} {
					body := jpegBytes(fmt.Sprint(unit, ledger, gone, state))
					f := heldFile{w.keepFile(r.Record, fmt.Sprintf("机密-%d-%s.jpg", r.ID, state), body), body}
					f.State = state
					if state != engine.EvidenceKept {
						f.Reason = "传错了"
					}
					if state == engine.EvidenceErased {
						f.SHA256, f.Name = "", ""
					}
					w.update(func(tx port.Tx) error { return tx.Save(&f.Evidence) })
					all.files = append(all.files, f)
				}
				if gone {
					w.update(func(tx port.Tx) error {
						at := tx.Now()
						r.RemovedAt = &at
						return tx.Save(&r.Record)
					})
				}
				all.records = append(all.records, r)
			}
		}
		draft := heldFile{engine.Evidence{UnitID: unit, State: engine.EvidenceDraft, SHA256: all.files[0].SHA256, Size: 1, Kind: engine.FileJPEG,
			Name: "机密-草稿.jpg", PersonID: w.personNamed("王建国"), FormKey: fmt.Sprint("1/", unit)}, nil}
		w.update(func(tx port.Tx) error { return tx.Insert(&draft.Evidence) })
		all.files = append(all.files, draft)
	}
	all.records = append(all.records, heldRecord{Record: engine.Record{ID: 987654}})
	all.files = append(all.files, heldFile{Evidence: engine.Evidence{ID: 987654}})
	return all
}

// seeker is somebody who tries to reach files.
type seeker struct {
	login string
	role  engine.Role
	unit  engine.UnitID // of the post; 0: none
	named bool          // holds the post that the private ledger is for
}

var seekers = []seeker{
	{"wangjg", engine.RoleBranch, bridge, false}, {"limei", engine.RoleBranch, bridge, false}, {"chenjie", engine.RoleBranch, bridge, true},
	{"zhaoq", engine.RoleBranch, tunnel, false}, {"suidaojj", engine.RoleBranch, tunnel, true}, {"zongzhi", engine.RoleBranch, 2, false},
	{"none", engine.RoleBranch, 0, false}, {"kaohe", engine.RoleCommittee, 1, false}, {"bianxiu", engine.RoleEditor, 1, false}, {"guanli", engine.RoleAdmin, 0, false},
}

// mayReach says what the answer must be. It is written after the rules of the
// company and asks none of the code under test.
func mayReach(s seeker, r heldRecord, f heldFile, change bool) int {
	works := s.role == engine.RoleBranch && s.unit != 0 && s.unit == r.UnitID && (!r.private || s.named)
	above := r.UnitID != 0 && !r.private && !r.gone && (s.role == engine.RoleCommittee || s.role == engine.RoleBranch && s.unit == 2)
	there := f.RecordID != 0 && f.RecordID == r.ID && (f.State == engine.EvidenceKept || f.State == engine.EvidenceRemoved && works)
	switch {
	case s.role != engine.RoleBranch && s.role != engine.RoleCommittee, s.role == engine.RoleCommittee && change:
		return http.StatusForbidden
	case !works && !above:
		return http.StatusNotFound
	case change && !works:
		return http.StatusForbidden // it may be looked at, by those above it
	case change && r.gone:
		return http.StatusUnprocessableEntity
	case !there:
		return http.StatusNotFound
	case change:
		return http.StatusConflict // let through: only the version was an old one
	}
	return http.StatusOK
}

// S22: every file by every way that leads to one, for everybody: the answer hangs
// on the record the file belongs to, its state and its ledger. What is out of
// reach answers to the last byte like what does not exist.
func TestFilesAreReachedThroughTheirRecordOnly(t *testing.T) {
	t.Parallel()
	w := newWorld(t, often)
	w.user("zongzhi", "郑总", 2, "总支书记")
	w.user("suidaojj", "田纪", tunnel, "纪检委员")
	all := w.folder()
	browsers := map[string]*browser{}
	for _, s := range seekers {
		browsers[s.login] = w.as(s.login)
	}
	before := w.business()
	pairs, opened, private := 0, 0, 0
	for _, s := range seekers {
		b := browsers[s.login]
		form := b.token()
		for name, value := range map[string]string{"version": "999", "name": "改名.html", "reason": "换一份"} {
			form.Set(name, value)
		}
		script := w.script(s.login)
		script.contract = nil // held against the document elsewhere
		for _, r := range w.server.Routes() {
			if !strings.Contains(r.Path, "/files/:file") {
				continue
			}
			absent := plainly(w.seek(b, script, r, form, 987654, 987654))
			for _, record := range all.records {
				for _, f := range all.files {
					pairs++
					a := w.seek(b, script, r, form, record.ID, f.ID)
					if r.Method == http.MethodGet && !r.IsJSON() {
						pairs++
						path := fmt.Sprintf("/records/%d/files/%d?download=1", record.ID, f.ID)
						if saved := b.get(path); saved.Code != a.Code || plainly(saved) != plainly(a) {
							t.Fatalf("%s: %s answers %d, without it %d", s.login, path, saved.Code, a.Code)
						}
						if a.Code == http.StatusOK && record.private {
							private++
						}
					}
					want := mayReach(s, record, f, r.Changes())
					if want == http.StatusConflict && r.IsJSON() {
						want = http.StatusPreconditionFailed
					}
					if a.Code != want {
						t.Fatalf("%s %s of record %d and file %d (%s): %d, want %d", s.login, r.Path, record.ID, f.ID, f.State, a.Code, want)
					}
					switch {
					case want == http.StatusNotFound && plainly(a) != absent:
						t.Fatalf("%s %s of record %d and file %d differs from what does not exist", s.login, r.Path, record.ID, f.ID)
					case want == http.StatusOK:
						opened++
						if record.private {
							private++
						}
						if !bytes.Equal(a.Body.Bytes(), f.content) {
							t.Fatalf("%s got something else than file %d", s.login, f.ID)
						}
					case want != http.StatusConflict && strings.Contains(a.Body.String(), "机密"):
						t.Fatalf("%s learns a name from %s", s.login, r.Path)
					}
				}
			}
		}
	}
	if pairs < 10_000 || opened < 30 || private < 16 {
		t.Errorf("only %d pairs tried, %d files opened, %d private", pairs, opened, private)
	}
	n := 0
	for _, e := range w.trail() {
		if e.Action == string(access.EvidenceRead) && e.Result == "done" {
			n++
		}
	}
	if n != private {
		t.Errorf("%d readings of private files are written down, want %d", n, private)
	}
	if w.business() != before {
		t.Error("something was changed")
	}
	t.Logf("%d pairs of person, way and file; %d opened", pairs, opened)
}

// seek goes one way to a file.
func (w *world) seek(b *browser, s *script, r route.Route, form url.Values, record engine.RecordID, file engine.EvidenceID) answer {
	path := strings.NewReplacer(":record", fmt.Sprint(record), ":file", fmt.Sprint(file)).Replace(r.Path)
	switch {
	case r.IsJSON() && r.JSON.Edit:
		return s.send(r.Method, strings.TrimPrefix(path, "/api/v1"), bodies[r.Method+" "+r.Path], `If-Match: "999"`).answer
	case r.IsJSON():
		return s.ask(r, path).answer
	case r.Changes():
		return b.post(path, form)
	}
	return b.get(path)
}

// S22: neither a hash nor a number alone gives anything, and a form takes no file
// that was not sent with it by the same person.
func TestNoOtherWayLeadsToAFile(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	all := w.folder()
	b := w.as("wangjg")
	hash, id := all.files[0].SHA256, all.files[0].ID
	for _, path := range []string{
		"/evidence/" + hash[:2] + "/" + hash, "/evidence/" + hash, "/files/" + hash, fmt.Sprint("/files/", id), "/static/../evidence/" + hash[:2] + "/" + hash,
		"/static/%2e%2e/evidence/" + hash, fmt.Sprintf("/records/%d/files/%s", all.records[0].ID, hash), fmt.Sprintf("/records/0/files/%d", id),
		fmt.Sprintf("/records/%d/files/%d/..", all.records[0].ID, id), fmt.Sprintf("/records/-1/files/%d", id), fmt.Sprintf("/records/%d/files/-%d", all.records[0].ID, id),
	} {
		if a := b.get(path); a.Code != http.StatusNotFound && a.Code != http.StatusBadRequest {
			t.Errorf("%s: %d", path, a.Code)
		}
	}
	values := b.get(meetings + "/new").filledForm()
	values.Set("c.类别", "")
	b.send(meetings+"/new", values, sending{"files", "我的.jpg", jpegBytes("mine")}) // stays a draft of this form
	var mine engine.Evidence
	for _, e := range w.allFiles() {
		if e.State == engine.EvidenceDraft && e.Name == "我的.jpg" {
			mine = e
		}
	}
	for _, login := range []string{"limei", "zhaoq"} {
		other := w.as(login)
		unit := map[string]string{"limei": meetings, "zhaoq": "/units/4/ledgers/会议"}[login]
		theirs := other.get(unit + "/new").filledForm()
		theirs.Set("form", values.Get("form"))
		theirs.Set("c.类别", "支委会")
		theirs.Set("file", fmt.Sprint(mine.ID))
		for _, f := range all.files[:18] {
			theirs.Add("file", fmt.Sprint(f.ID))
		}
		if a := other.post(unit+"/new", theirs); a.Code != http.StatusSeeOther {
			t.Fatalf("%s: %d %s", login, a.Code, a.text())
		}
	}
	if got := w.fileOf(mine.ID); got.State != engine.EvidenceDraft || got.RecordID != 0 {
		t.Errorf("somebody else's form took the file: %+v", got)
	}
	for _, f := range all.files {
		if f.ID == 987654 {
			continue
		}
		if got := w.fileOf(f.ID); got.RecordID != f.RecordID || got.State != f.State {
			t.Errorf("file %d went to record %d", f.ID, got.RecordID)
		}
	}
	if !slices.ContainsFunc(w.allFiles(), func(e engine.Evidence) bool { return e.ID == mine.ID }) {
		t.Error("the draft is gone")
	}
}
