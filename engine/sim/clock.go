package sim

import (
	"sync"
	"time"

	"wubiao/engine/calendar"
)

// Clock is a clock that stands where it is put.
type Clock struct {
	mu sync.Mutex
	at time.Time
}

// Now tells where the clock stands.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

// Set puts the clock to a time of a day.
func (c *Clock) Set(day calendar.Date, hour, minute int, zone *time.Location) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = day.Time(zone).Add(time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute)
}
