package plan

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"wubiao/engine"
	"wubiao/engine/calendar"
)

// Parameters are a company's choices, ready to be asked for many units. A nil
// one has none. It remembers answers and is not safe for concurrent use.
type Parameters struct {
	byUnit map[engine.UnitID][]engine.ParameterValue // latest first
	known  map[string]map[string]string
	key    []byte
}

// NewParameters arranges the choices.
func NewParameters(values []engine.ParameterValue) *Parameters {
	p := &Parameters{byUnit: map[engine.UnitID][]engine.ParameterValue{}, known: map[string]map[string]string{}}
	for _, v := range values {
		p.byUnit[v.UnitID] = append(p.byUnit[v.UnitID], v)
	}
	for _, list := range p.byUnit {
		slices.SortStableFunc(list, func(a, b engine.ParameterValue) int {
			return cmp.Or(cmp.Compare(b.From, a.From), cmp.Compare(b.ID, a.ID))
		})
	}
	return p
}

// For gives the choices in force for the unit with the path on the day, by the
// parameter's name: that of the nearest unit up the path which has one, and of
// its values the one with the latest From not after the day. The map is shared:
// do not change it.
func (p *Parameters) For(path string, day calendar.Date) map[string]string {
	if p == nil || len(p.byUnit) == 0 {
		return nil
	}
	p.key = strconv.AppendInt(p.key[:0], int64(day), 10)
	rest := strings.Trim(path, "/")
	for rest != "" {
		id := rest
		if i := strings.LastIndexByte(rest, '/'); i >= 0 {
			rest, id = rest[:i], rest[i+1:]
		} else {
			rest = ""
		}
		n, err := strconv.ParseInt(id, 10, 64)
		if err == nil && p.byUnit[engine.UnitID(n)] != nil {
			p.key = strconv.AppendInt(append(p.key, '/'), n, 10)
		}
	}
	if known, ok := p.known[string(p.key)]; ok {
		return known
	}
	out := p.resolve(strings.Split(string(p.key), "/")[1:], day)
	p.known[string(p.key)] = out
	return out
}

// resolve goes up the units that hold choices, nearest first.
func (p *Parameters) resolve(holders []string, day calendar.Date) map[string]string {
	out := map[string]string{}
	for _, id := range holders {
		n, err := strconv.ParseInt(id, 10, 64)
		if err != nil {
			continue // the keys were written by For: cannot be
		}
		own := map[string]bool{}
		for _, v := range p.byUnit[engine.UnitID(n)] {
			if _, nearer := out[v.Name]; v.From > day || own[v.Name] || nearer {
				continue
			}
			own[v.Name] = true
			out[v.Name] = v.Value
		}
	}
	return out
}

// Resolve gives the choices in force for one unit: the pure function behind
// Parameters.
func Resolve(values []engine.ParameterValue, path string, day calendar.Date) map[string]string {
	return NewParameters(values).For(path, day)
}
