package rule

import (
	"wubiao/engine"
)

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
