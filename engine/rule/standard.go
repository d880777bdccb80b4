package rule

import (
	"wubiao/engine/calendar"
)

// Standard is one standard of the handbook, or one item of a scoring table.
type Standard struct {
	Pos      Pos              `json:"-" yaml:"-"`
	Code     string           `json:"code" yaml:"code"`
	Title    string           `json:"title" yaml:"title"`
	Part     string           `json:"part" yaml:"part"`
	Group    string           `json:"group" yaml:"group"` // path above the item; the part unless said
	Line     string           `json:"line" yaml:"line"`
	Kind     string           `json:"kind" yaml:"kind"` // 规定, 自选
	Points   *Amount          `json:"points" yaml:"points"`
	Applies  *Expr            `json:"-" yaml:"applies"`
	Instead  string           `json:"instead" yaml:"instead"` // what a unit to which it does not apply does instead
	What     string           `json:"what" yaml:"what"`
	Why      string           `json:"why" yaml:"why"`
	Who      Who              `json:"who" yaml:"who"`
	Checked  string           `json:"checked_by" yaml:"checked_by"` // the post that judges how well it was done; 支部书记 unless said
	How      []string         `json:"how" yaml:"how"`
	When     string           `json:"when" yaml:"when"`
	Degree   string           `json:"degree" yaml:"degree"`
	Duties   []*Duty          `json:"-" yaml:"duties"`
	Evidence []Evidence       `json:"evidence" yaml:"evidence"`
	Shares   map[string]*Expr `json:"-" yaml:"shares"`          // each office marks 0 to its share
	Marks    bool             `json:"marks" yaml:"marks"`       // the item starts from the raters' combined mark
	NoEvent  string           `json:"no_event" yaml:"no_event"` // full: an event standard without an event keeps its points
	Sheets   []calendar.Kind  `json:"sheets" yaml:"sheets"`     // scored only on these sheets; all unless said (T16: year)
	Private  bool             `json:"private" yaml:"private"`   // read by its named posts only, stands on no sheet
	Floor    *Floor           `json:"-" yaml:"floor"`
	Scoring  []*Rule          `json:"-" yaml:"scoring"`
	Examples []Example        `json:"-" yaml:"examples"`
	Sources  []Source         `json:"-" yaml:"sources"`
	Cases    []Case           `json:"-" yaml:"cases"`

	at int // its place in the edition
}

// Who names the post that answers and the posts that help.
type Who struct {
	Post string   `json:"post" yaml:"post"`
	With []string `json:"with" yaml:"with"`
	Text string   `json:"text" yaml:"text"` // one sentence where the post needs explaining
	_    struct{} `yaml:",scalar=post"`
}

// Duty is something to be done by a day, by calendar or by event.
type Duty struct {
	Pos     Pos             `yaml:"-"`
	ID      string          `yaml:"id"`
	Title   string          `yaml:"title"`      // what the reminder line says
	Post    string          `yaml:"post"`       // the standard's post unless said
	Checked string          `yaml:"checked_by"` // the standard's unless said
	When    *Expr           `yaml:"when"`       // beyond the standard's applies
	Due     *calendar.Due   `yaml:"due"`        // phrase or mapping
	Event   *Event          `yaml:"event"`      // what starts the clock of an event rule
	Track   string          `yaml:"track"`      // none: recorded by other standards, makes no reminder line
	Remind  []calendar.Span `yaml:"remind"`
	Minutes int             `yaml:"minutes"`
	Done    *Done           `yaml:"done"`
}

// Event says where the day that starts an event duty comes from: a column of a
// ledger's records, or an attribute of the unit.
type Event struct {
	Of    string `yaml:"of"`
	Where *Expr  `yaml:"where"`
	Date  string `yaml:"date"`
	Unit  string `yaml:"unit"` // a date attribute of the unit
}

// Done says what fulfils a duty: a tap (confirm), or records.
type Done struct {
	Pos     Pos    `yaml:"-"`
	Confirm bool   `yaml:"-"` // written as the word confirm
	Of      string `yaml:"of"`
	Where   *Expr  `yaml:"where"`
	Need    *Expr  `yaml:"need"` // how many records; 1 unless said
}

