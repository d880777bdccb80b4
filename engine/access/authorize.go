package access

import "wubiao/engine"

// Authorize asks the policy whether the actor may do the action at all, and
// gives the part of the organisation it may be done in. A denial is
// engine.Forbidden. A person without a post gets a scope that reaches nothing.
func Authorize(a Actor, action Action) (Scope, error) {
	if a.system {
		return Everything(), nil
	}
	switch reachOf(a.Role, action) {
	case all:
		return Everything(), nil
	case units:
		return Under(a.paths()...), nil
	}
	return Scope{}, engine.Fail(engine.Forbidden, "role",
		"您的身份（"+string(a.Role)+"）不能使用这项功能；如工作需要，请联系系统管理员。")
}

// May says whether the role may do the action anywhere; pages use it to offer
// only what works.
func May(role engine.Role, action Action) bool { return reachOf(role, action) != no }

// MayTouch asks whether the actor may do the action in the unit with the path.
// A unit out of reach answers as an absent one does, so that nobody learns what
// exists elsewhere.
func MayTouch(a Actor, action Action, path string) error {
	scope, err := Authorize(a, action)
	if err != nil {
		return err
	}
	if !scope.Holds(path) {
		return Absent()
	}
	return nil
}

// Absent is the one answer for what does not exist and for what lies outside
// the asker's units.
func Absent() *engine.Error {
	return engine.Fail(engine.NotFound, "absent", "没有找到这一页要的内容：它可能已经不在，或者不在您负责的单位里。请回到首页重新进入。")
}

// paths are the paths of the units where posts are held.
func (a Actor) paths() []string {
	out := make([]string, 0, len(a.Posts))
	for _, p := range a.Posts {
		out = append(out, p.Path)
	}
	return out
}

// Holds says whether the actor holds the post in that very unit today.
func (a Actor) Holds(unit engine.UnitID, post string) bool {
	for _, p := range a.Posts {
		if p.Unit == unit && p.Name == post {
			return true
		}
	}
	return false
}
