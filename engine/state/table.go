package state

import (
	"fmt"

	"wubiao/engine"
)

// Event is what somebody wants to happen to a noun.
type Event string

// Who is the kind of actor that brings an event about.
type Who string

// The kinds of actors.
const (
	ByPerson Who = "本人"  // somebody who may act for the noun's unit
	ByRecord Who = "记录"  // a ledger record that came, changed or went
	ByJob    Who = "系统"  // a job of the program
	ByAbove  Who = "上级"  // who stands above the noun's unit: a general branch, the committee
	ByRater  Who = "评定人" // the post that judges how well a task was done

	ByReceiver Who = "接收方" // the unit to which somebody is transferred

	ByDrafter Who = "起草人"   // whoever may draft an order: the committee
	ByOffice  Who = "党委工作部" // the one exit of orders
)

// Effect is what the use case that makes a move must do besides, in the same
// transaction.
type Effect string

// Guard is a condition of a move. Refuse gives the Chinese sentence that tells
// why the facts do not allow it, or "".
type Guard[F any] struct {
	Name   string
	Refuse func(F) string
}

// Move is one row of a table: from × event × who × guard → to × effects. Of
// rows with the same from, event and who the first whose guard holds counts.
type Move[S ~string, F any] struct {
	From    S
	Event   Event
	Who     Who
	Guard   *Guard[F] // nil: always
	To      S
	Effects []Effect
}

// Table is the whole life of a noun. What is not in it cannot happen. F is what
// its guards need to know; it is filled by the use case.
type Table[S ~string, F any] struct {
	Noun   string           // 任务
	First  S                // the state it begins in
	States []S              // in the order of the diagram
	Label  map[S]string     // how people call a state: 待办
	Events []Event          // every event there is
	Says   map[Event]string // how people call an event: 确认完成
	Moves  []Move[S, F]
}

// Next decides one event. It gives the row that applies, or a refusal in
// Chinese: engine.Refused where the state or a guard forbids it,
// engine.Forbidden where only somebody else may do it.
func (t *Table[S, F]) Next(from S, event Event, who Who, facts F) (Move[S, F], error) {
	var others []Who
	refusal := ""
	for _, m := range t.Moves {
		switch {
		case m.From != from || m.Event != event:
			continue
		case m.Who != who:
			others = append(others, m.Who)
			continue
		case m.Guard == nil:
			return m, nil
		}
		why := m.Guard.Refuse(facts)
		if why == "" {
			return m, nil
		}
		if refusal == "" {
			refusal = why
		}
	}
	var none Move[S, F]
	switch {
	case refusal != "":
		return none, engine.Fail(engine.Refused, "guard", refusal)
	case len(others) > 0:
		return none, engine.Fail(engine.Forbidden, "wrong_actor",
			fmt.Sprintf("「%s」不能由%s来做，只能由%s做。", t.Says[event], who, others[0]))
	}
	return none, engine.Fail(engine.Refused, "state",
		fmt.Sprintf("这项%s现在是「%s」，不能「%s」。%s", t.Noun, t.Label[from], t.Says[event], t.instead(from)))
}

// instead tells what can still happen in a state.
func (t *Table[S, F]) instead(from S) string {
	var can []string
	for _, m := range t.Moves {
		if m.From == from && !contains(can, t.Says[m.Event]) {
			can = append(can, t.Says[m.Event])
		}
	}
	if len(can) == 0 {
		return "它已经办结，不再变动。"
	}
	text := "这时可以："
	for i, c := range can {
		if i > 0 {
			text += "、"
		}
		text += c
	}
	return text + "。"
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}
