package follow

import (
	"context"
	"fmt"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
	"wubiao/engine/state"
	"wubiao/engine/use/practise"
)

// ExtensionList is the requests within the actor's reach: those that wait, and
// the latest of those that are answered.
type ExtensionList struct {
	Waiting  []ExtensionLine `json:"waiting"`
	Answered []ExtensionLine `json:"answered"`
}

// Extensions lists requests for more time; unit 0: of all units within reach.
func (f *Follow) Extensions(ctx context.Context, actor access.Actor, unit engine.UnitID) (ExtensionList, error) {
	scope, err := access.Authorize(actor, access.ExtensionRead)
	if err != nil {
		return ExtensionList{}, err
	}
	var list ExtensionList
	err = f.Practise.Store.View(ctx, func(tx port.Tx) error {
		if unit != 0 {
			if _, err := practise.Unit(tx, scope, unit); err != nil {
				return err
			}
		}
		var waiting, over []engine.Extension
		where := func(states ...engine.ExtensionState) port.Where {
			w := port.Where{"state": states}
			if unit != 0 {
				w["unit_id"] = unit
			}
			return w
		}
		err := tx.List(&waiting, scope, port.Query{Where: where(engine.ExtensionAsked), Order: []string{"due"}, Limit: 200})
		if err == nil {
			err = tx.List(&over, scope, port.Query{Where: where(engine.ExtensionGranted, engine.ExtensionRefused, engine.ExtensionWithdrawn), Order: []string{"-id"}, Limit: overMost})
		}
		if err != nil {
			return fmt.Errorf("list requests: %w", err)
		}
		asked, err := f.extensionLines(tx, actor, waiting)
		if err != nil {
			return err
		}
		if list.Answered, err = f.extensionLines(tx, actor, over); err != nil {
			return err
		}
		list.Waiting = []ExtensionLine{}
		for _, line := range asked {
			if line.Waits {
				list.Waiting = append(list.Waiting, line)
			} else { // what it was asked for is done: nobody has to decide
				list.Answered = append(list.Answered, line)
			}
		}
		return nil
	})
	if err != nil {
		return ExtensionList{}, fmt.Errorf("list requests for more time: %w", err)
	}
	return list, nil
}

// openExtension gives the one request that meets the condition, or nil.
func (f *Follow) openExtension(tx port.Tx, where port.Where) (*ExtensionLine, error) {
	var found []engine.Extension
	if err := tx.List(&found, access.Everything(), port.Query{Where: where, Order: []string{"-id"}, Limit: 1}); err != nil || len(found) == 0 {
		return nil, err
	}
	lines, err := f.extensionLines(tx, access.System(), found)
	if err != nil || len(lines) == 0 {
		return nil, err
	}
	return &lines[0], nil
}

// extensionLines describes requests.
func (f *Follow) extensionLines(tx port.Tx, actor access.Actor, list []engine.Extension) ([]ExtensionLine, error) {
	people := make([]engine.PersonID, len(list))
	for i := range list {
		people[i] = list[i].AskedBy
	}
	names, err := personNames(tx, people...)
	if err != nil {
		return nil, err
	}
	out := make([]ExtensionLine, 0, len(list))
	for i := range list {
		x := &list[i]
		s, err := f.subjectOf(tx, access.System(), access.Everything(), x.TaskID, x.SupervisionID)
		if engine.CodeOf(err) == engine.NotFound {
			continue
		}
		if err != nil {
			return nil, err
		}
		waits, word := x.State == engine.ExtensionAsked && s.open, state.Extensions().Label[x.State]
		if x.State == engine.ExtensionAsked && !s.open {
			word = "已经办完，不用再答复"
		}
		out = append(out, ExtensionLine{ID: x.ID, Version: x.Version, UnitID: x.UnitID, Unit: s.unit.Name, Title: s.title, Path: "/" + s.path(),
			Due: x.Due.Chinese(), Until: x.Until.Chinese(), Reason: x.Reason, AskedOn: x.AskedOn.Chinese(), By: names[x.AskedBy], State: x.State,
			Word: word, Waits: waits, Answer: x.Answer, Decide: waits && mayDecide(actor, s) == nil,
			Mine: waits && practise.Answers(actor, s.unit.ID, s.post)})
	}
	return out, nil
}

// path is where what it is about is shown.
func (s subject) path() string {
	if s.task != nil {
		return fmt.Sprintf("tasks/%d", s.task.ID)
	}
	return fmt.Sprintf("supervisions/%d", s.paper.ID)
}
