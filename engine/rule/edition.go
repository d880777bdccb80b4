package rule

import (
	"wubiao/engine/calendar"
)

// Edition is one edition of a handbook, or a bare scoring table.
type Edition struct {
	Pos        Pos                   `yaml:"-"`
	Name       string                `yaml:"edition"`
	Title      string                `yaml:"title"`
	Effective  calendar.Date         `yaml:"effective"`
	Asks       *[]string             `yaml:"asks"`   // what every standard must answer; an empty list for a bare table; must be written
	Parts      []Part                `yaml:"parts"`  // in the order of the book
	Lines      []string              `yaml:"lines"`  // 党, 纪检, 工, 团
	Posts      []string              `yaml:"posts"`  // the posts duties may name; empty: any
	Sheets     []calendar.Kind       `yaml:"sheets"` // the kinds of scored sheets; quarter and year unless said
	Ledgers    map[string]*Ledger    `yaml:"ledgers"`
	Attributes map[string]*Attribute `yaml:"attributes"`
	Parameters map[string]*Parameter `yaml:"parameters"`
	Windows    map[string]*NamedSpan `yaml:"windows"`
	Groups     map[string]*Group     `yaml:"groups"`
	Score      Score                 `yaml:"score"`
	Pools      map[string]*Pool      `yaml:"pools"`
	Bands      []Band                `yaml:"bands"`
	Ladder     *Ladder               `yaml:"ladder"`
	Vetoes     []Veto                `yaml:"vetoes"`
	Weights    *Weights              `yaml:"weights"`
	Quotas     []Quota               `yaml:"quotas"`
	Ranking    *Ranking              `yaml:"ranking"`
	Raters     *Raters               `yaml:"raters"`
	Votes      map[string]*Vote      `yaml:"votes"`
	Payout     []Pay                 `yaml:"payout"`
	SelfCheck  *Stage                `yaml:"selfcheck"`
	Inspect    *Stage                `yaml:"inspect"`
	Escalation []Rung                `yaml:"escalation"` // follow-up after due
	DaySheet   *DaySheet             `yaml:"day_sheet"`
	Sync       *Sync                 `yaml:"sync"`    // 三同步
	Budget     *Budget               `yaml:"budget"`  // how much of a branch's time may be asked for
	Typical    map[string]any        `yaml:"typical"` // the unit that cases start from
	Cases      []Case                `yaml:"cases"`
	Standards  []*Standard           `yaml:"standards"`

	compiled *compiled
}

// Part is one part of the book.
type Part struct {
	Name  string   `yaml:"name"` // short: 制度
	Title string   `yaml:"title"`
	_     struct{} `yaml:",scalar=name"`
}

// Attribute is something known about a unit that applicability and rules read.
type Attribute struct {
	Pos    Pos      `yaml:"-"`
	Type   TypeSpec `yaml:"type"`
	From   string   `yaml:"from"` // how it is derived: people, calendar, tree; empty: entered
	Label  string   `yaml:"label"`
	Latest *Latest  `yaml:"latest"` // the ledger a date follows from; what was entered stands until it tells
}

// Parameter is a company's choice. A value may differ by an attribute. Without
// default and without values, rules that read it have no evidence.
type Parameter struct {
	Pos     Pos              `yaml:"-"`
	Default *Expr            `yaml:"default"`
	By      string           `yaml:"by"`
	Values  map[string]*Expr `yaml:"values"`
	Source  string           `yaml:"source"`
	Note    string           `yaml:"note"`
	Date    calendar.Date    `yaml:"date"`  // effective from
	Scope   string           `yaml:"scope"` // 全公司 unless said
}

// NamedSpan is a window of the year by name: 旺季: [[06-01, 09-30]].
type NamedSpan struct {
	Pos   Pos
	Spans [][2]MonthDay
}

// MonthDay is a day of any year, month*100+day.
type MonthDay int

// Vote declares quorum and majority of a kind of meeting.
type Vote struct {
	Pos     Pos       `yaml:"-"`
	Title   string    `yaml:"title"`
	Present string    `yaml:"present"` // the column with those present who may vote; 实到 unless said
	For     string    `yaml:"for"`     // the column with the votes in favour; 赞成 unless said
	Quorum  *Majority `yaml:"quorum"`
	Pass    *Majority `yaml:"pass"`
	Written bool      `yaml:"written"` // whether 书面赞成 (opinions handed in before the meeting) counts
	Source  string    `yaml:"source"`
	Grade   string    `yaml:"grade"`
}

// Majority is a comparison with a fraction of a base: > 1/2 应到有表决权.
type Majority struct {
	Op   string `yaml:"op"`   // >=, >
	Of   *Expr  `yaml:"of"`   // the fraction
	Base string `yaml:"base"` // the column that holds the base
}

// Stage is a window around a period: self-check or inspection.
type Stage struct {
	Pos    Pos           `yaml:"-"`
	Opens  *calendar.Due `yaml:"opens"`
	Closes *calendar.Due `yaml:"closes"`
	Review *Gathering    `yaml:"review"` // the meeting that goes through the sheet before it is signed
	Record string        `yaml:"record"` // the ledger in which the program notes what was handed in
}

// Gathering says which records of a ledger are meetings of a kind.
type Gathering struct {
	Pos   Pos    `yaml:"-"`
	Of    string `yaml:"of"`
	Where *Expr  `yaml:"where"`
}

// Kept says whether the program itself keeps the ledger, so that nobody fills it
// by hand.
func (e *Edition) Kept(ledger string) bool {
	return e.SelfCheck != nil && e.SelfCheck.Record == ledger && ledger != ""
}

// Rung is one rung of the follow-up ladder.
type Rung struct {
	Pos   Pos           `yaml:"-"`
	After calendar.Span `yaml:"after"`
	To    string        `yaml:"to"` // a post of the unit, or 党总支, 党委工作部
}

// DaySheet declares the daily routine.
type DaySheet struct {
	Routine []Routine `yaml:"routine"`
}

// Routine is one of at most five daily lines; nothing of it is tracked.
type Routine struct {
	Pos       Pos      `yaml:"-"`
	Text      string   `yaml:"text"`
	Standards []string `yaml:"standards"`
}

// Budget says how many minutes a week may ask of a branch before somebody must
// sign for more.
type Budget struct {
	Pos     Pos   `yaml:"-"`
	Minutes *Expr `yaml:"minutes_per_week"`
}

// Sync declares 三同步: how long a site may be without a Party organisation.
type Sync struct {
	Pos    Pos           `yaml:"-"`
	From   string        `yaml:"from"` // the attribute that starts the clock
	Within calendar.Span `yaml:"within"`
	Until  string        `yaml:"until"` // the attribute that stops it: the date of the request
	When   *Expr         `yaml:"when"`
}
