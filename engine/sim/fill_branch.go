package sim

import (
	"fmt"
	"slices"
	"strings"

	"wubiao/engine/calendar"
	"wubiao/engine/rule"
)

// ofBranch makes the record the branch's own: its people, its numbers, a theme of
// the month.
func (s *Sim) ofBranch(b *Branch, l *rule.Ledger, made *draft, day calendar.Date) {
	fields := made.fields
	people, _ := b.Attributes["正式党员"].(int)
	few := s.committee(fields)
	there := max(0, people-(int(day)+int(b.ID))%2)
	for i, c := range l.Columns {
		if signed(c.ID) && b.signs(day) {
			fields[c.ID] = day.String()
		}
		if _, has := fields[c.ID]; !has {
			continue
		}
		switch {
		case c.Type.Name == rule.TypePerson && len(b.Members) > 0:
			fields[c.ID] = b.Members[(i+int(day)/30)%len(b.Members)].Name
		case c.Type.Name == rule.TypePersons:
			fields[c.ID] = b.some(c, fields[c.ID], i+int(day)/30)
		case strings.HasPrefix(c.ID, "应到") && !few:
			fields[c.ID] = people
		case (strings.HasPrefix(c.ID, "实到") || c.ID == "发出票" || c.ID == "收回票") && !few:
			fields[c.ID] = there
		case c.ID == "赞成" && !few:
			fields[c.ID] = max(0, there-int(b.ID)%2)
		case strings.HasSuffix(c.ID, "届满日") && b.Attributes["任期届满日"] != nil:
			fields[c.ID] = b.Attributes["任期届满日"]
		case c.ID == "当选结果":
			fields[c.ID] = b.elected()
		case c.ID == "主题" || c.ID == "题目" || c.ID == "标题":
			fields[c.ID] = themes[(int(day)/7+int(b.ID))%len(themes)]
		}
	}
	if _, has := fields["隐患"]; has {
		found(made, int(day)/7+int(b.ID)*5)
	}
}

// elected tells of the committee as it was elected again.
func (b *Branch) elected() string {
	committee, _ := b.Attributes["支委名单"].([]string)
	if len(committee) == 0 {
		return b.Holder("支部书记").Name + "当选书记"
	}
	return strings.Join(committee, "、") + "当选委员，" + b.Holder("支部书记").Name + "任书记"
}

// signed says whether the column tells when the secretary signed the minutes.
func signed(column string) bool { return column == "审签日期" }

// signs says whether the secretary signs the minutes on the day of the meeting;
// where not, it is forgotten.
func (b *Branch) signs(day calendar.Date) bool {
	switch n := (int(day)*7 + int(b.ID)*3) % 50; b.Habit {
	case Diligent:
		return true
	case Lazy:
		return n%6 != 0
	default:
		return n != 0
	}
}

// some names people of the branch: everybody where each has to be named, else as
// many as the example names.
func (b *Branch) some(c *rule.Column, example any, from int) []string {
	var names []string
	for _, m := range b.Members {
		names = append(names, m.Name)
	}
	if ordinary, ok := b.Attributes["普通党员名单"].([]string); ok {
		for _, name := range ordinary {
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	if c.Required && c.ID == "参加人" || len(names) == 0 {
		return names
	}
	count := 1
	switch list := example.(type) {
	case []any:
		count = len(list)
	case []string:
		count = len(list)
	}
	out := make([]string, 0, count)
	for i := range min(count, len(names)) {
		out = append(out, names[(from+i)%len(names)])
	}
	return out
}

// committee says whether a meeting is one of the few, whose numbers the example
// gives.
func (s *Sim) committee(fields map[string]any) bool {
	return strings.Contains(fmt.Sprint(fields["类别"]), "支委会") || strings.Contains(fmt.Sprint(fields["类别"]), "党小组会")
}

// found gives a round on the site what it came upon; one in four comes upon nothing,
// and then nothing has to be put right.
func found(made *draft, n int) {
	if made.fields["隐患"] = hazards[n%len(hazards)]; n%4 != 0 {
		return
	}
	made.fields["隐患"] = "无"
	for _, column := range []string{"等级", "整改人", "时限", "复查人", "销项日期"} {
		delete(made.fields, column)
		delete(made.later, column)
	}
}

// hazards are what rounds on the sample's sites come upon.
var hazards = []string{
	"作业平台东侧护栏缺一根立杆，脚手板探头约30厘米", "钢筋加工棚配电箱门没有上锁，一处接线裸露", "吊装区警戒线被挪开，有人穿行",
	"支架基础一侧积水，排水沟被渣土堵住", "乙炔瓶和氧气瓶间距不足5米", "宿舍有一处私拉插线板充电", "爬梯休息平台堆了周转料",
	"两名工人高处作业没有系安全带", "泥浆池围挡缺口约1米，没有警示灯",
}

// themes are what the sample's meetings are about.
var themes = []string{
	"汛期施工安全怎么守住", "围堰抽水前的隐患排查", "钢筋下料误差怎么减下来", "新到职工的岗前教育", "劳务队伍工资支付核对",
	"架梁前的技术交底", "冬季混凝土养护", "学习党章和支部工作条例", "项目成本分析和节约", "征拆进展和群众工作",
	"交叉作业的临边防护", "三号墩封顶前的质量把关", "青年职工的思想状况", "上级督办事项的落实", "节前安全和廉洁提醒",
}
