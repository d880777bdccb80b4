package score

import (
	"encoding/json"
	"fmt"
	"strings"

	"wubiao/engine"
	"wubiao/engine/rule"
)

// keptLine and keptFinding are the stored forms of an item and a finding. The
// names are short because a company keeps millions of them.
type keptLine struct {
	Code     string         `json:"c"`
	Status   rule.Status    `json:"s"`
	Points   *engine.Points `json:"p,omitempty"`
	Max      *engine.Points `json:"m,omitempty"`
	Unknown  string         `json:"u,omitempty"`
	Findings []keptFinding  `json:"f,omitempty"`
}

type keptFinding struct {
	Rule      string         `json:"r"`
	Outcome   rule.Outcome   `json:"o"`
	Deducted  engine.Points  `json:"d,omitempty"`
	Added     engine.Points  `json:"a,omitempty"`
	Earned    engine.Points  `json:"e,omitempty"`
	Score     *engine.Points `json:"s,omitempty"`
	Forfeit   bool           `json:"z,omitempty"`
	Vetoes    []string       `json:"v,omitempty"`
	Floorless bool           `json:"b,omitempty"`
	Need      []int64        `json:"n,omitempty"`
	Have      []int64        `json:"h,omitempty"`
	Records   []int64        `json:"i,omitempty"`
	Gaps      []string       `json:"g,omitempty"`
	Notes     []string       `json:"t,omitempty"`
}

// Keep writes the sheet's totals and standards into the score and gives its lines
// as they are stored: numbers and records.
func (s *Sheet) Keep(into *engine.Score) (lines string, err error) {
	t := &s.Totals
	into.Points, into.Max, into.Bonus, into.Result = t.Points, t.Max, t.Bonus, t.Score
	into.Band, into.Vetoes, into.Lost, into.Gaps = t.Band, strings.Join(t.Vetoes, "、"), t.Deductions, len(t.Gaps)
	standards := make([][]engine.Points, len(s.Items))
	kept := make([]keptLine, 0, len(s.Items))
	for i := range s.Items {
		it := &s.Items[i]
		if it.Points != nil && it.Max != nil {
			standards[i] = []engine.Points{*it.Points, *it.Max}
		}
		if it.Status == rule.NotOnSheet {
			continue
		}
		line := keptLine{Code: it.Code, Status: it.Status, Points: it.Points, Max: it.Max, Unknown: it.Unknown}
		for k := range it.Findings {
			line.Findings = append(line.Findings, keep(&it.Findings[k]))
		}
		kept = append(kept, line)
	}
	text, err := json.Marshal(standards)
	if err != nil {
		return "", fmt.Errorf("write standards: %w", err)
	}
	into.Standards = string(text)
	if text, err = json.Marshal(kept); err != nil {
		return "", fmt.Errorf("write lines: %w", err)
	}
	return string(text), nil
}

func keep(f *rule.Finding) keptFinding {
	return keptFinding{Rule: f.Rule, Outcome: f.Outcome, Deducted: f.Deducted, Added: f.Added, Earned: f.Earned, Score: f.Score,
		Forfeit: f.Forfeit, Vetoes: f.Vetoes, Floorless: f.Floorless, Need: fraction(f.Need), Have: fraction(f.Have),
		Records: f.Records, Gaps: f.Gaps, Notes: f.Notes}
}

func fraction(r *rule.Rat) []int64 {
	if r == nil {
		return nil
	}
	num, den := r.Fraction()
	return []int64{num, den}
}

func ratio(kept []int64) *rule.Rat {
	if len(kept) != 2 {
		return nil
	}
	r := rule.RatOf(kept[0], kept[1])
	return &r
}

// Lines reads stored lines back, each finding with its sentence made from the
// edition that the score is pinned to.
func Lines(e *rule.Edition, text string) ([]Item, error) {
	if text == "" { // not worked out yet
		return nil, nil
	}
	var kept []keptLine
	if err := json.Unmarshal([]byte(text), &kept); err != nil {
		return nil, fmt.Errorf("read lines: %w", err)
	}
	items := make([]Item, 0, len(kept))
	for _, k := range kept {
		st := e.Standard(k.Code)
		if st == nil {
			return nil, fmt.Errorf("edition %s has no standard %s", e.Name, k.Code)
		}
		it := Item{Code: k.Code, Title: st.Title, Status: k.Status, Points: k.Points, Max: k.Max, Unknown: k.Unknown}
		for _, f := range k.Findings {
			r := e.Rule(f.Rule)
			if r == nil {
				return nil, fmt.Errorf("edition %s has no rule %s", e.Name, f.Rule)
			}
			found := rule.Finding{Rule: f.Rule, Outcome: f.Outcome, Deducted: f.Deducted, Added: f.Added, Earned: f.Earned, Score: f.Score,
				Forfeit: f.Forfeit, Vetoes: f.Vetoes, Floorless: f.Floorless, Need: ratio(f.Need), Have: ratio(f.Have),
				Records: f.Records, Gaps: f.Gaps, Notes: f.Notes}
			found.Reason = r.Explain(&found)
			it.Findings = append(it.Findings, found)
		}
		items = append(items, it)
	}
	return items, nil
}

// Standards reads the points and the maximum of every standard, in the order of
// the edition: nil where it leaves both sums, or where nothing is worked out yet.
func Standards(text string) ([][]engine.Points, error) {
	if text == "" {
		return nil, nil
	}
	if out, ok := plainStandards(text); ok {
		return out, nil
	}
	var out [][]engine.Points
	if err := json.Unmarshal([]byte(text), &out); err != nil {
		return nil, fmt.Errorf("read standards: %w", err)
	}
	return out, nil
}

// plainStandards reads "[[22,25],null]" without the detours of encoding/json: a
// grid reads a thousand of them while a person waits. Points are written as
// decimals with at most two places; ok is false where there is more to it.
func plainStandards(text string) (out [][]engine.Points, ok bool) {
	rest, ok := strings.CutPrefix(text, "[")
	if !ok {
		return nil, false
	}
	pairs := make([]engine.Points, 0, 2*strings.Count(text, "[")) // one piece of memory for all
	out = make([][]engine.Points, 0, strings.Count(text, "[")+strings.Count(text, "n"))
	for rest != "]" {
		if after, null := strings.CutPrefix(rest, "null"); null {
			out, rest = append(out, nil), after
		} else {
			end := strings.IndexByte(rest, ']')
			if end < 0 || rest[0] != '[' {
				return nil, false
			}
			points, most, two := strings.Cut(rest[1:end], ",")
			p, err1 := engine.ParsePoints(points)
			m, err2 := engine.ParsePoints(most)
			if !two || err1 != nil || err2 != nil {
				return nil, false
			}
			pairs = append(pairs, p, m)
			out, rest = append(out, pairs[len(pairs)-2:len(pairs):len(pairs)]), rest[end+1:]
		}
		rest = strings.TrimPrefix(rest, ",")
		if rest == "" {
			return nil, false
		}
	}
	return out, true
}
