package rule

import (
	"fmt"
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
