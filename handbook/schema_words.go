package handbook

import "wubiao/engine/rule"

// wordLists are the closed lists of words, by struct and key. They help an
// editor to complete; rule.Compile is what refuses others.
func wordLists() map[string][]string {
	direction := []string{"down", "up", "share"}
	return map[string][]string{
		"Rule.kind": {
			string(rule.Fixed), string(rule.Per), string(rule.Short), string(rule.Late), string(rule.StepBy), string(rule.Tier), string(rule.Range),
			string(rule.Judged), string(rule.Bonus), string(rule.Earn), string(rule.Import), string(rule.Forfeit), string(rule.VetoBy),
		},
		"Rule.side":         {"below", "above"},
		"Rule.over":         {"each", "sum"},
		"Rule.round":        direction,
		"Rule.keep":         {"heaviest", "lightest", "first", "last"},
		"Rule.as":           {"deduct", "add", "earn", "score"},
		"Pool.keep":         {"heaviest", "first"},
		"Score.result":      {"sum", "rate", "deduct"},
		"Score.bands_on":    {"base", "total"},
		"Rounding.half":     {"up", "even", "down"},
		"BonusRule.into":    {"item", "group", "total"},
		"Weights.missing":   {"renormalise", "zero", "wait"},
		"Quota.base":        {"rated", "all"},
		"Quota.ties":        {"all_down", "all_in"},
		"Ranking.ties":      {"same_rank"},
		"Raters.combine":    {"trimmed", "mean", "median"},
		"Majority.op":       {">=", ">"},
		"Pay.take":          {"mean", "sum", "most", "least"},
		"Standard.kind":     {"规定", "自选"},
		"Standard.no_event": {"full"},
		"Source.grade":      {"A", "A-", "B", "C", "X"},
		"Due.every":         {"week", "month", "quarter", "half", "year", "holiday"},
		"Due.shift":         {"prev", "next", "none"},
		"Due.weekday":       {"周一", "周二", "周三", "周四", "周五", "周六", "周日"},
		"Attribute.from":    {"people", "calendar", "tree"},
	}
}

