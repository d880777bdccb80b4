package practise

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
	"wubiao/engine/rule"
	"wubiao/engine/use/standard"
)

// Line is one task as lists show it.
type Line struct {
	ID        engine.TaskID    `json:"id"`
	Version   int64            `json:"version"`
	Code      string           `json:"code"`  // the standard
	Title     string           `json:"title"` // what is to be done
	Unit      string           `json:"unit"`
	UnitID    engine.UnitID    `json:"unit_id"`
	Post      string           `json:"post"`
	Holders   string           `json:"holders"` // who holds the post, "王建国、李梅"; empty: nobody
	Opens     calendar.Date    `json:"opens"`
	Due       calendar.Date    `json:"due"`      // the day that counts: as issued, or later where more time was granted
	Original  string           `json:"original"` // the day as issued, in words, where another counts; else empty
	When      string           `json:"when"`     // 周四 9月24日, with the year where it is not this one
	Late      int              `json:"late"`     // days overdue; 0: not
	Quality   engine.Quality   `json:"quality"`
	Returned  string           `json:"returned"` // why it is to be done again; empty: it is not
	Redo      bool             `json:"redo"`     // a tap of this very actor says that it has been put right
	Estimated bool             `json:"estimated"`
	Minutes   int              `json:"minutes"`
	Kind      calendar.Kind    `json:"kind"`    // of the sheet it stands on; month for events
	Subject   string           `json:"subject"` // which one of several: 中秋, or what the record that set it off is about
	State     engine.TaskState `json:"state"`
	DoneDay   calendar.Date    `json:"done_day"`
	DoneOn    string           `json:"done_on"`   // DoneDay in words
	DoneLate  int              `json:"done_late"` // days that it was done after the last day; 0: in time
	Reason    string           `json:"reason"`    // why it is retired
	Tap       bool             `json:"tap"`       // a tap of this very actor fulfils it, or did
	Undo      bool             `json:"undo"`      // the actor may take its tap back
	Fulfil    string           `json:"fulfil"`    // what fulfils it, in words
	Given     string           `json:"given"`     // to whom it was given by name, and why; empty: nobody
	Assign    bool             `json:"assign"`    // the actor may give it to somebody else
	Mine      bool             `json:"mine"`      // the actor holds the post
	Event     bool             `json:"event"`     // its clock was started by an event
	SelfCheck string           `json:"selfcheck"` // the quarter whose self-check, handed in, fulfils it; empty: none does
	Order     engine.OrderID   `json:"order"`     // the 专项任务 that asks for it; 0: the handbook does
	Answer    bool             `json:"answer"`    // the actor may answer what the order asks
	Ledger    string           `json:"ledger"`    // the ledger whose records fulfil it, where the actor may record in it; empty: none
}

// Done says whether the task is done.
func (l Line) Done() bool { return l.State == engine.TaskDone }

// Open says whether the task is still to be done.
func (l Line) Open() bool { return l.State == engine.TaskOpen }

// Delay says that it was done late, and by how much; nothing where in time.
func (l Line) Delay() string {
	if l.DoneLate == 0 {
		return ""
	}
	return fmt.Sprintf("（迟%d天）", l.DoneLate)
}

// DayWords says a day as people do: 周四 9月24日; the year only where it is not
// today's.
func DayWords(d, today calendar.Date) string {
	if d.IsZero() {
		return ""
	}
	text := fmt.Sprintf("%s %d月%d日", weekdays[d.Weekday()], int(d.Month()), d.Day())
	if d.Year() != today.Year() {
		text = fmt.Sprintf("%s %s", weekdays[d.Weekday()], d.ChineseFull())
	}
	return text
}

var weekdays = [...]string{"周日", "周一", "周二", "周三", "周四", "周五", "周六"}

// liner turns tasks into lines: everything a line needs is read once for all.
type liner struct {
	desk    *Practise
	tx      port.Tx
	scope   access.Scope
	actor   access.Actor
	today   calendar.Date
	units   map[engine.UnitID]string
	holders map[seat]string
	about   map[engine.RecordID]string // what the records that set tasks off are about
	returns map[engine.TaskID]string   // why tasks were returned
	given   map[engine.TaskID]engine.Assignment
	duties  *standard.Duties
}

type seat struct {
	unit engine.UnitID
	post string
}

