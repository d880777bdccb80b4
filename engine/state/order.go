package state

import "wubiao/engine"

// The events of an order.
const (
	OrderRevise   Event = "revise"
	OrderIssue    Event = "issue"
	OrderDiscard  Event = "discard"
	OrderWithdraw Event = "withdraw"
	OrderClose    Event = "close"
	OrderExpire   Event = "expire" // its last day has passed
)

// The effects of its moves.
const (
	GiveTasks Effect = "给收文支部下任务"
	TakeTasks Effect = "撤销还没办完的任务"
)

// OrderFacts is what the guards of an order need to know.
type OrderFacts struct {
	Missing int    // how many of its questions have no answer yet
	Units   int    // how many branches it reaches
	Beyond  int    // how many of them it burdens beyond the budget of time
	Over    string // why all the same
	Reason  string // why it is taken back
	Past    bool   // its last day has passed
}

var (
	orderWhole = &Guard[OrderFacts]{"六问齐全、有支部可发，超出用时上限的写明理由", func(f OrderFacts) string {
		switch {
		case f.Missing > 0:
			return "还不能下达：有问题没有写清，请补上。"
		case f.Units == 0:
			return "还不能下达：选中的单位里没有正在运转的支部。"
		case f.Beyond > 0 && f.Over == "":
			return "还不能下达：有支部那一周的用时超出上限，请写明为什么仍要下达。"
		}
		return ""
	}}
	orderReason = &Guard[OrderFacts]{"写明原因", func(f OrderFacts) string {
		if f.Reason == "" {
			return "撤回专项任务要写明原因，支部会看到。"
		}
		return ""
	}}
	orderPast = &Guard[OrderFacts]{"结束日已过", func(f OrderFacts) string {
		if !f.Past {
			return "这项专项任务还没有到结束日，到期后系统会自动结束。"
		}
		return ""
	}}
)

// Orders gives the life of an order.
func Orders() *Table[engine.OrderState, OrderFacts] {
	type move = Move[engine.OrderState, OrderFacts]
	const draft, issued, closed, withdrawn, discarded = engine.OrderDraft, engine.OrderIssued, engine.OrderClosed, engine.OrderWithdrawn, engine.OrderDiscarded
	return &Table[engine.OrderState, OrderFacts]{
		Noun:   "专项任务",
		First:  draft,
		States: []engine.OrderState{draft, issued, closed, withdrawn, discarded},
		Label: map[engine.OrderState]string{draft: "草稿", issued: "办理中", closed: "已结束", withdrawn: "已撤回",
			discarded: "已作废"},
		Events: []Event{OrderRevise, OrderIssue, OrderDiscard, OrderWithdraw, OrderClose, OrderExpire},
		Says: map[Event]string{OrderRevise: "修改", OrderIssue: "下达", OrderDiscard: "作废", OrderWithdraw: "撤回",
			OrderClose: "结束", OrderExpire: "到期结束"},
		Moves: []move{
			{draft, OrderRevise, ByDrafter, nil, draft, nil},
			{draft, OrderDiscard, ByDrafter, nil, discarded, nil},
			{draft, OrderIssue, ByOffice, orderWhole, issued, []Effect{DrawNumber, GiveTasks, TellUnit}},
			{issued, OrderWithdraw, ByOffice, orderReason, withdrawn, []Effect{SetReason, TakeTasks, TellUnit}},
			{issued, OrderClose, ByOffice, nil, closed, []Effect{TakeTasks}},
			{issued, OrderExpire, ByJob, orderPast, closed, []Effect{TakeTasks}},
		},
	}
}
