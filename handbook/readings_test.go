package handbook

import (
	"strings"
	"testing"
	"testing/fstest"
)

// head is what every small table below shares; SCORE and the rest are filled in.
const head = `edition: 小表
asks: []
sheets: [quarter, year]
attributes: {甲类: {type: text}, 组员: {type: list}}
ledgers: {L: {day: d}}
score: {result: sum, floor: {item: 0, group: 0, total: none}, round: {line: 0.01, total: 0.1, half: up}, bonus: {into: INTO}, bands_on: base}
`

// readings are places of the grammar where two honest readings differ; each
// table holds the figures worked out by hand.
var readings = map[string]struct{ edition, standards string }{
	"seven of four with one bonus, into total": {
		head,
		`- code: A
  points: 4
  scoring: [{id: a, kind: per, ask: 错, points: 1}, {id: b, kind: bonus, ask: 奖, points: 1}]
  cases: [{judged: {a: 7, b: 1}, expect: {score: 0, total: {score: 1, base: 0}}}]`,
	},
	"seven of four with one bonus, into item": {
		strings.Replace(head, "INTO", "item", 1),
		`- code: A
  points: 4
  scoring: [{id: a, kind: per, ask: 错, points: 1}, {id: b, kind: bonus, ask: 奖, points: 1}]
  cases: [{judged: {a: 7, b: 1}, expect: {score: 1, total: {score: 1}}}]`,
	},
	"bonus of an item without points passes up to its group, never above its points": {
		strings.Replace(head, "INTO", "item", 1) + "groups: {g: {points: 12}}\n",
		`- code: A
  group: g
  scoring: [{id: a, kind: per, ask: 错, points: 1}, {id: b, kind: bonus, ask: 奖, points: 2}]
  cases:
    - {judged: {a: 0, b: 1}, expect: {g: {score: 12}, total: {score: 12, bonus: 0}}}
    - {judged: {a: 3, b: 1}, expect: {g: {score: 11}, total: {base: 11}}}`,
	},
	"an item of which nothing is due leaves both sums": {
		head,
		`- code: A
  points: 20
  scoring: [{id: a, kind: short, of: L, need: 4, window: year, points: 5}]
  cases:
    - {period: 2026Q2, expect: {status: 未到期, score: none, total: {max: 0}}}
    - {period: "2026", records: {L: [{d: 2026-03-01}]}, expect: {a: {deduct: 15}, score: 5}}`,
	},
	"an object ties rows of a table without columns": {
		head + "windows: {考试周: [[01-05, 01-15]]}\n",
		`- code: A
  points: 5
  scoring: [{id: a, kind: short, of: L, for_each: 组员, match: 谁, need: 1, window: 考试周, points: 0.5}]
  cases: [{period: 2026Q1, unit: {组员: [甲, 乙, 丙]}, records: {L: [{d: 2026-01-06, 谁: 甲}, {d: 2026-01-07, 谁: 乙}]}, expect: {a: {deduct: 0.5}}}]`,
	},
	"bands without edges are chosen by a person": {
		head + "bands: [{name: 好}, {name: 差}]\n",
		`- code: A
  points: 5
  scoring: [{id: a, kind: per, ask: 错, points: 1}]
  cases:
    - {judged: {a: 0, 等次: 差}, expect: {band: 差, provisional: false}}
    - {judged: {a: 0}, expect: {band: "", provisional: true}}
    - {judged: {a: 0, 等次: 优}, expect: {error: 没有「优」这个等次}}`,
	},
	"three to one, nothing of the second: renormalise": {
		strings.Replace(head, "result: sum, ", "", 1) + "groups: {甲: {points: 100}, 乙: {points: 100}}\nweights: {parts: {甲: 3, 乙: 1}, missing: renormalise}\ncases: [{given: {甲: 90}, expect: {total: {score: 90}}}]\n", "[]",
	},
	"three to one, nothing of the second: zero, as percentages": {
		strings.Replace(head, "result: sum, ", "", 1) + "groups: {甲: {points: 100}, 乙: {points: 100}}\nweights: {parts: {甲: 75%, 乙: 25%}, missing: zero}\ncases: [{given: {甲: 90}, expect: {total: {score: 67.5}}}]\n", "[]",
	},
	"three to one, nothing of the second: wait": {
		strings.Replace(head, "result: sum, ", "", 1) + "groups: {甲: {points: 100}, 乙: {points: 100}}\nweights: {parts: {甲: 3, 乙: 1}, missing: wait}\ncases: [{given: {甲: 90}, expect: {provisional: true}}]\n", "[]",
	},
	"a quarter of four, two tied at the top: nobody": {
		head + competition + "cases:\n  - {units: [" + fourUnits("0", "0", "1", "2") + "], expect: {count: {好: 0, 中: 4}, rank: {一: 1, 二: 1, 三: 3, 四: 4}}}\n" +
			"  - {units: [" + fourUnits("0", "1", "1", "2") + "], expect: {count: {好: 1, 中: 3}, rank: {一: 1, 二: 2, 三: 2, 四: 4}}}\n",
		`- code: A
  points: 10
  scoring: [{id: a, kind: per, ask: 错, points: 1}]`,
	},
}

const competition = `bands: [{name: 好, from: 8}, {name: 中}]
ranking: {by: [{得分: desc}], ties: same_rank}
quotas: [{band: 好, most: 25%, base: rated, round: down, ties: all_down}]
`

func fourUnits(wrong ...string) string {
	var out []string
	for i, name := range []string{"一", "二", "三", "四"} {
		out = append(out, "{name: "+name+", judged: {A.a: "+wrong[i]+"}}")
	}
	return strings.Join(out, ", ")
}

func TestReadingsOfTheGrammar(t *testing.T) {
	t.Parallel()
	cal := testCalendar(t)
	for name, table := range readings {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			loaded := LoadFS(fstest.MapFS{
				"edition.yaml":     {Data: []byte(strings.Replace(table.edition, "INTO", "total", 1))},
				"standards/a.yaml": {Data: []byte(table.standards)},
			}, ".")
			for _, p := range loaded.Errors() {
				t.Fatalf("%s", p)
			}
			report := RunCases(loaded.Edition, cal)
			if report.Cases == 0 {
				t.Fatal("no case ran")
			}
			for _, f := range report.Failures {
				t.Errorf("%s", f)
			}
		})
	}
}

// A facts file, unlike an executable case, says when things happened: a record
// without its day is no evidence, on whichever sheet.
func TestRecordWithoutADayIsNoEvidence(t *testing.T) {
	t.Parallel()
	loaded := LoadFS(fstest.MapFS{
		"edition.yaml":     {Data: []byte(strings.Replace(head, "INTO", "total", 1))},
		"standards/a.yaml": {Data: []byte("code: A\npoints: 5\nscoring: [{id: a, kind: per, of: L, points: 1}]\n")},
	}, ".")
	for _, p := range loaded.Errors() {
		t.Fatalf("%s", p)
	}
	facts, problems := ReadFacts("f.yaml", []byte("period: 2026Q3\nrecords: {L: [{x: 1}]}\n"))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	f, err := facts.Alone(loaded.Edition)
	if err != nil {
		t.Fatal(err)
	}
	sheet := scored(t, loaded.Edition, f)
	if !sheet.Totals.Provisional || sheet.Item("A").Points.String() != "5" {
		t.Errorf("provisional %v, %s points; want provisional and 5", sheet.Totals.Provisional, sheet.Item("A").Points)
	}
}
