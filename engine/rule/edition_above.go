package rule

import (
	"wubiao/engine"
)

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
