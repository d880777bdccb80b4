package follow

import (
	"context"
	"fmt"
	"slices"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
	"wubiao/engine/state"
	"wubiao/engine/use/practise"
)

// replyDays is how many workdays a 督办单 gives where nobody says otherwise.
const replyDays = 5

// IssueRequest is a 督办单 to be issued to one branch. Form names the form it was
// filled in on: the same form sent twice issues one.
type IssueRequest struct {
	Unit  engine.UnitID   `json:"unit" validate:"gt=0"`
	Tasks []engine.TaskID `json:"tasks" validate:"max=60"`
	Asks  string          `json:"asks" validate:"max=600"`
	Due   calendar.Date   `json:"due"`
	Form  string          `json:"form" validate:"omitempty,min=20,max=64,alphanum"`
}

// IssueForm is what the form of a new 督办单 shows.
type IssueForm struct {
	UnitID   engine.UnitID        `json:"unit_id"`
	Unit     string               `json:"unit"`
	From     string               `json:"from"` // in whose name
	Lines    []LateLine           `json:"lines"`
	Chosen   []engine.TaskID      `json:"chosen"`
	Asks     string               `json:"asks"`
	Due      calendar.Date        `json:"due"`
	Proposal engine.SupervisionID `json:"proposal"` // that waits for this decision; 0: none
}

// Chooses says whether the task is among the chosen.
func (p IssueForm) Chooses(id engine.TaskID) bool { return slices.Contains(p.Chosen, id) }

// IssueForm readies a 督办单 for a branch: its overdue tasks, with the chosen
// ones, or all where none was chosen, and the usual words.
func (f *Follow) IssueForm(ctx context.Context, actor access.Actor, unit engine.UnitID, chosen []engine.TaskID) (IssueForm, error) {
	scope, err := access.Authorize(actor, access.SupervisionIssue)
	if err != nil {
		return IssueForm{}, err
	}
	var form IssueForm
	err = f.Practise.Store.View(ctx, func(tx port.Tx) error {
		u, err := practise.Unit(tx, scope, unit)
		if err != nil {
			return err
		}
		from, err := asAbove(actor, u)
		if err != nil {
			return err
		}
		names, err := unitNames(tx, from)
		if err != nil {
			return err
		}
		list, err := f.late(tx, actor, scope, LateRequest{Unit: unit})
		if err != nil {
			return err
		}
		form = IssueForm{UnitID: u.ID, Unit: u.Name, From: names[from], Chosen: chosen, Due: f.Practise.Calendar.AddWorkdays(list.Today, replyDays)}
		for _, line := range list.Lines {
			if line.Number == "" { // one that runs asks for it already
				form.Lines = append(form.Lines, line)
			}
		}
		form.Asks = "请办完下列逾期事项，写明逾期的原因和办理情况。"
		form.fromProposal()
		return nil
	})
	if err != nil {
		return IssueForm{}, fmt.Errorf("open form of a supervision: %w", err)
	}
	return form, nil
}

// fromProposal takes over what the ladder proposed, where nothing was chosen.
func (p *IssueForm) fromProposal() {
	for _, line := range p.Lines {
		if line.Supervision != 0 {
			p.Proposal = line.Supervision
		}
	}
	if len(p.Chosen) > 0 {
		return
	}
	for _, line := range p.Lines {
		if p.Proposal == 0 || line.Supervision == p.Proposal {
			p.Chosen = append(p.Chosen, line.ID)
		}
	}
}

