package plan

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"wubiao/engine"
	"wubiao/engine/calendar"
	"wubiao/engine/rule"
)

// The posts that lead a branch. A holder of one of them, or of a post that ends
// in 委员, sits on its committee.
const (
	postSecretary = "支部书记"
	postDeputy    = "支部副书记"
	postMember    = "支委"
)

// recentMonths is how long a member who came or left makes a unit one with
// 转入转出: the longest time that a transfer's papers may take.
const recentMonths = 6

// Deriver works out the attributes that an edition takes from people, from the
// calendar and from ledgers.
type Deriver struct {
	edition *rule.Edition
	names   []string
	ways    []derivation
	latest  []string       // the attributes that follow from a ledger
	order   map[string]int // of the edition's posts
}

// derivation works out one attribute; people says that it needs the register.
type derivation struct {
	people bool
	work   func(*deduced) any
}

// derivations are the attributes that can be worked out, by the names that
// editions give them. An attribute that an edition marks as derived and that is
// not here stays as it was entered.
var derivations = map[string]derivation{
	"正式党员":   {true, func(d *deduced) any { return d.full }},
	"党员":     {true, func(d *deduced) any { return len(d.members) }},
	"支委名单":   {true, func(d *deduced) any { return d.committee }},
	"普通党员名单": {true, func(d *deduced) any { return d.ordinary() }},
	"流动党员名单": {true, func(d *deduced) any { return d.away }},
	"党小组名单":  {true, func(d *deduced) any { return d.groups }},
	"团员":     {true, func(d *deduced) any { return d.league }},
	"有入党申请人": {true, func(d *deduced) any { return d.applicants > 0 }},
	"有流动党员":  {true, func(d *deduced) any { return len(d.away) > 0 || d.moved }},
	"在场月数":   {false, (*deduced).presentMonths},
	"书记任职月数": {false, (*deduced).secretaryMonths},
}

// NewDeriver lists what the edition wants worked out.
func NewDeriver(e *rule.Edition) *Deriver {
	d := &Deriver{edition: e, order: map[string]int{}}
	for name, a := range e.Attributes {
		if _, known := derivations[name]; known && a.From != "" {
			d.names = append(d.names, name)
		}
		if a.Latest != nil {
			d.latest = append(d.latest, name)
		}
	}
	slices.Sort(d.names)
	for _, name := range d.names {
		d.ways = append(d.ways, derivations[name])
	}
	for i, post := range e.Posts {
		d.order[post] = i
	}
	return d
}

// CommitteePosts lists the edition's posts that sit on a branch's committee.
func CommitteePosts(e *rule.Edition) []string {
	var out []string
	for _, post := range e.Posts {
		if onCommittee(post) {
			out = append(out, post)
		}
	}
	if !slices.Contains(out, postSecretary) {
		out = append(out, postSecretary)
	}
	return out
}

func onCommittee(post string) bool {
	return post == postSecretary || post == postDeputy || post == postMember || strings.HasSuffix(post, "委员")
}

// Derive gives the unit's attributes as they are on the day: what the edition
// takes from people, from the calendar and from ledgers is worked out, all else is
// as entered. 在场月数 is that of the period. Until the register knows a member,
// what was entered stands, and only what was not entered is worked out from the
// calendar; until a ledger tells, what was entered stands too.
func Derive(e *rule.Edition, u *engine.Unit, r *engine.Register, period calendar.Period, day calendar.Date) engine.Attributes {
	return NewDeriver(e).Of(u, r, period, day)
}

// Of is Derive for one of many units. The attributes may be the unit's own: do
// not change them.
func (d *Deriver) Of(u *engine.Unit, r *engine.Register, period calendar.Period, day calendar.Date) engine.Attributes {
	known := r.Known()
	var facts *deduced
	var out engine.Attributes
	set := func(name string, value any) {
		if out == nil {
			out = make(engine.Attributes, len(u.Attributes)+len(d.names)+len(d.latest))
			maps.Copy(out, u.Attributes)
		}
		out[name] = value
	}
	for i, name := range d.names {
		if _, entered := u.Attributes[name]; !known && (entered || d.ways[i].people) {
			continue
		}
		if facts == nil {
			facts = deduce(d, u, r, period, day)
		}
		if value := d.ways[i].work(facts); value != nil {
			set(name, value)
		}
	}
	for _, name := range d.latest {
		if date := d.told(name, u, r, day); !date.IsZero() {
			set(name, date.String())
		}
	}
	if out == nil {
		return u.Attributes
	}
	return out
}

// deduced is what one look at a register on a day finds.
type deduced struct {
	unit       *engine.Unit
	register   *engine.Register
	period     calendar.Period
	day        calendar.Date
	full       int
	league     int
	applicants int
	moved      bool // a member has come or left lately
	members    []string
	away       []string
	groups     []string
	committee  []string
	seats      map[engine.PersonID]bool
	ids        []engine.PersonID // of members
}

func deduce(d *Deriver, u *engine.Unit, r *engine.Register, period calendar.Period, day calendar.Date) *deduced {
	out := &deduced{unit: u, register: r, period: period, day: day, members: []string{}, away: []string{}, groups: []string{}, committee: []string{}}
	if r == nil {
		return out
	}
	for i := range r.People {
		out.person(&r.People[i])
	}
	slices.Sort(out.groups)
	out.sit(d.order)
	return out
}

// person counts one person of the register.
func (d *deduced) person(p *engine.Person) {
	standing := p.StandingOn(d.day)
	recent := d.day.AddMonths(-recentMonths)
	if standing.Member() && (p.From > recent && p.From <= d.day || !p.Left.IsZero() && p.Left > recent && p.Left < d.day) {
		d.moved = true
	}
	if !p.InRegisterOn(d.day) {
		return
	}
	switch {
	case standing.Applies():
		d.applicants++
	case standing == engine.League:
		d.league++
	}
	if !standing.Member() {
		return
	}
	if standing == engine.FullMember {
		d.full++
	}
	d.members, d.ids = append(d.members, p.Name), append(d.ids, p.ID)
	if p.Away {
		d.away = append(d.away, p.Name)
	}
	if p.Group != "" && !slices.Contains(d.groups, p.Group) {
		d.groups = append(d.groups, p.Group)
	}
}

// sit lists the committee in the order of its posts, each person once.
func (d *deduced) sit(order map[string]int) {
	var held []engine.Post
	for _, p := range d.register.Posts {
		if onCommittee(p.Name) && p.HeldOn(d.day) {
			held = append(held, p)
		}
	}
	slices.SortStableFunc(held, func(a, b engine.Post) int {
		return cmp.Or(cmp.Compare(order[a.Name], order[b.Name]), cmp.Compare(a.PersonID, b.PersonID))
	})
	d.seats = map[engine.PersonID]bool{}
	for _, p := range held {
		if !d.seats[p.PersonID] {
			d.seats[p.PersonID] = true
			d.committee = append(d.committee, d.register.Names[p.PersonID])
		}
	}
}

// ordinary are the members who do not sit on the committee.
func (d *deduced) ordinary() []string {
	out := []string{}
	for i, id := range d.ids {
		if !d.seats[id] {
			out = append(out, d.members[i])
		}
	}
	return out
}
