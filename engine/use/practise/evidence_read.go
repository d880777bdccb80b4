package practise

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
	"wubiao/engine/rule"
)

// EvidenceFile is a file to be sent. Who gets one closes it.
type EvidenceFile struct {
	Name    string
	Kind    engine.FileKind
	At      time.Time
	Content io.ReadSeekCloser
}

// OpenEvidence opens a file of a record. Reading one of a private ledger is
// written down.
func (p *Practise) OpenEvidence(ctx context.Context, actor access.Actor, record engine.RecordID, id engine.EvidenceID) (EvidenceFile, error) {
	var e engine.Evidence
	err := p.read(ctx, func(tx port.Tx) (bool, error) {
		at, found, err := p.evidenceAt(tx, actor, access.EvidenceRead, record, id, false)
		if err != nil {
			return false, err
		}
		e = found
		return at.ledger.Private, nil
	}, func() engine.AuditEntry { return evidenceEntry(actor, access.EvidenceRead, &e) })
	if err != nil {
		return EvidenceFile{}, fmt.Errorf("open evidence: %w", err)
	}
	content, err := p.Files.Open(e.SHA256)
	if err != nil {
		return EvidenceFile{}, fmt.Errorf("open evidence %d: %w", e.ID, err)
	}
	return EvidenceFile{Name: e.Name, Kind: e.Kind, At: e.CreatedAt, Content: content}, nil
}

// EvidenceLine is a file on the page of its record.
type EvidenceLine struct {
	ID      engine.EvidenceID `json:"id"`
	Version int64             `json:"version"`
	Name    string            `json:"name"`
	Label   string            `json:"label"`
	Size    string            `json:"size"`
	Kind    engine.FileKind   `json:"kind"`
	By      string            `json:"by"`
	At      time.Time         `json:"at"`
	Removed bool              `json:"removed"`
	Erased  bool              `json:"erased"`
	Who     string            `json:"who"` // took it off
	Reason  string            `json:"reason"`
	Changed time.Time         `json:"changed"`
}

// Paper is something the standards want kept, and whether it is there.
type Paper struct {
	Code     string `json:"code"`
	Name     string `json:"name"`
	Why      string `json:"why"`
	Photo    bool   `json:"photo"`
	Required bool   `json:"required"` // of this record, as a file
	Have     bool   `json:"have"`
}

// evidences lists the files of a record, those that were taken off last.
func evidences(tx port.Tx, record engine.RecordID) ([]engine.Evidence, error) {
	var files []engine.Evidence
	q := port.Query{Where: port.Where{"record_id": int64(record)}, Order: []string{"created_at"}}
	if err := tx.List(&files, access.Everything(), q); err != nil {
		return nil, fmt.Errorf("list files: %w", err)
	}
	return files, nil
}

// files puts a record's files and what is wanted of it on its page.
func (p *Practise) files(tx port.Tx, page *RecordPage, at *reached, list []engine.Evidence, names map[engine.PersonID]string) error {
	if at.record.State() == engine.RecordGone && !page.Fill {
		return nil
	}
	for _, e := range list {
		line := EvidenceLine{ID: e.ID, Version: e.Version, Name: e.Name, Label: e.Label, Size: sizeWords(e.Size), Kind: e.Kind, By: names[e.PersonID], At: e.CreatedAt}
		if e.State != engine.EvidenceKept {
			line.Removed, line.Erased, line.Who, line.Reason, line.Changed = true, e.State == engine.EvidenceErased, names[e.ChangedBy], e.Reason, e.UpdatedAt
		}
		page.Files = append(page.Files, line)
	}
	slices.SortStableFunc(page.Files, func(a, b EvidenceLine) int {
		switch {
		case a.Removed == b.Removed:
			return 0
		case b.Removed:
			return -1
		}
		return 1
	})
	facts, err := p.FactsOn(tx, &at.unit, at.record.Day)
	if err != nil {
		return err
	}
	lacks, err := lacking(at.edition, &at.record, facts, list)
	if err != nil {
		return err
	}
	page.Papers = papers(at.edition, at.ledger, lacks, page.Counted, list)
	page.Labels = labels(at.edition, at.ledger.Name)
	return nil
}

