package sim

import (
	"context"
	"fmt"
	"time"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
	"wubiao/engine/use/follow"
)

// chase is a 督办单 that the sample's office issues: when, to which of the branches
// that are furthest behind, and what becomes of it, by workdays after it.
type chase struct {
	month  time.Month // on the first workday from this day on; 0: so many workdays before the end
	day    int
	before int
	rank   int // 0: furthest behind, of those that no 督办单 runs for
	steps  []step

	unit  engine.UnitID
	paper engine.SupervisionID
	on    calendar.Date
}

type step struct {
	after int // workdays
	what  string
}

// chases see to it that every state of a 督办单 has occurred, and stands there
// today.
func chases() []chase {
	return []chase{
		{month: 4, day: 13, steps: []step{{3, "reply"}, {5, "close"}}},
		{month: 7, day: 14, rank: 1, steps: []step{{4, "reply"}, {5, "return"}, {7, "reply"}, {9, "close"}}},
		{month: 9, day: 8, rank: 2, steps: []step{{2, "ask"}, {3, "grant"}, {7, "reply"}, {9, "close"}}},
		{month: 10, day: 12, rank: 3, steps: []step{{2, "ask"}, {3, "refuse"}, {5, "reply"}, {7, "close"}}},
		{month: 10, day: 26, rank: 4, steps: []step{{3, "withdraw"}}},
		{before: 11},                             // overdue
		{before: 7, steps: []step{{5, "reply"}}}, // waits to be judged
		{before: 4, steps: []step{{2, "ask"}}},   // waits for an answer to its request
		{before: 2},                              // has just come
	}
}

// office is 党委工作部 as an actor.
func (p *people) office() access.Actor {
	a := p.company.Office.Actor()
	a.Role = engine.RoleCommittee
	return a
}

// chase lets the office issue what is due on the day, and everybody take the next
// step of what runs.
func (p *people) chase(ctx context.Context, day calendar.Date) error {
	for i := range p.chases {
		c := &p.chases[i]
		var err error
		switch {
		case c.paper != 0:
			err = p.goOn(ctx, c, day)
		case p.sim.dayOf(c.month, c.day, c.before, day) == day:
			err = p.issuePaper(ctx, c, day)
		}
		if err != nil {
			return fmt.Errorf("督办单 %d: %w", i, err)
		}
	}
	return nil
}

// dayOf is the first workday from a day of the year on, or one that lies so many
// workdays before the end.
func (s *Sim) dayOf(month time.Month, day, before int, today calendar.Date) calendar.Date {
	if month > 0 {
		return s.Calendar.NextWorkday(calendar.NewDate(today.Year(), month, day))
	}
	return s.Calendar.AddWorkdays(calendar.DateOf(s.until, s.Zone), -before)
}

// issuePaper asks a branch that is far behind; where too few are, nobody is asked.
func (p *people) issuePaper(ctx context.Context, c *chase, day calendar.Date) error {
	branches := make([]engine.Unit, len(p.company.Branches))
	for i, b := range p.company.Branches {
		branches[i] = engine.Unit{ID: b.ID, Name: b.Name}
	}
	var behind follow.Behind
	err := p.sim.Store.View(ctx, func(tx port.Tx) (err error) {
		behind, err = p.sim.Follow.Behind(tx, access.Everything(), branches)
		return err
	})
	if err != nil {
		return err
	}
	rank := 0
	for _, line := range behind.Worst {
		if line.Paper != 0 {
			continue
		}
		if rank++; rank <= c.rank {
			continue
		}
		form, err := p.sim.Follow.IssueForm(ctx, p.office(), line.UnitID, nil)
		if err != nil || len(form.Chosen) == 0 {
			return err
		}
		c.unit, c.on = line.UnitID, day
		c.paper, err = p.sim.Follow.Issue(ctx, p.office(), follow.IssueRequest{Unit: line.UnitID, Tasks: form.Chosen, Asks: form.Asks, Due: form.Due})
		return err
	}
	return nil
}

// goOn takes the step that is due on the day.
func (p *people) goOn(ctx context.Context, c *chase, day calendar.Date) error {
	for i, s := range c.steps {
		if p.sim.Calendar.AddWorkdays(c.on, s.after) != day {
			continue
		}
		if err := p.take(ctx, c, i, day); err != nil {
			return fmt.Errorf("%s: %w", s.what, err)
		}
	}
	return nil
}

func (p *people) take(ctx context.Context, c *chase, at int, day calendar.Date) error {
	secretary := p.branches[c.unit].Holder("支部书记").Actor()
	f, what := p.sim.Follow, c.steps[at].what
	if what == "reply" {
		if err := p.catchUp(ctx, c, day); err != nil {
			return err
		}
	}
	paper, err := f.Paper(ctx, p.office(), c.paper)
	if err != nil {
		return err
	}
	move := follow.MoveRequest{ID: c.paper, Version: paper.Version}
	switch what {
	case "reply":
		move.Text = "能补的已经补办，台账里都登记了。逾期是因为书记和组织委员轮流驻外，没有互相交代清楚；今后每周一对照提醒表过一遍。"
		return f.Reply(ctx, secretary, move)
	case "close":
		return f.Close(ctx, p.office(), move)
	case "return":
		move.Text, move.Due = "会议只补了记录，没有补开。请把应开的会开了，再回复。", p.sim.Calendar.AddWorkdays(day, 3)
		return f.Return(ctx, p.office(), move)
	case "withdraw":
		move.Text = "该项目部已转入停工留守，所列事项随提醒表调整，不再督办。"
		return f.Withdraw(ctx, p.office(), move)
	case "ask":
		return f.Ask(ctx, secretary, follow.AskRequest{Paper: c.paper, Until: p.sim.Calendar.AddWorkdays(paper.Day, 3),
			Reason: "支部三名委员两名在外地办结算，周末才能回来开会。"})
	}
	return p.answerRequest(ctx, paper.Asked, what == "grant", p.office())
}

// answerRequest answers a request for more time.
func (p *people) answerRequest(ctx context.Context, x *follow.ExtensionLine, grant bool, by access.Actor) error {
	if x == nil {
		return nil
	}
	r := follow.DecideRequest{ID: x.ID, Version: x.Version}
	var err error
	if grant {
		err = p.sim.Follow.Grant(ctx, by, r)
	} else {
		r.Text = "其他委员可以先办，不必等人到齐。"
		err = p.sim.Follow.Refuse(ctx, by, r)
	}
	if b := p.branches[x.UnitID]; engine.CodeOf(err) == engine.Refused && b != nil { // it has been done meanwhile
		r.Text = ""
		return p.sim.Follow.TakeBack(ctx, b.Holder("支部书记").Actor(), r)
	}
	return err
}

// catchUp does most of what a 督办单 asks for.
func (p *people) catchUp(ctx context.Context, c *chase, day calendar.Date) error {
	paper, err := p.sim.Follow.Paper(ctx, p.office(), c.paper)
	if err != nil {
		return err
	}
	for _, line := range paper.Lines {
		if !line.Open() || p.chance(fmt.Sprintf("补办/%d", line.ID))%8 == 0 {
			continue
		}
		var t engine.Task
		err := p.sim.Store.View(ctx, func(tx port.Tx) error {
			return tx.Get(&t, access.Everything(), port.Where{"id": line.ID})
		})
		if err != nil || t.State != engine.TaskOpen {
			if err != nil {
				return err
			}
			continue
		}
		if err := p.do(ctx, p.branches[c.unit], &t, day); err != nil {
			return fmt.Errorf("task %d (%s): %w", t.ID, t.Duty, err)
		}
	}
	return nil
}
