package intake

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
	"wubiao/engine/table"
)

// Request is what was read of a file.
type Request struct {
	Unit   engine.UnitID // 0: the whole company
	SHA256 string        // of the file
	Pages  []table.Page
}

// Of makes the request of a file's content and what was read of it.
func Of(unit engine.UnitID, content []byte, pages []table.Page) Request {
	sum := sha256.Sum256(content)
	return Request{Unit: unit, SHA256: hex.EncodeToString(sum[:]), Pages: pages}
}

// MostRows is how many rows one import takes: they are written in one
// transaction, and nobody else should wait long for it.
const MostRows = 6000

// check refuses a file of which nothing can be taken over.
func (r *Request) check() error {
	rows := 0
	for i := range r.Pages {
		rows += len(r.Pages[i].Rows)
	}
	switch {
	case rows == 0:
		return engine.Fail(engine.Invalid, "no_rows", "文件里没有要导入的行：请把内容填在表头下面（模板里的说明行和示例行不算），再选一次。")
	case rows > MostRows:
		return engine.Fail(engine.Invalid, "too_many_rows", fmt.Sprintf("这个文件有%d行，一次最多导入%d行：请按年份分成几个文件。", rows, MostRows))
	}
	return nil
}

// Draft keeps rows for a preview. Nothing of what they tell is written.
func (w *Workbook) Draft(ctx context.Context, actor access.Actor, r Request) (id engine.ImportID, err error) {
	scope, err := access.Authorize(actor, w.In)
	if err != nil {
		return 0, err
	}
	if err := r.check(); err != nil {
		return 0, err
	}
	tables := make([]string, len(r.Pages))
	for i := range r.Pages {
		tables[i] = r.Pages[i].Name
	}
	err = w.Store.Update(ctx, func(tx port.Tx) (err error) {
		if _, err = w.Owner.Enter(tx, actor, scope, r.Unit, tables); err != nil {
			return err
		}
		id, err = w.keep(tx, actor, &r)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("draft %s: %w", w.Kind, err)
	}
	return id, nil
}

// keep keeps a draft for the actor. The same file sent again is the draft that is
// there, so that a second press or a retry leaves nothing of its own.
func (w *Workbook) keep(tx port.Tx, actor access.Actor, r *Request) (engine.ImportID, error) {
	content, err := json.Marshal(r.Pages)
	if err != nil {
		return 0, fmt.Errorf("write the draft: %w", err)
	}
	draft := engine.Import{AccountID: actor.Account, UnitID: r.Unit, Kind: w.Kind, SHA256: r.SHA256, Content: string(content)}
	var had []engine.Import
	where := port.Where{"account_id": int64(actor.Account), "unit_id": int64(r.Unit), "kind": string(w.Kind), "sha256": r.SHA256}
	if err := tx.List(&had, access.Everything(), port.Query{Where: where}); err != nil {
		return 0, fmt.Errorf("find the draft: %w", err)
	}
	for i := range had {
		if had[i].DoneAt == nil && had[i].Content == draft.Content {
			return had[i].ID, nil
		}
	}
	if err := tx.Insert(&draft); err != nil {
		return 0, fmt.Errorf("keep the draft: %w", err)
	}
	e, err := entry(actor, w.In, &draft, map[string]any{"sha256": r.SHA256, "state": "draft"})
	if err != nil {
		return 0, err
	}
	return draft.ID, tx.Append(e)
}

// open lets the actor in and finds an import of their own; another's looks like
// none. What is done has no plan.
func (w *Workbook) open(tx port.Tx, actor access.Actor, scope access.Scope, unit engine.UnitID, id engine.ImportID) (whose string, i engine.Import, plan Plan, err error) {
	if whose, err = w.Owner.Enter(tx, actor, scope, unit, nil); err != nil {
		return "", i, nil, err
	}
	where := port.Where{"id": int64(id), "account_id": int64(actor.Account), "unit_id": int64(unit), "kind": string(w.Kind)}
	err = tx.Get(&i, scope, where)
	if engine.CodeOf(err) == engine.NotFound {
		return "", i, nil, access.Absent()
	}
	if err != nil {
		return "", i, nil, fmt.Errorf("find the import: %w", err)
	}
	if i.DoneAt != nil {
		return whose, i, nil, nil
	}
	var pages []table.Page
	if err := json.Unmarshal([]byte(i.Content), &pages); err != nil {
		return "", i, nil, fmt.Errorf("read the draft: %w", err)
	}
	plan, err = w.Owner.Plan(tx, scope, unit, pages)
	return whose, i, plan, err
}

// entry is a line of the trail: ids, counts and states.
func entry(actor access.Actor, action access.Action, i *engine.Import, detail map[string]any) (engine.AuditEntry, error) {
	text, err := json.Marshal(detail)
	if err != nil {
		return engine.AuditEntry{}, fmt.Errorf("write the trail: %w", err)
	}
	return engine.AuditEntry{AccountID: actor.Account, Action: string(action), Object: fmt.Sprintf("import/%d", i.ID), UnitID: i.UnitID,
		Result: "done", Address: actor.Address, Detail: string(text)}, nil
}
