package access

// Scope is the part of the organisation tree a query may touch. Only this
// package makes one, from an actor and an action; every query takes one, so a
// list without a scope does not compile. The zero Scope reaches nothing.
type Scope struct {
	all   bool
	paths []string
}

// Everything is the scope of the program itself (jobs, commands) and of roles
// that see the whole company.
func Everything() Scope { return Scope{all: true} }

// Under is the scope of the units whose path begins with one of the given
// paths ("/1/4/").
func Under(paths ...string) Scope { return Scope{paths: paths} }

// All says whether the scope reaches every unit.
func (s Scope) All() bool { return s.all }

// Paths are the prefixes of the reachable units; meaningless when All.
func (s Scope) Paths() []string { return s.paths }

// Holds says whether a unit with the path is within the scope.
func (s Scope) Holds(path string) bool {
	if s.all {
		return true
	}
	for _, p := range s.paths {
		if p != "" && len(path) >= len(p) && path[:len(p)] == p {
			return true
		}
	}
	return false
}
