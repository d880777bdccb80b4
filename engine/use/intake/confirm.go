package intake

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
)

// ConfirmRequest says that a draft is to be taken over as it was shown. Skip leaves
// out the rows that have something to mend; without it such a draft is refused.
type ConfirmRequest struct {
	Import engine.ImportID `json:"import" validate:"gt=0"`
	Plan   string          `json:"plan" validate:"required,max=128"` // of the preview that the person saw
	Skip   bool            `json:"skip"`
}

// Confirm takes a draft over as it was shown: every good row, in one transaction,
// with one entry in the trail. What is confirmed twice is done once.
func (w *Workbook) Confirm(ctx context.Context, actor access.Actor, unit engine.UnitID, r ConfirmRequest) error {
	scope, err := access.Authorize(actor, w.In)
	if err != nil {
		return err
	}
	err = w.Store.Update(ctx, func(tx port.Tx) error {
		_, i, plan, err := w.open(tx, actor, scope, unit, r.Import)
		if err != nil || plan == nil {
			return err
		}
		added, changed, wrong := plan.Count()
		if err := ready(r.Plan, plan.Digest(), wrong, added+changed, r.Skip); err != nil {
			return err
		}
		ids, err := plan.Write(tx, actor, &i)
		if err != nil {
			return err
		}
		now := tx.Now()
		i.DoneAt, i.Content, i.Added, i.Changed, i.Skipped = &now, "", added, changed, wrong // the rows are let go of
		if err := tx.Save(&i); err != nil {
			return fmt.Errorf("close the import: %w", err)
		}
		detail := map[string]any{"added": added, "changed": changed, "skipped": wrong, "sha256": i.SHA256}
		for name, list := range ids {
			if list != "" {
				detail[name] = list
			}
		}
		e, err := entry(actor, w.In, &i, detail)
		if err != nil {
			return err
		}
		return tx.Append(e)
	})
	if err != nil {
		return fmt.Errorf("import %s: %w", w.Kind, err)
	}
	return nil
}

// ready says whether the import may be written: what would happen now must be
// what the person saw, and rows that are wrong are left out only when they say so.
func ready(shown, plan string, wrong, good int, skip bool) error {
	switch {
	case plan != shown:
		return engine.Fail(engine.Conflict, "plan_changed", "您看过预览以后，系统里的内容有了变动，所以没有导入。下面是按现在的情况重新核对的结果，看过以后再确认。")
	case good == 0:
		return engine.Fail(engine.Refused, "nothing_new", "没有可以导入的行：请改好文件，重新选一次。")
	case wrong > 0 && !skip:
		return engine.Fail(engine.Refused, "wrong_rows", fmt.Sprintf("有%d行要改，没有导入：改好文件重新选一次，或者选“跳过有问题的行”。", wrong))
	}
	return nil
}

// Digest is the digest of a plan.
func Digest(lines []string) string {
	h := sha256.New()
	for _, l := range lines {
		fmt.Fprintf(h, "%d %s\n", len(l), l) // a hash never fails to write
	}
	return hex.EncodeToString(h.Sum(nil))
}
