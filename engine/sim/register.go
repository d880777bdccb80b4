package sim

import (
	"context"
	"fmt"
	"slices"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/use/org"
)

// crew is how many people a branch has by what its kind says, those with posts
// among the full members.
type crew struct{ full, probation, applicants int }

func crewOf(a engine.Attributes, posts int) crew {
	full, _ := a["正式党员"].(int)
	all, _ := a["党员"].(int)
	c := crew{full: max(full-posts, 0), probation: max(all-full, 0)}
	if a["有入党申请人"] == true {
		c.applicants = 2
	}
	return c
}

// register fills a branch's register so that what follows from it is what its
// kind says, and lets the branch know its people by name.
func (s *Sim) register(ctx context.Context, b *Branch, i int, start calendar.Date) error {
	if _, derives := s.edition.Attributes["正式党员"]; !derives {
		return nil
	}
	c := crewOf(b.Attributes, len(b.Members))
	groups, _ := b.Attributes["党小组名单"].([]string)
	var ordinary, away []string
	for n := range c.full + c.probation + c.applicants {
		f := org.PersonFields{Name: personName(1000 + i*71 + n), Standing: engine.FullMember, Title: trades[n%len(trades)]}
		joined := start.AddMonths(-24 - 7*n).AddDays(13 * n % 28)
		switch {
		case n >= c.full+c.probation:
			f.Standing = []engine.Standing{engine.Activist, engine.Applicant}[(n-c.full-c.probation)%2]
		case n >= c.full:
			f.Standing, f.Joined = engine.Probation, start.AddDays(-10-9*(n-c.full)).String()
		default:
			f.Joined, f.FullOn = joined.String(), joined.AddMonths(12).String()
		}
		if f.Standing.Member() {
			if len(groups) > 0 {
				f.Group = groups[n%len(groups)]
			}
			if f.Away = n == 0 && b.Attributes["有流动党员"] == true; f.Away {
				away = append(away, f.Name)
			}
			ordinary = append(ordinary, f.Name)
		}
		if err := s.enrol(ctx, b.ID, f); err != nil {
			return err
		}
	}
	return s.known(b, ordinary, away)
}

// known tells the branch what its register says, where the edition asks for it.
func (s *Sim) known(b *Branch, ordinary, away []string) error {
	var committee []string
	for _, m := range b.Members {
		if slices.ContainsFunc(m.Posts, onCommittee) {
			committee = append(committee, m.Name)
		} else {
			ordinary = append(ordinary, m.Name)
		}
	}
	for name, list := range map[string][]string{"支委名单": committee, "普通党员名单": ordinary, "流动党员名单": away} {
		if _, ok := s.edition.Attributes[name]; ok {
			b.Attributes[name] = append([]string{}, list...)
		}
	}
	return nil
}

func onCommittee(post string) bool {
	return slices.Contains([]string{"支部书记", "支部副书记", "组织委员", "宣传委员", "纪检委员"}, post)
}

func (s *Sim) enrol(ctx context.Context, unit engine.UnitID, f org.PersonFields) error {
	if _, err := s.Org.Enrol(ctx, access.System(), org.EnrolRequest{Unit: unit, PersonFields: f, Twin: true}); err != nil {
		return fmt.Errorf("enrol: %w", err)
	}
	return nil
}

// cadre is somebody with posts in a branch: a full member, in office so long as
// the branch's kind says of its secretary.
func (s *Sim) cadre(ctx context.Context, b *Branch, path string, posts []string, n, i int, start calendar.Date) (Member, error) {
	joined := start.AddMonths(-60 - 11*n)
	f := org.PersonFields{Name: personName(i*4 + n), Standing: engine.FullMember, Joined: joined.String(), FullOn: joined.AddMonths(12).String()}
	id, err := s.Org.Enrol(ctx, access.System(), org.EnrolRequest{Unit: b.ID, PersonFields: f, Twin: true})
	if err != nil {
		return Member{}, fmt.Errorf("enrol: %w", err)
	}
	from := start
	if months, ok := b.Attributes["书记任职月数"].(int); ok && slices.Contains(posts, "支部书记") {
		from = start.AddMonths(-months)
	}
	err = s.Org.Appoint(ctx, access.System(), org.AppointRequest{Unit: b.ID, Person: id, Posts: posts, From: from})
	return Member{Person: id, Unit: b.ID, Path: path, Name: f.Name, Posts: posts}, err
}

// trades are what the people of a site do.
var trades = []string{"测量员", "试验员", "架子工班长", "安全员", "材料员", "技术员", "起重工", "电工班长", "会计", "资料员"}
