package state_test

import (
	"strings"
	"testing"

	"wubiao/engine"
	"wubiao/engine/state"
)

var everybody = []state.Who{state.ByPerson, state.ByRecord, state.ByJob, state.ByAbove, state.ByRater}

func TestSupervisionMovesOnlyByItsTable(t *testing.T) {
	t.Parallel()
	const proposed, issued, replied = engine.SupervisionProposed, engine.SupervisionIssued, engine.SupervisionReplied
	type key struct {
		from  engine.SupervisionState
		event state.Event
		who   state.Who
	}
	allowed := map[key]engine.SupervisionState{
		{proposed, state.SupervisionIssue, state.ByAbove}:    issued,
		{proposed, state.SupervisionWithdraw, state.ByAbove}: engine.SupervisionWithdrawn,
		{proposed, state.SupervisionWithdraw, state.ByJob}:   engine.SupervisionWithdrawn,
		{issued, state.SupervisionReply, state.ByPerson}:     replied,
		{replied, state.SupervisionReply, state.ByPerson}:    replied,
		{replied, state.SupervisionClose, state.ByAbove}:     engine.SupervisionClosed,
		{replied, state.SupervisionReturn, state.ByAbove}:    issued,
		{issued, state.SupervisionWithdraw, state.ByAbove}:   engine.SupervisionWithdrawn,
		{replied, state.SupervisionWithdraw, state.ByAbove}:  engine.SupervisionWithdrawn,
	}
	good := state.SupervisionFacts{Today: 10, Due: 12, Text: "已补开会议", Tasks: 1}
	table, tried := state.Supervisions(), 0
	for _, from := range table.States {
		for _, event := range table.Events {
			for _, who := range everybody {
				tried++
				move, err := table.Next(from, event, who, good)
				if want, ok := allowed[key{from, event, who}]; ok {
					if err != nil || move.To != want || len(move.Effects) == 0 {
						t.Errorf("%s %s %s: got %v, %v; want %s", from, event, who, move.To, err, want)
					}
					continue
				}
				mustRefuse(t, string(from)+" "+string(event)+" "+string(who), err)
			}
		}
	}
	if tried != 125 {
		t.Errorf("tried %d combinations, want 125", tried)
	}
}

func TestExtensionMovesOnlyByItsTable(t *testing.T) {
	t.Parallel()
	type key struct {
		from  engine.ExtensionState
		event state.Event
		who   state.Who
	}
	allowed := map[key]engine.ExtensionState{
		{engine.ExtensionNone, state.ExtensionAsk, state.ByPerson}:       engine.ExtensionAsked,
		{engine.ExtensionAsked, state.ExtensionGrant, state.ByAbove}:     engine.ExtensionGranted,
		{engine.ExtensionAsked, state.ExtensionRefuse, state.ByAbove}:    engine.ExtensionRefused,
		{engine.ExtensionAsked, state.ExtensionWithdraw, state.ByPerson}: engine.ExtensionWithdrawn,
	}
	good := state.ExtensionFacts{Today: 10, Deadline: 10, Until: 15, Open: true, Reason: "支委在外出差"}
	table, tried := state.Extensions(), 0
	for _, from := range table.States {
		for _, event := range table.Events {
			for _, who := range everybody {
				tried++
				move, err := table.Next(from, event, who, good)
				if want, ok := allowed[key{from, event, who}]; ok {
					if err != nil || move.To != want {
						t.Errorf("%s %s %s: got %v, %v; want %s", from, event, who, move.To, err, want)
					}
					continue
				}
				mustRefuse(t, string(from)+" "+string(event)+" "+string(who), err)
			}
		}
	}
	if tried != 100 {
		t.Errorf("tried %d combinations, want 100", tried)
	}
}

func TestMoreTimeIsAskedBeforeTheDayIsOver(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		facts state.ExtensionFacts
		want  string // part of the refusal; empty: allowed
	}{
		"the day before":        {state.ExtensionFacts{Today: 9, Deadline: 10, Until: 11, Open: true, Reason: "有事"}, ""},
		"on the last day":       {state.ExtensionFacts{Today: 10, Deadline: 10, Until: 11, Open: true, Reason: "有事"}, ""},
		"on the day after":      {state.ExtensionFacts{Today: 11, Deadline: 10, Until: 20, Open: true, Reason: "有事"}, "按原时限计"},
		"to the same day":       {state.ExtensionFacts{Today: 9, Deadline: 10, Until: 10, Open: true, Reason: "有事"}, "晚于现在的期限"},
		"without a reason":      {state.ExtensionFacts{Today: 9, Deadline: 10, Until: 11, Open: true}, "为什么"},
		"for what is done":      {state.ExtensionFacts{Today: 9, Deadline: 10, Until: 11, Reason: "有事"}, "不在办理中"},
		"late, and a wrong day": {state.ExtensionFacts{Today: 11, Deadline: 10, Until: 10, Open: true}, "按原时限计"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := state.Extensions().Next(engine.ExtensionNone, state.ExtensionAsk, state.ByPerson, tc.facts)
			switch {
			case tc.want == "" && err != nil:
				t.Errorf("refused: %v", err)
			case tc.want != "" && (err == nil || !strings.Contains(err.Error(), tc.want)):
				t.Errorf("got %v, want a refusal with %q", err, tc.want)
			}
		})
	}
}

func TestSupervisionGuardsRefuseWithTheirReason(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		from  engine.SupervisionState
		event state.Event
		who   state.Who
		facts state.SupervisionFacts
		want  string
	}{
		"no task":              {engine.SupervisionProposed, state.SupervisionIssue, state.ByAbove, state.SupervisionFacts{Today: 1, Due: 2, Text: "办完"}, "至少一件"},
		"nothing asked":        {engine.SupervisionProposed, state.SupervisionIssue, state.ByAbove, state.SupervisionFacts{Today: 1, Due: 2, Tasks: 1}, "要求支部做什么"},
		"due yesterday":        {engine.SupervisionProposed, state.SupervisionIssue, state.ByAbove, state.SupervisionFacts{Today: 3, Due: 2, Text: "办完", Tasks: 1}, "不能早于今天"},
		"empty reply":          {engine.SupervisionIssued, state.SupervisionReply, state.ByPerson, state.SupervisionFacts{}, "办理情况"},
		"return without why":   {engine.SupervisionReplied, state.SupervisionReturn, state.ByAbove, state.SupervisionFacts{Today: 1, Due: 2}, "写明原因"},
		"return to yesterday":  {engine.SupervisionReplied, state.SupervisionReturn, state.ByAbove, state.SupervisionFacts{Today: 3, Due: 2, Text: "没写时间"}, "不能早于今天"},
		"withdraw without why": {engine.SupervisionIssued, state.SupervisionWithdraw, state.ByAbove, state.SupervisionFacts{}, "写明原因"},
	} {
		_, err := state.Supervisions().Next(tc.from, tc.event, tc.who, tc.facts)
		mustRefuse(t, name, err)
		if err != nil && !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%s: %q does not speak of %q", name, err, tc.want)
		}
	}
}
