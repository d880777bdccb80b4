package score

import (
	"slices"
	"sort"
	"strings"

	"wubiao/engine"
	"wubiao/engine/rule"
)

// Total adds findings up to a sheet: items with their floors, groups, bonus and
// the total, then the band and the vetoes. Quotas and ranking compare units and
// come after (Compete).
func Total(e *rule.Edition, j *rule.Judgement) *Sheet {
	t := begun(e, j)
	t.result()
	t.totalGaps()
	t.grade()
	return t.Sheet
}

// bonusOf gives the bonus that Total finds, and nothing else.
func bonusOf(e *rule.Edition, j *rule.Judgement) engine.Points { return begun(e, j).Totals.Bonus }

// begun works out the lines, the groups and the bonus.
func begun(e *rule.Edition, j *rule.Judgement) *totalling {
	t := &totalling{Sheet: &Sheet{judgement: j, edition: e}, forfeited: map[string]bool{}}
	t.Items = make([]Item, 0, len(j.Items))
	for i := range j.Items {
		t.Items = append(t.Items, t.item(&j.Items[i]))
	}
	t.groups()
	t.bonuses()
	return t
}

type totalling struct {
	*Sheet
	forfeited map[string]bool          // groups whose item without points was forfeited
	given     map[string]engine.Points // groups scored elsewhere
}

// item gives one line: its start, less deductions, floored, less deductions
// without a floor.
func (t *totalling) item(in *rule.Item) Item {
	st := in.Standard
	out := Item{Code: st.Code, Title: st.Title, Status: in.Status, Max: in.Points, Findings: in.Findings, full: in.Points}
	if in.Status != rule.Applies {
		out.Max = nil
		return out
	}
	deducted, below, earned, assigned, forfeit := t.sums(&out, in)
	if in.Unvalued != "" {
		out.Max, out.Unknown = nil, in.Unvalued
		return out
	}
	start, known := begin(st, in, earned, assigned, &out)
	if st.Points == nil {
		out.lost = deducted + below
		if forfeit {
			t.forfeited[t.nearest(st)] = true
		}
		value := earned - out.lost
		out.Points = &value
		return out
	}
	if !known && !forfeit {
		out.Max = nil
		return out
	}
	value := start - deducted
	if forfeit {
		value = 0
	}
	floor := t.edition.Score.Floor.Item
	if st.Floor != nil {
		floor = st.Floor
	}
	value = t.floored(value, floor) - below
	out.Points = &value
	return out
}

// sums adds up the effects of an item's findings.
func (t *totalling) sums(out *Item, in *rule.Item) (deducted, below, earned engine.Points, assigned *engine.Points, forfeit bool) {
	for i := range in.Findings {
		f := &in.Findings[i]
		if f.Floorless {
			below += f.Deducted
		} else {
			deducted += f.Deducted
		}
		earned += f.Earned
		out.bonus += f.Added
		forfeit = forfeit || f.Forfeit
		if f.Score != nil && (assigned == nil || *f.Score < *assigned) {
			assigned = f.Score
		}
	}
	return deducted, below, earned, assigned, forfeit
}

// begin gives what an item starts from: an assigned score, shares or marks, what
// was earned (not above its points), or its points.
func begin(st *rule.Standard, in *rule.Item, earned engine.Points, assigned *engine.Points, out *Item) (engine.Points, bool) {
	earns, scores := false, false
	for i, r := range st.Scoring {
		kind := r.Kind == rule.Earn || r.As == "earn"
		scoring := r.As == "score" || scoresByLevel(r)
		earns, scores = earns || kind, scores || scoring
		if (kind || scoring) && len(in.Findings[i].Gaps) > 0 && out.Unknown == "" {
			out.Unknown = in.Findings[i].Gaps[0]
		}
	}
	switch {
	case assigned != nil:
		return *assigned, true
	case len(st.Shares) > 0 || st.Marks:
		if in.Marked == nil {
			out.Unknown = in.Unmarked
			return 0, false
		}
		p, _ := in.Marked.Points()
		return p, true
	case earns && st.Points != nil:
		return min(earned, *in.Points), out.Unknown == ""
	case scores && out.Unknown != "":
		return 0, false
	case st.Points != nil:
		out.Unknown = ""
		return *in.Points, true
	}
	return 0, true
}

