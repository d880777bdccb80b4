package practise

import (
	"context"
	"fmt"

	"wubiao/engine"
	"wubiao/engine/calendar"
	"wubiao/engine/plan"
	"wubiao/engine/rule"
)

// flagSites tells of every site that has asked for no Party organisation in time
// (三同步), on the very day after its deadline: the site itself, and the company.
func (p *Practise) flagSites(ctx context.Context, f facts, today calendar.Date, result *ReconcileResult) error {
	edition, err := p.Book.On(today)
	if engine.CodeOf(err) == engine.NotFound || err == nil && edition.Sync == nil {
		return nil
	}
	if err != nil {
		return err
	}
	root := rootOf(f.units)
	var notices []engine.Notice
	for i := range f.units {
		u := &f.units[i]
		flagged, err := p.flagged(u, edition, f.parameters, today)
		if err != nil {
			result.warn(err)
			continue
		}
		if flagged.day.IsZero() {
			continue
		}
		key := fmt.Sprintf("sync/%d/%s/", u.ID, flagged.from)
		text := fmt.Sprintf("%s自%s起已满%s，还没有提出建立党组织的请示，请尽快办理（三同步）。",
			u.Name, flagged.from.ChineseFull(), edition.Sync.Within.Chinese())
		own := engine.Notice{Key: key + "unit", UnitID: u.ID, Kind: engine.NoticeFlag, AboutUnit: u.ID, Day: flagged.day, Text: text}
		notices = append(notices, own)
		if root != 0 && root != u.ID {
			company := own
			company.Key, company.UnitID = key+"company", root
			notices = append(notices, company)
		}
	}
	n, err := p.tell(ctx, "job.flag", notices)
	result.Flags += n
	return err
}

type flag struct{ from, day calendar.Date }

// flagged says since when a unit must be flagged, if at all by today.
func (p *Practise) flagged(u *engine.Unit, e *rule.Edition, parameters *plan.Parameters, today calendar.Date) (flag, error) {
	from, err := plan.DateOf(u.Attributes[e.Sync.From])
	if err != nil {
		return flag{}, fmt.Errorf("第%d号单位的「%s」：%w", u.ID, e.Sync.From, err)
	}
	until, err := plan.DateOf(u.Attributes[e.Sync.Until])
	if err != nil {
		return flag{}, fmt.Errorf("第%d号单位的「%s」：%w", u.ID, e.Sync.Until, err)
	}
	day := plan.SyncDay(e.Sync, from, until, u.Start, p.Calendar)
	if day.IsZero() || day > today || !u.Closed.IsZero() && u.Closed < day {
		return flag{}, nil
	}
	applies, err := e.DutyAppliesTo(&rule.Duty{When: e.Sync.When}, plan.FactsOf(u, day, parameters))
	if err != nil {
		return flag{}, fmt.Errorf("第%d号单位：%w", u.ID, err)
	}
	if !applies {
		return flag{}, nil
	}
	return flag{from, day}, nil
}

// rootOf finds the company; 0 where there is none.
func rootOf(units []engine.Unit) engine.UnitID {
	for i := range units {
		if units[i].ParentID == nil {
			return units[i].ID
		}
	}
	return 0
}
