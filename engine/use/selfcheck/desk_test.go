package selfcheck

import (
	"testing"

	"wubiao/engine"
	"wubiao/engine/access"
)

// The site's manager sees what his branch is worth; its self-check is filled by
// those who do the branch's work.
func TestWhoFillsASelfCheck(t *testing.T) {
	t.Parallel()
	const here, there = engine.UnitID(3), engine.UnitID(4)
	for name, c := range map[string]struct {
		posts []access.HeldPost
		want  bool
	}{
		"nobody":                  {nil, false},
		"the secretary":           {[]access.HeldPost{{Unit: here, Name: Secretary}}, true},
		"another post":            {[]access.HeldPost{{Unit: here, Name: "组织委员"}}, true},
		"the manager":             {[]access.HeldPost{{Unit: here, Name: Manager}}, false},
		"the manager and a post":  {[]access.HeldPost{{Unit: here, Name: Manager}, {Unit: here, Name: "组织委员"}}, true},
		"the secretary elsewhere": {[]access.HeldPost{{Unit: there, Name: Secretary}}, false},
	} {
		if got := own(access.Actor{Role: engine.RoleBranch, Posts: c.posts}, here); got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}
