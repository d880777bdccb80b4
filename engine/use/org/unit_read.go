package org

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
	"wubiao/engine/rule"
)

// UnitPage is a unit as the administrator keeps it: no business data.
type UnitPage struct {
	ID         engine.UnitID    `json:"id"`
	Name       string           `json:"name"`
	Kind       engine.UnitKind  `json:"kind"`
	Above      string           `json:"above"`
	AboveID    engine.UnitID    `json:"above_id"`
	Rest       string           `json:"rest"`
	Start      string           `json:"start"`
	Trial      string           `json:"trial"`
	Closed     string           `json:"closed"`
	Version    int64            `json:"version"`
	Attributes []AttributeField `json:"attributes"`
	People     []CadreLine      `json:"people"`
	Past       []PastPost       `json:"past"`
	Posts      []string         `json:"posts"` // the posts that the edition knows
	Today      string           `json:"today"`
	Known      bool             `json:"known"` // the register names a member: what follows from it is worked out
}

// AttributeField is one attribute of the edition as the unit has it.
type AttributeField struct {
	Name    string   `json:"name"`
	Label   string   `json:"label"`
	Type    string   `json:"type"`
	Choices []string `json:"choices"`
	Value   string   `json:"value"`
	Derived string   `json:"derived"` // from what it is worked out; empty: it is entered
	Until   string   `json:"until"`   // the ledger that takes the place of what was entered, once it tells; empty: none
}

// CadreLine is somebody of a unit with the posts held there.
type CadreLine struct {
	ID      engine.PersonID `json:"id"`
	Name    string          `json:"name"`
	Posts   []HeldLine      `json:"posts"`
	Account string          `json:"account"` // the login; empty: none
	Version int64           `json:"version"` // of the person; 0: of another unit, whose page keeps the name
}

// HeldLine is a post held today.
type HeldLine struct {
	ID    engine.PostID `json:"id"`
	Name  string        `json:"name"`
	Since string        `json:"since"`
}

// PastPost is a post that was held.
type PastPost struct {
	Name   string `json:"name"`
	Post   string `json:"post"`
	Since  string `json:"since"`
	Until  string `json:"until"`
	Coming bool   `json:"coming"` // not yet begun
}

// Unit reads one unit for those who keep the organisation.
func (o *Org) Unit(ctx context.Context, actor access.Actor, id engine.UnitID) (UnitPage, error) {
	scope, err := access.Authorize(actor, access.UnitRead)
	if err != nil {
		return UnitPage{}, err
	}
	var page UnitPage
	err = o.Store.View(ctx, func(tx port.Tx) error {
		u, err := unitIn(tx, scope, id)
		if err != nil {
			return err
		}
		page = UnitPage{ID: u.ID, Name: u.Name, Kind: u.Kind, Rest: u.Rest, Start: u.Start.String(), Trial: u.Trial, Closed: u.Closed.String(),
			Version: u.Version, AboveID: parentOf(&u), Today: o.today(tx).String()}
		if page.Above, err = newNames(tx).unit(parentOf(&u)); err != nil {
			return err
		}
		e, err := o.Book.On(max(o.today(tx), u.Start))
		if err != nil && engine.CodeOf(err) != engine.NotFound {
			return err
		}
		if err == nil {
			page.Posts = e.Posts
			if u.Kind != engine.Company && u.Kind != engine.GeneralBranch {
				page.Attributes = attributeFields(e, u.Attributes)
			}
		}
		return o.cadres(tx, &page)
	})
	if err != nil {
		return UnitPage{}, fmt.Errorf("read a unit: %w", err)
	}
	return page, nil
}

// derivedFrom says in words where a derived attribute comes from.
var derivedFrom = map[string]string{"people": "按花名册算", "calendar": "按日期和任职算", "tree": "按组织树算"}

