// Package standard holds the use cases of 定标: which edition is in force, how
// it is kept, and how it is read.
package standard

import (
	"cmp"
	"slices"
	"sort"
	"strings"

	"wubiao/engine"
	"wubiao/engine/calendar"
	"wubiao/engine/rule"
)

// Book is the shelf of compiled editions a process works with. It never
// changes after it is made.
type Book struct {
	editions []*rule.Edition
	doings   map[*rule.Edition]map[string][]Doing // by ledger
}

// Doing is a duty that a record of a ledger can do.
type Doing struct {
	Standard *rule.Standard
	Duty     *rule.Duty
	Cadences []calendar.Kind // the kinds of period that its tasks may be of
}

// NewBook puts editions on the shelf, in the order they take effect.
func NewBook(editions ...*rule.Edition) *Book {
	sorted := append([]*rule.Edition(nil), editions...)
	sort.SliceStable(sorted, func(i, j int) bool { return sorted[i].Effective < sorted[j].Effective })
	b := &Book{editions: sorted, doings: make(map[*rule.Edition]map[string][]Doing, len(sorted))}
	for _, e := range sorted {
		b.doings[e] = b.doingsOf(e)
	}
	return b
}

func (b *Book) doingsOf(e *rule.Edition) map[string][]Doing {
	out := map[string][]Doing{}
	for _, s := range e.Standards {
		for _, d := range s.Duties {
			if d.Done != nil && !d.Done.Confirm {
				out[d.Done.Of] = append(out[d.Done.Of], Doing{s, d, b.Cadences(s.Code + "." + d.ID)})
			}
		}
	}
	return out
}

// DoneBy lists the duties of an edition on the shelf that a record of the ledger can
// do, in the order of the handbook.
func (b *Book) DoneBy(e *rule.Edition, ledger string) []Doing { return b.doings[e][ledger] }

// On gives the edition in force on the day: the last that took effect on or
// before it. Before the first edition there was none.
func (b *Book) On(d calendar.Date) (*rule.Edition, error) {
	for i := len(b.editions) - 1; i >= 0; i-- {
		if b.editions[i].Effective <= d {
			return b.editions[i], nil
		}
	}
	return nil, engine.Fail(engine.NotFound, "no_edition", d.String()+" 还没有生效的手册版次")
}

// Between lists the editions that are in force on any day from one to the other, in the
// order they take effect.
func (b *Book) Between(from, to calendar.Date) []*rule.Edition {
	var out []*rule.Edition
	for i, e := range b.editions {
		over := i+1 < len(b.editions) && b.editions[i+1].Effective <= max(from, e.Effective)
		if !over && e.Effective <= to && from <= to {
			out = append(out, e)
		}
	}
	return out
}

// Named gives the edition a task or sheet is pinned to.
func (b *Book) Named(name string) (*rule.Edition, error) {
	for _, e := range b.editions {
		if e.Name == name {
			return e, nil
		}
	}
	return nil, engine.Fail(engine.NotFound, "no_edition", "手册版次「"+name+"」不在本系统中")
}

// Cadences are the kinds of period that a duty's tasks may be of: an edition may
// have changed them while tasks of the one before are still open. An event's task
// belongs to a month.
func (b *Book) Cadences(duty string) []calendar.Kind {
	code, id, _ := strings.Cut(duty, ".")
	var out []calendar.Kind
	for _, e := range b.editions {
		for _, s := range e.Standards {
			for _, d := range s.Duties {
				if s.Code != code || d.ID != id || d.Due == nil {
					continue
				}
				if kind := cmp.Or(d.Due.Cadence(), calendar.KindMonth); !slices.Contains(out, kind) {
					out = append(out, kind)
				}
			}
		}
	}
	return out
}
