package store

import (
	"strings"
	"testing"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
)

// A bound limit has SQLite prepare the statement anew each time one is bound; that
// was a tenth of every request. Two questions of one kind are one statement.
func TestQuestionsOfAKindAreOneStatement(t *testing.T) {
	t.Parallel()
	s := openHere(t)
	n := s.nouns.must(engine.Task{})
	ask := func(unit int64, ids []int64, states ...string) string {
		p := &phrase{}
		_, err := n.selection(p, access.Under("/1/"), port.Query{Limit: 7, Offset: 3,
			Where: port.Where{"unit_id": unit, "id": ids, "state": states}, AtMost: port.Where{"due": "2026-11-20"}})
		if err != nil {
			t.Fatal(err)
		}
		if marks := strings.Count(string(p.text), "?"); marks != len(p.args) {
			t.Errorf("%d values for %d places: %s", len(p.args), marks, p.text)
		}
		return string(p.text)
	}
	first := ask(1, make([]int64, 100), "open")
	if !strings.Contains(first, " LIMIT 7 OFFSET ?") {
		t.Errorf("the limit is not written out: %s", first)
	}
	if second := ask(2, make([]int64, 3000), "done"); second != first {
		t.Errorf("two statements:\n%s\n%s", first, second)
	}
	if one := ask(1, make([]int64, 100), "open", "done"); strings.Contains(one, `"state" = ?`) || one == first {
		t.Errorf("a list of two is asked as one: %s", one)
	}
}
