package standard

import (
	"regexp"
	"strings"

	"wubiao/engine/rule"
)

// asked is a question whether a column is filled in: 填了(报告日期), 空(销号日期).
var asked = regexp.MustCompile(`(填了|空)\(([^(),]+)\)`)

// numbered is how many a list has, missing how many of several columns are not
// met, dated a comparison of two days.
var (
	numbered = regexp.MustCompile(`个数\(([^(),]+)\)`)
	missing  = regexp.MustCompile(`缺项\(([^()]+)\)`)
	dated    = regexp.MustCompile(`(\p{Han}+日期?) (>=|<=|>|<) (\p{Han}+日期?)`)
)

// dateOrder says how one day stands to another.
var dateOrder = map[string]string{">=": "不早于", "<=": "不晚于", ">": "晚于", "<": "早于"}

// PlainCondition makes a condition of the handbook readable:
// 正式党员不少于7，且类型不是临时.
func PlainCondition(source string) string {
	source = asked.ReplaceAllStringFunc(source, func(call string) string {
		parts := asked.FindStringSubmatch(call)
		if parts[1] == "空" {
			return "没有填写" + parts[2]
		}
		return "填写了" + parts[2]
	})
	source = numbered.ReplaceAllString(source, "${1}的个数")
	source = missing.ReplaceAllStringFunc(source, func(call string) string {
		parts := missing.FindStringSubmatch(call)
		return strings.ReplaceAll(parts[1], ", ", "、") + "里缺的项数"
	})
	source = dated.ReplaceAllStringFunc(source, func(compared string) string {
		parts := dated.FindStringSubmatch(compared)
		return parts[1] + dateOrder[parts[2]] + parts[3]
	})
	return strings.NewReplacer(` == `, "是", ` != `, "不是", ` >= `, "不少于", ` <= `, "不多于", ` > `, "多于", ` < `, "少于",
		` and `, "，且", ` or `, "，或", ` 且 `, "，且", ` 或 `, "，或", "not ", "不是", `"`, "", "“", "", "”", "", "(", "（", ")", "）").Replace(source)
}

// typeWord says what to write into a column.
func typeWord(t rule.TypeSpec) string {
	switch t.Name {
	case rule.TypeChoice:
		return "选一项：" + strings.Join(t.Choices, "、")
	case rule.TypeChoices:
		return "可选几项：" + strings.Join(t.Choices, "、")
	case rule.TypeInt:
		return "整数"
	case rule.TypeNumber:
		return "数字"
	case rule.TypeDate:
		return "日期"
	case rule.TypeBool:
		return "是或否"
	case rule.TypePerson:
		return "一个人的姓名"
	case rule.TypePersons:
		return "几个人的姓名"
	case rule.TypeList:
		return "名单"
	case rule.TypeLong:
		return "几行文字"
	}
	return "文字"
}

// gradeMeaning says how sure a source is.
func gradeMeaning(grade string) string {
	switch grade {
	case "A":
		return "已核对原文和条号"
	case "A-":
		return "已核对原文，条号待核"
	case "B":
		return "转引，内容一致"
	case "C":
		return "凭经验，待核对"
	case "X":
		return "来源说法不一"
	}
	return ""
}
