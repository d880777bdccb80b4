package sim

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
	"wubiao/engine/rule"
	"wubiao/engine/use/practise"
)

// agreed says whether a column holds a day that is agreed when the record is made,
// and not one on which something happened.
func agreed(column string) bool {
	for _, word := range []string{"时限", "期限", "应报日期", "届满日", "有效期至"} {
		if strings.HasSuffix(column, word) {
			return true
		}
	}
	return strings.HasPrefix(column, "约定")
}

// follows lists, for a ledger, the days that are filled in when they come: those by
// which the book judges and which no duty asks for by itself. A private ledger is
// left as it was written.
func (s *Sim) follows(l *rule.Ledger) map[string]bool {
	if known, ok := s.later[l.Name]; ok {
		return known
	}
	out := map[string]bool{}
	for _, st := range s.edition.Standards {
		for _, name := range s.edition.ColumnsUsed(st, l.Name) {
			out[name] = !l.Private
		}
	}
	for _, st := range s.edition.Standards {
		for _, d := range st.Duties {
			if d.Event != nil && d.Done != nil && d.Event.Of == l.Name && d.Done.Of == l.Name {
				for _, name := range s.edition.ColumnsRead(d.Done.Where, l.Name) {
					delete(out, name)
				}
			}
		}
	}
	s.later[l.Name] = out
	return out
}

// awaiting is what a record will say when the day has come.
type awaiting struct {
	actor  access.Actor
	branch *Branch
	record engine.RecordID
	column string
	day    calendar.Date
}

// await notes when what follows on a record will happen: about as long after it as
// in the book's example. Diligent people are in time, others now and then are not,
// and a few never come to it.
func (p *people) await(actor access.Actor, b *Branch, id engine.RecordID, made *draft) {
	for _, column := range slices.Sorted(maps.Keys(made.later)) {
		n := p.chance(fmt.Sprintf("后续/%d/%s", id, column))
		gap, never := made.later[column], uint64(0)
		switch b.Habit {
		case Diligent:
			gap -= int(n % 2)
		case Lazy:
			gap, never = gap+max(0, int(n%8)-5), 10
		default:
			gap, never = gap+int(n%12)/11, 3
		}
		if n/16%100 < never {
			continue
		}
		day := made.day.AddDays(max(gap, 0))
		p.awaited[day] = append(p.awaited[day], awaiting{actor, b, id, column, day})
	}
}

// follow fills in what has happened by the day.
func (p *people) follow(ctx context.Context, day calendar.Date) error {
	for _, on := range slices.Sorted(maps.Keys(p.awaited)) {
		if on > day {
			return nil
		}
		for _, a := range p.awaited[on] {
			if err := p.fillIn(ctx, a); err != nil {
				return fmt.Errorf("fill in %s of record %d: %w", a.column, a.record, err)
			}
		}
		delete(p.awaited, on)
	}
	return nil
}

func (p *people) fillIn(ctx context.Context, a awaiting) error {
	var r engine.Record
	err := p.sim.Store.View(ctx, func(tx port.Tx) error {
		return tx.Get(&r, access.Everything(), port.Where{"id": int64(a.record)})
	})
	if err != nil {
		return fmt.Errorf("find the record: %w", err)
	}
	if v := r.Fields[a.column]; v != nil && v != "" {
		return nil // somebody has filled it in meanwhile
	}
	fields := maps.Clone(r.Fields)
	fields[a.column] = a.day.String()
	_, err = p.sim.Practise.EditRecord(ctx, a.actor, practise.EditRecordRequest{Record: r.ID, Version: r.Version, Fields: fields})
	if code := engine.CodeOf(err); code == engine.Invalid || code == engine.Refused {
		return nil
	}
	if err != nil {
		return err
	}
	return p.attach(ctx, a.actor, a.branch, r.Ledger, r.ID)
}