// descriptions are the hints an editor shows, by struct, and by struct and key.
func descriptions() map[string]string {
	return map[string]string{
		"Edition": "手册的一个版本，或一张考核表", "Edition.edition": "版本名，如 \"2026\"", "Edition.title": "书名",
		"Edition.effective": "生效日，须是某个周期的第一天，如 2026-01-01", "Edition.asks": "每条标准都要回答的问题；考核表写 []",
		"Edition.parts": "篇目，按书中顺序", "Edition.lines": "条线，如 党、纪检、工、团", "Edition.posts": "岗位名称", "Edition.sheets": "计分的周期",
		"Edition.ledgers": "台账：人要填的表", "Edition.attributes": "单位的情况，适用条件和规则会读", "Edition.parameters": "单位可以自定的数",
		"Attribute.latest": "日期由台账最近一条符合条件的记录推出，如 {of: 换届, where: 步骤 == \"选举\", value: 日期 + 3年}；台账里还没有时，用登记在单位上的", "Latest.of": "哪本台账", "Latest.where": "哪些记录算", "Latest.value": "推出的日期，只能用这本台账的列，如 日期 + 3年",
		"Edition.windows": "起名的时段，如 旺季: [[06-01, 09-30]]", "Edition.groups": "标准之上的分组，用路径起名，如 甲/乙", "Edition.score": "从扣分到总分的算法，每一项都要写明",
		"Edition.pools": "几条规则共用一次：同一件事只扣一次", "Edition.bands": "等次，只写下限，从高到低", "Edition.ladder": "逐级达标，一级不过就停",
		"Edition.vetoes": "一票否决", "Edition.weights": "总分按分组加权", "Edition.quotas": "等次的名额", "Edition.ranking": "排名", "Edition.raters": "几个人打分怎样合成一个分",
		"Edition.votes": "会议的到会和通过要求", "Edition.payout": "兑现公式", "Edition.selfcheck": "自查的起止", "Edition.inspect": "检查的起止",
		"Edition.escalation": "逾期后逐级催办", "Edition.day_sheet": "每日一览", "Edition.sync": "三同步", "Edition.budget": "加给支部的事每周最多用多少时间", "Budget": "用时上限", "Budget.minutes_per_week": "每个支部每周最多多少分钟，可写参数名", "Edition.typical": "算例默认的单位情况", "Edition.cases": "算例：给出事实和应得的结果", "Edition.standards": "标准，也可以放在 standards/ 里",
		"Standard": "一条标准，或考核表的一项", "Standard.code": "编号，发布后不再改作他用", "Standard.title": "名称", "Standard.part": "所在的篇", "Standard.group": "所在的分组，不写就是篇",
		"Standard.line": "条线", "Standard.kind": "规定动作或自选动作", "Standard.points": "满分，最多两位小数", "Standard.applies": "适用条件，如 正式党员 >= 7",
		"Standard.instead": "不适用的单位改做什么", "Standard.what": "做什么", "Standard.why": "为什么做", "Standard.who": "谁来做：岗位，或 {post: 岗位, with: [协助]}", "Standard.checked_by": "完成得怎样由哪个岗位评定，不写就是支部书记", "Standard.how": "怎样做，不超过七步",
		"Standard.when": "什么时候做", "Standard.degree": "做到什么程度", "Standard.duties": "要按时完成的事", "Standard.evidence": "留下的材料", "Standard.shares": "几个科室分别打分，各占多少分",
		"Standard.scoring": "计分规则", "Standard.examples": "填好的范例", "Standard.sources": "依据", "Standard.cases": "算例", "Standard.floor": "最低分，不设写 none",
		"Standard.marks": "从几个人打分合成的分起算", "Standard.no_event": "full：没有发生这件事时保留满分", "Standard.sheets": "只在这些周期计分", "Standard.private": "只有指定岗位能看，不上考核表",
		"Duty": "一件要按时完成的事", "Duty.id": "名称，同一条标准里不重复", "Duty.title": "提醒时说的话", "Duty.post": "岗位，不写就是标准的岗位", "Duty.checked_by": "完成得怎样由哪个岗位评定，不写就随标准", "Duty.due": "时限，如 每月28日↑",
		"Duty.event": "由什么事触发", "Duty.remind": "提前多久提醒，如 [7工作日, 1工作日]", "Duty.minutes": "预计用时（分钟）", "Duty.done": "怎样算完成：confirm（点一下），或 {of: 台账, where: 条件}",
		"Evidence.name": "材料名称", "Evidence.required": "是否必须", "Evidence.why": "为什么要这份材料", "Evidence.photo": "是否照片", "Evidence.of": "哪本台账的记录必须附上它", "Evidence.where": "符合什么条件的记录才必须附",
		"Source.title": "文件名称", "Source.article": "条款", "Source.grade": "可信程度",
		"Ledger": "台账", "Ledger.title": "名称", "Ledger.day": "哪一列的日期决定记录属于哪个周期", "Ledger.columns": "各列", "Ledger.steps": "有先后的步骤", "Ledger.votes": "哪些记录表决过，按哪条表决规则判断", "Held": "一种表决过的记录", "Held.vote": "表决规则的名称", "Held.where": "什么样的记录算表决过", "Held.carried": "什么样的记录说明通过了，不写就是都通过", "Ledger.private": "只有指定岗位能看",
		"Column.id": "列名（一个词，规则里用它）", "Column.label": "显示的名称", "Column.type": "类型，或列出可选的词", "Column.required": "是否必填", "Column.why": "为什么要填", "Column.hint": "填写提示",
		"Rule": "一条计分规则", "Rule.id": "规则名，同一条标准里不重复", "Rule.kind": "计分方式", "Rule.text": "手册上的说法，如 每少1次扣3分",
		"Rule.of": "看哪个台账的记录", "Rule.where": "只看符合条件的记录", "Rule.ask": "问人的问题", "Rule.fields": "问题要填的各列", "Rule.from": "外部导入的数",
		"Rule.when": "什么情况下才用这条规则", "Rule.unless": "什么情况下不用", "Rule.window": "按月、季、半年、年还是某个时段分别判断", "Rule.for_each": "对每个对象分别判断，如 党小组", "Rule.match": "记录里哪一列对应这个对象",
		"Rule.points": "分值", "Rule.times": "每条记录算几次", "Rule.need": "应有多少次", "Rule.unit": "单位，只用来显示", "Rule.date": "哪一列是完成日期", "Rule.due": "最后期限",
		"Rule.side": "below：低于基准才算；above：高于基准才算", "Rule.ratio": "比率的分子和分母", "Rule.value": "直接判断的数", "Rule.over": "each：逐条算；sum：合起来算", "Rule.base": "基准", "Rule.by": "哪一列说明档次", "Rule.per": "每差多少算一步",
		"Rule.since": "从哪天起算", "Rule.until": "到哪天为止", "Rule.round": "不足一步：down 不算，up 算一步，share 按比例", "Rule.levels": "各档的分值", "Rule.min": "最少", "Rule.max": "最多", "Rule.factor": "乘数", "Rule.as": "改变作用：扣分、加分、得分",
		"Rule.escalate": "加重", "Rule.once_per": "同样的只算一次，按哪些列", "Rule.keep": "同样的留哪一条", "Rule.cap": "最多多少分", "Rule.floor": "none：倒扣", "Rule.forfeit_at": "满多少次整项不得分", "Rule.veto": "同时触发的否决", "Rule.by_office": "由哪个科室判断",
		"Score.result": "sum 相加；rate 得分率；deduct 只记扣分", "Score.floor": "三个最低分", "Score.round": "舍入", "Score.bonus": "加分进到哪里、最多多少", "Score.bands_on": "等次看基础分还是总分",
		"Band.name": "等次名", "Band.from": "下限，最低一等不写", "Band.when": "还要满足的条件", "Veto.best": "最高只能评到哪一等", "Veto.band": "直接定为哪一等", "Veto.effect": "后果的说法",
		"Case": "一个算例", "Case.unit": "单位的情况", "Case.period": "周期，如 2026Q4", "Case.records": "各台账的记录", "Case.judged": "各规则的回答", "Case.imports": "导入的数", "Case.expect": "应得的结果",
		"Due.every": "多久一次", "Due.day": "几日，-1 是最后一天", "Due.workday": "第几个工作日，-1 是最后一个", "Due.shift": "遇休息日：prev 提前，next 顺延，none 不动", "Due.after": "哪一列的日期触发", "Due.add": "触发后多久，如 30日、3工作日",
	}
}