func scoresByLevel(r *rule.Rule) bool {
	if r.Levels == nil {
		return false
	}
	for _, l := range r.Levels.List {
		if l.Effect != "score" {
			return false
		}
	}
	return true
}

func (t *totalling) floored(p engine.Points, f *rule.Floor) engine.Points {
	if f == nil || f.None {
		return p
	}
	if to := t.amount(&f.To, "最低分"); to != nil {
		return max(p, *to)
	}
	return p
}

// amount gives an amount of the edition for the unit, or nil; what is missing
// keeps the total provisional.
func (t *totalling) amount(a *rule.Amount, of string) *engine.Points {
	p, why := t.judgement.Amount(a)
	if why != "" && !slices.Contains(t.unvalued, of+"："+why) {
		t.unvalued = append(t.unvalued, of+"："+why)
	}
	return p
}

// nearest gives the path of the nearest group with points above an item.
func (t *totalling) nearest(st *rule.Standard) string {
	path := t.edition.GroupOf(st)
	for path != "" {
		if g := t.edition.Groups[path]; g != nil && g.Points != nil {
			return path
		}
		path = parent(path)
	}
	return ""
}

func parent(path string) string {
	if i := strings.LastIndex(path, "/"); i >= 0 {
		return path[:i]
	}
	return ""
}

// paths lists every group an item stands in or the edition names, deepest first.
func (t *totalling) paths() []string {
	seen := map[string]bool{}
	add := func(path string) {
		for ; path != ""; path = parent(path) {
			seen[path] = true
		}
	}
	for path := range t.edition.Groups {
		add(path)
	}
	for _, st := range t.edition.Standards {
		add(t.edition.GroupOf(st))
	}
	out := make([]string, 0, len(seen))
	for path := range seen {
		out = append(out, path)
	}
	sort.Slice(out, func(i, k int) bool {
		di, dk := strings.Count(out[i], "/"), strings.Count(out[k], "/")
		if di != dk {
			return di > dk
		}
		return out[i] < out[k]
	})
	return out
}

// groups works out every group from the deepest up. With points: these less what
// its children lost after their own floors, floored; without: their sum. What
// leaves takes its points along.
func (t *totalling) groups() {
	index := map[string]int{}
	for _, path := range t.paths() {
		t.Groups = append(t.Groups, t.group(path, index))
		index[path] = len(t.Groups) - 1
	}
}

func (t *totalling) group(path string, index map[string]int) Group {
	g := Group{Path: path}
	declared := t.edition.Groups[path]
	var sum, max, lost, left engine.Points
	for i := range t.Items {
		st := t.edition.Standards[i]
		if t.edition.GroupOf(st) != path {
			continue
		}
		it := &t.Items[i]
		switch {
		case it.Points == nil:
			if it.full != nil {
				left += *it.full
			}
		case it.Max == nil:
			sum, lost = sum+*it.Points, lost-*it.Points
		default:
			sum, max, lost = sum+*it.Points, max+*it.Max, lost+*it.Max-*it.Points
		}
	}
	for child, i := range index {
		if parent(child) != path {
			continue
		}
		c := t.Groups[i]
		sum, max = sum+c.Points, max+c.Max
		lost += c.Max - c.Points
		if c.full != nil {
			left += *c.full - c.Max
		}
	}
	g.Points, g.Max = sum, max
	if declared != nil {
		g.full = t.amount(declared.Points, "「"+path+"」的满分")
	}
	if g.full != nil {
		g.Max = *g.full - left
		g.Points = g.Max - lost
		if t.forfeited[path] {
			g.Points = 0
		}
		floor := t.edition.Score.Floor.Group
		if declared.Floor != nil {
			floor = declared.Floor
		}
		g.Points = t.floored(g.Points, floor)
	}
	if p, ok := t.given[path]; ok {
		g.Points = p
	}
	return g
}
