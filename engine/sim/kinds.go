package sim

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"

	"wubiao/engine"
	"wubiao/engine/calendar"
)

// kind is a kind of branch: what is special about it, over the ordinary branch
// of a site at work.
type kind struct {
	site   string // 桥, 隧道 …: the last word of its name
	people int
	rest   string
	set    engine.Attributes
	days   map[string]int // date attributes, in days from the start
}

// kinds covers every type of branch and every switch of applicability: small
// ones without a committee, joint and temporary ones, sites stopped or finished,
// abroad, without union, women, youth, newcomers, applicants, subcontracting.
var kinds = []kind{
	{site: "大桥", people: 4, rest: "单休", set: engine.Attributes{"正式党员": 11, "党员": 12, "单位类别": "重点"}, days: map[string]int{"开工日期": -200, "任期届满日": 320}},
	{site: "特大桥", people: 4, rest: "不休", set: engine.Attributes{"正式党员": 23, "党员": 25, "单位类别": "重点", "职工": 260, "工会会员": 240, "女会员": 31}, days: map[string]int{"开工日期": 40, "任期届满日": 500, "工会届满日": 300}},
	{site: "临时便道", people: 2, rest: "单休", set: engine.Attributes{"类型": "临时", "正式党员": 4, "党员": 4, "支委名单": []string{}, "党小组名单": []string{}, "工期月数": 8, "合同额达标": false, "有入党申请人": false, "团员": 2}, days: map[string]int{"开工日期": -30}},
	{site: "联合工区", people: 3, rest: "单休", set: engine.Attributes{"类型": "联合", "正式党员": 5, "党员": 6, "支委名单": []string{}, "党小组名单": []string{}, "女会员": 6}, days: map[string]int{"开工日期": -120, "任期届满日": 150}},
	{site: "高架", people: 3, rest: "双休", set: engine.Attributes{"正式党员": 6, "党员": 7, "支委名单": []string{}, "党小组名单": []string{}, "工会会员": 22, "女会员": 3, "职工": 24, "团员": 1, "青年": 4}, days: map[string]int{"开工日期": -400, "任期届满日": 200}},
	{site: "隧道", people: 4, rest: "不休", set: engine.Attributes{"正式党员": 16, "党员": 18, "状态": "停工", "在场月数": 1, "新入职员工": 0}, days: map[string]int{"开工日期": -500, "任期届满日": 90}},
	{site: "互通", people: 3, rest: "双休", set: engine.Attributes{"正式党员": 9, "党员": 9, "状态": "竣工", "有入党申请人": false, "有流动党员": false, "新入职员工": 0, "有物资分包业务": false}, days: map[string]int{"开工日期": -900, "竣工日期": 20, "任期届满日": 240}},
	{site: "海外路桥", people: 3, rest: "单休", set: engine.Attributes{"正式党员": 8, "党员": 8, "境外": true, "有流动党员": false, "工会会员": 60, "女会员": 8}, days: map[string]int{"开工日期": -250, "任期届满日": 400}},
	{site: "机关", people: 4, rest: "双休", set: engine.Attributes{"正式党员": 32, "党员": 34, "工期月数": 0, "合同额达标": false, "有物资分包业务": false, "单位类别": "一般"}, days: map[string]int{"任期届满日": 365}},
	{site: "抢险工点", people: 2, rest: "不休", set: engine.Attributes{"类型": "临时", "正式党员": 3, "党员": 3, "支委名单": []string{}, "党小组名单": []string{}, "工期月数": 4, "合同额达标": false, "团员": 0, "青年": 2, "工会会员": 12, "女会员": 0, "职工": 15, "有重点岗位": false, "有入党申请人": false}, days: map[string]int{"开工日期": 60}},
	{site: "站场", people: 4, rest: "单休", set: engine.Attributes{"正式党员": 14, "党员": 15, "党小组名单": []string{"一组", "二组", "三组"}, "书记任职月数": 3}, days: map[string]int{"开工日期": -150, "任期届满日": 100}},
	{site: "梁场", people: 3, rest: "单休", set: engine.Attributes{"类型": "总支", "正式党员": 52, "党员": 55, "职工": 310, "工会会员": 290, "女会员": 44, "单位类别": "重点"}, days: map[string]int{"开工日期": -350, "任期届满日": 450}},
}

// ordinary is what every branch has unless its kind says otherwise.
func ordinary() engine.Attributes {
	return engine.Attributes{
		"类型": "单独", "单位类别": "一般", "正式党员": 10, "党员": 11, "支委名单": []string{"书记", "组织委员", "纪检委员"},
		"党小组名单": []string{"一组", "二组"}, "状态": "在建", "工期月数": 24, "在场月数": 3, "合同额达标": true,
		"职工": 118, "工会会员": 110, "女会员": 26, "团员": 9, "青年": 22, "新入职员工": 2, "境外": false,
		"有入党申请人": true, "有流动党员": true, "有物资分包业务": true, "有重点岗位": true, "独立法人": false, "书记任职月数": 18,
	}
}

// attributes mixes the kind into the ordinary branch and lets a few numbers vary.
func (k kind) attributes(start calendar.Date, r *rand.Rand) engine.Attributes {
	a := ordinary()
	for name, v := range k.set {
		a[name] = v
	}
	for _, name := range slices.Sorted(maps.Keys(k.days)) { // in one order, or the same seed draws differently
		a[name] = start.AddDays(k.days[name] + r.IntN(20)).String()
	}
	if n, ok := a["职工"].(int); ok {
		a["职工"] = n + r.IntN(8)
	}
	return a
}

var rivers = []string{"青溪", "白水", "云河", "石门", "长汀", "南浦", "北岭", "松江", "月湖", "沙洲", "临泉", "望海"}

func (k kind) name(i int) string {
	river := rivers[(i*5+i/len(kinds))%len(rivers)]
	number := ""
	if i >= len(kinds) {
		number = []string{"二", "三", "四", "五", "六", "七", "八", "九", "十"}[min(i/len(kinds)-1, 8)] + "分部"
	}
	return fmt.Sprintf("%s%s%s党支部", river, k.site, number)
}

var surnames = []string{"王", "李", "赵", "钱", "孙", "周", "吴", "郑", "冯", "陈", "褚", "卫", "蒋", "沈", "韩", "杨"}
var givenNames = []string{"大桥", "小木", "测量", "试验", "钢筋", "模板", "承台", "墩柱", "箱梁", "水准", "塔吊", "拌和", "支座", "拱肋", "桩基", "路缘", "经纬", "卷扬"}

// personName invents a name nobody bears: a surname and a word of the trade.
func personName(i int) string {
	return surnames[i%len(surnames)] + givenNames[(i*7+i/len(surnames))%len(givenNames)]
}
