package sim

import (
	"fmt"
	"strings"

	"wubiao/engine/calendar"
	"wubiao/engine/rule"
)

// fill gives the fields of a record that does the work of a duty on a day: a
// standard's own example where one fits, changed to this branch and this day,
// else the required columns filled plainly. nil where neither fits.
func (s *Sim) fill(b *Branch, ledger string, where *rule.Expr, day calendar.Date) (map[string]any, error) {
	l := s.edition.Ledgers[ledger]
	facts := rule.UnitFacts{Day: day, Attributes: b.Attributes}
	fields, fits := s.example(l, where)
	fields = s.dated(l, fields, day)
	s.ofBranch(b, l, fields, day)
	if !fits { // what the condition asks about is answered afresh
		for _, name := range s.edition.ColumnsRead(where, ledger) {
			if name != l.Day {
				delete(fields, name)
			}
		}
	}
	filled, ok, err := s.edition.Draft(where, ledger, fields, day, facts)
	if err != nil {
		return nil, fmt.Errorf("draft a record of %s: %w", ledger, err)
	}
	if !ok {
		return nil, nil
	}
	for _, c := range l.Columns {
		if _, has := filled[c.ID]; c.Required && !has {
			filled[c.ID] = plain(c, day)
		}
	}
	return filled, nil
}

// example finds a filled record of the ledger: best one that meets the condition.
func (s *Sim) example(l *rule.Ledger, where *rule.Expr) (fields map[string]any, fits bool) {
	facts := rule.UnitFacts{Attributes: s.edition.Typical}
	for _, st := range s.edition.Standards {
		for _, ex := range st.Examples {
			if ex.Of != l.Name {
				continue
			}
			if yes, err := s.edition.Meets(where, l.Name, ex.Fields, facts); err == nil && yes {
				return ex.Fields, true
			}
			if fields == nil {
				fields = ex.Fields
			}
		}
	}
	return fields, false
}

// dated moves an example's dates to the day of the record; what had not happened
// by then is left empty.
func (s *Sim) dated(l *rule.Ledger, example map[string]any, day calendar.Date) map[string]any {
	out := make(map[string]any, len(example))
	for k, v := range example {
		out[k] = v
	}
	text, _ := example[l.Day].(string)
	was, err := calendar.ParseDate(text)
	for _, c := range l.Columns {
		written, ok := out[c.ID].(string)
		if !ok || c.Type.Name != rule.TypeDate {
			continue
		}
		d, dErr := calendar.ParseDate(written)
		if err != nil || dErr != nil || d > was {
			delete(out, c.ID)
			continue
		}
		out[c.ID] = day.AddDays(int(d - was)).String()
	}
	if l.Day != "" {
		out[l.Day] = day.String()
	}
	return out
}

// ofBranch makes the record the branch's own: its people, its numbers, a theme of
// the month.
func (s *Sim) ofBranch(b *Branch, l *rule.Ledger, fields map[string]any, day calendar.Date) {
	people, _ := b.Attributes["正式党员"].(int)
	for i, c := range l.Columns {
		if _, has := fields[c.ID]; !has {
			continue
		}
		switch {
		case c.Type.Name == rule.TypePerson && len(b.Members) > 0:
			fields[c.ID] = b.Members[(i+int(day)/30)%len(b.Members)].Name
		case strings.HasPrefix(c.ID, "应到") && !s.committee(fields):
			fields[c.ID] = people
		case strings.HasPrefix(c.ID, "实到") && !s.committee(fields):
			fields[c.ID] = max(0, people-(int(day)+int(b.ID))%2)
		case c.ID == "主题" || c.ID == "题目" || c.ID == "标题":
			fields[c.ID] = themes[(int(day)/7+int(b.ID))%len(themes)]
		}
	}
}

// committee says whether a meeting is one of the few, whose numbers the example
// gives.
func (s *Sim) committee(fields map[string]any) bool {
	return strings.Contains(fmt.Sprint(fields["类别"]), "支委会") || strings.Contains(fmt.Sprint(fields["类别"]), "党小组会")
}

// themes are what the sample's meetings are about.
var themes = []string{
	"汛期施工安全怎么守住", "围堰抽水前的隐患排查", "钢筋下料误差怎么减下来", "新到职工的岗前教育", "劳务队伍工资支付核对",
	"架梁前的技术交底", "冬季混凝土养护", "学习党章和支部工作条例", "项目成本分析和节约", "征拆进展和群众工作",
	"交叉作业的临边防护", "三号墩封顶前的质量把关", "青年职工的思想状况", "上级督办事项的落实", "节前安全和廉洁提醒",
}

// plain is a modest value for a column that must be filled.
func plain(c *rule.Column, day calendar.Date) any {
	switch c.Type.Name {
	case rule.TypeInt, rule.TypeNumber:
		return 9
	case rule.TypeBool:
		return true
	case rule.TypeDate:
		return day.String()
	case rule.TypePerson:
		return "王大桥"
	case rule.TypePersons, rule.TypeList:
		return []string{"王大桥", "李小木"}
	case rule.TypeChoice, rule.TypeChoices:
		return c.Type.Choices[0]
	}
	return "见原件"
}
