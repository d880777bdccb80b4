package order

import (
	"fmt"
	"maps"
	"slices"
	"strconv"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
	"wubiao/engine/use/follow"
)

// Was is what a branch had answered before it answered otherwise.
type Was struct {
	On    calendar.Date `json:"on"`
	By    string        `json:"by"`    // 系统: nobody in the register
	Cells []WasCell     `json:"cells"` // by column
}

// Changes are the answers that were answered otherwise afterwards.
func (w Was) Changes() []WasCell {
	return slices.DeleteFunc(slices.Clone(w.Cells), func(c WasCell) bool { return !c.Changed })
}

// WasCell is one of those answers.
type WasCell struct {
	Label   string `json:"label"`
	Text    string `json:"text"`
	Held    string `json:"held"`    // what the ledger said then, where the branch said otherwise
	Changed bool   `json:"changed"` // the answer that took its place says otherwise
}

// keepHistory keeps the answer that another takes the place of.
func keepHistory(tx port.Tx, r *engine.OrderReply, answers map[string]string) error {
	if r.AnsweredOn.IsZero() || maps.Equal(r.Answers, answers) {
		return nil
	}
	was := r.Was()
	if err := tx.Insert(&was); err != nil {
		return fmt.Errorf("keep what was answered before: %w", err)
	}
	return nil
}

// histories gives what was answered before, newest first, by reply; replies that
// were never changed have none.
func histories(tx port.Tx, scope access.Scope, o *engine.Order, all []engine.OrderReply) (map[engine.OrderReplyID][]Was, error) {
	newer := map[engine.OrderReplyID]map[string]string{}
	ids := make([]engine.OrderReplyID, len(all))
	for i := range all {
		ids[i], newer[all[i].ID] = all[i].ID, all[i].Answers
	}
	var before []engine.OrderReplyVersion
	for part := range slices.Chunk(ids, 500) {
		var some []engine.OrderReplyVersion
		if err := tx.List(&some, scope, port.Query{Where: port.Where{"reply_id": part}, Order: []string{"-number"}}); err != nil {
			return nil, fmt.Errorf("list what was answered before: %w", err)
		}
		before = append(before, some...)
	}
	people := make([]engine.PersonID, len(before))
	for i := range before {
		people[i] = before[i].AnsweredBy
	}
	names, err := follow.PersonNames(tx, people...)
	if err != nil {
		return nil, err
	}
	out := map[engine.OrderReplyID][]Was{}
	for _, v := range before {
		was := Was{On: v.AnsweredOn, By: names[v.AnsweredBy]}
		for i, cell := range cells(o, v.Answers, v.Held) {
			was.Cells = append(was.Cells, WasCell{Label: o.Columns[i].Label, Text: cell.Text, Held: cell.Held, Changed: newer[v.ReplyID][strconv.Itoa(i+1)] != cell.Text})
		}
		out[v.ReplyID], newer[v.ReplyID] = append(out[v.ReplyID], was), v.Answers
	}
	return out, nil
}
