package sim

import (
	"context"
	"fmt"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
	"wubiao/engine/use/selfcheck"
)

// selfChecks lets the secretaries see to the quarter's self-check on the day they
// chose, and the office go through what has come in.
func (p *people) selfChecks(ctx context.Context, day calendar.Date) error {
	var checks []engine.SelfCheck
	err := p.sim.Store.View(ctx, func(tx port.Tx) error {
		return tx.List(&checks, access.Everything(), port.Query{Where: port.Where{"state": []string{
			string(engine.SelfCheckFilling), string(engine.SelfCheckReturned), string(engine.SelfCheckSubmitted)}},
			AtLeast: port.Where{"due": day.AddDays(-60)}})
	})
	if err != nil {
		return fmt.Errorf("list self-checks: %w", err)
	}
	for i := range checks {
		c := &checks[i]
		b := p.branches[c.UnitID]
		if b == nil {
			continue
		}
		if c.State == engine.SelfCheckSubmitted {
			err = p.decideOn(ctx, c, day)
		} else if when, ever := p.handsIn(b, c); ever && when <= day {
			err = p.handIn(ctx, b, c, day)
		}
		if err != nil {
			return fmt.Errorf("self-check of %s for %s: %w", b.Name, c.Period, err)
		}
	}
	return nil
}

// handsIn is the day on which a secretary means to hand a self-check in, and
// whether that ever happens.
func (p *people) handsIn(b *Branch, c *engine.SelfCheck) (calendar.Date, bool) {
	n := p.chance(fmt.Sprintf("自查/%d/%s", c.UnitID, c.Period))
	if c.State == engine.SelfCheckReturned {
		return c.SubmittedOn.AddDays(6 + int(n%5)), true
	}
	switch b.Habit {
	case Diligent:
		return c.Due.AddDays(-3 - int(n%4)), true
	case Lazy:
		return c.Due.AddDays(int(n%6) - 1), n%11 != 0
	}
	return c.Due.AddDays(-int(n % 3)), true
}

// handIn answers, explains now and then, notes the review and signs.
func (p *people) handIn(ctx context.Context, b *Branch, c *engine.SelfCheck, day calendar.Date) error {
	s, secretary := p.sim.SelfCheck, b.Holder("支部书记").Actor()
	open := func() (selfcheck.CheckPage, selfcheck.ChangeRequest, error) {
		page, err := s.Check(ctx, secretary, selfcheck.SheetRequest{Unit: c.UnitID, Period: c.Period})
		return page, selfcheck.ChangeRequest{Unit: c.UnitID, Period: c.Period, Version: page.Check.Version}, err
	}
	page, change, err := open()
	if err != nil {
		return err
	}
	if page.Unanswered > 0 {
		if err := s.Answer(ctx, secretary, selfcheck.AnswerRequest{ChangeRequest: change, Answers: p.confesses(&page), Rest: true}); err != nil {
			return err
		}
		if page, change, err = open(); err != nil {
			return err
		}
	}
	for _, line := range page.Lines {
		if line.Lost() > 0 && p.chance(fmt.Sprintf("异议/%d/%s/%s", c.UnitID, c.Period, line.Code))%17 == 0 {
			if err := s.Explain(ctx, secretary, selfcheck.ExplainRequest{ChangeRequest: change, Standard: line.Code,
				Text: "当月工地停工抢险，会议改在次月初补开，已在台账登记，请考核组核对。"}); err != nil {
				return err
			}
			if page, change, err = open(); err != nil {
				return err
			}
		}
	}
	review := selfcheck.ReviewRequest{ChangeRequest: change, Day: day}
	if len(page.Meetings) > 0 {
		review.Record, review.Day = page.Meetings[0].ID, 0
	}
	if err := s.Review(ctx, secretary, review); err != nil {
		return err
	}
	if _, change, err = open(); err != nil {
		return err
	}
	return s.Submit(ctx, secretary, change)
}

// confesses answers a question or two with something: people are honest now and
// then.
func (p *people) confesses(page *selfcheck.CheckPage) map[string]string {
	said := map[string]string{}
	for _, q := range page.Questions {
		if q.Way == selfcheck.AnswerCount && p.chance(fmt.Sprintf("如实/%d/%s", page.UnitID, q.Key))%37 == 0 {
			said[q.Key] = "1"
		}
	}
	return said
}

// decideOn lets the office look at a self-check some days after it came: it hands
// back one in nine the first time, and takes the others.
func (p *people) decideOn(ctx context.Context, c *engine.SelfCheck, day calendar.Date) error {
	n := p.chance(fmt.Sprintf("核收/%d/%s", c.UnitID, c.Period))
	if day < max(c.SubmittedOn, c.Due).AddDays(2+int(n%5)) {
		return nil
	}
	office := p.office()
	change := selfcheck.ChangeRequest{Unit: c.UnitID, Period: c.Period, Version: c.Version}
	if n%9 == 0 && c.Version < 6 {
		return p.sim.SelfCheck.Return(ctx, office, selfcheck.ReturnRequest{ChangeRequest: change,
			Reason: "党费和学时两本台账还有漏记的，请补齐后重新审议、提交。"})
	}
	return p.sim.SelfCheck.Accept(ctx, office, change)
}
