package state

import (
	"wubiao/engine"
	"wubiao/engine/calendar"
)

// The events of a request for more time.
const (
	ExtensionAsk      Event = "ask"
	ExtensionGrant    Event = "grant"
	ExtensionRefuse   Event = "refuse"
	ExtensionWithdraw Event = "withdraw"
)

// The effects of its moves.
const (
	SetDeadline Effect = "改按新的期限计算是否超期"
	TellUnit    Effect = "通知支部"
	TellAbove   Effect = "通知上级"
)

// ExtensionFacts is what the guards of a request need to know.
type ExtensionFacts struct {
	Today    calendar.Date
	Deadline calendar.Date // the day that counts now
	Until    calendar.Date // the day asked for
	Open     bool          // what it is for is still to be done
	Reason   string        // why it is asked, or why refused
}

var (
	beforeExpiry = &Guard[ExtensionFacts]{"到期前、有原因和预计完成日", func(f ExtensionFacts) string {
		switch {
		case !f.Open:
			return "这件事已经不在办理中，不用申请延期。"
		case f.Today > f.Deadline:
			return "这件事已于" + f.Deadline.ChineseFull() + "到期。延期要在到期前申请，未办延期的按原时限计，请尽快办理。"
		case f.Until <= f.Deadline:
			return "预计完成日要晚于现在的期限" + f.Deadline.ChineseFull() + "。"
		case f.Reason == "":
			return "请写明为什么要延期。"
		}
		return ""
	}}
	stillOpen = &Guard[ExtensionFacts]{"事情还在办理", func(f ExtensionFacts) string {
		if !f.Open {
			return "这件事已经办完或不再要求，不用再答复延期。"
		}
		return ""
	}}
	refusedWhy = &Guard[ExtensionFacts]{"写明原因", func(f ExtensionFacts) string {
		if f.Reason == "" {
			return "不同意延期要写明原因。"
		}
		return ""
	}}
)

// Extensions gives the life of a request for more time.
func Extensions() *Table[engine.ExtensionState, ExtensionFacts] {
	type move = Move[engine.ExtensionState, ExtensionFacts]
	return &Table[engine.ExtensionState, ExtensionFacts]{
		Noun:  "延期申请",
		First: engine.ExtensionNone,
		States: []engine.ExtensionState{engine.ExtensionNone, engine.ExtensionAsked, engine.ExtensionGranted,
			engine.ExtensionRefused, engine.ExtensionWithdrawn},
		Label: map[engine.ExtensionState]string{engine.ExtensionNone: "未申请", engine.ExtensionAsked: "待答复",
			engine.ExtensionGranted: "同意", engine.ExtensionRefused: "不同意", engine.ExtensionWithdrawn: "已撤回"},
		Events: []Event{ExtensionAsk, ExtensionGrant, ExtensionRefuse, ExtensionWithdraw},
		Says: map[Event]string{ExtensionAsk: "申请延期", ExtensionGrant: "同意延期", ExtensionRefuse: "不同意延期",
			ExtensionWithdraw: "撤回申请"},
		Moves: []move{
			{engine.ExtensionNone, ExtensionAsk, ByPerson, beforeExpiry, engine.ExtensionAsked, []Effect{TellAbove}},
			{engine.ExtensionAsked, ExtensionGrant, ByAbove, stillOpen, engine.ExtensionGranted, []Effect{SetDeadline, TellUnit}},
			{engine.ExtensionAsked, ExtensionRefuse, ByAbove, refusedWhy, engine.ExtensionRefused, []Effect{TellUnit}},
			{engine.ExtensionAsked, ExtensionWithdraw, ByPerson, nil, engine.ExtensionWithdrawn, []Effect{}},
		},
	}
}
