package sim

import (
	"context"
	"fmt"
	"strings"
	"time"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/rule"
	"wubiao/engine/use/order"
	"wubiao/engine/use/practise"
)

// errand is a 专项任务 that the sample's 党委工作部 issues. Everything in it is
// invented.
type errand struct {
	month    time.Month // on the first workday from this day on; 0: so many workdays before the end
	day      int
	before   int
	workdays int    // until it is due; 0: it stays a draft
	over     string // why it goes beyond the budget where it has to
	firm     bool   // its day cannot be moved
	draft    order.Draft
}

func errands() []errand {
	number := func(label, held string) order.DraftColumn {
		return order.DraftColumn{Label: label, Kind: "数字", Held: held}
	}
	return []errand{
		{month: 7, day: 22, workdays: 6, over: "连续高温预警，防暑措施当天就要核对；正在换届、补选的支部由所在总支派人帮助核对。", draft: order.Draft{Title: "高温季节防暑措施落实核对", Post: "支部书记", Minutes: 10,
			What: "核对避开高温时段作业、防暑药品和饮水三件事落实到每个班组。", Why: "7月下旬连续高温，桥面和箱梁内作业最容易中暑。",
			Steps: "问每个班组长：几点上工、几点收工\n看药箱和饮水点\n没落实的当天补上", When: "利用早上巡查时间，不另开会、不报材料。",
			Degree: "每个班组都问到看到；缺的当天补齐。"}},
		{month: 6, day: 15, workdays: 7, firm: true, over: "业主要求6月底前报走访名单，逾期当年的慰问经费不予列支；与季末工作确实撞在一周，已请各总支派人帮助填报。", draft: order.Draft{Title: "“七一”前困难党员和老党员摸底", Post: "组织委员", Minutes: 90,
			What: "摸清本支部生活困难党员和党龄满50年的老党员的情况。", Why: "“七一”前要把走访慰问落到人，名单不准就慰问不到位。",
			Steps:  "对照花名册逐人过一遍\n有困难的当面问清困难在哪里\n把人数报上来，姓名留在支部",
			Degree: "每名党员都过到；人数和花名册对得上；困难的具体情况支部说得清。",
			Columns: []order.DraftColumn{number("生活困难党员有几人", ""), number("党龄满50年的老党员有几人", ""),
				number("今年已走访慰问多少人次", "关怀慰问：条数"), {Label: "要公司帮助解决的困难（没有写无）", Kind: "文字"}}}},
		{before: 5, workdays: 8, over: "入冬取暖用电已经开始，驻地防火不能再等；换届和届中补选的支部由所在总支派人帮助检查。", draft: order.Draft{Title: "冬季驻地用电用火专项检查", Post: "支部书记", Minutes: 30,
			What: "把职工宿舍、食堂、库房的电线、取暖和用火情况查一遍。", Why: "入冬后取暖用电多，驻地彩钢房着火快，一氧化碳中毒也集中在这两个月。",
			Steps:   "看电线有没有私拉乱接、取暖器有没有人离不关\n看烟囱和通风口有没有堵\n看灭火器在不在、有没有过期\n查出的隐患登记，当天能改的当天改",
			Degree:  "每间宿舍都进去看过；私拉乱接的当场拆；灭火器都能用。",
			Columns: []order.DraftColumn{number("查出几处隐患", ""), {Label: "有没有私拉乱接", Kind: "是否"}, number("本季度《隐患排查》登记了多少条", "隐患排查：条数")}}},
		{before: 2, draft: order.Draft{Title: "元旦春节走访慰问名单摸底", Post: "组织委员", Minutes: 40, What: "摸清要走访慰问的困难党员、困难职工。",
			Why: "两节前把慰问落到人。", Steps: "对照花名册和工会台账过一遍\n当面问清困难"}}, // no degree: it waits as a draft
	}
}

// errands lets 党委工作部 issue what is due on the day.
func (p *people) errands(ctx context.Context, day calendar.Date) error {
	for _, e := range errands() {
		if p.sim.dayOf(e.month, e.day, e.before, day) != day {
			continue
		}
		if err := p.errand(ctx, e, day); err != nil {
			return fmt.Errorf("errand %s: %w", e.draft.Title, err)
		}
	}
	return nil
}

// mostMoves is how often an errand is moved to a calmer week.
const mostMoves = 5

