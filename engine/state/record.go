package state

import "wubiao/engine"

// The events of a record.
const (
	RecordRemove  Event = "remove"
	RecordRestore Event = "restore"
)

// The effects of a record's moves.
const (
	KeepHistory Effect = "原来的内容、时间、办理人和原因留在修改记录里"
	Recount     Effect = "重新核对它完成的任务和相关的得分"
)

// RecordFacts is what the guards of a record need to know.
type RecordFacts struct {
	Writer    bool // who asks entered it, or did what it tells of
	Secretary bool // who asks is the unit's secretary
	Reason    string
}

var (
	byWriter = &Guard[RecordFacts]{"登记人、办理人或支部书记，写明原因", func(f RecordFacts) string {
		switch {
		case !f.Writer && !f.Secretary:
			return "这条记录不是您登记的：请登记它的人或支部书记来删除。"
		case f.Reason == "":
			return "删除记录要写明原因，原因会留在修改记录里。"
		}
		return ""
	}}
	byOwner = &Guard[RecordFacts]{"登记人、办理人或支部书记", func(f RecordFacts) string {
		if !f.Writer && !f.Secretary {
			return "这条记录不是您登记的：请登记它的人或支部书记来恢复。"
		}
		return ""
	}}
)

// Records gives the life of a record after it was entered.
func Records() *Table[engine.RecordState, RecordFacts] {
	type move = Move[engine.RecordState, RecordFacts]
	return &Table[engine.RecordState, RecordFacts]{
		Noun:   "记录",
		First:  engine.RecordThere,
		States: []engine.RecordState{engine.RecordThere, engine.RecordGone},
		Label:  map[engine.RecordState]string{engine.RecordThere: "在册", engine.RecordGone: "已删除"},
		Events: []Event{RecordRemove, RecordRestore},
		Says:   map[Event]string{RecordRemove: "删除", RecordRestore: "恢复"},
		Moves: []move{
			{engine.RecordThere, RecordRemove, ByPerson, byWriter, engine.RecordGone, []Effect{KeepHistory, Recount}},
			{engine.RecordGone, RecordRestore, ByPerson, byOwner, engine.RecordThere, []Effect{KeepHistory, Recount}},
		},
	}
}
