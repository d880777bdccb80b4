package rule

import (
	"fmt"

	"wubiao/engine"
	"wubiao/engine/calendar"
)

// Pos is a place in a handbook file. Line and Column count from 1, in
// characters.
type Pos struct {
	File         string
	Line, Column int
}

func (p Pos) String() string { return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column) }

// Problem is one thing wrong with an edition. A warning does not stop it from
// being used.
type Problem struct {
	Pos     Pos
	Message string
	Warning bool
	Absent  bool // about a name declared nowhere: perhaps in a file that could not be read
}

func (p Problem) String() string {
	if p.Warning {
		return p.Pos.String() + ": 提醒：" + p.Message
	}
	return p.Pos.String() + ": " + p.Message
}

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
	Pos   Pos      `yaml:"-"`
	Type  TypeSpec `yaml:"type"`
	From  string   `yaml:"from"` // how it is derived: people, calendar, tree; empty: entered
	Label string   `yaml:"label"`
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

// Group is a node above the items, named by its path: 甲/乙/丙.
type Group struct {
	Pos    Pos     `yaml:"-"`
	Points *Amount `yaml:"points"`
	Bonus  *Amount `yaml:"bonus"` // most bonus that its items may bring in
	Floor  *Floor  `yaml:"floor"`
}

// Floor is the lowest a node may fall to: a number of points, or none.
type Floor struct {
	None bool
	To   Amount
}

// Score says how lines become a total. Everything here must be written.
type Score struct {
	Pos     Pos       `yaml:"-"`
	Points  *Amount   `yaml:"points"` // the maximum of tables whose items have none
	Result  string    `yaml:"result"` // sum, rate, deduct
	Floor   Floors    `yaml:"floor"`
	Round   Rounding  `yaml:"round"`
	Bonus   BonusRule `yaml:"bonus"`
	BandsOn string    `yaml:"bands_on"` // base, total
}

// Floors are the three floors.
type Floors struct {
	Item  *Floor `yaml:"item"`
	Group *Floor `yaml:"group"`
	Total *Floor `yaml:"total"`
}

// Rounding are the steps to which lines and totals are rounded; half up is away
// from zero.
type Rounding struct {
	Line  *engine.Points `yaml:"line"`
	Total *engine.Points `yaml:"total"`
	Half  string         `yaml:"half"` // up, even, down
}

// BonusRule says where bonus goes and how much of it counts.
type BonusRule struct {
	Into   string  `yaml:"into"` // item, group, total
	Cap    *Amount `yaml:"cap"`
	Window string  `yaml:"window"`
}

// Pool lets one row count once across rules.
type Pool struct {
	Pos     Pos      `yaml:"-"`
	Rules   []string `yaml:"rules"`
	OncePer []string `yaml:"once_per"`
	Keep    string   `yaml:"keep"` // heaviest, first
}

// Band is a grade with its lower edge.
type Band struct {
	Pos  Pos     `yaml:"-"`
	Name string  `yaml:"name"`
	From *Amount `yaml:"from"`
	When *Expr   `yaml:"when"`
}

// Ladder is climbed until a rung fails.
type Ladder struct {
	Pos   Pos    `yaml:"-"`
	None  string `yaml:"none"`
	Steps []Band `yaml:"steps"`
}

// Veto caps or sets the grade and leaves the points.
type Veto struct {
	Pos    Pos    `yaml:"-"`
	ID     string `yaml:"id"`
	Ask    string `yaml:"ask"`
	When   *Expr  `yaml:"when"`
	Effect string `yaml:"effect"`
	Best   string `yaml:"best"`
	Band   string `yaml:"band"`
}

// Weights make the total a weighted mean of top-level groups.
type Weights struct {
	Pos     Pos              `yaml:"-"`
	Parts   map[string]*Expr `yaml:"parts"`   // 3 and 1, or 70% and 30%
	Missing string           `yaml:"missing"` // renormalise, zero, wait
}

// Quota limits how many units may hold a band.
type Quota struct {
	Pos   Pos    `yaml:"-"`
	Band  string `yaml:"band"`
	Most  *Expr  `yaml:"most"` // a share of the base
	Base  string `yaml:"base"` // rated, all
	Round string `yaml:"round"`
	Ties  string `yaml:"ties"` // all_down, all_in
}

// Ranking orders units.
type Ranking struct {
	Pos    Pos       `yaml:"-"`
	Within string    `yaml:"within"` // an attribute; empty: all units together
	By     []RankKey `yaml:"by"`
	Ties   string    `yaml:"ties"` // same_rank
}

// RankKey is one key of a ranking with its direction.
type RankKey struct {
	Key string // 得分, 基础分, 扣分项数, or a group's name
	Asc bool
}

// Raters say how several marks become one.
type Raters struct {
	Pos     Pos    `yaml:"-"`
	Marks   *Expr  `yaml:"marks"`
	Combine string `yaml:"combine"` // trimmed, mean, median
}

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

// Pay is one payout formula.
type Pay struct {
	Pos     Pos              `yaml:"-"`
	ID      string           `yaml:"id"`
	When    *Expr            `yaml:"when"`
	Formula *Expr            `yaml:"formula"`
	Value   *Expr            `yaml:"value"`
	Levels  []PayLevel       `yaml:"levels"`
	Over    string           `yaml:"over"` // 下级.组长扣
	Take    string           `yaml:"take"` // mean, sum, most, least
	Least   *Expr            `yaml:"least"`
	Most    *Expr            `yaml:"most"`
	Round   *engine.Points   `yaml:"round"`
	Split   map[string]*Expr `yaml:"split"`
	Rest    string           `yaml:"rest"`
}

// PayLevel is one level of a payout by value.
type PayLevel struct {
	From *Expr `yaml:"from"`
	Pay  *Expr `yaml:"pay"`
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

// Sync declares 三同步: how long a site may be without a Party organisation.
type Sync struct {
	Pos    Pos           `yaml:"-"`
	From   string        `yaml:"from"` // the attribute that starts the clock
	Within calendar.Span `yaml:"within"`
	Until  string        `yaml:"until"` // the attribute that stops it: the date of the request
	When   *Expr         `yaml:"when"`
}
