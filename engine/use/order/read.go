package order

import (
	"context"
	"fmt"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/plan"
	"wubiao/engine/port"
	"wubiao/engine/state"
	"wubiao/engine/use/follow"
	"wubiao/engine/use/standard"
)

// Page is one order: a draft with the load of its week, or one that is out with
// what the branches within reach answered.
type Page struct {
	Order   engine.Order  `json:"order"`
	State   string        `json:"state"`   // in words
	From    string        `json:"from"`    // in whose name
	Drafter string        `json:"drafter"` // who wrote it
	Signed  string        `json:"signed"`  // who signed it out, and when; empty: not issued
	Due     string        `json:"due"`     // in words
	Ends    string        `json:"ends"`
	Says    standard.Page `json:"says"`    // the six questions
	Targets []string      `json:"targets"` // names of the ticked units
	Missing []string      `json:"missing"` // what a draft still lacks
	Hints   []ColumnHint  `json:"hints"`   // what ledgers hold already of what a draft asks
	Load    *Load         `json:"load"`    // of a draft; nil otherwise
	Columns []string      `json:"columns"` // what is asked, besides doing it
	Held    []string      `json:"held"`    // which of them ledgers fill in, in words
	Lines   []ReplyLine   `json:"lines"`   // one a branch, in the order of the tree
	Sums    []string      `json:"sums"`    // of columns of numbers, by column; empty: the column has none
	Done    int           `json:"done"`
	Late    int           `json:"late"`
	Part    bool          `json:"part"`  // only the reader's own part of the branches is shown
	Edit    bool          `json:"edit"`  // the reader may change the draft
	Again   bool          `json:"again"` // the reader may write another like it
	Exit    bool          `json:"exit"`  // the reader may issue, withdraw and close it
}

// ReplyLine is what one branch has done.
type ReplyLine struct {
	UnitID engine.UnitID `json:"unit_id"`
	Unit   string        `json:"unit"`
	Task   engine.TaskID `json:"task"`
	Word   string        `json:"word"` // 11月20日完成, 逾期3天, 还没办
	Done   bool          `json:"done"`
	Late   bool          `json:"late"`
	By     string        `json:"by"`
	Load   int           `json:"load"`   // minutes that its week held besides
	Cells  []ReplyCell   `json:"cells"`  // by column
	Before []Was         `json:"before"` // what was answered before, newest first
}

// ReplyCell is one answer.
type ReplyCell struct {
	Text string `json:"text"`
	Held string `json:"held"` // what the ledger said, where the branch says otherwise
}

// Order reads one.
func (s *Orders) Order(ctx context.Context, actor access.Actor, id engine.OrderID) (Page, error) {
	scope, err := access.Authorize(actor, access.OrderRead)
	if err != nil {
		return Page{}, err
	}
	var page Page
	err = s.Practise.Store.View(ctx, func(tx port.Tx) error {
		page, err = s.page(tx, actor, scope, id)
		return err
	})
	if err != nil {
		return Page{}, fmt.Errorf("read order: %w", err)
	}
	return page, nil
}

func (s *Orders) page(tx port.Tx, actor access.Actor, scope access.Scope, id engine.OrderID) (Page, error) {
	o, err := find(tx, id)
	if err != nil {
		return Page{}, err
	}
	all, err := replies(tx, scope, id)
	if err != nil {
		return Page{}, err
	}
	if !scope.All() && len(all) == 0 {
		return Page{}, access.Absent()
	}
	page := Page{Order: o, State: state.Orders().Label[o.State], Due: words(o.Due), Ends: words(o.Ends), Part: !scope.All()}
	page.Edit = o.State == engine.OrderDraft && access.May(actor.Role, access.OrderDraft)
	page.Again = o.State != engine.OrderDraft && access.May(actor.Role, access.OrderDraft)
	page.Exit = exits(actor, o.UnitID)
	if err := s.name(tx, &page); err != nil {
		return page, err
	}
	e, err := s.Practise.Book.On(s.Practise.Today(tx))
	if err != nil {
		return page, fmt.Errorf("edition of the day: %w", err)
	}
	st, _ := plan.OrderStandard(&o)
	page.Says = standard.Describe(e, st)
	for _, c := range o.Columns {
		page.Columns = append(page.Columns, c.Label)
		if c.Held != "" {
			page.Held = append(page.Held, "“"+c.Label+"”取自台账“"+c.Held+"”")
		}
	}
	if o.State == engine.OrderDraft {
		for _, w := range o.Missing(s.Practise.Today(tx)) {
			page.Missing = append(page.Missing, w.Message)
		}
		page.Hints = hints(plan.EveryHeld(e), o.Columns)
		load, _, err := s.load(tx, &o)
		page.Load = &load
		return page, err
	}
	return page, s.lines(tx, scope, &page, all)
}

// name puts names to ids.
func (s *Orders) name(tx port.Tx, page *Page) error {
	o := &page.Order
	units, err := follow.UnitNames(tx, append([]engine.UnitID{o.UnitID}, o.Targets...)...)
	if err != nil {
		return err
	}
	people, err := signers(tx, o)
	if err != nil {
		return err
	}
	page.From, page.Drafter = units[o.UnitID], people[o.DraftedBy]
	if o.IssuedAt != nil {
		page.Signed = people[o.IssuedBy] + " " + s.signedAt(o.IssuedAt)
	}
	for _, id := range o.Targets {
		if page.Part {
			break // who else was asked is not the branch's business
		}
		if id == o.UnitID {
			page.Targets = []string{"全部支部"}
			break
		}
		page.Targets = append(page.Targets, units[id])
	}
	return nil
}

// signers are the names of those who wrote an order and signed it out.
func signers(tx port.Tx, o *engine.Order) (map[engine.PersonID]string, error) {
	return follow.PersonNames(tx, o.DraftedBy, o.IssuedBy)
}
