package access

import "wubiao/engine"

// Actor is who asks: an account with the posts its person holds today.
type Actor struct {
	Account engine.AccountID
	Person  engine.PersonID
	Role    engine.Role
	Unit    engine.UnitID // the person's own unit
	Posts   []HeldPost
	Address string // where the request came from, for the audit trail
	system  bool
}

// HeldPost is a post held today, with the path of its unit.
type HeldPost struct {
	Unit engine.UnitID
	Path string
	Name string
}

// System is the program itself: jobs, commands, the demo's preparation.
func System() Actor { return Actor{system: true} }

// IsSystem says whether the program itself acts.
func (a Actor) IsSystem() bool { return a.system }
