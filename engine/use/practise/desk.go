package practise

import (
	"fmt"
	"strconv"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
)

// Secretary is the post that answers for everything in its unit which nobody
// else does.
const Secretary = "支部书记"

func (p *Practise) today(tx port.Tx) calendar.Date { return p.day(tx.Now()) }

// lookBack is how far back an open task still comes to the first page, in
// months. Naming the periods lets the index (period, unit, …) find the rows.
const lookBack = 36

// periodsBetween lists every period of the kinds that has a day from one day to the
// other; without kinds every month, quarter, half-year and year.
func periodsBetween(from, to calendar.Date, kinds ...calendar.Kind) []calendar.Period {
	if len(kinds) == 0 {
		kinds = []calendar.Kind{calendar.KindMonth, calendar.KindQuarter, calendar.KindHalf, calendar.KindYear}
	}
	var out []calendar.Period
	for _, k := range kinds {
		for p := calendar.PeriodOf(k, from); p.Start <= to; p = p.Next() {
			out = append(out, p)
		}
	}
	return out
}

// ownUnits are the units where the actor holds a post, each once.
func ownUnits(actor access.Actor) []engine.UnitID {
	var ids []engine.UnitID
	seen := map[engine.UnitID]bool{}
	for _, p := range actor.Posts {
		if !seen[p.Unit] {
			seen[p.Unit] = true
			ids = append(ids, p.Unit)
		}
	}
	return ids
}

func taskObject(id engine.TaskID) string { return "task/" + strconv.FormatInt(int64(id), 10) }

// getUnit loads a unit within the scope; absent and foreign look the same.
func getUnit(tx port.Tx, scope access.Scope, id engine.UnitID) (engine.Unit, error) {
	var u engine.Unit
	err := tx.Get(&u, scope, port.Where{"id": id})
	if engine.CodeOf(err) == engine.NotFound {
		return u, access.Absent()
	}
	if err != nil {
		return u, fmt.Errorf("find unit: %w", err)
	}
	return u, nil
}
