package org

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
	"wubiao/engine/rule"
)

// Parameters are what the company may choose, and what it has chosen.
type Parameters struct {
	Edition string          `json:"edition"`
	List    []ParameterLine `json:"list"`
}

// ParameterLine is one parameter with its history.
type ParameterLine struct {
	Name    string       `json:"name"`
	Default string       `json:"default"` // as the edition has it; empty: it has none
	Source  string       `json:"source"`
	Note    string       `json:"note"`
	Read    []string     `json:"read"`   // the codes of the standards that read it
	Values  []ChosenLine `json:"values"` // newest first
}

// ChosenLine is a value that the company chose.
type ChosenLine struct {
	Unit   string `json:"unit"`
	From   string `json:"from"`
	Value  string `json:"value"`
	Source string `json:"source"`
	Now    bool   `json:"now"` // in force there today
}

// Parameters reads the parameters of the edition in force with the company's
// choices.
func (o *Org) Parameters(ctx context.Context, actor access.Actor) (Parameters, error) {
	scope, err := access.Authorize(actor, access.ParameterRead)
	if err != nil {
		return Parameters{}, err
	}
	out := Parameters{List: []ParameterLine{}}
	err = o.Store.View(ctx, func(tx port.Tx) error {
		e, err := o.Book.On(o.today(tx))
		if err != nil {
			return fmt.Errorf("edition of the day: %w", err)
		}
		out.Edition = e.Name
		var values []engine.ParameterValue
		if err := tx.List(&values, scope, port.Query{Order: []string{"-from_day", "-id"}}); err != nil {
			return fmt.Errorf("list parameters: %w", err)
		}
		chosen, err := o.chosen(tx, values)
		if err != nil {
			return err
		}
		read := readers(e)
		for name, p := range e.Parameters {
			line := ParameterLine{Name: name, Source: p.Source, Note: p.Note, Read: read[name], Values: chosen[name]}
			if p.Default != nil {
				line.Default = p.Default.Source
			}
			out.List = append(out.List, line)
		}
		slices.SortFunc(out.List, func(a, b ParameterLine) int { return cmp.Compare(a.Name, b.Name) })
		return nil
	})
	if err != nil {
		return Parameters{}, fmt.Errorf("read parameters: %w", err)
	}
	return out, nil
}

func (o *Org) chosen(tx port.Tx, values []engine.ParameterValue) (map[string][]ChosenLine, error) {
	names, out, decided := newNames(tx), map[string][]ChosenLine{}, map[string]bool{}
	for _, v := range values {
		unit, err := names.unit(v.UnitID)
		if err != nil {
			return nil, err
		}
		line := ChosenLine{Unit: unit, From: v.From.ChineseFull(), Value: v.Value, Source: v.Source}
		key := fmt.Sprintf("%s/%d", v.Name, v.UnitID)
		if v.From <= o.today(tx) && !decided[key] {
			line.Now, decided[key] = true, true
		}
		out[v.Name] = append(out[v.Name], line)
	}
	return out, nil
}

// readers lists for each parameter the standards that read it.
func readers(e *rule.Edition) map[string][]string {
	out := map[string][]string{}
	for _, s := range e.Standards {
		for name := range e.Parameters {
			if s.Reads(name) {
				out[name] = append(out[name], s.Code)
			}
		}
	}
	return out
}

// SetParameterRequest chooses a value for a unit and all below it, from a day on.
type SetParameterRequest struct {
	Name   string        `json:"name" validate:"required,max=60"`
	Unit   engine.UnitID `json:"unit" validate:"gte=0"`
	From   string        `json:"from" validate:"max=20"`
	Value  string        `json:"value" validate:"max=60"`
	Source string        `json:"source" validate:"max=120"`
}

// SetParameter chooses a value. Earlier choices stay as history.
func (o *Org) SetParameter(ctx context.Context, actor access.Actor, r SetParameterRequest) error {
	scope, err := access.Authorize(actor, access.ParameterSet)
	if err != nil {
		return err
	}
	err = o.Store.Update(ctx, func(tx port.Tx) error {
		e, err := o.Book.On(o.today(tx))
		if err != nil {
			return fmt.Errorf("edition of the day: %w", err)
		}
		p := e.Parameters[r.Name]
		if p == nil {
			return access.Absent()
		}
		wrong := engine.Fail(engine.Invalid, "parameter", "没有保存，请改正标出的地方")
		v := engine.ParameterValue{Name: r.Name, UnitID: r.Unit, From: dayField(wrong, "from", r.From), Value: tidy(r.Value), Source: tidy(r.Source)}
		if v.From.IsZero() && len(wrong.Fields) == 0 {
			wrong.With("from", "请写从哪一天起")
		}
		if v.Value == "" {
			wrong.With("value", "请写新的值")
		} else if err := p.Accepts(v.Value); err != nil {
			wrong.With("value", err.Error())
		}
		if v.Source == "" {
			wrong.With("source", "请写依据，例如文件名和文号")
		}
		if _, err := unitIn(tx, scope, v.UnitID); engine.CodeOf(err) == engine.NotFound {
			wrong.With("unit", "请选适用的单位")
		} else if err != nil {
			return err
		}
		if err := refusal(wrong); err != nil {
			return err
		}
		if err := tx.Insert(&v); engine.CodeOf(err) == engine.Conflict {
			return wrong.With("from", "这个单位从这一天起的值已经定过了").Because(err)
		} else if err != nil {
			return fmt.Errorf("insert value: %w", err)
		}
		return written(tx, entry(actor, access.ParameterSet, fmt.Sprintf("parameter/%d", v.ID), v.UnitID))
	})
	if err != nil {
		return fmt.Errorf("set parameter: %w", err)
	}
	return nil
}
