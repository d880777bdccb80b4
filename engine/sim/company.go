package sim

import (
	"context"
	"fmt"
	"math/rand/v2"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/use/org"
)

// Habit is how somebody works.
type Habit string

// The habits of the sample's people.
const (
	Diligent Habit = "勤" // a few days early, nothing left out
	Usual    Habit = "常" // about the due day, sometimes a little late
	Lazy     Habit = "懒" // often late, now and then not at all
)

// Member is a person of the sample with the posts held in one unit.
type Member struct {
	Person engine.PersonID
	Unit   engine.UnitID
	Path   string
	Name   string
	Posts  []string
}

// Actor is the member as an actor of use cases.
func (m Member) Actor() access.Actor {
	a := access.Actor{Person: m.Person, Role: engine.RoleBranch, Unit: m.Unit}
	for _, p := range m.Posts {
		a.Posts = append(a.Posts, access.HeldPost{Unit: m.Unit, Path: m.Path, Name: p})
	}
	return a
}

// Branch is a branch of the sample.
type Branch struct {
	ID      engine.UnitID
	Name    string
	Habit   Habit
	Members []Member

	Attributes engine.Attributes
}

// Company is the sample company.
type Company struct {
	Root     engine.UnitID
	Office   Member   // of 党委工作部
	Generals []Branch // the general branches
	Branches []Branch
}

// CompanyName is the name of every sample company. A real one is not called so.
const CompanyName = "示例桥梁工程公司党委"

// Found builds the sample company: a Party committee, general branches below it,
// and so many branches, no two alike, with every type and every switch among
// them. Everything in it is invented.
func (s *Sim) Found(ctx context.Context, branches int, start calendar.Date) (*Company, error) {
	r := rand.New(rand.NewPCG(s.Seed, 1))
	root, err := s.unit(ctx, org.AddUnitRequest{Name: CompanyName, Kind: engine.Company, Start: start})
	if err != nil {
		return nil, err
	}
	c := &Company{Root: root}
	if c.Office, err = s.member(ctx, root, fmt.Sprintf("/%d/", root), "周部长", []string{"党委工作部"}, start); err != nil {
		return nil, err
	}
	for i, name := range generalNames(branches) {
		g, err := s.general(ctx, root, name, i, start)
		if err != nil {
			return nil, err
		}
		c.Generals = append(c.Generals, g)
	}
	for i := range branches {
		parent := c.Generals[i%len(c.Generals)]
		b, err := s.branch(ctx, root, parent, i, start, r)
		if err != nil {
			return nil, err
		}
		c.Branches = append(c.Branches, b)
	}
	return c, s.sites(ctx, c.Generals, start)
}

func generalNames(branches int) []string {
	all := []string{"东线工程党总支", "西线工程党总支", "梁场与设备党总支", "海外工程党总支"}
	return all[:min(len(all), 1+branches/10)]
}

func (s *Sim) general(ctx context.Context, root engine.UnitID, name string, i int, start calendar.Date) (Branch, error) {
	id, err := s.unit(ctx, org.AddUnitRequest{Parent: root, Name: name, Kind: engine.GeneralBranch, Start: start})
	if err != nil {
		return Branch{}, err
	}
	m, err := s.member(ctx, id, fmt.Sprintf("/%d/%d/", root, id), personName(900+i), []string{"党总支"}, start)
	return Branch{ID: id, Name: name, Members: []Member{m}}, err
}

func (s *Sim) branch(ctx context.Context, root engine.UnitID, parent Branch, i int, start calendar.Date, r *rand.Rand) (Branch, error) {
	k := kinds[i%len(kinds)]
	b := Branch{Name: k.name(i), Habit: habitOf(i)}
	attributes := s.declared(k.attributes(start, r))
	b.Attributes = attributes
	var err error
	b.ID, err = s.unit(ctx, org.AddUnitRequest{Parent: parent.ID, Name: b.Name, Kind: engine.Branch, Attributes: attributes,
		Rest: k.rest, Start: start})
	if err != nil {
		return b, err
	}
	path := fmt.Sprintf("/%d/%d/%d/", root, parent.ID, b.ID)
	for n, posts := range s.handOut(k.people) {
		m, err := s.cadre(ctx, &b, path, posts, n, i, start)
		if err != nil {
			return b, err
		}
		b.Members = append(b.Members, m)
	}
	return b, s.register(ctx, &b, i, start)
}

// habitOf mixes the habits: half of the people are ordinary.
func habitOf(i int) Habit {
	switch i % 4 {
	case 1:
		return Diligent
	case 3:
		return Lazy
	}
	return Usual
}

// handOut gives the posts of a branch to its few people: the secretary is also
// chairman of the union, and so on.
func (s *Sim) handOut(people int) [][]string {
	out := make([][]string, people)
	for _, post := range s.posts {
		n := seat[post]
		if n >= people {
			n %= people
		}
		out[n] = append(out[n], post)
	}
	return out
}

// seat says which of a branch's people holds a post; the secretary is the first.
var seat = map[string]int{
	"支部书记": 0, "工会主席": 0, "支部副书记": 1, "组织委员": 1, "宣传委员": 2, "纪检委员": 3, "团支部书记": 2, "党小组长": 3,
	"培养联系人": 1, "党务干事": 2, "项目经理": 3, "生产副经理": 3, "安全总监": 3, "总工程师": 3, "物资设备负责人": 3, "人力资源负责人": 2,
}

// sites adds two building sites: one asked for its Party organisation in time,
// the other has not asked at all and is flagged on the day (三同步).
func (s *Sim) sites(ctx context.Context, generals []Branch, start calendar.Date) error {
	founded := start.AddMonths(8)
	for i, asked := range []bool{true, false} {
		a := engine.Attributes{"项目成立日": founded.AddDays(10 * i).String(), "工期月数": 18}
		if asked {
			a["党组织申请日"] = founded.AddDays(20).String()
		}
		name := []string{"云水大桥项目部", "石门隧道项目部"}[i]
		if _, err := s.unit(ctx, org.AddUnitRequest{Parent: generals[0].ID, Name: name, Kind: engine.Project, Attributes: s.declared(a), Start: start}); err != nil {
			return err
		}
	}
	return nil
}

func (s *Sim) unit(ctx context.Context, r org.AddUnitRequest) (engine.UnitID, error) {
	r.Attributes = s.declared(r.Attributes)
	return s.Org.AddUnit(ctx, access.System(), r)
}

// declared keeps the attributes that the edition knows.
func (s *Sim) declared(a engine.Attributes) engine.Attributes {
	out := engine.Attributes{}
	for k, v := range a {
		if _, ok := s.edition.Attributes[k]; ok {
			out[k] = v
		}
	}
	return out
}

func (s *Sim) member(ctx context.Context, unit engine.UnitID, path, name string, posts []string, start calendar.Date) (Member, error) {
	id, err := s.Org.AddPerson(ctx, access.System(), unit, name)
	if err != nil {
		return Member{}, err
	}
	err = s.Org.Appoint(ctx, access.System(), org.AppointRequest{Unit: unit, Person: id, Posts: posts, From: start})
	return Member{Person: id, Unit: unit, Path: path, Name: name, Posts: posts}, err
}
