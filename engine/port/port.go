// Package port is the small port between the use cases and the world: a store
// of nouns, a clock, editions, a password hasher. store, handbook and api/session
// implement it; cmd wires them. No repository per noun: five verbs serve them all.
package port

import (
	"context"
	"io"
	"time"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/rule"
)

// Store runs transactions. View cannot write. Update commits everything fn did,
// or nothing when fn fails; groups of concurrent updates may share one commit,
// each under its own savepoint, and no caller can tell.
type Store interface {
	View(ctx context.Context, fn func(Tx) error) error
	Update(ctx context.Context, fn func(Tx) error) error
}

// Tx is one transaction with one fixed moment.
type Tx interface {
	// Now is the transaction's moment, UTC, the same throughout.
	Now() time.Time
	// Get loads the one noun that meets where into noun (a pointer to a struct);
	// engine.NotFound when it is absent or outside the scope.
	Get(noun any, scope access.Scope, where Where) error
	// GetWith loads with the noun, in one question, those that its columns name by
	// their ids. Where one of them is absent, so is the noun.
	GetWith(noun any, scope access.Scope, where Where, by By) error
	// List loads the nouns that meet the query into nouns (a pointer to a slice).
	List(nouns any, scope access.Scope, query Query) error
	// Insert adds the noun and sets its id; engine.Conflict on a taken business key.
	Insert(noun any) error
	// Save writes the whole noun if its Version (where it has one) is still the
	// stored one and raises it; engine.Conflict otherwise. Zero values are saved.
	Save(noun any) error
	// Append adds an audit entry and chains it to the one before.
	Append(entry engine.AuditEntry) error

	SetStatements
}

// SetStatements are the statements that work on sets of rows.
type SetStatements interface {
	// Issue inserts the missing sheets, tasks and sheet notices of a chunk of units.
	Issue(batch IssueBatch) (IssueCount, error)
	// Registers reads the registers of many units at once: people, without those of
	// whom it says nothing, also those who have left on or after the day, and who
	// holds or held one of the posts. A unit of which nothing is known has none.
	Registers(units []engine.UnitID, left calendar.Date, posts []string) (map[engine.UnitID]*engine.Register, error)
	// Notify inserts the notices whose key is new and tells how many were.
	Notify(notices []engine.Notice) (int, error)
	// Retire moves the open tasks with these ids to retired, with the reason.
	Retire(ids []engine.TaskID, reason string) (int, error)
	// Climb notes how many rungs of the ladder the tasks with these ids have reached.
	// It leaves their versions alone: nothing changes for who works on them.
	Climb(ids []engine.TaskID, rungs int) (int, error)
	// AddressOrder writes down whom an order addresses: the units, each with the
	// minutes that its week held besides, and the task they have been given of the
	// period and duty. It tells how many were new.
	AddressOrder(order engine.OrderID, period calendar.Period, duty string, loads map[engine.UnitID]int) (int, error)
	// OpenScores inserts the scores that are missing of the units that have the
	// period's sheet, to be worked out, and tells how many.
	OpenScores(period calendar.Period, edition string) (int, error)
	// OpenSelfChecks inserts the self-checks that are missing of the units that have a
	// score of the period, and tells how many.
	OpenSelfChecks(period calendar.Period, opens, due calendar.Date) (int, error)
	// MarkStale marks the scores of the unit, and of those below it, that are not
	// sealed and whose period ends on the day or later: a fact they rest on has
	// changed.
	MarkStale(unit *engine.Unit, from calendar.Date) (int, error)
	// Freshen takes the mark of a score away; engine.Conflict where a fact has changed
	// since the mark was read. 0 is no mark.
	Freshen(score engine.ScoreID, mark int64) error
	// MarkOutdated marks the scores that are not sealed and were judged, on a day before
	// this one, while their period ran: more has fallen due since.
	MarkOutdated(day calendar.Date) (int, error)
	// Grid reads the scores of a period within the scope, in the order of the tree.
	Grid(scope access.Scope, period calendar.Period) ([]GridRow, error)
	// CountLate counts within the scope, by unit, the tasks that are open and overdue
	// on the day and that the nightly ladder has seen so; units without one are absent.
	CountLate(scope access.Scope, day calendar.Date) ([]LateCount, error)
	// Seat tells who an account is and which posts its person has ever held, in one
	// question: every request begins with it. engine.NotFound without the account.
	Seat(account engine.AccountID) (Seat, error)
	// Sitting finds a session, ended or not, and tells at once who its account is.
	// engine.NotFound without the session.
	Sitting(session string) (engine.Session, Seat, error)
	// SeeSessions notes that the sessions were used, unless one has ended, was not
	// used since a moment, or began before another.
	SeeSessions(ids []string, used, began time.Time) error
	// EndSessions ends every open session of the account except the one named.
	EndSessions(account engine.AccountID, except string) error
	// DropDrafts deletes the files sent with forms that were not saved before a
	// moment, and tells how many.
	DropDrafts(before time.Time) (int, error)
	// Prune deletes the sessions begun, and the counts of failed tries last raised,
	// before a moment, with imports looked at and never confirmed, and tells how many
	// rows went.
	Prune(before time.Time) (int, error)
}

