package practise

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
	"wubiao/engine/use/standard"
)

// AssignRequest gives one open task to another person of the unit; to nobody (0)
// takes it back.
type AssignRequest struct {
	Task   engine.TaskID   `json:"task" validate:"gt=0"`
	Person engine.PersonID `json:"person" validate:"gte=0"`
	Reason string          `json:"reason" validate:"max=100"`
}

// Assign gives an open task to somebody else who holds a post in the unit, with
// the reason. It stays on the list of the post it belongs to and comes to the
// other's.
func (p *Practise) Assign(ctx context.Context, actor access.Actor, r AssignRequest) error {
	scope, err := access.Authorize(actor, access.TaskAssign)
	if err != nil {
		return err
	}
	err = p.Store.Update(ctx, func(tx port.Tx) error {
		t, _, title, err := p.assignable(tx, actor, scope, r.Task)
		if err != nil {
			return err
		}
		a := engine.Assignment{UnitID: t.UnitID, TaskID: t.ID, PersonID: r.Person, Reason: strings.TrimSpace(r.Reason), ByPersonID: actor.Person}
		wrong := engine.Fail(engine.Invalid, "assign", "还没有转办，请改正标出的地方")
		if a.Reason == "" {
			wrong.With("reason", "请写原因，双方的清单上都会看到")
		}
		posts, err := p.seatsOf(tx, t.UnitID)
		if err != nil {
			return err
		}
		if a.PersonID != 0 && len(posts[a.PersonID]) == 0 {
			wrong.With("person", "请从本单位任职的人里选一位")
		}
		if len(wrong.Fields) > 0 {
			return wrong
		}
		now, err := assignments(tx, []engine.UnitID{t.UnitID})
		if err != nil || now[t.ID].PersonID == a.PersonID { // sent twice
			return err
		}
		if err := tx.Insert(&a); err != nil {
			return fmt.Errorf("insert assignment: %w", err)
		}
		if a.PersonID != 0 {
			note := engine.Notice{Key: fmt.Sprintf("assign/%d", a.ID), UnitID: t.UnitID, Post: posts[a.PersonID][0], Kind: engine.NoticeFollowUp,
				AboutUnit: t.UnitID, TaskID: t.ID, Day: p.today(tx), Text: "“" + title + "”转给您办：" + a.Reason}
			if _, err := tx.Notify([]engine.Notice{note}); err != nil {
				return fmt.Errorf("tell of the assignment: %w", err)
			}
		}
		return tx.Append(engine.AuditEntry{AccountID: actor.Account, Action: string(access.TaskAssign), Object: taskObject(t.ID),
			UnitID: t.UnitID, Result: "done", Address: actor.Address, Detail: fmt.Sprintf(`{"person":%d}`, a.PersonID)})
	})
	if err != nil {
		return fmt.Errorf("assign: %w", err)
	}
	return nil
}

// AssignForm is what the form to give a task away offers.
type AssignForm struct {
	Task   engine.TaskID  `json:"task"`
	Title  string         `json:"title"`
	Post   string         `json:"post"`
	Given  string         `json:"given"` // to whom it was given; empty: nobody
	People []AssignChoice `json:"people"`
}

// AssignChoice is somebody who may take the task.
type AssignChoice struct {
	ID    engine.PersonID `json:"id"`
	Name  string          `json:"name"`
	Posts string          `json:"posts"`
}

// AssignForm opens the form to give a task away.
func (p *Practise) AssignForm(ctx context.Context, actor access.Actor, id engine.TaskID) (AssignForm, error) {
	scope, err := access.Authorize(actor, access.TaskAssign)
	if err != nil {
		return AssignForm{}, err
	}
	var form AssignForm
	err = p.Store.View(ctx, func(tx port.Tx) error {
		t, post, title, err := p.assignable(tx, actor, scope, id)
		if err != nil {
			return err
		}
		form = AssignForm{Task: t.ID, Title: title, Post: post, People: []AssignChoice{}}
		given, err := assignments(tx, []engine.UnitID{t.UnitID})
		if err != nil {
			return err
		}
		posts, err := p.seatsOf(tx, t.UnitID)
		if err != nil {
			return err
		}
		ids := make([]engine.PersonID, 0, len(posts))
		for person := range posts {
			ids = append(ids, person)
		}
		slices.Sort(ids)
		var people []engine.Person
		if err := tx.List(&people, access.Everything(), port.Query{Where: port.Where{"id": ids}, Columns: []string{"id", "name"}}); err != nil {
			return fmt.Errorf("list holders: %w", err)
		}
		for _, person := range people {
			form.People = append(form.People, AssignChoice{person.ID, person.Name, strings.Join(posts[person.ID], "、")})
			if person.ID == given[t.ID].PersonID {
				form.Given = person.Name
			}
		}
		return nil
	})
	if err != nil {
		return AssignForm{}, fmt.Errorf("open the assignment: %w", err)
	}
	return form, nil
}

// seatsOf are the posts that people hold in the unit today.
func (p *Practise) seatsOf(tx port.Tx, unit engine.UnitID) (map[engine.PersonID][]string, error) {
	var posts []engine.Post
	if err := tx.List(&posts, access.Everything(), port.Query{Where: port.Where{"unit_id": unit}}); err != nil {
		return nil, fmt.Errorf("list posts: %w", err)
	}
	out := map[engine.PersonID][]string{}
	for i := range posts {
		if posts[i].HeldOn(p.today(tx)) {
			out[posts[i].PersonID] = append(out[posts[i].PersonID], posts[i].Name)
		}
	}
	return out, nil
}

// assignable finds an open task that is the actor's to give away. A private one
// stays with its named posts.
func (p *Practise) assignable(tx port.Tx, actor access.Actor, scope access.Scope, id engine.TaskID) (engine.Task, string, string, error) {
	var t engine.Task
	err := tx.Get(&t, scope, port.Where{"id": id})
	if engine.CodeOf(err) == engine.NotFound {
		return t, "", "", access.Absent()
	}
	if err != nil {
		return t, "", "", fmt.Errorf("find task: %w", err)
	}
	s, d, err := p.dutyOf(tx, &t)
	if err != nil {
		return t, "", "", err
	}
	post := standard.DutyPost(s, d)
	switch {
	case s.Private:
		return t, "", "", access.Absent()
	case !answers(actor, t.UnitID, post):
		return t, "", "", engine.Fail(engine.Forbidden, "other_post", "这件事由"+post+"来办，由"+post+"或支部书记转给别人。")
	case t.State != engine.TaskOpen:
		return t, "", "", engine.Fail(engine.Refused, "not_open", "这件事已经办完或不再要求，不用转办。")
	}
	return t, post, standard.DutyTitle(s, d), nil
}
