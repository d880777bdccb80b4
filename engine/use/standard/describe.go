package standard

import (
	"cmp"
	"fmt"
	"strings"

	"wubiao/engine"
	"wubiao/engine/rule"
)

// Page is one standard as a person reads it. Standard and Edition keep the
// handbook's own words; the other fields are what has to be put in order first.
type Page struct {
	Edition  string         `json:"edition"`
	Standard *rule.Standard `json:"standard"`
	Part     string         `json:"part"` // the part's full title
	Points   string         `json:"-"`    // empty: none
	Duties   []DutyLine     `json:"duties"`
	Forms    []Form         `json:"forms"`
	Examples []Example      `json:"examples"`
	Scoring  []string       `json:"scoring"`
	Sources  []SourceLine   `json:"sources"`
}

// DutyLine is one duty in words.
type DutyLine struct {
	ID       string `json:"id"`
	Title    string `json:"title"`
	Post     string `json:"post"`
	Often    string `json:"often"` // how often and until when
	Minutes  int    `json:"minutes"`
	Fulfil   string `json:"fulfil"`   // what fulfils it
	Listed   bool   `json:"listed"`   // whether it makes a reminder line
	Unlisted string `json:"unlisted"` // why it makes none
}

// Example is a filled form or a filled paper.
type Example struct {
	Title  string `json:"title"`
	Ledger string `json:"ledger"`
	Text   string `json:"text"`
	Cells  []Cell `json:"cells"`
}

// Cell is one filled field.
type Cell struct {
	Label string `json:"label"`
	Value string `json:"value"`
}

// SourceLine is a source with what its grade means.
type SourceLine struct {
	Title   string `json:"title"`
	Article string `json:"article"`
	Grade   string `json:"grade"`
	Meaning string `json:"meaning"`
	Note    string `json:"note"`
}

// Describe puts a standard of the edition in order for reading.
func Describe(e *rule.Edition, s *rule.Standard) Page {
	p := Page{Edition: e.Name, Standard: s, Part: s.Part}
	for _, part := range e.Parts {
		if part.Name == s.Part && part.Title != "" {
			p.Part = part.Title
		}
	}
	if s.Points != nil {
		p.Points = s.Points.String()
	}
	for _, d := range s.Duties {
		p.Duties = append(p.Duties, DescribeDuty(e, s, d))
	}
	for _, name := range ledgersOf(s) {
		if l := e.Ledgers[name]; l != nil && len(l.Columns) > 0 {
			p.Forms = append(p.Forms, describeForm(e, s, l))
		}
	}
	for _, x := range s.Examples {
		p.Examples = append(p.Examples, describeExample(e, x))
	}
	for _, r := range s.Scoring {
		p.Scoring = append(p.Scoring, describeRule(r))
	}
	for _, src := range s.Sources {
		p.Sources = append(p.Sources, SourceLine{src.Title, src.Article, src.Grade, gradeMeaning(src.Grade), src.Note})
	}
	return p
}

// DescribeDuty says a duty in words.
func DescribeDuty(e *rule.Edition, s *rule.Standard, d *rule.Duty) DutyLine {
	line := DutyLine{ID: d.ID, Title: DutyTitle(s, d), Post: DutyPost(s, d), Minutes: d.Minutes,
		Fulfil: Fulfilment(e, d), Listed: d.Track != "none"}
	if _, order := engine.OrderOf(d.ID); d.Due != nil && !order {
		line.Often = d.Due.Chinese()
	}
	switch {
	case line.Listed:
	case s.Private:
		line.Unlisted = "不列入提醒表；由" + line.Post + "按本标准登记和转报"
	default:
		line.Unlisted = "随其他标准的记录一并完成，不单独提醒"
	}
	return line
}

// DutyTitle is what a reminder line says; the standard's title unless the duty
// has its own.
func DutyTitle(s *rule.Standard, d *rule.Duty) string {
	if d.Title != "" {
		return d.Title
	}
	return s.Title
}

// DutyPost is the post that answers for the duty.
func DutyPost(s *rule.Standard, d *rule.Duty) string {
	if d.Post != "" {
		return d.Post
	}
	return s.Who.Post
}

// defaultChecker judges how well a duty was done where the handbook names nobody.
const defaultChecker = "支部书记"

// DutyChecker is the post that judges how well the duty was done.
func DutyChecker(s *rule.Standard, d *rule.Duty) string {
	return cmp.Or(d.Checked, s.Checked, defaultChecker)
}

// Fulfilment says in words what fulfils a duty.
func Fulfilment(e *rule.Edition, d *rule.Duty) string {
	switch {
	case d.Done == nil:
		return "做完后按标准留好材料"
	case d.Done.Confirm:
		return "做完后点一下“完成”"
	}
	if _, order := engine.OrderOf(d.Done.Of); order {
		return "把要报的几项填好上报，就算完成"
	}
	title := d.Done.Of
	if l := e.Ledgers[d.Done.Of]; l != nil && l.Title != "" {
		title = l.Title
	}
	text := "在《" + strings.Trim(title, "《》") + "》里登记后自动完成"
	if d.Done.Where != nil {
		text += "（" + PlainCondition(d.Done.Where.Source) + "）"
	}
	return text
}

// ledgersOf lists the ledgers a standard is fulfilled, shown or scored by, each
// once.
func ledgersOf(s *rule.Standard) []string {
	var names []string
	seen := map[string]bool{"": true}
	add := func(name string) {
		if !seen[name] {
			seen[name] = true
			names = append(names, name)
		}
	}
	for _, d := range s.Duties {
		if d.Done != nil {
			add(d.Done.Of)
		}
	}
	for _, x := range s.Examples {
		add(x.Of)
	}
	for _, r := range s.Scoring {
		add(r.Of)
	}
	return names
}

func columnLabel(c *rule.Column) string {
	if c.Label != "" {
		return c.Label
	}
	return c.ID
}

// describeExample orders the example's cells as the form has them.
func describeExample(e *rule.Edition, x rule.Example) Example {
	out := Example{Title: x.Title, Ledger: x.Of, Text: x.Text}
	l := e.Ledgers[x.Of]
	if l == nil {
		return out
	}
	if l.Title != "" {
		out.Ledger = l.Title
	}
	for _, c := range l.Columns {
		if v, ok := x.Fields[c.ID]; ok {
			out.Cells = append(out.Cells, Cell{columnLabel(c), cellText(v)})
		}
	}
	return out
}

func cellText(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case bool:
		if v {
			return "是"
		}
		return "否"
	case []any:
		parts := make([]string, len(v))
		for i, p := range v {
			parts[i] = cellText(p)
		}
		return strings.Join(parts, "、")
	case []string:
		return strings.Join(v, "、")
	}
	return fmt.Sprint(v)
}

// NoEdition is the answer where no edition is in force.
func NoEdition() *engine.Error {
	return engine.Fail(engine.NotFound, "no_edition", "还没有生效的手册版次，请联系手册编修人员。")
}
