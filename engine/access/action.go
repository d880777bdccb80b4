package access

// Action names something a person may do. Every route and every use case names
// one; the audit trail keeps it.
type Action string

// The actions.
const (
	HomeRead       Action = "home.read"       // open the first page of one's own role
	DeskRead       Action = "desk.read"       // what those who stand above branches find on their first page
	WeekRead       Action = "week.read"       // 本周一页 of one's own posts
	TaskRead       Action = "task.read"       // one task with its standard
	TaskDone       Action = "task.done"       // fulfil a task by a tap, or take the tap back
	SheetRead      Action = "sheet.read"      // reminder sheets of a unit
	MonthRead      Action = "month.read"      // what branches did in a month and plan for the next
	NoticeRead     Action = "notice.read"     // put away a notice on the first page
	HandbookRead   Action = "handbook.read"   // the handbook
	RecordRead     Action = "record.read"     // the ledgers of a unit, their records and what these said before
	RecordAdd      Action = "record.add"      // a record in a ledger
	RecordRemove   Action = "record.remove"   // take a record out of its ledger, or put it back
	EvidenceRead   Action = "evidence.read"   // a file of a record
	EvidenceAdd    Action = "evidence.add"    // a file to a record or to a form
	EvidenceChange Action = "evidence.change" // the name of a file, or which paper it is
	EvidenceRemove Action = "evidence.remove" // take a file off a record, or put it back
	RecordEdit     Action = "record.edit"     // another wording of a record
	ScoreRead      Action = "score.read"      // what a unit's quarter or year is worth, down to its records
	RecordImport   Action = "record.import"   // the rows of an older ledger, taken over from a workbook
	RecordExport   Action = "record.export"   // the ledgers of a unit as a workbook

	SelfCheckRead   Action = "selfcheck.read"   // a quarter's self-check, and who has handed it in
	SelfCheckFill   Action = "selfcheck.fill"   // answers, explanations and the review of a self-check
	SelfCheckSubmit Action = "selfcheck.submit" // sign a self-check and hand it in
	SelfCheckDecide Action = "selfcheck.decide" // accept a self-check, or return it with a reason

	UnitImport       Action = "unit.import"       // units taken over from a workbook
	UnitExport       Action = "unit.export"       // the organisation tree as a workbook
	PeopleImport     Action = "people.import"     // people and their posts, taken over from a workbook
	PeopleExport     Action = "people.export"     // everybody in the registers as a workbook
	LateRead         Action = "late.read"         // who is late, on what
	TaskRate         Action = "task.rate"         // how well a completed task was done
	SupervisionRead  Action = "supervision.read"  // 督办单
	SupervisionIssue Action = "supervision.issue" // issue one; only from above
	SupervisionReply Action = "supervision.reply" // what the branch has done
	SupervisionJudge Action = "supervision.judge" // close, return or withdraw one; only its issuer
	ExtensionRead    Action = "extension.read"    // requests for more time
	ExtensionAsk     Action = "extension.ask"     // ask for more time, or take the request back
	ExtensionDecide  Action = "extension.decide"  // answer a request; only from above

	OrderRead   Action = "order.read"   // 专项任务 and what the branches within reach answered
	OrderDraft  Action = "order.draft"  // write, change or throw away a draft
	OrderIssue  Action = "order.issue"  // issue, withdraw or close one; only 党委工作部
	OrderAnswer Action = "order.answer" // what the branch answers

	UnitAdd       Action = "unit.add"       // a unit in the organisation tree
	UnitChange    Action = "unit.change"    // what is known about a unit
	PersonAdd     Action = "person.add"     // somebody in the register
	PersonRename  Action = "person.rename"  // a name put right
	PostAppoint   Action = "post.appoint"   // somebody takes up a post
	UnitRead      Action = "unit.read"      // the organisation tree and what is known of its units
	PostEnd       Action = "post.end"       // somebody gives a post up
	PostHandOver  Action = "post.hand_over" // posts go to a successor in one step
	HandoverRead  Action = "handover.read"  // a 交接单
	TaskAssign    Action = "task.assign"    // one task goes to somebody else, with a reason
	ParameterRead Action = "parameter.read" // what the company chose for the handbook's parameters
	ParameterSet  Action = "parameter.set"  // another choice

	RegisterRead   Action = "register.read"   // the register of a unit's people
	RegisterAdd    Action = "register.add"    // somebody new in the register
	RegisterChange Action = "register.change" // what the register says of somebody
	RegisterLeave  Action = "register.leave"  // somebody leaves the register for good
	TransferSend   Action = "transfer.send"   // hand somebody over to another unit, or think better of it
	TransferAnswer Action = "transfer.answer" // take somebody in, or send the transfer back

	RunRead      Action = "run.read"      // the run log
	RunStart     Action = "run.start"     // 立即运行
	UserList     Action = "user.list"     // the accounts
	UserAdd      Action = "user.add"      // a new account
	UserPassword Action = "user.password" // a new password for an account
	UserDisable  Action = "user.disable"  // an account that may no longer sign in
	UserEnable   Action = "user.enable"   // an account that may again
	SessionStart Action = "session.start" // sign in; anybody may try
	TokenList    Action = "token.list"    // one's own tokens
	TokenAdd     Action = "token.add"     // a token for one's own scripts
	TokenRevoke  Action = "token.revoke"  // end one of one's own tokens
	SessionEnd   Action = "session.end"   // sign out
)

// Actions lists every action, in the order of the policy table.
func Actions() []Action {
	out := make([]Action, len(policy))
	for i, row := range policy {
		out[i] = row.action
	}
	return out
}
