package state_test

import (
	"strings"
	"testing"

	"wubiao/engine"
	"wubiao/engine/state"
)

// checkable are facts that satisfy every guard of a self-check.
func checkable() state.SelfCheckFacts {
	return state.SelfCheckFacts{Today: 100, Opens: 90, ReviewedOn: 95, Secretary: true, Text: "会议记录没有补齐"}
}

func TestOnlyTheMovesOfASelfCheckArePossible(t *testing.T) {
	t.Parallel()
	type key struct {
		from  engine.SelfCheckState
		event state.Event
		who   state.Who
	}
	allowed := map[key]engine.SelfCheckState{
		{engine.SelfCheckFilling, state.SelfCheckChange, state.ByPerson}:  engine.SelfCheckFilling,
		{engine.SelfCheckReturned, state.SelfCheckChange, state.ByPerson}: engine.SelfCheckReturned,
		{engine.SelfCheckReviewed, state.SelfCheckChange, state.ByPerson}: engine.SelfCheckFilling,
		{engine.SelfCheckFilling, state.SelfCheckReview, state.ByPerson}:  engine.SelfCheckReviewed,
		{engine.SelfCheckReturned, state.SelfCheckReview, state.ByPerson}: engine.SelfCheckReviewed,
		{engine.SelfCheckReviewed, state.SelfCheckReview, state.ByPerson}: engine.SelfCheckReviewed,
		{engine.SelfCheckReviewed, state.SelfCheckSubmit, state.ByPerson}: engine.SelfCheckSubmitted,
		{engine.SelfCheckSubmitted, state.SelfCheckReturn, state.ByAbove}: engine.SelfCheckReturned,
		{engine.SelfCheckSubmitted, state.SelfCheckAccept, state.ByAbove}: engine.SelfCheckAccepted,
	}
	table, tried := state.SelfChecks(), 0
	for _, from := range table.States {
		for _, event := range table.Events {
			for _, who := range []state.Who{state.ByPerson, state.ByRecord, state.ByJob, state.ByAbove, state.ByRater} {
				tried++
				move, err := table.Next(from, event, who, checkable())
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
	if tried != 125 {
		t.Errorf("tried %d combinations, want 125", tried)
	}
}

func TestASelfCheckIsRefusedWithItsReason(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		from  engine.SelfCheckState
		event state.Event
		who   state.Who
		spoil func(*state.SelfCheckFacts)
		want  string
	}{
		"review with open questions":    {engine.SelfCheckFilling, state.SelfCheckReview, state.ByPerson, func(f *state.SelfCheckFacts) { f.Unanswered = 3 }, "没有回答"},
		"review without a day":          {engine.SelfCheckFilling, state.SelfCheckReview, state.ByPerson, func(f *state.SelfCheckFacts) { f.ReviewedOn = 0 }, "日期"},
		"a meeting that is yet to come": {engine.SelfCheckFilling, state.SelfCheckReview, state.ByPerson, func(f *state.SelfCheckFacts) { f.ReviewedOn = 101 }, "晚于今天"},
		"a meeting before it opened":    {engine.SelfCheckReturned, state.SelfCheckReview, state.ByPerson, func(f *state.SelfCheckFacts) { f.ReviewedOn = 89 }, "早于"},
		"signed on behalf":              {engine.SelfCheckReviewed, state.SelfCheckSubmit, state.ByPerson, func(f *state.SelfCheckFacts) { f.Secretary = false }, "不能代签"},
		"a question came up since":      {engine.SelfCheckReviewed, state.SelfCheckSubmit, state.ByPerson, func(f *state.SelfCheckFacts) { f.Unanswered = 1 }, "先答完"},
		"returned for no reason":        {engine.SelfCheckSubmitted, state.SelfCheckReturn, state.ByAbove, func(f *state.SelfCheckFacts) { f.Text = "" }, "原因"},
	} {
		facts := checkable()
		tc.spoil(&facts)
		_, err := state.SelfChecks().Next(tc.from, tc.event, tc.who, facts)
		mustRefuse(t, name, err)
		if err != nil && !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%s: refusal %q does not speak of %q", name, err, tc.want)
		}
	}
}
