package state

import (
	"sync"

	"wubiao/engine"
	"wubiao/engine/calendar"
)

// The events of a task.
const (
	TaskConfirm  Event = "confirm"  // a tap: done
	TaskUndo     Event = "undo"     // the tap taken back
	TaskFulfil   Event = "fulfil"   // a record did it
	TaskUnfulfil Event = "unfulfil" // that record is gone
	TaskRetire   Event = "retire"   // the duty no longer applies
	TaskReopen   Event = "reopen"   // it applies again
	TaskReturn   Event = "return"   // not good enough: to be done again
	TaskRedo     Event = "redo"     // what was returned has been put right
)

// The effects of a task's moves.
const (
	SetDone    Effect = "记下完成日和完成人"
	ClearDone  Effect = "清除完成日和完成人"
	SetReason  Effect = "写明原因"
	DropReason Effect = "清除原因"
	SetReturn  Effect = "记下退回和重办期限"
)

// TaskFacts is what the guards of a task need to know.
type TaskFacts struct {
	Confirm   bool            // the duty is done by a tap (done: confirm), not by records
	Person    engine.PersonID // who asks; 0: nobody
	DoneBy    engine.PersonID // who did it
	Today     calendar.Date
	ChangedOn calendar.Date // the day of the task's last change, when the tap was made
	Reason    string        // why it is to be retired or returned
	Returned  bool          // it waits to be done again
	Redo      calendar.Date // by when it is to be done again
}

var (
	byTap = &Guard[TaskFacts]{"点一下即完成的事项", func(f TaskFacts) string {
		if !f.Confirm {
			return "这件事要有台账记录才算完成，不能直接点完成：请先登记，登记后系统会自动记为完成。"
		}
		return ""
	}}
	byLedger = &Guard[TaskFacts]{"凭记录完成的事项", func(f TaskFacts) string {
		if f.Confirm {
			return "这件事由本人点一下确认，不凭台账记录。"
		}
		return ""
	}}
	samePersonAndDay = &Guard[TaskFacts]{"本人当天", func(f TaskFacts) string {
		switch {
		case !f.Confirm:
			return "这件事是凭台账记录完成的，不能撤回：如果记录有误，请改正或删除那条记录。"
		case f.Person == 0 || f.Person != f.DoneBy:
			return "这件事不是您确认的，不能由您撤回：请确认的人当天自己撤回。"
		case f.Today != f.ChangedOn:
			return "只能在确认的当天撤回，现在已经过了那一天。"
		}
		return ""
	}}
	withReason = &Guard[TaskFacts]{"有原因", func(f TaskFacts) string {
		if f.Reason == "" {
			return "撤销任务要写明原因。"
		}
		return ""
	}}
)

var (
	withReturn = &Guard[TaskFacts]{"写明原因和重办期限", func(f TaskFacts) string {
		switch {
		case f.Reason == "":
			return "退回要写明哪里不合格、要怎样改。"
		case f.Redo < f.Today:
			return "重办的期限不能早于今天。"
		}
		return ""
	}}
	wasReturned = &Guard[TaskFacts]{"退回重办的事", func(f TaskFacts) string {
		if !f.Returned {
			return "这件事没有被退回，请按原来的办法完成。"
		}
		return ""
	}}
)

// Tasks gives the life of a task.
func Tasks() *Table[engine.TaskState, TaskFacts] { return taskTable() }

// taskTable is made once, and nobody changes it.
var taskTable = sync.OnceValue(func() *Table[engine.TaskState, TaskFacts] {
	type move = Move[engine.TaskState, TaskFacts]
	return &Table[engine.TaskState, TaskFacts]{
		Noun:   "任务",
		First:  engine.TaskOpen,
		States: []engine.TaskState{engine.TaskOpen, engine.TaskDone, engine.TaskRetired},
		Label:  map[engine.TaskState]string{engine.TaskOpen: "待办", engine.TaskDone: "已完成", engine.TaskRetired: "不再适用"},
		Events: []Event{TaskConfirm, TaskUndo, TaskFulfil, TaskUnfulfil, TaskRetire, TaskReopen, TaskReturn, TaskRedo},
		Says: map[Event]string{
			TaskConfirm: "确认完成", TaskUndo: "撤回完成", TaskFulfil: "凭记录完成",
			TaskUnfulfil: "记录不再算数", TaskRetire: "撤销", TaskReopen: "恢复",
			TaskReturn: "退回重办", TaskRedo: "重办完成",
		},
		Moves: []move{
			{engine.TaskOpen, TaskConfirm, ByPerson, byTap, engine.TaskDone, []Effect{SetDone}},
			{engine.TaskOpen, TaskFulfil, ByRecord, byLedger, engine.TaskDone, []Effect{SetDone}},
			{engine.TaskDone, TaskUndo, ByPerson, samePersonAndDay, engine.TaskOpen, []Effect{ClearDone}},
			{engine.TaskDone, TaskUnfulfil, ByRecord, byLedger, engine.TaskOpen, []Effect{ClearDone}},
			{engine.TaskOpen, TaskRetire, ByJob, withReason, engine.TaskRetired, []Effect{SetReason}},
			{engine.TaskRetired, TaskReopen, ByJob, nil, engine.TaskOpen, []Effect{DropReason}},
			{engine.TaskDone, TaskReturn, ByRater, withReturn, engine.TaskOpen, []Effect{ClearDone, SetReturn}},
			{engine.TaskOpen, TaskRedo, ByPerson, wasReturned, engine.TaskDone, []Effect{SetDone}},
		},
	}
})
