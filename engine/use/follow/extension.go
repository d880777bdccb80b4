package follow

import (
	"context"
	"fmt"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
	"wubiao/engine/state"
	"wubiao/engine/use/practise"
	"wubiao/engine/use/standard"
)

// ExtensionLine is one request for more time.
type ExtensionLine struct {
	ID      engine.ExtensionID    `json:"id"`
	Version int64                 `json:"version"`
	UnitID  engine.UnitID         `json:"unit_id"`
	Unit    string                `json:"unit"`
	Title   string                `json:"title"` // what it is for
	Path    string                `json:"-"`     // of the page of what it is for
	Due     string                `json:"due"`
	Until   string                `json:"until"`
	Reason  string                `json:"reason"`
	AskedOn string                `json:"asked_on"`
	By      string                `json:"by"`
	State   engine.ExtensionState `json:"state"`
	Word    string                `json:"word"`
	Answer  string                `json:"answer"`
	Waits   bool                  `json:"waits"`  // for an answer: what it is asked for is still to be done
	Decide  bool                  `json:"decide"` // the actor may answer it
	Mine    bool                  `json:"mine"`   // the actor asked and may take it back
}

// subject is what more time is asked for: a task or a 督办单.
type subject struct {
	task  *engine.Task
	paper *engine.Supervision
	unit  engine.Unit
	title string
	open  bool
	due   calendar.Date
	post  string // whose it is to ask
}

// object names it for the trail.
func (s subject) object() string {
	if s.task != nil {
		return fmt.Sprintf("task/%d", s.task.ID)
	}
	return supervisionObject(s.paper.ID)
}

// subjectOf finds what a request is about, within the scope.
func (f *Follow) subjectOf(tx port.Tx, actor access.Actor, scope access.Scope, task engine.TaskID, paper engine.SupervisionID) (subject, error) {
	if task == 0 {
		s, u, err := findSupervision(tx, actor, scope, paper)
		return subject{paper: &s, unit: u, title: s.Number, open: s.State == engine.SupervisionIssued, due: s.Deadline(), post: Secretary}, err
	}
	var t engine.Task
	err := tx.Get(&t, scope, port.Where{"id": task})
	if engine.CodeOf(err) == engine.NotFound {
		return subject{}, access.Absent()
	}
	if err != nil {
		return subject{}, fmt.Errorf("find task: %w", err)
	}
	s, d, err := f.Practise.DutyOf(tx, &t)
	if err != nil {
		return subject{}, err
	}
	if s.Private { // those above must not even learn that it is asked for
		return subject{}, access.Absent()
	}
	u, err := practise.Unit(tx, access.Everything(), t.UnitID)
	return subject{task: &t, unit: u, title: standard.DutyTitle(s, d), open: t.State == engine.TaskOpen, due: t.Deadline(), post: standard.DutyPost(s, d)}, err
}

// AskRequest asks for more time, for a task or for a 督办单.
type AskRequest struct {
	Task   engine.TaskID        `json:"task"`
	Paper  engine.SupervisionID `json:"supervision"`
	Until  calendar.Date        `json:"until"`
	Reason string               `json:"reason" validate:"max=500"`
}

// AskForm is what the form of a request shows.
type AskForm struct {
	Task   engine.TaskID        `json:"task"`
	Paper  engine.SupervisionID `json:"supervision"`
	Title  string               `json:"title"`
	Unit   string               `json:"unit"`
	Due    string               `json:"due"`
	Until  calendar.Date        `json:"until"`
	Refuse string               `json:"refuse"` // why it cannot be asked for; empty: it can
}

// AskForm readies a request.
func (f *Follow) AskForm(ctx context.Context, actor access.Actor, task engine.TaskID, paper engine.SupervisionID) (AskForm, error) {
	scope, err := access.Authorize(actor, access.ExtensionAsk)
	if err != nil {
		return AskForm{}, err
	}
	var form AskForm
	err = f.Practise.Store.View(ctx, func(tx port.Tx) error {
		s, err := f.subjectOf(tx, actor, scope, task, paper)
		if err != nil {
			return err
		}
		until := f.Practise.Calendar.AddWorkdays(s.due, replyDays)
		form = AskForm{Task: task, Paper: paper, Title: s.title, Unit: s.unit.Name, Due: s.due.ChineseFull(), Until: until}
		if !practise.Answers(actor, s.unit.ID, s.post) {
			return otherPost(s.post)
		}
		facts := state.ExtensionFacts{Today: f.Practise.Today(tx), Deadline: s.due, Until: until, Open: s.open, Reason: "?"}
		if _, err := state.Extensions().Next(engine.ExtensionNone, state.ExtensionAsk, state.ByPerson, facts); err != nil {
			form.Refuse = err.Error()
		}
		return nil
	})
	if err != nil {
		return AskForm{}, fmt.Errorf("open request for more time: %w", err)
	}
	return form, nil
}

