package rule

// desk is where a judgement lays out what it reads. The next judgement clears it
// away, so nothing a judgement gives back may point at it.
type desk struct {
	cells  []Value
	rows   []row
	ids    []int64
	lines  []line
	picks  []*row
	sheets []*line
}

// borrowDesk gives a desk that nobody works at.
func (c *compiled) borrowDesk() *desk {
	d, ok := c.desks.Get().(*desk)
	if !ok {
		return &desk{}
	}
	d.cells, d.rows, d.ids = d.cells[:0], d.rows[:0], d.ids[:0]
	d.lines, d.picks, d.sheets = d.lines[:0], d.picks[:0], d.sheets[:0]
	return d
}

// place gives so many cells and rows. What stood in them before is still there.
func (d *desk) place(cells, rows int) ([]Value, []row) {
	return take(&d.cells, cells), take(&d.rows, rows)[:0]
}

// line begins a rule's line, with the room for pieces of the line that stood
// there.
func (d *desk) line(r *Rule) *line {
	l := &take(&d.lines, 1)[0]
	*l = line{rule: r, now: l.now[:0]}
	return l
}

// sheet gives the places of so many rules, each still empty.
func (d *desk) sheet(rules int) []*line {
	out := take(&d.sheets, rules)
	clear(out)
	return out
}

// alone lays out one row on its own.
func (d *desk) alone(r row) []*row {
	one, pick := take(&d.rows, 1), take(&d.picks, 1)
	one[0], pick[0] = r, &one[0]
	return pick
}

// id keeps one number as a list.
func (d *desk) id(id int64) []int64 {
	one := take(&d.ids, 1)
	one[0] = id
	return one
}

// take cuts n entries off a slab; where it is used up, a larger one takes its
// place.
func take[T any](slab *[]T, n int) []T {
	at := len(*slab)
	if cap(*slab)-at < n {
		*slab, at = make([]T, 0, max(2*cap(*slab), 64)+n), 0
	}
	*slab = (*slab)[:at+n]
	return (*slab)[at : at+n : at+n]
}