// papers lists what the standards that the record counts for want kept.
func papers(e *rule.Edition, l *rule.Ledger, lacks map[string][]string, counted []Counted, files []engine.Evidence) []Paper {
	var out []Paper
	for _, s := range e.Standards {
		if s.Private && !l.Private {
			continue
		}
		counts := slices.ContainsFunc(counted, func(c Counted) bool { return c.Code == s.Code })
		for _, ev := range s.Evidence {
			here := ev.Of == l.Name
			if !here && !counts || ev.Of != "" && !here {
				continue
			}
			missing := slices.Contains(lacks[s.Code], ev.Name)
			out = append(out, Paper{Code: s.Code, Name: ev.Name, Why: ev.Why, Photo: ev.Photo, Required: missing,
				Have: slices.ContainsFunc(files, func(f engine.Evidence) bool { return shows(&ev, &f) })})
		}
	}
	return out
}

// shows says whether the file is the paper: it says so or, where a photo is
// wanted, it is a picture that does not say otherwise.
func shows(ev *rule.Evidence, f *engine.Evidence) bool {
	return f.State == engine.EvidenceKept && (f.Label == ev.Name || ev.Photo && ev.Of != "" && f.Label == "" && f.Kind.Picture())
}

// lacking tells which files a record must have and does not, by standard. Until
// they come the record is no evidence for that standard.
func lacking(e *rule.Edition, record *engine.Record, facts rule.UnitFacts, files []engine.Evidence) (map[string][]string, error) {
	var out map[string][]string
	for _, s := range e.Standards {
		for i := range s.Evidence {
			ev := &s.Evidence[i]
			if !ev.Required || ev.Of == "" || ev.Of != record.Ledger ||
				slices.ContainsFunc(files, func(f engine.Evidence) bool { return shows(ev, &f) }) {
				continue
			}
			wanted, err := e.Meets(ev.Where, record.Ledger, record.Fields, facts)
			if err != nil {
				return nil, fmt.Errorf("ask whether %s wants %s: %w", s.Code, ev.Name, err)
			}
			if wanted {
				if out == nil {
					out = map[string][]string{}
				}
				out[s.Code] = append(out[s.Code], ev.Name)
			}
		}
	}
	return out, nil
}

// Lacking tells, for many records of a unit at once, which files they must have
// and do not: by record, then by the code of the standard that wants them. What
// judges records hands it on as rule.Record.Lacking.
func (p *Practise) Lacking(tx port.Tx, e *rule.Edition, facts rule.UnitFacts, records []engine.Record) (map[engine.RecordID]map[string][]string, error) {
	var ids []engine.RecordID
	for i := range records {
		if e.WantsFiles(records[i].Ledger) {
			ids = append(ids, records[i].ID)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	var files []engine.Evidence
	q := port.Query{Where: port.Where{"record_id": ids, "state": string(engine.EvidenceKept)}, Columns: []string{"id", "record_id", "state", "kind", "label"}}
	if err := tx.List(&files, access.Everything(), q); err != nil {
		return nil, fmt.Errorf("list files: %w", err)
	}
	byRecord := map[engine.RecordID][]engine.Evidence{}
	for _, f := range files {
		byRecord[f.RecordID] = append(byRecord[f.RecordID], f)
	}
	out := map[engine.RecordID]map[string][]string{}
	var failed error
	for i := range records {
		r := &records[i]
		if !e.WantsFiles(r.Ledger) {
			continue
		}
		lacks, err := lacking(e, r, facts, byRecord[r.ID])
		failed = errors.Join(failed, err)
		if len(lacks) > 0 {
			out[r.ID] = lacks
		}
	}
	return out, failed
}

// labels lists the names that a file of the ledger may bear.
func labels(e *rule.Edition, ledger string) []string {
	var out []string
	for _, s := range e.Standards {
		if !uses(s, ledger) {
			continue
		}
		for _, ev := range s.Evidence {
			if (ev.Of == "" || ev.Of == ledger) && !slices.Contains(out, ev.Name) && !s.Private {
				out = append(out, ev.Name)
			}
		}
	}
	return out
}

// labelled gives the name if a file of the ledger may bear it.
func labelled(e *rule.Edition, ledger, label string) string {
	if slices.Contains(labels(e, ledger), label) {
		return label
	}
	return ""
}

// sizeWords says how large a file is, as people do.
func sizeWords(n int64) string {
	switch {
	case n >= 10<<20:
		return fmt.Sprintf("%d MB", n>>20)
	case n >= 1<<20:
		return fmt.Sprintf("%.1f MB", float64(n)/(1<<20))
	}
	return fmt.Sprintf("%d KB", max(1, n>>10))
}
