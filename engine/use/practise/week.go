package practise

import (
	"context"
	"fmt"
	"slices"
	"time"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
)

// firstLook is how many lines stand open on the first page; the rest is folded.
const firstLook = 5

// nextDays is how far 接下来 looks beyond this week, in days.
const nextDays = 14

// Week is 本周一页: what the posts of one person have to do, merged.
type Week struct {
	Today   calendar.Date `json:"today"`
	TodayIs string        `json:"today_is"` // 周四 9月24日
	From    calendar.Date `json:"from"`
	To      calendar.Date `json:"to"`
	Units   []string      `json:"units"`
	Posts   []string      `json:"posts"`
	Notices []NoticeLine  `json:"notices"`
	Overdue Section       `json:"overdue"`
	This    Section       `json:"this"`    // due from today to Sunday
	Next    Section       `json:"next"`    // due in the two weeks after, folded
	Others  Section       `json:"others"`  // other posts of the secretary's units: overdue, this week and next
	Done    []Line        `json:"done"`    // done since Monday, newest last
	Below   bool          `json:"below"`   // there are branches below the actor; how they stand is read at the desk
	Later   string        `json:"later"`   // of a month within the next two weeks whose sheet has not gone out
	Warning *Estimate     `json:"warning"` // nil: no shown date is a guess
}

// Section is one heading's lines by day: Open stands on the page, Folded behind
// one more tap.
type Section struct {
	Open    []Day `json:"open"`
	Folded  []Day `json:"folded"`
	Count   int   `json:"count"`   // all lines
	Rest    int   `json:"rest"`    // folded lines
	Minutes int   `json:"minutes"` // of all lines
}

// Day is the lines due on one day.
type Day struct {
	Date  calendar.Date `json:"date"`
	Label string        `json:"label"`
	Today bool          `json:"today"`
	Lines []Line        `json:"lines"`
}

// Week reads the first page of the actor's own posts.
func (p *Practise) Week(ctx context.Context, actor access.Actor) (Week, error) {
	scope, err := access.Authorize(actor, access.WeekRead)
	if err != nil {
		return Week{}, err
	}
	var week Week
	err = p.Store.View(ctx, func(tx port.Tx) error {
		week, err = p.week(tx, actor, scope)
		return err
	})
	if err != nil {
		return Week{}, fmt.Errorf("read the week: %w", err)
	}
	return week, nil
}

func (p *Practise) week(tx port.Tx, actor access.Actor, scope access.Scope) (Week, error) {
	today := p.today(tx)
	monday := today.AddDays(-(int(today.Weekday()) + 6) % 7)
	w := Week{Today: today, TodayIs: DayWords(today, today), From: monday, To: monday.AddDays(6)}
	units := ownUnits(actor)
	l, err := p.liner(tx, actor, scope, units)
	if err != nil {
		return w, err
	}
	for _, id := range units {
		w.Units = append(w.Units, l.units[id])
	}
	for _, p := range actor.Posts {
		if !slices.Contains(w.Posts, p.Name) {
			w.Posts = append(w.Posts, p.Name)
		}
	}
	if len(units) == 0 {
		return w, nil
	}
	if w.Below, err = p.below(tx, actor, scope); err != nil {
		return w, err
	}
	lines, err := p.weekLines(tx, l, scope, units, w)
	if err != nil {
		return w, err
	}
	kept := w.sort(lines, actor)
	w.Warning = p.warnings(kept)
	if w.Later, err = p.later(tx, scope, units, today, w.To.AddDays(nextDays)); err != nil {
		return w, err
	}
	w.Notices, err = p.unread(tx, actor, scope, units)
	w.Notices = news(w.Notices, kept)
	return w, err
}

// news leaves out the notices about lines that stand on the page anyway: the
// same thing said twice is read as two things. An answer is no such thing.
func news(notices []NoticeLine, lines []Line) []NoticeLine {
	onPage := map[engine.TaskID]bool{}
	for _, line := range lines {
		onPage[line.ID] = true
	}
	return slices.DeleteFunc(notices, func(n NoticeLine) bool { return n.Kind != engine.NoticeFollowUp && onPage[n.TaskID] })
}

