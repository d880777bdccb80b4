package engine

// Register is who is known to a unit, and what its ledgers say of it: what is
// asked of a branch follows from it.
type Register struct {
	People  []Person            // who stands in it or stood in it, each with the time there, without 群众
	Posts   []Post              // the committee's, held now or earlier
	Names   map[PersonID]string // of those who hold posts, who may be registered elsewhere
	Records []Record            // of the ledgers that attributes follow from, in the order of their days
}

// Known says whether the register has been filled: until it names a member of
// the Party, what was entered on the unit stands.
func (r *Register) Known() bool {
	if r == nil {
		return false
	}
	for i := range r.People {
		if r.People[i].Standing.Member() {
			return true
		}
	}
	return false
}
