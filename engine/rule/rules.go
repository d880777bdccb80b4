package rule

import (
	"wubiao/engine/calendar"
)

// Kind is an editor's word for a way of scoring.
type Kind string

// The kinds. In brackets the effect unless `as` changes it.
const (
	Fixed   Kind = "fixed"   // [deduct] points once, for the heaviest row
	Per     Kind = "per"     // [deduct] points × each row's quantity
	Short   Kind = "short"   // [deduct] points × what is missing to need, per window and object
	Late    Kind = "late"    // [deduct] per, for rows after due or empty when the sheet ends
	StepBy  Kind = "step"    // [deduct] points × steps away from base, or from since to until
	Tier    Kind = "tier"    // [deduct] each row's level
	Range   Kind = "range"   // [deduct] each row's given 值 × 次数 between min and max
	Judged  Kind = "judge"   // [deduct] range from 0 to the item's points or a written max
	Bonus   Kind = "bonus"   // [add] as per, tier or range; with need, what exceeds it
	Earn    Kind = "earn"    // [earn] as per or tier
	Import  Kind = "import"  // number × factor, or its level; as must be written
	Forfeit Kind = "forfeit" // any row: the item gives nothing
	VetoBy  Kind = "veto"    // any row: the grade is capped, the points stay
)

// Rule is one scoring rule of a standard.
type Rule struct {
	Pos  Pos    `yaml:"-"`
	ID   string `yaml:"id"`
	Kind Kind   `yaml:"kind"`
	Name string `yaml:"name"` // what is counted, for the sentence that explains a deduction: 支委会
	Text string `yaml:"text"` // how the handbook says it

	// The source of rows: one of these, or none (the unit itself is judged).
	Of     string              `yaml:"of"`
	Where  *Expr               `yaml:"where"`
	Ask    string              `yaml:"ask"`
	Fields map[string]TypeSpec `yaml:"fields"` // the question is a small ledger
	From   string              `yaml:"from"`   // an import

	When    *Expr  `yaml:"when"`
	Unless  *Expr  `yaml:"unless"`
	Window  string `yaml:"window"` // month, quarter, half, year, sheet, or a named window
	ForEach string `yaml:"for_each"`
	Match   string `yaml:"match"` // the column that ties a row to its object

	Points *Expr  `yaml:"points"`
	Times  *Expr  `yaml:"times"` // a row's quantity
	Need   *Expr  `yaml:"need"`
	Unit   string `yaml:"unit"` // a label

	Date string        `yaml:"date"` // late: the column that holds when it was done
	Due  *calendar.Due `yaml:"due"`

	Side    string  `yaml:"side"` // below, above
	Ratio   []*Expr `yaml:"ratio"`
	Value   *Expr   `yaml:"value"`
	Over    string  `yaml:"over"` // each, sum
	Base    *Expr   `yaml:"base"`
	By      *Expr   `yaml:"by"` // tier: the column that names the level
	PerStep *Expr   `yaml:"per"`
	Since   *Expr   `yaml:"since"`
	Until   *Expr   `yaml:"until"`
	Round   string  `yaml:"round"` // down, up, share

	Levels *Levels `yaml:"levels"`
	Min    *Expr   `yaml:"min"`
	Max    *Expr   `yaml:"max"` // judge: none needs a decision's number
	Factor *Expr   `yaml:"factor"`
	As     string  `yaml:"as"`

	Escalate  []Escalate `yaml:"escalate"`
	OncePer   []string   `yaml:"once_per"`
	Keep      string     `yaml:"keep"` // heaviest, lightest, first, last
	Cap       *Cap       `yaml:"cap"`
	Floor     *Floor     `yaml:"floor"`
	ForfeitAt *Expr      `yaml:"forfeit_at"` // from so many on, the item gives nothing
	Veto      string     `yaml:"veto"`
	Vote      string     `yaml:"vote"` // 有效 means: valid under this vote
	ByOffice  string     `yaml:"by_office"`

	standard *Standard
	key      string // Z05.a
	nothing  string // the sentence where it looked for faults and found none
	looks    bool   // see looksForFaults
	at       int    // its place among the rules of the edition
	aspiring bool   // see aspires
	layout   *layout
	timing   timing
}

// Escalate changes a row's amount.
type Escalate struct {
	Pos    Pos   `yaml:"-"`
	Where  *Expr `yaml:"where"`
	Factor *Expr `yaml:"factor"`
	Add    *Expr `yaml:"add"`
}

// Cap limits what a rule may give, over the sheet or within each window.
type Cap struct {
	Pos    Pos      `yaml:"-"`
	Most   *Expr    `yaml:"most"`
	Window string   `yaml:"window"`
	_      struct{} `yaml:",scalar=most"`
}

// Levels are named answers, or lower edges, or frequencies.
type Levels struct {
	Pos   Pos
	Named bool
	List  []Level
}

// Level is one level with its amount and effect.
type Level struct {
	Pos      Pos
	Name     string // of named levels
	From     *Expr  // lower edge of the answer, value, ratio or number of rows
	Need     *Expr  // frequency: every such window reaches it
	Window   string
	Effect   string // deduct, add, earn, score, forfeit, veto; empty: the kind's
	Amount   *Expr
	Min, Max *Expr // an interval for a person to fill
	Veto     string
}

// Case is one executable case: facts and what must come of them. At the edition
// level Units may hold several units with facts of their own.
type Case struct {
	Pos        Pos                         `yaml:"-"`
	Name       string                      `yaml:"name"`
	Unit       map[string]any              `yaml:"unit"`
	Period     string                      `yaml:"period"`
	Records    map[string][]map[string]any `yaml:"records"`
	Judged     map[string]any              `yaml:"judged"`
	Imports    map[string]any              `yaml:"imports"`
	Parameters map[string]any              `yaml:"parameters"`
	Objects    map[string][]string         `yaml:"objects"` // the objects of for_each, by type
	Vote       map[string]any              `yaml:"vote"`    // edition level: the numbers of one vote
	Given      map[string]any              `yaml:"given"`   // edition level: group scores (or 得分) taken as given
	Marks      []any                       `yaml:"marks"`   // edition level: raters' marks
	Below      []map[string]any            `yaml:"below"`   // edition level: payouts of the units below
	Units      []Case                      `yaml:"units"`
	Expect     map[string]any              `yaml:"expect"`
}