// Evidence is a paper or file that shows the work, and why it is wanted. Of and
// Where say which records must have it as a file: a record of the ledger that
// meets the condition and has none is no evidence for the standard. Without Of it
// is a paper that is kept elsewhere.
type Evidence struct {
	Pos      Pos    `json:"-" yaml:"-"`
	Name     string `json:"name" yaml:"name"`
	Required bool   `json:"required" yaml:"required"`
	Why      string `json:"why" yaml:"why"`
	Photo    bool   `json:"photo" yaml:"photo"`
	Of       string `json:"-" yaml:"of"`
	Where    *Expr  `json:"-" yaml:"where"`
}

// Example is a filled record that 套用范例 turns into a draft.
type Example struct {
	Pos    Pos            `yaml:"-"`
	Title  string         `yaml:"title"`
	Of     string         `yaml:"of"` // ledger
	Fields map[string]any `yaml:"fields"`
	Text   string         `yaml:"text"` // a filled paper that is not a record
}

// Source is where a requirement comes from, with the confidence grade A, A-, B, C or X.
type Source struct {
	Pos     Pos    `yaml:"-"`
	Title   string `yaml:"title"`
	Article string `yaml:"article"`
	Grade   string `yaml:"grade"`
	Note    string `yaml:"note"`
}

// Ledger is a form: its columns are what people fill.
type Ledger struct {
	Pos     Pos       `yaml:"-"`
	Name    string    `yaml:"-"` // its key
	Title   string    `yaml:"title"`
	Day     string    `yaml:"day"`     // the column that places a record in a window
	Columns []*Column `yaml:"columns"` // none: columns are known by use (bare tables)
	Steps   *Steps    `yaml:"steps"`
	Votes   []Held    `yaml:"votes"` // which records tell of a vote, and by what it counts
	Private bool      `yaml:"private"`
	Note    string    `yaml:"note"`
}

// Held says that a record of the ledger tells of a vote where a condition holds:
// then the numbers must be there and enough must have come. Enough must have been
// in favour where the record says that the vote was carried: a vote that was lost
// is a fact too.
type Held struct {
	Pos     Pos    `yaml:"-"`
	Vote    string `yaml:"vote"`
	Where   *Expr  `yaml:"where"`   // unless said, every record
	Carried *Expr  `yaml:"carried"` // unless said, every such record
}

// Column is one typed column of a ledger.
type Column struct {
	Pos      Pos      `yaml:"-"`
	ID       string   `yaml:"id"`
	Label    string   `yaml:"label"` // the id unless said
	Type     TypeSpec `yaml:"type"`
	Required bool     `yaml:"required"`
	Several  bool     `yaml:"several"` // more than one of the choices may hold: 一次活动多项达标
	Why      string   `yaml:"why"`     // why it is asked
	Hint     string   `yaml:"hint"`
}

// Steps declare an ordered procedure over the records of a ledger: one record is
// one step of one subject. The engine adds the columns 倒置 (dated before a step
// that must precede it), 缺步 (how many required steps before it are missing),
// 超期 (later than the deadline from the step before) and 下步超期 (the next
// step's deadline has passed and it is not done).
type Steps struct {
	Pos  Pos    `yaml:"-"`
	Of   string `yaml:"of"`   // the column that names the subject
	By   string `yaml:"by"`   // the column that names the step
	Date string `yaml:"date"` // the column that dates it
	List []Step `yaml:"list"`
}

// Step is one step of a procedure.
type Step struct {
	Pos       Pos           `yaml:"-"`
	ID        string        `yaml:"id"`
	Post      string        `yaml:"post"`
	After     string        `yaml:"after"` // the step its deadline counts from; the one before unless said
	Within    calendar.Span `yaml:"within"`
	NotBefore calendar.Span `yaml:"not_before"` // the least time since that step (满1年)
	Papers    []string      `yaml:"papers"`
	Vote      string        `yaml:"vote"`
	Optional  bool          `yaml:"optional"`
	Repeats   bool          `yaml:"repeats"`
	Outcomes  []string      `yaml:"outcomes"` // the branches it may take
}
