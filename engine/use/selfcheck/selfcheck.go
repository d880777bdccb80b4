package selfcheck

import (
	"time"

	"wubiao/engine/calendar"
	"wubiao/engine/port"
	"wubiao/engine/use/practise"
	"wubiao/engine/use/standard"
)

// SelfCheck runs the use cases of this package. It holds no state of its own and
// is safe for concurrent use.
type SelfCheck struct {
	Store    port.Store
	Book     *standard.Book
	Calendar *calendar.Calendar
	Practise *practise.Practise // whose facts of a unit are those of scores too
	Zone     *time.Location
}

func (s *SelfCheck) today(tx port.Tx) calendar.Date { return calendar.DateOf(tx.Now(), s.Zone) }
