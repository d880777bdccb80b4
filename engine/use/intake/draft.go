package intake

import (
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

// MostRows is how many rows one import takes: they are written in one
// transaction, and nobody else should wait long for it.
const MostRows = 6000

// Check refuses a file of which nothing can be taken over.
func (r *Request) Check() error {
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

// Keep keeps a draft for the actor.
func Keep(tx port.Tx, actor access.Actor, action access.Action, kind engine.ImportKind, r *Request) (engine.ImportID, error) {
	content, err := json.Marshal(r.Pages)
	if err != nil {
		return 0, fmt.Errorf("write the draft: %w", err)
	}
	draft := engine.Import{AccountID: actor.Account, UnitID: r.Unit, Kind: kind, SHA256: r.SHA256, Content: string(content)}
	if err := tx.Insert(&draft); err != nil {
		return 0, fmt.Errorf("keep the draft: %w", err)
	}
	e := Entry(actor, action, &draft)
	e.Detail = fmt.Sprintf(`{"sha256":%q,"state":"draft"}`, r.SHA256)
	return draft.ID, tx.Append(e)
}

// Open finds an import of the actor's own. Another's looks like none.
func Open(tx port.Tx, actor access.Actor, scope access.Scope, kind engine.ImportKind, id engine.ImportID) (engine.Import, []table.Page, error) {
	var i engine.Import
	where := port.Where{"id": int64(id), "account_id": int64(actor.Account), "kind": string(kind)}
	err := tx.Get(&i, scope, where)
	if engine.CodeOf(err) == engine.NotFound {
		return i, nil, access.Absent()
	}
	if err != nil {
		return i, nil, fmt.Errorf("find the import: %w", err)
	}
	if i.DoneAt != nil {
		return i, nil, nil
	}
	var pages []table.Page
	if err := json.Unmarshal([]byte(i.Content), &pages); err != nil {
		return i, nil, fmt.Errorf("read the draft: %w", err)
	}
	return i, pages, nil
}

// Ready says whether the import may be written: what would happen now must be
// what the person saw, and rows that are wrong are left out only when they say so.
func Ready(shown, plan string, wrong, good int, skip bool) error {
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

// Close ends the draft: it keeps what was done and lets go of the rows.
func Close(tx port.Tx, i *engine.Import, added, changed, skipped int) error {
	now := tx.Now()
	i.DoneAt, i.Content, i.Added, i.Changed, i.Skipped = &now, "", added, changed, skipped
	if err := tx.Save(i); err != nil {
		return fmt.Errorf("close the import: %w", err)
	}
	return nil
}

// Entry is the line of the trail: ids and counts.
func Entry(actor access.Actor, action access.Action, i *engine.Import) engine.AuditEntry {
	return engine.AuditEntry{AccountID: actor.Account, Action: string(action), Object: fmt.Sprintf("import/%d", i.ID), UnitID: i.UnitID,
		Result: "done", Address: actor.Address,
		Detail: fmt.Sprintf(`{"added":%d,"changed":%d,"sha256":%q,"skipped":%d}`, i.Added, i.Changed, i.SHA256, i.Skipped)}
}

// Digest is the digest of a plan.
func Digest(lines []string) string {
	h := sha256.New()
	for _, l := range lines {
		fmt.Fprintf(h, "%d %s\n", len(l), l) // a hash never fails to write
	}
	return hex.EncodeToString(h.Sum(nil))
}
