package handbook

import (
	"fmt"

	"wubiao/engine"
	"wubiao/engine/calendar"
	"wubiao/engine/rule"
)

// CheckReport is what `handbook check` tells.
type CheckReport struct {
	Edition   string         `json:"edition"`
	Standards int            `json:"standards"`
	Parts     map[string]int `json:"parts"`
	PartOrder []string       `json:"-"`
	Points    engine.Points  `json:"points"`
	Rules     int            `json:"rules"`
	Cases     int            `json:"cases"`
	Problems  []string       `json:"problems"`
	Warnings  []string       `json:"warnings"`
	SHA256    string         `json:"sha256"`
}

// Check tells everything wrong or doubtful about a loaded edition: what the
// loader found, cases that fail, rules that no case makes count, and requests
// that stand twice.
func Check(loaded *Loaded, cal *calendar.Calendar) CheckReport {
	r := CheckReport{Parts: map[string]int{}, Problems: []string{}, Warnings: []string{}, SHA256: loaded.SHA256}
	for _, p := range loaded.Problems {
		r.add(p)
	}
	e := loaded.Edition
	if e == nil {
		return r
	}
	r.Edition, r.Standards = e.Name, len(e.Standards)
	for _, p := range e.Parts {
		r.PartOrder = append(r.PartOrder, p.Name)
		r.Parts[p.Name] = 0
	}
	for _, s := range e.Standards {
		if s.Part != "" {
			r.Parts[s.Part]++
		}
		if p, written := s.Points.Written(); written {
			r.Points += p
		}
		r.Rules += len(s.Scoring)
		r.Cases += len(s.Cases)
	}
	r.Cases += len(e.Cases)
	for _, p := range Lint(e) {
		r.add(p)
	}
	r.enough(e)
	if len(loaded.Errors()) == 0 { // an edition that does not compile cannot be judged
		r.cases(e, cal)
	}
	return r
}

func (r *CheckReport) add(p rule.Problem) {
	if p.Warning {
		r.Warnings = append(r.Warnings, p.String())
		return
	}
	r.Problems = append(r.Problems, p.String())
}

func (r *CheckReport) cases(e *rule.Edition, cal *calendar.Calendar) {
	report := RunCases(e, cal)
	for _, f := range report.Failures {
		r.add(f)
	}
	for _, key := range report.Idle {
		r.add(rule.Problem{Pos: e.Rule(key).Pos, Warning: true, Message: fmt.Sprintf("没有一个例让规则 %s 起作用", key)})
	}
}

// enough asks for four cases of every standard.
func (r *CheckReport) enough(e *rule.Edition) {
	if e.Asks == nil || len(*e.Asks) == 0 {
		return
	}
	for _, s := range e.Standards {
		if len(s.Cases) < 4 {
			r.add(rule.Problem{Pos: s.Pos, Message: fmt.Sprintf("%s 只有%d个例，至少要四个：满分、部分、没有记录、不适用或未到期", s.Code, len(s.Cases))})
		}
	}
}
