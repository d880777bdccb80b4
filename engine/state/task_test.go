package state_test

import (
	"strings"
	"testing"
	"unicode"

	"wubiao/engine"
	"wubiao/engine/state"
)

// allowing are facts that satisfy every guard of the event.
func allowing(event state.Event) state.TaskFacts {
	f := state.TaskFacts{Person: 7, DoneBy: 7, Today: 10, ChangedOn: 10, Reason: "单位已撤销", Returned: true, Redo: 10}
	f.Confirm = event == state.TaskConfirm || event == state.TaskUndo
	return f
}

func TestOnlyTheMovesOfTheTableArePossible(t *testing.T) {
	t.Parallel()
	type key struct {
		from  engine.TaskState
		event state.Event
		who   state.Who
	}
	allowed := map[key]engine.TaskState{
		{engine.TaskOpen, state.TaskConfirm, state.ByPerson}:  engine.TaskDone,
		{engine.TaskOpen, state.TaskFulfil, state.ByRecord}:   engine.TaskDone,
		{engine.TaskOpen, state.TaskRetire, state.ByJob}:      engine.TaskRetired,
		{engine.TaskDone, state.TaskUndo, state.ByPerson}:     engine.TaskOpen,
		{engine.TaskDone, state.TaskUnfulfil, state.ByRecord}: engine.TaskOpen,
		{engine.TaskRetired, state.TaskReopen, state.ByJob}:   engine.TaskOpen,
		{engine.TaskDone, state.TaskReturn, state.ByRater}:    engine.TaskOpen,
		{engine.TaskOpen, state.TaskRedo, state.ByPerson}:     engine.TaskDone,
	}
	table, tried := state.Tasks(), 0
	for _, from := range table.States {
		for _, event := range table.Events {
			for _, who := range []state.Who{state.ByPerson, state.ByRecord, state.ByJob, state.ByAbove, state.ByRater} {
				tried++
				move, err := table.Next(from, event, who, allowing(event))
				want, ok := allowed[key{from, event, who}]
				if ok {
					if err != nil || move.To != want || len(move.Effects) == 0 {
						t.Errorf("%s %s %s: got %v, %v; want %s", from, event, who, move.To, err, want)
					}
					continue
				}
				mustRefuse(t, string(from)+" "+string(event)+" "+string(who), err)
			}
		}
	}
	if tried != 120 {
		t.Errorf("tried %d combinations, want 120", tried)
	}
}

// mustRefuse wants a refusal with a Chinese sentence.
func mustRefuse(t *testing.T, what string, err error) {
	t.Helper()
	code := engine.CodeOf(err)
	if code != engine.Refused && code != engine.Forbidden {
		t.Errorf("%s: got %v, want a refusal", what, err)
		return
	}
	han := 0
	for _, r := range err.Error() {
		if unicode.Is(unicode.Han, r) {
			han++
		}
		if r < unicode.MaxASCII && unicode.IsLetter(r) {
			t.Errorf("%s: the refusal %q is not Chinese", what, err)
			return
		}
	}
	if han < 8 || !strings.HasSuffix(err.Error(), "。") {
		t.Errorf("%s: the refusal %q is no sentence", what, err)
	}
}

func TestGuardsRefuseWithTheirReason(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		from  engine.TaskState
		event state.Event
		who   state.Who
		spoil func(*state.TaskFacts)
		want  string
	}{
		"tap on a duty done by records": {engine.TaskOpen, state.TaskConfirm, state.ByPerson, func(f *state.TaskFacts) { f.Confirm = false }, "台账记录"},
		"record for a duty done by tap": {engine.TaskOpen, state.TaskFulfil, state.ByRecord, func(f *state.TaskFacts) { f.Confirm = true }, "点一下"},
		"undo by somebody else":         {engine.TaskDone, state.TaskUndo, state.ByPerson, func(f *state.TaskFacts) { f.Person = 8 }, "不是您确认的"},
		"undo by nobody":                {engine.TaskDone, state.TaskUndo, state.ByPerson, func(f *state.TaskFacts) { f.Person, f.DoneBy = 0, 0 }, "不是您确认的"},
		"undo on the next day":          {engine.TaskDone, state.TaskUndo, state.ByPerson, func(f *state.TaskFacts) { f.Today++ }, "当天"},
		"undo what a record did":        {engine.TaskDone, state.TaskUndo, state.ByPerson, func(f *state.TaskFacts) { f.Confirm = false }, "凭台账记录"},
		"return without a reason":       {engine.TaskDone, state.TaskReturn, state.ByRater, func(f *state.TaskFacts) { f.Reason = "" }, "哪里不合格"},
		"return to yesterday":           {engine.TaskDone, state.TaskReturn, state.ByRater, func(f *state.TaskFacts) { f.Redo = f.Today - 1 }, "不能早于今天"},
		"redo what was not returned":    {engine.TaskOpen, state.TaskRedo, state.ByPerson, func(f *state.TaskFacts) { f.Returned = false }, "没有被退回"},
		"retire without a reason":       {engine.TaskOpen, state.TaskRetire, state.ByJob, func(f *state.TaskFacts) { f.Reason = "" }, "写明原因"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			facts := allowing(tc.event)
			tc.spoil(&facts)
			_, err := state.Tasks().Next(tc.from, tc.event, tc.who, facts)
			mustRefuse(t, name, err)
			if err != nil && !strings.Contains(err.Error(), tc.want) {
				t.Errorf("refusal %q does not speak of %q", err, tc.want)
			}
		})
	}
}