func otherPost(post string) error {
	return engine.Fail(engine.Forbidden, "other_post", "延期由"+post+"或支部书记申请。")
}

// Ask asks those above for more time. It must be asked before the last day is
// over; until it is granted the original day counts.
func (f *Follow) Ask(ctx context.Context, actor access.Actor, r AskRequest) error {
	scope, err := access.Authorize(actor, access.ExtensionAsk)
	if err != nil {
		return err
	}
	err = f.Practise.Store.Update(ctx, func(tx port.Tx) error {
		s, err := f.subjectOf(tx, actor, scope, r.Task, r.Paper)
		if err != nil {
			return err
		}
		if !practise.Answers(actor, s.unit.ID, s.post) {
			return otherPost(s.post)
		}
		return f.ask(tx, actor, s, r)
	})
	if err != nil {
		return fmt.Errorf("ask for more time: %w", err)
	}
	return nil
}

func (f *Follow) ask(tx port.Tx, actor access.Actor, s subject, r AskRequest) error {
	today, reason := f.Practise.Today(tx), clean(r.Reason)
	var before []engine.Extension
	q := port.Query{Where: port.Where{"task_id": r.Task, "supervision_id": r.Paper, "state": engine.ExtensionAsked, "unit_id": s.unit.ID}}
	if err := tx.List(&before, access.Everything(), q); err != nil {
		return fmt.Errorf("look for an earlier request: %w", err)
	}
	if len(before) > 0 {
		if before[0].Until == r.Until && before[0].Reason == reason { // the second of two taps
			return nil
		}
		return engine.Fail(engine.Refused, "asked_already", "这件事已经申请过延期，正在等上级答复。要改的话，请先撤回原来的申请。")
	}
	facts := state.ExtensionFacts{Today: today, Deadline: s.due, Until: r.Until, Open: s.open, Reason: reason}
	move, err := state.Extensions().Next(engine.ExtensionNone, state.ExtensionAsk, state.ByPerson, facts)
	if err != nil {
		return askWrong(err, s, r, reason, today)
	}
	x := engine.Extension{UnitID: s.unit.ID, TaskID: r.Task, SupervisionID: r.Paper, Due: s.due, Until: r.Until, Reason: reason,
		AskedOn: today, AskedBy: actor.Person, State: move.To}
	if err := tx.Insert(&x); err != nil {
		return fmt.Errorf("insert request: %w", err)
	}
	if err := f.tellAbove(tx, &x, s); err != nil {
		return err
	}
	return tx.Append(note(actor, access.ExtensionAsk, s.object(), s.unit.ID, string(engine.ExtensionNone), string(x.State)))
}

// askWrong puts what can be corrected at its field; what is too late is refused.
func askWrong(err error, s subject, r AskRequest, reason string, today calendar.Date) error {
	if !s.open || today > s.due {
		return err
	}
	wrong := engine.Fail(engine.Invalid, "extension", "还没有提交：请改正下面标出的地方")
	if r.Until <= s.due {
		wrong = wrong.With("until", "要晚于现在的期限"+s.due.ChineseFull())
	}
	if reason == "" {
		wrong = wrong.With("reason", "请写明为什么要延期")
	}
	return wrong
}

// tellAbove tells the general branch above the unit, or the company.
func (f *Follow) tellAbove(tx port.Tx, x *engine.Extension, s subject) error {
	to, err := nearestAbove(s)
	if err != nil {
		return err
	}
	return f.tell(tx, engine.Notice{Key: fmt.Sprintf("extension/%d/ask", x.ID), UnitID: to, AboutUnit: x.UnitID, Object: fmt.Sprintf("extension/%d", x.ID),
		Text: fmt.Sprintf("%s申请延期：「%s」从%s延到%s。", s.unit.Name, s.title, x.Due.Chinese(), x.Until.Chinese())})
}

// nearestAbove is who answers: the issuer of a 督办单; of a task the unit's parent.
func nearestAbove(s subject) (engine.UnitID, error) {
	if s.paper != nil {
		return s.paper.FromUnit, nil
	}
	if s.unit.ParentID == nil {
		return 0, engine.Fail(engine.Refused, "nobody_above", "没有上级可以答复延期申请。")
	}
	return *s.unit.ParentID, nil
}
