package practise

import (
	"context"
	"fmt"
	"time"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
	"wubiao/engine/state"
)

// How long what is not wanted any more stays: a draft and a forgotten content for
// a day, longer than any upload takes; a file taken off for thirty.
const (
	keepDrafts  = 24 * time.Hour
	keepRemoved = 30 * 24 * time.Hour
)

// WakeSweep deletes the files of forms that were not saved, erases what was taken
// off a month ago, and deletes the contents that no row speaks of any more. The
// files of a removed record stay as long as the record, which can be restored.
func (p *Practise) WakeSweep(ctx context.Context, now time.Time) (string, error) {
	drafts, erased := 0, 0
	err := p.Store.Update(ctx, func(tx port.Tx) (err error) {
		if drafts, err = tx.DropDrafts(now.Add(-keepDrafts)); err != nil {
			return err
		}
		erased, err = eraseRemoved(tx, now.Add(-keepRemoved))
		return err
	})
	if err != nil {
		return "", fmt.Errorf("sweep evidence: %w", err)
	}
	gone, err := p.Files.Sweep(ctx, now.Add(-keepDrafts), func(hashes []string) (map[string]bool, error) {
		known := map[string]bool{}
		err := p.Store.View(ctx, func(tx port.Tx) error {
			var rows []engine.Evidence
			q := port.Query{Where: port.Where{"sha256": hashes}, Columns: []string{"id", "sha256"}}
			if err := tx.List(&rows, access.Everything(), q); err != nil {
				return err
			}
			for _, r := range rows {
				known[r.SHA256] = true
			}
			return nil
		})
		return known, err
	})
	if err != nil {
		return "", fmt.Errorf("sweep files: %w", err)
	}
	return fmt.Sprintf("清理没有保存的材料%d份、撤下满三十天的材料%d份，删去文件%d个。", drafts, erased, gone), nil
}

// eraseRemoved erases the files taken off before a moment.
func eraseRemoved(tx port.Tx, before time.Time) (int, error) {
	var old []engine.Evidence
	q := port.Query{Where: port.Where{"state": string(engine.EvidenceRemoved)}, AtMost: port.Where{"updated_at": before}}
	if err := tx.List(&old, access.Everything(), q); err != nil {
		return 0, fmt.Errorf("list removed files: %w", err)
	}
	for i := range old {
		e := &old[i]
		by, reason := e.ChangedBy, e.Reason
		if err := moveEvidence(e, evidenceMove{event: state.EvidenceErase, who: state.ByJob, actor: access.System()}); err != nil {
			return i, err
		}
		e.ChangedBy, e.Reason, e.SHA256, e.Name = by, reason, "", ""
		if err := tx.Save(e); err != nil {
			return i, fmt.Errorf("erase file: %w", err)
		}
	}
	return len(old), nil
}
