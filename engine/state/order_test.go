package state_test

import (
	"testing"

	"wubiao/engine"
	"wubiao/engine/state"
)

func TestOrderMovesOnlyByItsTable(t *testing.T) {
	t.Parallel()
	const draft, issued = engine.OrderDraft, engine.OrderIssued
	type key struct {
		from  engine.OrderState
		event state.Event
		who   state.Who
	}
	allowed := map[key]engine.OrderState{
		{draft, state.OrderRevise, state.ByDrafter}:   draft,
		{draft, state.OrderDiscard, state.ByDrafter}:  engine.OrderDiscarded,
		{draft, state.OrderIssue, state.ByOffice}:     issued,
		{issued, state.OrderWithdraw, state.ByOffice}: engine.OrderWithdrawn,
		{issued, state.OrderClose, state.ByOffice}:    engine.OrderClosed,
		{issued, state.OrderExpire, state.ByJob}:      engine.OrderClosed,
	}
	good := state.OrderFacts{Units: 3, Reason: "重复", Past: true}
	table, tried := state.Orders(), 0
	for _, from := range table.States {
		for _, event := range table.Events {
			for _, who := range append([]state.Who{state.ByDrafter, state.ByOffice}, everybody...) {
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
	if tried != 210 {
		t.Errorf("tried %d combinations, want 210", tried)
	}
}

func TestGuardsOfAnOrder(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		from  engine.OrderState
		event state.Event
		who   state.Who
		facts state.OrderFacts
	}{
		"a question open":    {engine.OrderDraft, state.OrderIssue, state.ByOffice, state.OrderFacts{Missing: 1, Units: 2}},
		"nobody addressed":   {engine.OrderDraft, state.OrderIssue, state.ByOffice, state.OrderFacts{}},
		"beyond, no reason":  {engine.OrderDraft, state.OrderIssue, state.ByOffice, state.OrderFacts{Units: 2, Beyond: 1}},
		"withdrawn, no word": {engine.OrderIssued, state.OrderWithdraw, state.ByOffice, state.OrderFacts{}},
		"not yet past":       {engine.OrderIssued, state.OrderExpire, state.ByJob, state.OrderFacts{}},
	} {
		_, err := state.Orders().Next(c.from, c.event, c.who, c.facts)
		mustRefuse(t, name, err)
	}
}
