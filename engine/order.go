package engine

import (
	"strconv"
	"strings"
	"time"

	"wubiao/engine/calendar"
)

// OrderID identifies a 专项任务.
type OrderID int64

// OrderState is where an order stands; engine/state holds the table of moves.
type OrderState string

// The states of an order.
const (
	OrderDraft     OrderState = "draft"     // being written; nobody below knows of it
	OrderIssued    OrderState = "issued"    // the addressed branches have it as a task
	OrderClosed    OrderState = "closed"    // ended: by hand, or because its last day passed
	OrderWithdrawn OrderState = "withdrawn" // taken back with a reason
	OrderDiscarded OrderState = "discarded" // a draft that was thrown away
)

// Order is a 专项任务: something asked of branches once, outside the handbook. It
// answers the same questions as a standard, says how long it takes and when it
// ends, and may ask for a few facts in columns of its own.
type Order struct {
	ID        OrderID       `gorm:"primaryKey" json:"id"`
	UnitID    UnitID        `json:"unit_id"` // in whose name: the company
	Number    string        `json:"number"`  // 专项〔2026〕3号; empty: not issued
	Title     string        `json:"title"`
	What      string        `json:"what"`
	Why       string        `json:"why"`
	Post      string        `json:"post"`    // who does it: a post of the branch
	Steps     string        `json:"steps"`   // how, a line a step
	When      string        `json:"when"`    // what is to be said of the time besides the last day; empty: nothing
	Degree    string        `json:"degree"`  // how well
	Minutes   int           `json:"minutes"` // per branch
	Due       calendar.Date `json:"due"`     // the last good day
	Ends      calendar.Date `json:"ends"`    // after it nothing more is taken in
	Targets   []UnitID      `gorm:"serializer:json" json:"targets"`
	Columns   []OrderColumn `gorm:"serializer:json" json:"columns"`
	Since     calendar.Date `json:"since"`      // the records that fill columns in are those from this day …
	Until     calendar.Date `json:"until"`      // … to this one
	Over      string        `json:"over"`       // why it goes beyond the budget of time; empty: it did not
	DraftedBy PersonID      `json:"drafted_by"` // 0: nobody in the register
	IssuedBy  PersonID      `json:"issued_by"`  // who signed it out; 0: not issued
	IssuedAt  *time.Time    `json:"issued_at"`
	EndedOn   calendar.Date `json:"ended_on"`
	Reason    string        `json:"reason"` // why it was withdrawn
	State     OrderState    `json:"state"`
	FormKey   string        `json:"-"` // the form it came from, once; empty: from none
	Version   int64         `json:"version"`
	CreatedAt time.Time     `json:"created_at"`
	UpdatedAt time.Time     `json:"updated_at"`
}

// OrderColumn is one fact that an order asks for.
type OrderColumn struct {
	Label   string   `json:"label"`
	Kind    string   `json:"kind"`    // a word of OrderKinds
	Choices []string `json:"choices"` // of 选项
	Held    string   `json:"held"`    // the ledger column that holds it already, as plan.ParseHeld reads it; empty: none
}

// OrderKinds are the kinds of answers an order may ask for.
func OrderKinds() []string { return []string{"文字", "数字", "日期", "是否", "选项"} }

// orderDuty begins the duty of every task that an order makes.
const orderDuty = "专项/"

// Duty names the order where a task names its duty.
func (o *Order) Duty() string { return orderDuty + strconv.FormatInt(int64(o.ID), 10) }

// OrderOf gives the order that a duty names; ok is false where it is a duty of
// the handbook.
func OrderOf(duty string) (id OrderID, ok bool) {
	text, ok := strings.CutPrefix(duty, orderDuty)
	if !ok {
		return 0, false
	}
	n, err := strconv.ParseInt(text, 10, 64)
	return OrderID(n), err == nil
}

// Period is the month on whose sheet the order's tasks stand.
func (o *Order) Period() calendar.Period { return calendar.PeriodOf(calendar.KindMonth, o.Due) }

// Missing lists what an order still lacks before it can be issued, each at its
// field: 六问, minutes, days and branches.
func (o *Order) Missing(today calendar.Date) []Field {
	var wrong []Field
	for _, q := range []struct{ name, value, message string }{
		{"title", o.Title, "请写任务名称，支部的清单上显示的就是它"},
		{"what", o.What, "请写做什么"},
		{"why", o.Why, "请写为什么要做"},
		{"post", o.Post, "请选谁来做"},
		{"steps", o.Steps, "请写怎么做，一行一步"},
		{"degree", o.Degree, "请写做到什么程度：怎样才算办好了，支部和检查的人都照它看"},
	} {
		if strings.TrimSpace(q.value) == "" {
			wrong = append(wrong, Field{q.name, q.message})
		}
	}
	if o.Minutes <= 0 {
		wrong = append(wrong, Field{"minutes", "请写每个支部大约要花多少分钟"})
	}
	switch {
	case o.Due.IsZero():
		wrong = append(wrong, Field{"due", "请写最晚哪天办完"})
	case o.Due < today:
		wrong = append(wrong, Field{"due", "办完的日期已经过了"})
	}
	switch {
	case o.Ends.IsZero():
		wrong = append(wrong, Field{"ends", "请写哪天结束：过了这天不再收"})
	case o.Ends < o.Due:
		wrong = append(wrong, Field{"ends", "结束日不能早于办完的日期"})
	case o.Ends > o.Due.AddMonths(12):
		wrong = append(wrong, Field{"ends", "专项任务最长到办完日期后一年；长期的事请写进手册"})
	}
	if len(o.Targets) == 0 {
		wrong = append(wrong, Field{"targets", "请选发给哪些支部"})
	}
	return wrong
}

// Window is the time whose records fill columns in: as written, else the quarter
// of the last day up to that day.
func (o *Order) Window() (since, until calendar.Date) {
	since, until = o.Since, o.Until
	if since.IsZero() {
		since = calendar.PeriodOf(calendar.KindQuarter, o.Due).Start
	}
	if until.IsZero() {
		until = max(o.Due, o.Ends)
	}
	return since, until
}
