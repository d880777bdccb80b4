package practise

import (
	"time"

	"wubiao/engine/calendar"
	"wubiao/engine/port"
	"wubiao/engine/use/standard"
)

// DefaultChunk is how many units one transaction issues: few enough that a
// person submitting meanwhile does not wait.
const DefaultChunk = 100

// Practise runs the use cases of this package. It holds no state of its own and
// is safe for concurrent use.
type Practise struct {
	Store    port.Store
	Book     *standard.Book
	Calendar *calendar.Calendar // the national one
	Zone     *time.Location     // where a day begins; nil: Beijing time
	Chunk    int                // units per transaction; 0: DefaultChunk
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