// weekLines reads the open tasks up to the end of the next two weeks and what
// was done since Monday.
func (p *Practise) weekLines(tx port.Tx, l *liner, scope access.Scope, units []engine.UnitID, w Week) ([]Line, error) {
	// A shift to a workday may bring a due day forward out of its month.
	periods := periodsBetween(w.Today.AddMonths(-lookBack), w.To.AddDays(nextDays).AddMonths(1))
	var open, done []engine.Task
	err := tx.List(&open, scope, port.Query{
		Where:  port.Where{"period": periods, "unit_id": units, "state": engine.TaskOpen},
		AtMost: port.Where{"due": w.To.AddDays(nextDays)},
		Order:  []string{"due"},
	})
	if err != nil {
		return nil, fmt.Errorf("list open tasks: %w", err)
	}
	err = tx.List(&done, scope, port.Query{
		Where:   port.Where{"period": periodsBetween(w.Today.AddMonths(-12), w.To.AddMonths(3)), "unit_id": units, "state": engine.TaskDone},
		AtLeast: port.Where{"done_on": w.From},
		Order:   []string{"done_on"},
	})
	if err != nil {
		return nil, fmt.Errorf("list done tasks: %w", err)
	}
	return l.lines(append(open, done...))
}

// sort puts every line that concerns the actor under its heading, and gives back
// those it kept.
func (w *Week) sort(lines []Line, actor access.Actor) []Line {
	var kept, overdue, this, next, others []Line
	for _, line := range lines {
		theirs := !line.Mine
		if theirs && !actor.Holds(line.UnitID, Secretary) {
			continue
		}
		kept = append(kept, line)
		switch {
		case line.Done():
			w.Done = append(w.Done, line)
		case theirs:
			others = append(others, line)
		case line.Late > 0:
			overdue = append(overdue, line)
		case line.Due <= w.To:
			this = append(this, line)
		default:
			next = append(next, line)
		}
	}
	room := firstLook
	if len(this) > 0 {
		room = max(firstLook-len(this), firstLook-2) // this week keeps at least two places
	}
	w.Overdue = w.section(overdue, room)
	w.This = w.section(this, firstLook-w.Overdue.Count+w.Overdue.Rest)
	w.Next = w.section(next, 0)
	w.Others = w.section(others, 0)
	return kept
}

// section groups lines by day and leaves so many open.
func (w *Week) section(lines []Line, open int) Section {
	slices.SortStableFunc(lines, byDue)
	cut := min(open, len(lines))
	s := Section{Count: len(lines), Rest: len(lines) - cut, Open: w.days(lines[:cut]), Folded: w.days(lines[cut:])}
	for _, line := range lines {
		s.Minutes += line.Minutes
	}
	return s
}

func (w *Week) days(lines []Line) []Day {
	var days []Day
	for _, line := range lines {
		if n := len(days); n == 0 || days[n-1].Date != line.Due {
			days = append(days, Day{Date: line.Due, Label: DayWords(line.Due, w.Today), Today: line.Due == w.Today})
		}
		last := &days[len(days)-1]
		last.Lines = append(last.Lines, line)
	}
	return days
}

// Range says the week's days: 9月21日—9月27日.
func (w Week) Range() string {
	return fmt.Sprintf("%d月%d日—%d月%d日", int(w.From.Month()), w.From.Day(), int(w.To.Month()), w.To.Day())
}

// Clear says whether nothing is overdue or due this week.
func (w Week) Clear() bool { return w.Overdue.Count+w.This.Count == 0 }

// Weekend says whether today is the last day but one or the last of the week.
func (w Week) Weekend() bool {
	return w.Today.Weekday() == time.Saturday || w.Today.Weekday() == time.Sunday
}