// Where is equality on columns, all of which must hold. A slice means one of.
type Where map[string]any

// By gives for columns that hold an id, unit_id say, a pointer to the noun to load.
type By map[string]any

// Query selects, orders and limits a list. Columns are checked against the
// noun; a wrong one is an error, never text in a statement.
type Query struct {
	Where   Where
	AtLeast Where    // column >= value
	AtMost  Where    // column <= value
	Order   []string // "due", "-created_at"; id last, always
	Limit   int      // 0: no limit
	Offset  int
	Columns []string // empty: all
	Removed bool     // also what is marked as removed, which is absent otherwise
}

// IssueBatch is one chunk of units of one period, planned: which units, which
// class each is in, and what each class gets. Units of one class have the same
// applicable duties and dates.
type IssueBatch struct {
	Period  calendar.Period
	Edition string
	Sheet   bool // false: event duties only, no sheet and no sheet notice
	Units   []UnitClass
	Classes []ClassPlan // the plan is the same for all chunks of a period
	Post    string      // the post a sheet notice is addressed to
	Text    string      // the sheet notice's text
	Day     calendar.Date
}

// UnitClass says which class a unit is in (an index into Classes).
type UnitClass struct {
	Unit  engine.UnitID
	Class int
}

// ClassPlan is what every unit of a class gets.
type ClassPlan struct{ Tasks []PlannedTask }

// PlannedTask is a task without its unit.
type PlannedTask struct {
	Duty, Subject string
	Opens, Due    calendar.Date
	Estimated     bool
}

// GridRow is one unit's score in a period, as lists of many need it.
type GridRow struct {
	Unit      engine.UnitID
	Name      string
	Above     engine.UnitID // the unit above; 0: none
	Edition   string
	Result    engine.Points
	Band      string
	Vetoes    string
	Lost      int
	Gaps      int
	Standards string // see engine.Score
	Trial     bool
	Sealed    bool
}

// LateCount is how many overdue tasks a unit has.
type LateCount struct {
	Unit  engine.UnitID
	Tasks int
}

// IssueCount is what was really inserted.
type IssueCount struct{ Sheets, Tasks, Notices int }

// Files keeps contents under their SHA-256, each once. A content is there before
// any row speaks of it, and goes after the last row that does.
type Files interface {
	// Stage reads a content to its end into a file of its own, and checks that it is
	// what its name says and nothing that could harm: engine.Invalid with the reason
	// in Chinese otherwise. What is staged must be kept or discarded.
	Stage(ctx context.Context, name string, content io.Reader) (Staged, error)
	// Open opens a kept content; engine.NotFound without one.
	Open(sha256 string) (io.ReadSeekCloser, error)
	// Sweep deletes what was staged or kept before a moment and has no place in
	// known, which is asked for some hashes at a time. It tells how many went.
	Sweep(ctx context.Context, before time.Time, known func(hashes []string) (map[string]bool, error)) (int, error)
}

// Staged is a content that was read and checked, on its way.
type Staged interface {
	SHA256() string
	Size() int64
	Kind() engine.FileKind
	// Keep puts the content in its place for good; after Keep a row may speak of it.
	Keep() error
	// Discard deletes the content if it was not kept.
	Discard() error
}

// Clock tells the present moment. Engine code takes Tx.Now instead.
type Clock interface{ Now() time.Time }

// Editions compiles and checks editions from their canonical text.
type Editions interface {
	Compile(canonical []byte) (*rule.Edition, error)
}

// Hasher makes and checks password hashes. Check reports whether the hash
// should be renewed because its settings are no longer the current ones. Decoy
// is a hash that no known password fits and that takes as long to check as a
// real one; making it costs nothing.
type Hasher interface {
	Hash(password string) (string, error)
	Decoy() string
	Check(password, hash string) (ok, renew bool, err error)
}

// Seat is an account with the person behind it. Of the account it holds what
// decides about rights.
type Seat struct {
	Account engine.Account
	Name    string // the person's; empty: nobody in the register
	Posts   []SeatPost
}

// SeatPost is a post with the path of its unit.
type SeatPost struct {
	engine.Post
	Path string
}