func attributeFields(e *rule.Edition, held engine.Attributes) []AttributeField {
	var out []AttributeField
	for name, a := range e.Attributes {
		f := AttributeField{Name: name, Label: a.Label, Type: a.Type.Name, Choices: a.Type.Choices, Value: attributeText(held[name]), Derived: derivedFrom[a.From]}
		if f.Label == "" {
			f.Label = name
		}
		if a.Latest != nil {
			f.Until = ledgerTitle(e, a.Latest.Of)
		}
		out = append(out, f)
	}
	rank := map[string]int{rule.TypeChoice: 0, rule.TypeInt: 1, rule.TypeDate: 2, rule.TypeBool: 3}
	slices.SortFunc(out, func(a, b AttributeField) int {
		return cmp.Or(cmp.Compare(b2i(a.Derived != ""), b2i(b.Derived != "")), cmp.Compare(rank[a.Type], rank[b.Type]), cmp.Compare(a.Name, b.Name))
	})
	return out
}

// ledgerTitle is how people call the ledger.
func ledgerTitle(e *rule.Edition, ledger string) string {
	if l := e.Ledgers[ledger]; l != nil && l.Title != "" {
		return l.Title
	}
	return ledger
}

// attributeText writes a stored attribute as a form shows it.
func attributeText(value any) string {
	switch v := value.(type) {
	case nil:
		return ""
	case bool:
		return yesNo(v)
	case []string:
		return strings.Join(v, "、")
	case []any:
		parts := make([]string, len(v))
		for i := range v {
			parts[i] = fmt.Sprint(v[i])
		}
		return strings.Join(parts, "、")
	}
	return fmt.Sprint(value)
}

// cadres reads the people of the unit who hold posts there, and the other people
// of its register by name.
func (o *Org) cadres(tx port.Tx, page *UnitPage) error {
	today := o.today(tx)
	var people []engine.Person
	err := tx.List(&people, access.Everything(), port.Query{Where: port.Where{"unit_id": page.ID, "left_day": nil}, Columns: []string{"id", "name", "standing", "version"}})
	if err != nil {
		return fmt.Errorf("list people: %w", err)
	}
	var posts []engine.Post
	if err := tx.List(&posts, access.Everything(), port.Query{Where: port.Where{"unit_id": page.ID}, Order: []string{"from_day"}}); err != nil {
		return fmt.Errorf("list posts: %w", err)
	}
	at := map[engine.PersonID]int{}
	for _, p := range people {
		page.Known = page.Known || p.Standing.Member()
		at[p.ID] = len(page.People)
		page.People = append(page.People, CadreLine{ID: p.ID, Version: p.Version, Name: p.Name})
	}
	names := newNames(tx)
	for i := range posts {
		p := &posts[i]
		name, err := names.person(p.PersonID)
		if err != nil {
			return err
		}
		if !p.HeldOn(today) {
			page.Past = append(page.Past, PastPost{Name: name, Post: p.Name, Since: p.From.ChineseFull(), Until: p.To.ChineseFull(), Coming: p.From > today})
			continue
		}
		n, known := at[p.PersonID]
		if !known { // registered elsewhere
			n = len(page.People)
			at[p.PersonID] = n
			page.People = append(page.People, CadreLine{ID: p.PersonID, Name: name})
		}
		page.People[n].Posts = append(page.People[n].Posts, HeldLine{ID: p.ID, Name: p.Name, Since: p.From.ChineseFull()})
	}
	slices.SortStableFunc(page.People, func(a, b CadreLine) int { return cmp.Compare(b2i(len(b.Posts) > 0), b2i(len(a.Posts) > 0)) })
	return loginsOf(tx, page)
}

func loginsOf(tx port.Tx, page *UnitPage) error {
	ids := make([]engine.PersonID, len(page.People))
	for i, p := range page.People {
		ids[i] = p.ID
	}
	var accounts []engine.Account
	if err := tx.List(&accounts, access.Everything(), port.Query{Where: port.Where{"person_id": ids, "disabled": false}, Columns: []string{"id", "login", "person_id"}}); err != nil {
		return fmt.Errorf("list accounts: %w", err)
	}
	for _, a := range accounts {
		for i := range page.People {
			if page.People[i].ID == a.PersonID {
				page.People[i].Account = strings.TrimPrefix(page.People[i].Account+"、"+a.Login, "、")
			}
		}
	}
	return nil
}
