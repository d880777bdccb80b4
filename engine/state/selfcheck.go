package state

import (
	"sync"

	"wubiao/engine"
	"wubiao/engine/calendar"
)

// The events of a self-check.
const (
	SelfCheckChange Event = "change" // an answer or an explanation
	SelfCheckReview Event = "review"
	SelfCheckSubmit Event = "submit"
	SelfCheckReturn Event = "return"
	SelfCheckAccept Event = "accept"
)

// The effects of its moves.
const (
	KeepReview  Effect = "记下审议的日子和会议"
	ClearReview Effect = "清除审议"
	SealScore   Effect = "封存得分"
	OpenScore   Effect = "解除封存并重算"
	KeepRecord  Effect = "记入自查台账"
	KeepStep    Effect = "记入经过"
)

// SelfCheckFacts is what the guards of a self-check need to know.
type SelfCheckFacts struct {
	Today      calendar.Date
	Opens      calendar.Date
	ReviewedOn calendar.Date // the day of the meeting that is named
	Unanswered int           // questions of the sheet that nobody has answered
	Secretary  bool          // who signs is the branch's secretary, in person
	Text       string        // why it goes back
}

var (
	gathered = &Guard[SelfCheckFacts]{"问题都已回答，会议日期合理", func(f SelfCheckFacts) string {
		switch {
		case f.Unanswered > 0:
			return "还有问题没有回答，请先答完再提请审议：没有发生的，可以一次选“其余均无此情况”。"
		case f.ReviewedOn.IsZero():
			return "请选审议自查表的会议，或填写审议的日期。"
		case f.ReviewedOn > f.Today:
			return "审议日期不能晚于今天。"
		case f.ReviewedOn < f.Opens:
			return "审议日期早于自查表开放的日子（" + f.Opens.Chinese() + "），请选这之后开的会。"
		}
		return ""
	}}
	inPerson = &Guard[SelfCheckFacts]{"支部书记本人签字，没有新的问题", func(f SelfCheckFacts) string {
		switch {
		case !f.Secretary:
			return "自查表要由支部书记本人签字提交，别人不能代签。"
		case f.Unanswered > 0:
			return "审议以后又有新的问题要回答，请先答完，再签字提交。"
		}
		return ""
	}}
	toldWhy = &Guard[SelfCheckFacts]{"写明退回原因", func(f SelfCheckFacts) string {
		if f.Text == "" {
			return "退回要写明原因，支部才知道改什么。"
		}
		return ""
	}}
)

// SelfChecks gives the life of a self-check.
func SelfChecks() *Table[engine.SelfCheckState, SelfCheckFacts] { return selfCheckTable() }

// selfCheckTable is made once, and nobody changes it.
var selfCheckTable = sync.OnceValue(func() *Table[engine.SelfCheckState, SelfCheckFacts] {
	type move = Move[engine.SelfCheckState, SelfCheckFacts]
	const filling, reviewed, submitted = engine.SelfCheckFilling, engine.SelfCheckReviewed, engine.SelfCheckSubmitted
	const returned, accepted = engine.SelfCheckReturned, engine.SelfCheckAccepted
	return &Table[engine.SelfCheckState, SelfCheckFacts]{
		Noun:   "自查表",
		First:  filling,
		States: []engine.SelfCheckState{filling, reviewed, submitted, returned, accepted},
		Label: map[engine.SelfCheckState]string{filling: "填报中", reviewed: "已审议", submitted: "已提交",
			returned: "退回修改", accepted: "已核收"},
		Events: []Event{SelfCheckChange, SelfCheckReview, SelfCheckSubmit, SelfCheckReturn, SelfCheckAccept},
		Says: map[Event]string{SelfCheckChange: "修改回答和说明", SelfCheckReview: "记下审议", SelfCheckSubmit: "签字提交",
			SelfCheckReturn: "退回", SelfCheckAccept: "核收"},
		Moves: []move{
			{filling, SelfCheckChange, ByPerson, nil, filling, nil},
			{returned, SelfCheckChange, ByPerson, nil, returned, nil},
			{reviewed, SelfCheckChange, ByPerson, nil, filling, []Effect{ClearReview}},
			{filling, SelfCheckReview, ByPerson, gathered, reviewed, []Effect{KeepReview, KeepStep}},
			{returned, SelfCheckReview, ByPerson, gathered, reviewed, []Effect{KeepReview, KeepStep}},
			{reviewed, SelfCheckReview, ByPerson, gathered, reviewed, []Effect{KeepReview, KeepStep}},
			{reviewed, SelfCheckSubmit, ByPerson, inPerson, submitted, []Effect{SealScore, KeepRecord, KeepStep, TellAbove}},
			{submitted, SelfCheckReturn, ByAbove, toldWhy, returned, []Effect{ClearReview, OpenScore, KeepStep, TellUnit}},
			{submitted, SelfCheckAccept, ByAbove, nil, accepted, []Effect{KeepStep, TellUnit}},
		},
	}
})
