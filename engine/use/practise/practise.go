package practise

import (
	"time"

	"wubiao/engine/calendar"
	"wubiao/engine/port"
	"wubiao/engine/use/standard"
)

// DefaultChunk is how many units one transaction goes over when it reconciles:
// few enough that a person submitting meanwhile does not wait.
const DefaultChunk = 100

// ChunkRows is about how many rows one transaction issues: few enough that a
// person submitting meanwhile does not wait, many enough that waiting for the
// disk does not cost more than writing.
const ChunkRows = 5000

// Practise runs the use cases of this package. It holds no state of its own and
// is safe for concurrent use.
type Practise struct {
	Store    port.Store
	Book     *standard.Book
	Calendar *calendar.Calendar // the national one
	Files    port.Files         // where the contents of evidence lie
	Zone     *time.Location     // where a day begins; nil: Beijing time
	Chunk    int                // units per transaction; 0: DefaultChunk, and in issuing as many as make ChunkRows
}

// zone is the place whose midnight begins a day.
func (p *Practise) zone() *time.Location {
	if p.Zone == nil {
		return time.FixedZone("Asia/Shanghai", 8*60*60)
	}
	return p.Zone
}

// day gives the day of a moment.
func (p *Practise) day(at time.Time) calendar.Date { return calendar.DateOf(at, p.zone()) }

func (p *Practise) chunk() int {
	if p.Chunk <= 0 {
		return DefaultChunk
	}
	return p.Chunk
}

// portion says how many of the units the next transaction issues.
func (p *Practise) portion(units []port.UnitClass, plans []port.ClassPlan) int {
	if p.Chunk > 0 {
		return min(p.Chunk, len(units))
	}
	rows := 0
	for i, u := range units {
		if rows >= ChunkRows {
			return i
		}
		rows += 2 + len(plans[u.Class].Tasks) // sheet and notice
	}
	return len(units)
}
