package access

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"wubiao/engine"
)

func fieldsOfLines(text string) [][]string {
	var out [][]string
	for line := range strings.Lines(text) {
		if f := strings.Fields(line); len(f) > 0 {
			out = append(out, f)
		}
	}
	return out
}

func TestUnknownRoleAndActionAreDenied(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		role   engine.Role
		action Action
	}{{"", TaskRead}, {"书记", TaskRead}, {engine.RoleAdmin, "task.delete"}, {engine.RoleBranch, ""}} {
		if _, err := Authorize(Actor{Role: c.role}, c.action); engine.CodeOf(err) != engine.Forbidden {
			t.Errorf("%q doing %q: got %v, want a denial", c.role, c.action, err)
		}
	}
}

func TestPersonWithoutAPostReachesNothing(t *testing.T) {
	t.Parallel()
	scope, err := Authorize(Actor{Role: engine.RoleBranch}, TaskRead)
	if err != nil {
		t.Fatal(err)
	}
	if scope.All() || scope.Holds("/1/") || scope.Holds("") {
		t.Error("a person without a post reaches a unit")
	}
}

func TestTheProgramItselfReachesEverything(t *testing.T) {
	t.Parallel()
	for _, action := range Actions() {
		if scope, err := Authorize(System(), action); err != nil || !scope.All() {
			t.Errorf("%s: %v", action, err)
		}
	}
}

// Over random trees, an actor reaches exactly the units that have one of its
// units among their ancestors or are one of them.
func TestReachIsExactlyTheUnitsBelow(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(7, 52))
	pairs := 0
	for range 60 {
		paths := []string{"/1/"}
		for id := 2; id <= 40; id++ {
			paths = append(paths, fmt.Sprintf("%s%d/", paths[random.IntN(len(paths))], id))
		}
		for range 5 {
			own := paths[random.IntN(len(paths))]
			actor := Actor{Role: engine.RoleBranch, Posts: []HeldPost{{Path: own}}}
			for _, path := range paths {
				pairs++
				below := false
				for p := path; p != "/"; p = p[:strings.LastIndex(p[:len(p)-1], "/")+1] {
					below = below || p == own
				}
				err := MayTouch(actor, TaskRead, path)
				if below != (err == nil) {
					t.Fatalf("holder of a post in %s touching %s: %v", own, path, err)
				}
				if err != nil && engine.CodeOf(err) != engine.NotFound {
					t.Fatalf("a foreign unit answers %v, want as if absent", err)
				}
			}
		}
	}
	if pairs < 10_000 {
		t.Fatalf("only %d pairs tried", pairs)
	}
}

func TestHoldsAsksForThatVeryUnit(t *testing.T) {
	t.Parallel()
	a := Actor{Posts: []HeldPost{{Unit: 4, Path: "/1/4/", Name: "支部书记"}}}
	if !a.Holds(4, "支部书记") || a.Holds(17, "支部书记") || a.Holds(4, "组织委员") {
		t.Error("a post counts in a unit where it is not held")
	}
}