// liner reads the names of the units and of those who hold posts there.
func (p *Practise) liner(tx port.Tx, actor access.Actor, scope access.Scope, ids []engine.UnitID) (*liner, error) {
	l := &liner{desk: p, tx: tx, scope: scope, actor: actor, today: p.today(tx), units: map[engine.UnitID]string{}, holders: map[seat]string{},
		duties: p.Book.Duties(tx)}
	if len(ids) == 0 {
		return l, nil
	}
	var units []engine.Unit
	if err := tx.List(&units, scope, port.Query{Where: port.Where{"id": ids}, Columns: []string{"id", "name"}}); err != nil {
		return nil, fmt.Errorf("list units: %w", err)
	}
	for _, u := range units {
		l.units[u.ID] = u.Name
	}
	var err error
	if l.given, err = assignments(tx, ids); err != nil {
		return nil, err
	}
	var posts []engine.Post
	if err := tx.List(&posts, scope, port.Query{Where: port.Where{"unit_id": ids}, Order: []string{"from_day"}}); err != nil {
		return nil, fmt.Errorf("list posts: %w", err)
	}
	posts = slices.DeleteFunc(posts, func(p engine.Post) bool { return !p.HeldOn(l.today) })
	people := make([]engine.PersonID, len(posts))
	for i, p := range posts {
		people[i] = p.PersonID
	}
	if len(people) == 0 {
		return l, nil
	}
	// Who holds a post here may be registered elsewhere: only the name is read.
	var persons []engine.Person
	err = tx.List(&persons, access.Everything(), port.Query{Where: port.Where{"id": people}, Columns: []string{"id", "name"}})
	if err != nil {
		return nil, fmt.Errorf("list holders: %w", err)
	}
	names := map[engine.PersonID]string{}
	for _, p := range persons {
		names[p.ID] = p.Name
	}
	for _, p := range posts {
		at := seat{p.UnitID, p.Name}
		l.holders[at] = strings.TrimPrefix(l.holders[at]+"、"+names[p.PersonID], "、")
	}
	return l, nil
}

// lines turns tasks into lines, leaving out what the actor must not know of.
func (l *liner) lines(tasks []engine.Task) ([]Line, error) {
	var err error
	if l.about, err = l.subjects(tasks); err != nil {
		return nil, err
	}
	if l.returns, err = l.returned(tasks); err != nil {
		return nil, err
	}
	out := make([]Line, 0, len(tasks))
	for i := range tasks {
		line, shown, err := l.line(&tasks[i])
		if err != nil {
			return nil, err
		}
		if shown {
			out = append(out, line)
		}
	}
	return out, nil
}

func (l *liner) line(t *engine.Task) (line Line, shown bool, err error) {
	e, s, d, err := l.duties.Of(t)
	if err != nil {
		return Line{}, false, err
	}
	post := standard.DutyPost(s, d)
	if s.Private && !mayKnow(l.actor, t.UnitID, s, post) {
		return Line{}, false, nil
	}
	actor, given := standIn(l.actor, t, post, l.given[t.ID]), l.given[t.ID]
	line = Line{
		ID: t.ID, Version: t.Version, Code: s.Code, Title: standard.DutyTitle(s, d),
		Unit: l.units[t.UnitID], UnitID: t.UnitID, Post: post, Holders: l.holders[seat{t.UnitID, post}],
		Opens: t.Opens, Due: t.Deadline(), When: DayWords(t.Deadline(), l.today), Quality: t.Quality, Estimated: t.Estimated, Minutes: d.Minutes,
		Kind: t.Period.Kind, Subject: l.subject(t.Subject), State: t.State, DoneDay: t.DoneOn, DoneOn: DayWords(t.DoneOn, l.today), Reason: t.Reason,
		Tap: mayTap(actor, t, d, post), Fulfil: standard.Fulfilment(e, d), Mine: actor.Holds(t.UnitID, post),
		Event: d.Due != nil && d.Due.IsEvent(),
	}
	if line.Given, err = l.givenWords(given, post); err != nil {
		return Line{}, false, err
	}
	line.Assign = line.Open() && !s.Private && answers(l.actor, t.UnitID, post) && access.May(l.actor.Role, access.TaskAssign)
	line.Ledger = mayRecord(actor, t, e, d, post)
	if d.Done != nil && e.Kept(d.Done.Of) { // the program writes that ledger when the self-check is handed in
		line.Ledger, line.SelfCheck = "", d.Due.About(t.Period).String()
		line.Fulfil = "自查表由支部书记签字提交后自动完成"
	}
	line.Undo = line.Tap && line.Done() && t.DoneBy == l.actor.Person && l.desk.day(t.UpdatedAt) == l.today
	if line.Open() && t.Quality == engine.Returned {
		line.Returned = cmp.Or(l.returns[t.ID], "请按要求重新办理")
		line.Redo = !line.Tap && answers(actor, t.UnitID, post) && access.May(l.actor.Role, access.TaskDone)
	}
	if line.Order, _ = engine.OrderOf(t.Duty); line.Order != 0 && !d.Done.Confirm {
		line.Redo = false // what was returned is answered again
		line.Answer = line.Open() && answers(actor, t.UnitID, post) && access.May(l.actor.Role, access.OrderAnswer)
	}
	if t.Extended > t.Due {
		line.Original = DayWords(t.Due, l.today)
	}
	if t.LateOn(l.today) {
		line.Late = int(l.today - t.Deadline())
	}
	if line.Done() && t.DoneOn > t.Deadline() {
		line.DoneLate = int(t.DoneOn - t.Deadline())
	}
	return line, true, nil
}

