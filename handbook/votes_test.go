package handbook

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"wubiao/engine/rule"
)

// TestEdition2026ChecksEveryVoteBeforeARecordIsKept: which number is refused, and
// why; a record that tells of no vote is not bothered.
func TestEdition2026ChecksEveryVoteBeforeARecordIsKept(t *testing.T) {
	t.Parallel()
	loaded := LoadFS(Embedded(), "editions/2026")
	if err := loaded.Err(); err != nil {
		t.Fatal(err)
	}
	committee := map[string]any{"类别": []string{"支委会"}, "应到": 5, "实到": 3, "有表决": true, "赞成": 3, "决议": "同意"}
	assembly := map[string]any{"类别": []string{"党员大会"}, "应到有表决权": 10, "实到有表决权": 5, "有表决": true, "赞成": 5, "决议": "通过"}
	workers := map[string]any{"形式": "职工代表大会", "代表总数": 36, "出席数": 24, "赞成数": 19, "决议": "通过"}
	league := map[string]any{"类别": []string{"支部大会"}, "应到": 9, "实到": 5, "有表决": true, "赞成": 3, "决议": "推荐"}
	for name, c := range map[string]struct {
		ledger string
		base   map[string]any
		but    map[string]any
		wrong  string // the columns refused
		says   string
	}{
		"支委会过半通过":       {"会议", committee, nil, "", ""},
		"支委会恰到一半可以开":    {"会议", committee, map[string]any{"应到": 6, "赞成": 4, "实到": 3}, "", ""},
		"支委会到会不足半数":     {"会议", committee, map[string]any{"实到": 2, "赞成": 2}, "实到", "到会2，应不少于应到的1/2（2.5），不够"},
		"支委会赞成不过半":      {"会议", committee, map[string]any{"赞成": 2}, "赞成", "表决没有通过的，「决议」空着就行"},
		"支委会没有通过的也能记":   {"会议", committee, map[string]any{"赞成": 2, "决议": nil}, "", ""},
		"支委会没有通过到会也要够":  {"会议", committee, map[string]any{"实到": 2, "赞成": 1, "决议": nil}, "实到", "到会人数没有达到规定"},
		"支委会没有表决不管人数":   {"会议", committee, map[string]any{"实到": 1, "有表决": false, "赞成": nil}, "", ""},
		"支委会表决了没写赞成":    {"会议", committee, map[string]any{"赞成": nil}, "赞成", "这个数要填"},
		"大会恰到一半而五票不过":   {"会议", assembly, nil, "赞成", "赞成5，应超过应到有表决权的1/2（5），不够"},
		"大会六票通过":        {"会议", assembly, map[string]any{"实到有表决权": 6, "赞成": 6}, "", ""},
		"大会不足半数":        {"会议", assembly, map[string]any{"实到有表决权": 4, "赞成": 4}, "实到有表决权", "党员大会一般表决"},
		"大会没有表决":        {"会议", assembly, map[string]any{"有表决": false, "实到有表决权": 1}, "", ""},
		"接收预备党员要超过半数":   {"会议", assembly, map[string]any{"书面赞成": 2}, "实到有表决权", "接收预备党员和转正"},
		"接收预备党员书面意见算在内": {"会议", assembly, map[string]any{"实到有表决权": 6, "赞成": 5, "书面赞成": 1}, "", ""},
		"党课不是表决":        {"会议", map[string]any{"类别": []string{"党课"}, "有表决": true, "应到": 9, "实到": 1}, nil, "", ""},
		"职代会三分之二过半":     {"职代会", workers, nil, "", ""},
		"职代会到会不足三分之二":   {"职代会", workers, map[string]any{"出席数": 23}, "出席数", "职代会"},
		"职代会要过全体代表的一半":  {"职代会", workers, map[string]any{"赞成数": 18}, "赞成数", "代表总数的1/2（18），不够"},
		"职代会还没有表决":      {"职代会", workers, map[string]any{"出席数": 20, "赞成数": nil}, "", ""},
		"民主管理会不按职代会":    {"职代会", workers, map[string]any{"形式": "民主管理会", "出席数": 9}, "", ""},
		"团支部大会过半":       {"团会议", league, nil, "", ""},
		"团支部大会恰到一半不够":   {"团会议", league, map[string]any{"应到": 10}, "实到", "团支部大会"},
		"团支部大会赞成按到会算":   {"团会议", league, map[string]any{"应到": 9, "实到": 6}, "赞成", "实到的1/2（3），不够"},
		"团支部支委会不管":      {"团会议", league, map[string]any{"类别": []string{"支委会"}, "实到": 1}, "", ""},
		"团支部大会没有表决":     {"团会议", league, map[string]any{"有表决": false, "实到": 1, "赞成": nil}, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fields := maps.Clone(c.base)
			maps.Copy(fields, c.but)
			wrong, err := loaded.Edition.CheckVotes(c.ledger, fields, rule.UnitFacts{Attributes: loaded.Edition.Typical})
			if err != nil {
				t.Fatal(err)
			}
			var columns, messages []string
			for _, f := range wrong {
				columns, messages = append(columns, f.Name), append(messages, f.Message)
			}
			slices.Sort(columns)
			if got := strings.Join(columns, " "); got != c.wrong || !strings.Contains(strings.Join(messages, "\n"), c.says) {
				t.Errorf("refused %q: %v", got, messages)
			}
		})
	}
}
