package rule

import (
	"fmt"
	"maps"
	"strings"

	"wubiao/engine"
)

// CheckVotes checks the votes that a record of the ledger had to pass: that of
// its step, and those by which a rule of a standard that applies would find it
// invalid. Each vote that was not carried gives one field with the sentence that
// tells the numbers; only other numbers make it go away.
func (e *Edition) CheckVotes(ledger string, fields map[string]any, u UnitFacts) ([]engine.Field, error) {
	l := e.Ledgers[ledger]
	if l == nil || len(l.Columns) == 0 {
		return nil, nil
	}
	seen := map[string]bool{}
	var wrong []engine.Field
	if name := l.stepVote(fields); name != "" {
		seen[name] = true
		found, err := e.checkVote(ballot{name: name, ask: true}, ledger, fields, u)
		if err != nil {
			return nil, err
		}
		wrong = append(wrong, found...)
	}
	for i := range l.Votes {
		held := &l.Votes[i]
		if yes, err := e.Meets(held.Where, ledger, fields, u); err != nil || !yes || seen[held.Vote] {
			if err != nil {
				return nil, err
			}
			continue
		}
		seen[held.Vote] = true
		carried, err := e.Meets(held.Carried, ledger, fields, u)
		if err != nil {
			return nil, err
		}
		found, err := e.checkVote(ballot{name: held.Vote, ask: true, lost: !carried, says: e.ColumnsRead(held.Carried, ledger)}, ledger, fields, u)
		if err != nil {
			return nil, err
		}
		wrong = append(wrong, found...)
	}
	for _, s := range e.Standards {
		for _, r := range s.Scoring {
			if r.Of != ledger || r.Vote == "" || seen[r.Vote] {
				continue
			}
			asked, err := e.faultsVote(s, r, fields, u)
			if err != nil {
				return nil, err
			}
			if !asked {
				continue
			}
			seen[r.Vote] = true
			found, err := e.checkVote(ballot{name: r.Vote}, ledger, fields, u)
			if err != nil {
				return nil, err
			}
			wrong = append(wrong, found...)
		}
	}
	return wrong, nil
}

// stepVote names the vote of the record's step, or nothing.
func (l *Ledger) stepVote(fields map[string]any) string {
	if l.Steps == nil {
		return ""
	}
	for _, step := range l.Steps.List {
		if step.ID == fields[l.Steps.By] {
			return step.Vote
		}
	}
	return ""
}

// faultsVote says whether the rule finds a fault in the record that better
// numbers of the vote would take away.
func (e *Edition) faultsVote(s *Standard, r *Rule, fields map[string]any, u UnitFacts) (bool, error) {
	if yes, err := e.AppliesTo(s, u); err != nil || !yes {
		return false, err
	}
	now, err := e.Meets(r.Where, r.Of, fields, u)
	if err != nil || !now {
		return false, err
	}
	better := maps.Clone(fields)
	for _, column := range e.Votes[r.Vote].columns() {
		better[column] = 100
	}
	better[columnWritten] = 0
	still, err := e.Meets(r.Where, r.Of, better, u)
	return !still, err
}

// ballot is one vote of a record.
type ballot struct {
	name string
	ask  bool     // numbers that are not there are asked for
	lost bool     // it was not carried: enough must have come, no more
	says []string // the columns that say it was carried
}

// checkVote applies one vote.
func (e *Edition) checkVote(b ballot, ledger string, fields map[string]any, u UnitFacts) ([]engine.Field, error) {
	v, layout := *e.Votes[b.name], e.compiled.layouts[ledger]
	if b.lost {
		v.Pass = nil
	}
	row, err := layout.read(fields)
	if err != nil {
		return nil, err
	}
	get := func(column string) (Rat, bool) {
		i, ok := layout.index[column]
		if !ok || row[i].kind != number {
			return Rat{}, false
		}
		return row[i].rat, true
	}
	var missing []engine.Field
	for _, column := range v.columns() {
		if _, ok := get(column); !ok && column != columnWritten {
			missing = append(missing, engine.Field{Name: column, Message: "表决过的，这个数要填：按它判断到会和赞成够不够"})
		}
	}
	if len(missing) > 0 {
		if !b.ask {
			return nil, nil
		}
		return missing, nil
	}
	known, err := e.unitEnv(u)
	if err != nil {
		return nil, err
	}
	share := func(x *Expr) (Rat, bool) { return fractionOf(x, known) }
	for _, m := range []*Majority{v.Quorum, v.Pass} {
		if m == nil {
			continue
		}
		if _, ok := share(m.Of); !ok {
			return nil, nil // the company has not said how many must come: nothing to hold it against
		}
	}
	verdict, err := v.Decide(get, share)
	if err != nil || verdict.Valid() {
		return nil, err
	}
	refused := v.refusal(verdict)
	if len(b.says) > 0 && verdict.Quorum {
		refused.Message += "；表决没有通过的，「" + strings.Join(b.says, "」「") + "」空着就行"
	}
	return []engine.Field{refused}, nil
}

// refusal puts the verdict at the number that is too small.
func (v *Vote) refusal(verdict Verdict) engine.Field {
	column, what := v.inFavour(), "赞成票没有达到规定"
	if !verdict.Quorum {
		column, what = v.present(), "到会人数没有达到规定"
	}
	title := v.Title
	if title == "" {
		title = "表决"
	}
	return engine.Field{Name: column, Message: fmt.Sprintf("%s：%s。%s。请核对人数；人数没有填错的，这次不能算数，要重新开会表决", title, what, verdict.Reason)}
}