// returned gives the reasons of those tasks that wait to be done again.
func (l *liner) returned(tasks []engine.Task) (map[engine.TaskID]string, error) {
	var ids []engine.TaskID
	for i := range tasks {
		if tasks[i].State == engine.TaskOpen && tasks[i].Quality == engine.Returned {
			ids = append(ids, tasks[i].ID)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	var found []engine.Appraisal
	q := port.Query{Where: port.Where{"task_id": ids, "quality": engine.Returned}, Order: []string{"id"}}
	if err := l.tx.List(&found, l.scope, q); err != nil {
		return nil, fmt.Errorf("list why tasks were returned: %w", err)
	}
	out := map[engine.TaskID]string{}
	for _, a := range found {
		out[a.TaskID] = a.Reason // the last one counts
	}
	return out, nil
}

// subject says which one of several a task is about.
func (l *liner) subject(subject string) string {
	if id, ok := triggerOf(subject); ok {
		return l.about[id]
	}
	return shownSubject(subject)
}

// shownSubject leaves out references to records, which say nothing to a reader.
func shownSubject(subject string) string {
	if strings.Contains(subject, "/") {
		return ""
	}
	return subject
}

// mayTap says whether a tap of the actor fulfils the task: the duty must allow
// taps, and the actor must hold its post, or be the secretary, in that very unit.
func mayTap(actor access.Actor, t *engine.Task, d *rule.Duty, post string) bool {
	return d.Done != nil && d.Done.Confirm && answers(actor, t.UnitID, post) && access.May(actor.Role, access.TaskDone)
}

// mayRecord gives the ledger in which the actor may record what fulfils the
// task: it must be open, and the actor's to do.
func mayRecord(actor access.Actor, t *engine.Task, e *rule.Edition, d *rule.Duty, post string) string {
	if t.State != engine.TaskOpen || d.Done == nil || d.Done.Confirm || !answers(actor, t.UnitID, post) || !mayFill(actor, t.UnitID) {
		return ""
	}
	l := e.Ledgers[d.Done.Of]
	if l == nil || len(l.Columns) == 0 || !mayOpen(actor, t.UnitID, e, l) {
		return ""
	}
	return l.Name
}

// answers says whether the work of the post in the unit is the actor's to do.
func answers(actor access.Actor, unit engine.UnitID, post string) bool {
	return actor.Holds(unit, post) || actor.Holds(unit, Secretary)
}

// mayKnow says whether the actor may know of a private standard's task: only the
// posts that it names, in that very unit.
func mayKnow(actor access.Actor, unit engine.UnitID, s *rule.Standard, post string) bool {
	if actor.Holds(unit, post) || actor.Holds(unit, s.Who.Post) {
		return true
	}
	for _, with := range s.Who.With {
		if actor.Holds(unit, with) {
			return true
		}
	}
	return false
}

// byDue orders lines as people work through them.
func byDue(a, b Line) int {
	if a.Due != b.Due {
		return int(a.Due - b.Due)
	}
	return strings.Compare(a.Code, b.Code)
}
