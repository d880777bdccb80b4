package follow

import (
	"context"
	"fmt"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
	"wubiao/engine/state"
	"wubiao/engine/use/practise"
)

// TaskFollow is what 督办 adds to the page of a task.
type TaskFollow struct {
	Past      []PastRating   `json:"past"`       // earlier completions that were returned
	Extension *ExtensionLine `json:"extension"`  // the latest request for more time; nil: none
	MayExtend bool           `json:"may_extend"` // the actor may ask for more time now
	Rate      bool           `json:"rate"`       // the actor may rate it
}

// PastRating is a completion and how it was found.
type PastRating struct {
	When   string `json:"when"`
	Word   string `json:"word"`
	Reason string `json:"reason"`
}

// OfTask reads it. A private task has nothing of the kind.
func (f *Follow) OfTask(ctx context.Context, actor access.Actor, id engine.TaskID) (TaskFollow, error) {
	scope, err := access.Authorize(actor, access.ExtensionRead)
	if err != nil {
		return TaskFollow{}, err
	}
	var out TaskFollow
	err = f.Practise.Store.View(ctx, func(tx port.Tx) error {
		s, err := f.subjectOf(tx, actor, scope, id, 0)
		if engine.CodeOf(err) == engine.NotFound {
			return nil
		}
		if err != nil {
			return err
		}
		if out.Past, err = pastRatings(tx, s.task); err != nil {
			return err
		}
		if out.Extension, err = f.openExtension(tx, port.Where{"task_id": id, "unit_id": s.unit.ID}); err != nil {
			return err
		}
		today := f.Practise.Today(tx)
		facts := state.ExtensionFacts{Today: today, Deadline: s.due, Until: s.due + 1, Open: s.open, Reason: "?"}
		_, refused := state.Extensions().Next(engine.ExtensionNone, state.ExtensionAsk, state.ByPerson, facts)
		waits := out.Extension != nil && out.Extension.State == engine.ExtensionAsked
		out.MayExtend = refused == nil && !waits && practise.Answers(actor, s.unit.ID, s.post) && access.May(actor.Role, access.ExtensionAsk)
		out.Rate = s.task.State == engine.TaskDone && s.task.Quality == engine.Unrated && f.mayRate(tx, actor, s.unit, s.task) == nil
		return nil
	})
	if err != nil {
		return TaskFollow{}, fmt.Errorf("read what 督办 knows of a task: %w", err)
	}
	return out, nil
}

// pastRatings are the returns that a task has behind it.
func pastRatings(tx port.Tx, t *engine.Task) ([]PastRating, error) {
	var found []engine.Appraisal
	q := port.Query{Where: port.Where{"task_id": t.ID, "quality": engine.Returned}, Order: []string{"id"}}
	if err := tx.List(&found, access.Everything(), q); err != nil {
		return nil, fmt.Errorf("list appraisals: %w", err)
	}
	var out []PastRating
	for _, a := range found {
		out = append(out, PastRating{a.DoneOn.ChineseFull(), a.Quality.Chinese(), a.Reason})
	}
	return out, nil
}
