package rule

import (
	"slices"

	"wubiao/engine"
)

// finding rounds a rule's line and says what came of it.
func (j *judging) finding(l *line) Finding {
	r := l.rule
	f := Finding{Rule: r.key, Outcome: Kept, Notes: l.notes, Floorless: r.Floor != nil && r.Floor.None}
	switch {
	case l.exempt:
		f.Outcome = NotMet
	case l.unjudged:
		f.Outcome = NotJudged
	}
	if f.Outcome != Kept {
		f.Gaps = unique(l.gaps)
		f.Reason = r.explain(&j.prose, &f)
		return f
	}
	if len(l.now) > 0 || len(l.before) > 0 { // most rules find nothing
		f.Deducted, f.Added, f.Earned = j.sum(l, "deduct"), j.sum(l, "add"), j.sum(l, "earn")
		j.outright(l, &f)
	}
	f.Gaps = unique(l.gaps) // a cap or a limit may have added one
	f.Records = l.counting()
	if l.need.Exists() {
		f.Need = j.figure(l.need)
	}
	f.Have = j.figure(l.counted())
	f.Outcome = outcome(f)
	f.Reason = r.explain(&j.prose, &f)
	return f
}

// sum gives the rounded line of an effect: its value so far, less what earlier
// sheets of the same window gave.
func (j *judging) sum(l *line, effect string) engine.Points {
	round := j.edition.Score.Round
	give := func(pieces []piece) Rat { return j.total(l, pieces, effect) }
	value := give(l.now)
	if len(l.before) > 0 {
		return value.Round(*round.Line, round.Half) - give(l.before).Round(*round.Line, round.Half)
	}
	return value.Round(*round.Line, round.Half)
}

// outright takes over what is no amount: an assigned score (the lowest), a
// forfeit, a veto.
func (j *judging) outright(l *line, f *Finding) {
	forfeits := Whole(0)
	for _, p := range l.now {
		if p.dropped || p.row != nil && p.row.day != 0 && p.row.day < j.period.Start && l.rule.Since == nil {
			continue
		}
		switch p.effect {
		case "score":
			score := p.amount.Round(*j.edition.Score.Round.Line, j.edition.Score.Round.Half)
			if f.Score == nil || score < *f.Score {
				f.Score = &score
			}
		case "forfeit":
			f.Forfeit = true
		case "veto":
			f.Vetoes = append(f.Vetoes, p.veto)
		}
		if p.row != nil {
			forfeits = forfeits.Add(p.row.quantity)
		}
	}
	r := l.rule
	if r.ForfeitAt != nil {
		if at, ok := j.number(l, r.ForfeitAt, nil); ok && forfeits.Cmp(at) >= 0 {
			f.Forfeit = true
		}
	}
	if r.Veto != "" && r.Kind != VetoBy && (f.Forfeit || f.Deducted > 0) {
		f.Vetoes = append(f.Vetoes, r.Veto)
	}
}

func outcome(f Finding) Outcome {
	switch {
	case f.Forfeit:
		return Forfeited
	case f.Deducted != 0:
		return Deducted
	case len(f.Vetoes) > 0:
		return Vetoed
	case f.Score != nil:
		return Scored
	case f.Added != 0:
		return Added
	case f.Earned != 0:
		return Earned
	case len(f.Gaps) > 0:
		return NoEvidence
	}
	return Kept
}

// counting lists the records the rule counted, each once.
func (l *line) counting() []int64 {
	n := 0
	for i := range l.now {
		if !l.now[i].dropped {
			n += len(l.now[i].records)
		}
	}
	if n == 0 {
		return nil
	}
	out := make([]int64, 0, n)
	for i := range l.now {
		if !l.now[i].dropped {
			out = append(out, l.now[i].records...)
		}
	}
	return unique(out)
}

// figure keeps a figure of a finding: not the line's own, which would keep its
// rows.
func (j *judging) figure(r Rat) *Rat {
	if r == j.figures[0] { // nothing, as most rules find
		return &j.figures[0]
	}
	j.figures = append(j.figures, r)
	return &j.figures[len(j.figures)-1]
}

// counted gives how many rows the rule counted.
func (l *line) counted() Rat {
	if l.have.Exists() {
		return l.have
	}
	n := Whole(0)
	for i := range l.now {
		if p := &l.now[i]; !p.dropped && p.row != nil {
			n = n.Add(p.row.quantity)
		}
	}
	return n
}

// unique keeps the first of equals. A few are compared one by one: most lists are
// that short.
func unique[T comparable](list []T) []T {
	if len(list) < 2 {
		return list
	}
	const few = 12
	out := list[:0]
	if len(list) <= few {
		for _, one := range list {
			if !slices.Contains(out, one) {
				out = append(out, one)
			}
		}
		return out
	}
	seen := make(map[T]bool, len(list))
	for _, one := range list {
		if !seen[one] {
			seen[one] = true
			out = append(out, one)
		}
	}
	return out
}
