package handbook

import (
	"reflect"
	"testing"
	"testing/fstest"
)

const sketchEdition = `
edition: "2026"
effective: 2026-01-01
asks: [what, why, who, how, when, degree]
parts: [制度, {name: 活动, title: 主题党日活动}, 台账]
lines: [党, 纪检, 工, 团]
attributes:
  正式党员: {type: int, from: people}
  类型: {type: [单独, 联合, 临时, 总支]}
  在场月数: {type: int, from: calendar}
parameters: {党课每年次数: {default: 4, source: 公司制度}}
groups: {制度: {points: 460}}
score: {floor: {item: 0, group: 0, total: 0}, round: {line: 0.01, total: 0.1, half: up}, result: rate, bonus: {into: total, cap: 30, window: year}, bands_on: base}
bands: [{name: 好, from: 90}, {name: 较好, from: 80}, {name: 一般, from: 70}, {name: 差}]
vetoes: [{id: 死亡事故, ask: 发生责任死亡及以上事故, best: 较好}]
weights: {parts: {检查: 70, 评议: 30}, missing: renormalise}
quotas: [{band: 好, most: 30%, base: rated, round: down, ties: all_down}]
ranking: {within: 类别, by: [{得分: desc}, {扣分项数: asc}], ties: same_rank}
votes:
  V1: {quorum: {op: ">=", of: 1/2, base: 应到有表决权}, pass: {op: ">", of: 1/2, base: 应到有表决权}, written: false}
selfcheck: {opens: 季末月25日, closes: 次季首月第5个工作日}
escalation: [{after: 1工作日, to: 支部书记}, {after: 3工作日, to: 党总支}, {after: 5工作日, to: 党委工作部}]
payout: [{id: 季度, formula: 基数 * (1 - 得分/90) * 50/100, round: 1}]
cases: []
`

const sketchStandard = `
code: Z05
title: 支部委员会会议
part: 制度
line: 党
points: 25
applies: 正式党员 >= 7 and 类型 != "临时党支部"
who: {post: 支部书记, with: [支委]}
duties:
  - {id: 会议, due: {every: month, day: 28, shift: prev}, remind: [7工作日, 1工作日], minutes: 60, done: {of: 会议, where: 类别 == "支委会"}}
  - {id: 公开, post: 纪检委员, due: 每月28日↑, done: confirm}
evidence: [{name: 会议记录, required: true, why: 看议了什么}]
scoring:
  - {id: a, kind: short, of: 会议, where: 类别 == "支委会", need: 1, window: month, points: 3, text: 每少1次扣3分}
  - {id: b, kind: per, of: 会议, where: 类别 == "支委会" and 实到*2 < 应到, points: 3}
  - {id: c, kind: per, ask: 应先经支委会而直接上大会的件数, points: 3}
  - {id: d, kind: late, of: 平台上传, date: 上传日, due: {every: month, day: -3, shift: none}, points: 0.1}
  - {id: e, kind: step, of: 会议, where: 类别 == "党员大会", ratio: [实到, 应到 - 批准缺席], over: each, base: 80/100, per: 10/100, round: down, points: 1}
  - {id: f, kind: tier, ask: 档, levels: {好: 0, 一般: 0.5, 不好: {score: 0}}}
  - {id: g, kind: tier, of: 处分, by: 种类, levels: {诫勉: 1, 轻处分: 3, 重处分: 5, 移送司法: 8}, once_per: [案件, 部门], keep: heaviest}
  - {id: h, kind: per, of: 责任清单, where: 逾期, points: 2, escalate: {where: 催办次数 > 0 and not 办结, factor: 2}}
  - {id: i, kind: import, from: 上级平台扣分值, factor: 10}
  - {id: j, kind: range, by_office: 核标组, ask: 现场管理, unit: 处, min: 1, max: 3}
  - {id: k, kind: per, ask: 补记造假, points: 5, forfeit_at: 3}
  - {id: l, kind: short, of: 会议, where: 类别 == "党小组会", for_each: 党小组, need: 在场月数, window: quarter, points: 1}
  - {id: m, kind: per, of: 表决, where: not 有效, vote: V2, points: 10}
  - {id: n, kind: bonus, of: 表扬, by: 级别, levels: {业主: 2, 集团: 4, 省部: 6, 国家: 8}, once_per: [事项], keep: heaviest, cap: 8}
  - {id: o, kind: forfeit, ask: 挪用党费, veto: 挪用党费}
shares: {甲科: 4, 乙科: 3, 丙科: 2.5, 丁科: 1.5}
sources: [{title: 中国共产党支部工作条例（试行）, article: 第十二条, grade: A}]
cases:
  - {name: 缺一次, records: {会议: []}, expect: {a: {deduct: 3}, score: 22}}
`

// sketches are the further rules, duties and settings of the design, written in
// the grammar's form.
func sketches(t *testing.T) *Loaded {
	t.Helper()
	l := load(fstest.MapFS{
		"edition.yaml":       {Data: []byte(sketchEdition)},
		"standards/Z05.yaml": {Data: []byte(sketchStandard)},
	}, ".", unjudged)
	if len(l.Problems) > 0 {
		t.Fatal(listed(l.Problems))
	}
	return l
}

func TestDesignSketchesRead(t *testing.T) {
	t.Parallel()
	l := sketches(t)
	s := l.Edition.Standards[0]
	if s.Who.Post != "支部书记" || l.Edition.Parts[0].Name != "制度" || l.Edition.Parts[1].Title != "主题党日活动" {
		t.Error("a bare word must stand for the key it is short for")
	}
	rules := map[string]int{}
	for i, r := range s.Scoring {
		rules[r.ID] = i
	}
	if e := s.Scoring[rules["h"]].Escalate; len(e) != 1 || e[0].Factor.Source != "2" {
		t.Errorf("one mapping must stand for a list of one: %+v", e)
	}
	if c := s.Scoring[rules["n"]].Cap; c == nil || c.Most.Source != "8" || c.Window != "" {
		t.Errorf("cap: %+v", c)
	}
	if d := s.Duties; d[0].Done.Confirm || d[0].Done.Of != "会议" || !d[1].Done.Confirm || !reflect.DeepEqual(d[0].Due, d[1].Due) {
		t.Errorf("duties: %+v %+v", d[0], d[1])
	}
}