// errand drafts one and, where it is whole, issues it. Where it would burden a
// branch beyond the budget it is moved to a calmer week first; where none is near,
// it goes out as it was with a signed reason, or waits as a draft.
func (p *people) errand(ctx context.Context, e errand, day calendar.Date) error {
	actor := p.office()
	draft := p.sim.asked(e.draft)
	draft.Targets = []engine.UnitID{p.company.Root}
	p.sim.fallsDue(&draft, day, e.workdays)
	first := draft
	id, err := p.sim.Orders.Add(ctx, actor, order.AddRequest{Draft: draft})
	if err != nil || e.workdays == 0 {
		return err
	}
	page, err := p.sim.Orders.Order(ctx, actor, id)
	for move := 0; err == nil && page.Load.Beyond > 0 && !e.firm && move < mostMoves; move++ {
		p.sim.fallsDue(&draft, draft.Due, 1)
		page, err = p.revise(ctx, page, draft)
	}
	if err == nil && page.Load.Beyond > 0 && e.over != "" && draft.Due != first.Due {
		page, err = p.revise(ctx, page, first)
	}
	if err != nil || page.Load.Beyond > 0 && e.over == "" {
		return err
	}
	over := e.over
	if page.Load.Beyond == 0 {
		over = ""
	}
	return p.sim.Orders.Issue(ctx, actor, order.IssueRequest{Order: id, Version: page.Order.Version, Over: over})
}

// revise gives an order another draft and looks at what it asks for then.
func (p *people) revise(ctx context.Context, page order.Page, draft order.Draft) (order.Page, error) {
	actor, id := p.office(), page.Order.ID
	if err := p.sim.Orders.Revise(ctx, actor, order.ReviseRequest{Order: id, Version: page.Order.Version, Draft: draft}); err != nil {
		return page, err
	}
	return p.sim.Orders.Order(ctx, actor, id)
}

// fallsDue gives a draft its days.
func (s *Sim) fallsDue(d *order.Draft, from calendar.Date, workdays int) {
	if workdays > 0 {
		d.Due = s.Calendar.AddWorkdays(from, workdays)
		d.Ends = s.Calendar.AddWorkdays(d.Due, 5)
	}
}

// asked keeps of a draft what the edition has: a sample may run on another book.
func (s *Sim) asked(d order.Draft) order.Draft {
	for i := range d.Columns {
		if d.Columns[i].Held != "" && s.edition.Ledgers["隐患排查"] == nil {
			d.Columns[i].Held = ""
		}
	}
	return d
}

// answer does a task of an order: a tap, or what is asked, as it comes filled in
// and else invented.
func (p *people) answer(ctx context.Context, b *Branch, t *engine.Task) error {
	ask, err := p.sim.Orders.OfTask(ctx, access.System(), t.ID)
	if err != nil || ask == nil || ask.Closed != "" {
		return err
	}
	page, err := p.sim.Practise.Task(ctx, access.System(), t.ID)
	if err != nil {
		return err
	}
	actor := b.Holder(page.Line.Post).Actor()
	if len(ask.Fields) == 0 {
		return p.sim.Practise.Done(ctx, actor, practise.TapRequest{Task: t.ID, Version: t.Version})
	}
	answers := map[string]any{}
	nothing := false // of what was looked for
	for _, f := range ask.Fields {
		n := p.chance(fmt.Sprintf("%d/%s/%s", t.UnitID, t.Duty, f.ID))
		switch {
		case f.Value != "":
			answers[f.ID] = f.Value
		case f.Type == rule.TypeNumber:
			count := n % (1 + mostOf(f.Label))
			nothing = nothing || count == 0 && !rare(f.Label)
			answers[f.ID] = fmt.Sprint(count)
		case len(f.Choices) > 0:
			answers[f.ID] = f.Choices[n%2].Value
			if nothing {
				answers[f.ID] = "否"
			}
		case nothing:
			answers[f.ID] = "无"
		default:
			answers[f.ID] = []string{"无", "食堂热水不够，想添两台热水器", "一名党员家属长期住院", "无"}[n%4]
		}
	}
	return p.sim.Orders.Answer(ctx, actor, order.AnswerRequest{Task: t.ID, Version: ask.Version, Answers: answers})
}

// rare says whether a question asks for what a building site hardly ever has.
func rare(question string) bool { return strings.Contains(question, "党龄满50年") }

// mostOf is the largest number that the sample answers a question with.
func mostOf(question string) uint64 {
	switch {
	case rare(question):
		return 0
	case strings.Contains(question, "困难党员"):
		return 2
	}
	return 5
}