// Issue issues a numbered 督办单. A proposal of the ladder becomes it.
func (f *Follow) Issue(ctx context.Context, actor access.Actor, r IssueRequest) (engine.SupervisionID, error) {
	scope, err := access.Authorize(actor, access.SupervisionIssue)
	if err != nil {
		return 0, err
	}
	var id engine.SupervisionID
	err = f.Practise.Store.Update(ctx, func(tx port.Tx) error {
		id, err = f.issue(tx, actor, scope, r)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("issue supervision: %w", err)
	}
	return id, nil
}

func (f *Follow) issue(tx port.Tx, actor access.Actor, scope access.Scope, r IssueRequest) (engine.SupervisionID, error) {
	u, err := practise.Unit(tx, scope, r.Unit)
	if err != nil {
		return 0, err
	}
	from, err := asAbove(actor, u)
	if err != nil {
		return 0, err
	}
	key := formKey(actor, r.Form)
	if known, err := knownForm(tx, key); err != nil || known != 0 {
		return known, err
	}
	today, text := f.Practise.Today(tx), clean(r.Asks)
	if err := checkIssue(r, text, today); err != nil {
		return 0, err
	}
	tasks, err := f.overdue(tx, scope, u, r.Tasks, today)
	if err != nil {
		return 0, err
	}
	s, err := proposalOf(tx, u.ID)
	if err != nil {
		return 0, err
	}
	facts := state.SupervisionFacts{Today: today, Due: r.Due, Text: text, Tasks: len(tasks)}
	move, err := state.Supervisions().Next(s.State, state.SupervisionIssue, state.ByAbove, facts)
	if err != nil {
		return 0, err
	}
	s.State, s.FromUnit, s.Asks, s.Due, s.IssuedOn, s.IssuedBy, s.FormKey = move.To, from, text, r.Due, today, actor.Person, key
	if s.Number, err = f.number(tx, from, today); err != nil {
		return 0, err
	}
	if err := f.keepIssued(tx, actor, &s, tasks); err != nil {
		return 0, err
	}
	return s.ID, f.tellBranch(tx, &s, "issue", fmt.Sprintf("收到%s：%d件逾期的事，请在%s前办理并回复。", s.Number, len(tasks), s.Due.Chinese()))
}

// checkIssue puts what is missing at its field.
func checkIssue(r IssueRequest, text string, today calendar.Date) error {
	wrong := engine.Fail(engine.Invalid, "supervision", "还没有下发：请改正下面标出的地方")
	if text == "" {
		wrong = wrong.With("asks", "请写明要求支部做什么")
	}
	if len(r.Tasks) == 0 {
		wrong = wrong.With("tasks", "请至少选一件逾期的事")
	}
	if r.Due < today {
		wrong = wrong.With("due", "办理期限不能早于今天")
	} else if r.Due > today.AddMonths(12) {
		wrong = wrong.With("due", "办理期限太远了，请写一年以内的日期")
	}
	if len(wrong.Fields) > 0 {
		return wrong
	}
	return nil
}

// overdue reads the tasks and refuses those that cannot be asked for.
func (f *Follow) overdue(tx port.Tx, scope access.Scope, u engine.Unit, ids []engine.TaskID, today calendar.Date) ([]engine.Task, error) {
	ids = slices.Compact(slices.Sorted(slices.Values(ids)))
	var tasks []engine.Task
	if err := tx.List(&tasks, scope, port.Query{Where: port.Where{"id": ids, "unit_id": u.ID}}); err != nil {
		return nil, fmt.Errorf("read tasks: %w", err)
	}
	if len(tasks) != len(ids) {
		return nil, access.Absent()
	}
	papers, err := runningPapers(tx, ids)
	if err != nil {
		return nil, err
	}
	for i := range tasks {
		t := &tasks[i]
		s, _, err := f.Practise.DutyOf(tx, t)
		if err != nil {
			return nil, err
		}
		switch paper := papers[t.ID]; {
		case s.Private:
			return nil, access.Absent()
		case !t.LateOn(today):
			return nil, engine.Fail(engine.Conflict, "not_late", "选中的事里有的刚刚办完或已延期，请看一下现在的情况再下发。").With("tasks", "有的已不再逾期")
		case paper != nil && paper.Live():
			return nil, engine.Fail(engine.Conflict, "asked_already", "选中的事里有的已在"+paper.Number+"里督办，请去掉它再下发。").With("tasks", "有的已在督办")
		}
	}
	return tasks, nil
}

// proposalOf is the branch's waiting proposal, or a fresh paper.
func proposalOf(tx port.Tx, unit engine.UnitID) (engine.Supervision, error) {
	fresh := engine.Supervision{UnitID: unit, State: state.Supervisions().First}
	var found []engine.Supervision
	if err := tx.List(&found, access.Everything(), port.Query{Where: port.Where{"unit_id": unit, "state": engine.SupervisionProposed}}); err != nil {
		return fresh, fmt.Errorf("look for a proposal: %w", err)
	}
	if len(found) > 0 {
		return found[0], nil
	}
	return fresh, nil
}

// keepIssued writes the paper, its tasks, its first step and the trail. What the
// ladder proposed and the issuer left out is no part of it.
func (f *Follow) keepIssued(tx port.Tx, actor access.Actor, s *engine.Supervision, tasks []engine.Task) error {
	var before []engine.SupervisionTask
	from := engine.SupervisionState("")
	if s.ID == 0 {
		if err := tx.Insert(s); err != nil {
			return fmt.Errorf("insert supervision: %w", err)
		}
	} else {
		from = engine.SupervisionProposed
		if err := tx.Save(s); err != nil {
			return fmt.Errorf("save supervision: %w", err)
		}
		if err := tx.List(&before, access.Everything(), port.Query{Where: port.Where{"supervision_id": s.ID}}); err != nil {
			return fmt.Errorf("list its tasks: %w", err)
		}
	}
	if err := linkTasks(tx, s, before, tasks); err != nil {
		return err
	}
	if err := f.step(tx, s, state.SupervisionIssue, s.Asks, actor.Person); err != nil {
		return err
	}
	return tx.Append(note(actor, access.SupervisionIssue, supervisionObject(s.ID), s.UnitID, string(from), string(s.State)))
}

// linkTasks says which tasks the paper asks for.
func linkTasks(tx port.Tx, s *engine.Supervision, before []engine.SupervisionTask, tasks []engine.Task) error {
	had, wanted := map[engine.TaskID]bool{}, map[engine.TaskID]bool{}
	for i := range tasks {
		wanted[tasks[i].ID] = true
	}
	for _, link := range before {
		had[link.TaskID] = true
		if link.Dropped == wanted[link.TaskID] {
			link.Dropped = !wanted[link.TaskID]
			if err := tx.Save(&link); err != nil {
				return fmt.Errorf("leave task out: %w", err)
			}
		}
	}
	for i := range tasks {
		if had[tasks[i].ID] {
			continue
		}
		if err := tx.Insert(&engine.SupervisionTask{SupervisionID: s.ID, TaskID: tasks[i].ID, UnitID: s.UnitID}); err != nil {
			return fmt.Errorf("link task: %w", err)
		}
	}
	return nil
}

// formKey makes a form's name the person's own.
func formKey(actor access.Actor, form string) string {
	if form == "" {
		return ""
	}
	return fmt.Sprintf("%d/%s", actor.Person, form)
}

// knownForm finds the paper that the same form made before.
func knownForm(tx port.Tx, key string) (engine.SupervisionID, error) {
	if key == "" {
		return 0, nil
	}
	var before []engine.Supervision
	if err := tx.List(&before, access.Everything(), port.Query{Where: port.Where{"form_key": key}}); err != nil {
		return 0, fmt.Errorf("look for the form: %w", err)
	}
	if len(before) > 0 {
		return before[0].ID, nil
	}
	return 0, nil
}
