package state

import "wubiao/engine"

// The events of a transfer.
const (
	TransferReceive  Event = "receive"
	TransferReturn   Event = "return"
	TransferWithdraw Event = "withdraw"
)

// The effects of a transfer's moves.
const (
	ChangeRegister Effect = "改入接收单位的花名册，原单位的岗位同日结束"
	TellSender     Effect = "通知转出单位"
)

// TransferFacts is what the guards of a transfer need to know.
type TransferFacts struct{ Answer string }

var withAnswer = &Guard[TransferFacts]{"写明原因", func(f TransferFacts) string {
	if f.Answer == "" {
		return "退回转接要写明原因，让对方知道怎么办。"
	}
	return ""
}}

// Transfers gives the life of a transfer.
func Transfers() *Table[engine.TransferState, TransferFacts] {
	type move = Move[engine.TransferState, TransferFacts]
	return &Table[engine.TransferState, TransferFacts]{
		Noun:   "组织关系转接",
		First:  engine.TransferSent,
		States: []engine.TransferState{engine.TransferSent, engine.TransferReceived, engine.TransferReturned, engine.TransferWithdrawn},
		Label: map[engine.TransferState]string{engine.TransferSent: "待接收", engine.TransferReceived: "已接收",
			engine.TransferReturned: "已退回", engine.TransferWithdrawn: "已撤回"},
		Events: []Event{TransferReceive, TransferReturn, TransferWithdraw},
		Says:   map[Event]string{TransferReceive: "接收", TransferReturn: "退回", TransferWithdraw: "撤回"},
		Moves: []move{
			{engine.TransferSent, TransferReceive, ByReceiver, nil, engine.TransferReceived, []Effect{ChangeRegister, TellSender}},
			{engine.TransferSent, TransferReturn, ByReceiver, withAnswer, engine.TransferReturned, []Effect{SetReason, TellSender}},
			{engine.TransferSent, TransferWithdraw, ByPerson, nil, engine.TransferWithdrawn, nil},
		},
	}
}
