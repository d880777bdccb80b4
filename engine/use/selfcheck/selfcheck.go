package selfcheck

import (
	"fmt"
	"time"

	"wubiao/engine"
	"wubiao/engine/access"
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

// getUnit loads a unit within the scope; absent and foreign look the same.
func getUnit(tx port.Tx, scope access.Scope, id engine.UnitID) (engine.Unit, error) {
	var u engine.Unit
	err := tx.Get(&u, scope, port.Where{"id": int64(id)})
	if engine.CodeOf(err) == engine.NotFound {
		return u, access.Absent()
	}
	if err != nil {
		return u, fmt.Errorf("find unit: %w", err)
	}
	return u, nil
}
