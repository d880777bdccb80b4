package practise

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
	"wubiao/engine/rule"
)

// MostFiles is how many files a record, and one form, may have: more are a folder,
// not the papers of one matter.
const MostFiles = 20

// SentFile is a file on its way in: what the device called it, which of the
// standard's papers it is (or empty), and its content.
type SentFile struct {
	Name    string
	Label   string
	Content io.Reader
}

// AddEvidenceRequest names the record that a file is added to.
type AddEvidenceRequest struct {
	Record engine.RecordID `json:"record" validate:"gt=0"`
}

// AddEvidence adds a file to a record. Whether it may be added is asked before the
// content is read and again when it is kept.
func (p *Practise) AddEvidence(ctx context.Context, actor access.Actor, r AddEvidenceRequest, f SentFile) (engine.EvidenceID, error) {
	may := func(tx port.Tx) (*engine.Evidence, error) {
		at, err := p.mayAddTo(tx, actor, r.Record)
		if err != nil {
			return nil, err
		}
		e := &engine.Evidence{RecordID: at.record.ID, UnitID: at.unit.ID, State: engine.EvidenceKept, Label: labelled(at.edition, at.ledger.Name, f.Label)}
		return e, enoughRoom(tx, port.Where{"record_id": int64(at.record.ID), "state": string(engine.EvidenceKept)})
	}
	id, err := p.receive(ctx, actor, f, may, func(tx port.Tx, e *engine.Evidence) error {
		at, err := p.reach(tx, actor, access.EvidenceAdd, r.Record, true)
		if err != nil {
			return err
		}
		if err := markStale(tx, at.edition, &at.unit, at.ledger.Name, at.record.Day); err != nil {
			return err
		}
		return tx.Append(evidenceEntry(actor, access.EvidenceAdd, e))
	})
	if err != nil {
		return 0, fmt.Errorf("add evidence: %w", err)
	}
	return id, nil
}

// mayAddTo finds the record that the actor may add files to.
func (p *Practise) mayAddTo(tx port.Tx, actor access.Actor, id engine.RecordID) (reached, error) {
	at, err := p.reach(tx, actor, access.EvidenceAdd, id, true)
	if err == nil && at.record.State() == engine.RecordGone {
		err = recordGone()
	}
	return at, err
}

// MayAddEvidence says whether the actor may add files to the record.
func (p *Practise) MayAddEvidence(ctx context.Context, actor access.Actor, id engine.RecordID) error {
	return p.Store.View(ctx, func(tx port.Tx) error {
		_, err := p.mayAddTo(tx, actor, id)
		return err
	})
}

// DraftRequest names the form that a file is sent with.
type DraftRequest struct {
	Unit   engine.UnitID `json:"unit" validate:"gt=0"`
	Ledger string        `json:"ledger" validate:"required,max=40"`
	Form   string        `json:"-" validate:"required,min=20,max=64,alphanum"`
}

// AddDraft keeps a file that was sent with a form, until the form is saved: what
// comes back with a mistake need not be chosen again. A draft is read by nobody,
// and goes after a day.
func (p *Practise) AddDraft(ctx context.Context, actor access.Actor, r DraftRequest, f SentFile) (engine.EvidenceID, error) {
	scope, err := access.Authorize(actor, access.EvidenceAdd)
	if err != nil {
		return 0, err
	}
	var id engine.EvidenceID
	key := formKey(actor, r.Form)
	may := func(tx port.Tx) (*engine.Evidence, error) {
		unit, e, l, err := p.toFill(tx, actor, scope, r.Unit, r.Ledger)
		if err != nil {
			return nil, err
		}
		return &engine.Evidence{UnitID: unit.ID, State: engine.EvidenceDraft, FormKey: key, Label: labelled(e, l.Name, f.Label)},
			enoughRoom(tx, port.Where{"form_key": key})
	}
	id, err = p.receive(ctx, actor, f, may, func(tx port.Tx, e *engine.Evidence) error {
		return tx.Append(evidenceEntry(actor, access.EvidenceAdd, e))
	})
	if err != nil {
		return 0, fmt.Errorf("add draft: %w", err)
	}
	return id, nil
}

