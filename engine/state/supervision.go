package state

import (
	"wubiao/engine"
	"wubiao/engine/calendar"
)

// The events of a 督办单.
const (
	SupervisionPropose  Event = "propose" // how it begins where the ladder proposes it
	SupervisionIssue    Event = "issue"
	SupervisionReply    Event = "reply"
	SupervisionReturn   Event = "return"
	SupervisionClose    Event = "close"
	SupervisionWithdraw Event = "withdraw"
)

// The effects of its moves.
const (
	DrawNumber Effect = "编号"
	KeepText   Effect = "记入办理情况"
)

// SupervisionFacts is what the guards of a 督办单 need to know.
type SupervisionFacts struct {
	Today calendar.Date
	Due   calendar.Date // by when it is asked, or asked again
	Text  string        // what is asked, answered, or why it goes back
	Tasks int           // how many tasks it is about
}

var (
	complete = &Guard[SupervisionFacts]{"有要求、期限和事项", func(f SupervisionFacts) string {
		switch {
		case f.Tasks == 0:
			return "督办单要针对至少一件逾期的事，请先选定。"
		case f.Text == "":
			return "请写明要求支部做什么。"
		case f.Due < f.Today:
			return "办理期限不能早于今天。"
		}
		return ""
	}}
	answered = &Guard[SupervisionFacts]{"写明办理情况", func(f SupervisionFacts) string {
		if f.Text == "" {
			return "请写明办理情况：做了什么，结果怎样。"
		}
		return ""
	}}
	againBy = &Guard[SupervisionFacts]{"写明原因和新的期限", func(f SupervisionFacts) string {
		switch {
		case f.Text == "":
			return "退回重办要写明原因。"
		case f.Due < f.Today:
			return "重办的期限不能早于今天。"
		}
		return ""
	}}
	explained = &Guard[SupervisionFacts]{"写明原因", func(f SupervisionFacts) string {
		if f.Text == "" {
			return "撤销督办要写明原因。"
		}
		return ""
	}}
)

// Supervisions gives the life of a 督办单.
func Supervisions() *Table[engine.SupervisionState, SupervisionFacts] {
	type move = Move[engine.SupervisionState, SupervisionFacts]
	const proposed, issued, replied = engine.SupervisionProposed, engine.SupervisionIssued, engine.SupervisionReplied
	const closed, withdrawn = engine.SupervisionClosed, engine.SupervisionWithdrawn
	return &Table[engine.SupervisionState, SupervisionFacts]{
		Noun:   "督办单",
		First:  proposed,
		States: []engine.SupervisionState{proposed, issued, replied, closed, withdrawn},
		Label: map[engine.SupervisionState]string{proposed: "拟督办", issued: "办理中", replied: "已回复待审",
			closed: "已办结", withdrawn: "已撤销"},
		Events: []Event{SupervisionIssue, SupervisionReply, SupervisionReturn, SupervisionClose, SupervisionWithdraw},
		Says: map[Event]string{SupervisionIssue: "下发", SupervisionReply: "回复办理情况", SupervisionReturn: "退回重办",
			SupervisionClose: "办结", SupervisionWithdraw: "撤销"},
		Moves: []move{
			{proposed, SupervisionIssue, ByAbove, complete, issued, []Effect{DrawNumber, KeepText, TellUnit}},
			{proposed, SupervisionWithdraw, ByAbove, explained, withdrawn, []Effect{KeepText}},
			{proposed, SupervisionWithdraw, ByJob, explained, withdrawn, []Effect{KeepText}},
			{issued, SupervisionReply, ByPerson, answered, replied, []Effect{KeepText, TellAbove}},
			{replied, SupervisionReply, ByPerson, answered, replied, []Effect{KeepText}},
			{replied, SupervisionClose, ByAbove, nil, closed, []Effect{KeepText, TellUnit}},
			{replied, SupervisionReturn, ByAbove, againBy, issued, []Effect{KeepText, SetDeadline, TellUnit}},
			{issued, SupervisionWithdraw, ByAbove, explained, withdrawn, []Effect{KeepText, TellUnit}},
			{replied, SupervisionWithdraw, ByAbove, explained, withdrawn, []Effect{KeepText, TellUnit}},
		},
	}
}