// receive reads a file in: asks whether it may come, stages its content, puts it
// in its place, and only then writes the row that speaks of it. The same content
// sent twice to the same place is one file.
func (p *Practise) receive(ctx context.Context, actor access.Actor, f SentFile, may func(port.Tx) (*engine.Evidence, error), then func(port.Tx, *engine.Evidence) error) (id engine.EvidenceID, err error) {
	if err := p.Store.View(ctx, func(tx port.Tx) error { _, err := may(tx); return err }); err != nil {
		return 0, err
	}
	name := tidyName(f.Name)
	staged, err := p.Files.Stage(ctx, name, f.Content)
	if err != nil {
		return 0, err
	}
	if err := staged.Keep(); err != nil {
		return 0, errors.Join(err, staged.Discard())
	}
	err = p.Store.Update(ctx, func(tx port.Tx) error {
		e, err := may(tx)
		if err != nil {
			return err
		}
		e.SHA256, e.Size, e.Kind, e.Name, e.PersonID = staged.SHA256(), staged.Size(), staged.Kind(), name, actor.Person
		where := port.Where{"sha256": e.SHA256, "record_id": int64(e.RecordID), "state": string(e.State), "label": e.Label}
		if e.RecordID == 0 {
			where = port.Where{"sha256": e.SHA256, "form_key": e.FormKey, "label": e.Label}
		}
		var before []engine.Evidence
		if err := tx.List(&before, access.Everything(), port.Query{Where: where}); err != nil {
			return fmt.Errorf("look for the same file: %w", err)
		}
		if len(before) > 0 {
			id = before[0].ID
			return nil
		}
		if err := tx.Insert(e); err != nil {
			return fmt.Errorf("insert evidence: %w", err)
		}
		id = e.ID
		return then(tx, e)
	})
	return id, err
}

// enoughRoom refuses one file too many.
func enoughRoom(tx port.Tx, where port.Where) error {
	var files []engine.Evidence
	if err := tx.List(&files, access.Everything(), port.Query{Where: where, Limit: MostFiles, Columns: []string{"id"}}); err != nil {
		return fmt.Errorf("count files: %w", err)
	}
	if len(files) >= MostFiles {
		return engine.Fail(engine.Refused, "many_files", fmt.Sprintf("一条记录最多放%d份材料。请先撤下用不着的，或把几页合成一个 PDF。", MostFiles))
	}
	return nil
}

// mostFileName is how long a file's name may be, in characters.
const mostFileName = 120

// tidyName makes a name of what a device sent: no folders, nothing that cannot be
// seen or turns the direction of reading, not too long. The extension stays.
func tidyName(name string) string {
	name = path.Base(strings.ReplaceAll(strings.ToValidUTF8(name, ""), `\`, "/"))
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == '\u2028' || r == '\u2029' || r == '\ufeff' {
			return -1
		}
		return r
	}, name)
	name = strings.TrimSpace(name)
	extension := path.Ext(name)
	if utf8.RuneCountInString(extension) > 10 {
		extension = ""
	}
	stem := []rune(strings.TrimSuffix(name, extension))
	if len(stem) > mostFileName {
		stem = stem[:mostFileName]
	}
	if len(stem) == 0 {
		stem = []rune("材料")
	}
	return string(stem) + extension
}

// attach moves the drafts of a form to the record it made. Only the form's own,
// by the same person and for the same unit, can be named.
func (p *Practise) attach(tx port.Tx, actor access.Actor, record *engine.Record, form string, wanted []engine.EvidenceID) error {
	if form == "" || len(wanted) == 0 {
		return nil
	}
	var drafts []engine.Evidence
	q := port.Query{Where: port.Where{"form_key": form, "person_id": int64(actor.Person), "unit_id": int64(record.UnitID), "state": string(engine.EvidenceDraft)}}
	if err := tx.List(&drafts, access.Everything(), q); err != nil {
		return fmt.Errorf("list the form's files: %w", err)
	}
	for i := range drafts {
		e := &drafts[i]
		if !slices.Contains(wanted, e.ID) {
			continue
		}
		if err := moveEvidence(e, evidenceMove{event: stateAttach, actor: actor}); err != nil {
			return err
		}
		e.RecordID = record.ID
		if err := tx.Save(e); err != nil {
			return fmt.Errorf("attach file: %w", err)
		}
	}
	return nil
}

// draftsOf lists what was sent with a form that came back.
func draftsOf(tx port.Tx, actor access.Actor, form string) ([]EvidenceLine, error) {
	if form == "" {
		return nil, nil
	}
	var drafts []engine.Evidence
	q := port.Query{Where: port.Where{"form_key": formKey(actor, form), "person_id": int64(actor.Person), "state": string(engine.EvidenceDraft)}}
	if err := tx.List(&drafts, access.Everything(), q); err != nil {
		return nil, fmt.Errorf("list the form's files: %w", err)
	}
	out := make([]EvidenceLine, len(drafts))
	for i, e := range drafts {
		out[i] = EvidenceLine{ID: e.ID, Name: e.Name, Label: e.Label, Size: sizeWords(e.Size), Kind: e.Kind}
	}
	return out, nil
}

// photosOf lists the files that records of the ledger must have, of one standard
// where the form is about it.
func photosOf(e *rule.Edition, l *rule.Ledger, about *rule.Standard) []Paper {
	var out []Paper
	for _, s := range e.Standards {
		if about != nil && s != about {
			continue
		}
		for _, ev := range s.Evidence {
			if ev.Of == l.Name && ev.Required {
				out = append(out, Paper{Code: s.Code, Name: ev.Name, Why: ev.Why, Photo: ev.Photo, Required: true})
			}
		}
	}
	return out
}
