package access

import "wubiao/engine"

// reach is how far a role gets with an action.
type reach uint8

const (
	no    reach = iota // denied
	units              // the units where the person holds a post, and all below them
	all                // the whole company, or something that belongs to no unit
)

// rule is one row of the policy: the reach of each role.
type rule struct {
	action                           Action
	branch, committee, editor, admin reach
}

// policy is the whole of it. What is not written here is denied. The committee
// reads, follows up and orders, and does no branch's work; the administrator sees accounts and runs and no
// business data; the editor sees the handbook.
var policy = []rule{
	//              支部    党委考核组 手册编修 系统管理员
	{HomeRead, all, all, all, all},
	{DeskRead, units, all, no, no},
	{WeekRead, units, no, no, no},
	{TaskRead, units, all, no, no},
	{TaskDone, units, no, no, no},
	{SheetRead, units, all, no, no},
	{MonthRead, units, all, no, no},
	{NoticeRead, units, all, no, no},
	{HandbookRead, all, all, all, no},
	{RecordRead, units, all, no, no},
	{RecordAdd, units, no, no, no},
	{RecordEdit, units, no, no, no},
	{RecordImport, units, no, no, no},
	{RecordExport, units, all, no, no},
	{RecordRemove, units, no, no, no},
	{EvidenceRead, units, all, no, no},
	{EvidenceAdd, units, no, no, no},
	{EvidenceChange, units, no, no, no},
	{EvidenceRemove, units, no, no, no},
	{ScoreRead, units, all, no, no},
	{SelfCheckRead, units, all, no, no},
	{SelfCheckFill, units, no, no, no},
	{SelfCheckSubmit, units, no, no, no},
	{SelfCheckDecide, no, all, no, no},
	{UnitImport, no, no, no, all},
	{UnitExport, no, all, no, all},
	{PeopleImport, no, no, no, all},
	{PeopleExport, no, no, no, all},
	{LateRead, units, all, no, no},
	{TaskRate, units, all, no, no},
	{SupervisionRead, units, all, no, no},
	{SupervisionIssue, units, all, no, no},
	{SupervisionReply, units, no, no, no},
	{SupervisionJudge, units, all, no, no},
	{ExtensionRead, units, all, no, no},
	{ExtensionAsk, units, no, no, no},
	{ExtensionDecide, units, all, no, no},
	{OrderRead, units, all, no, no},
	{OrderDraft, no, all, no, no},
	{OrderIssue, no, all, no, no},
	{OrderAnswer, units, no, no, no},
	{UnitAdd, no, no, no, all},
	{UnitChange, no, no, no, all},
	{PersonAdd, no, no, no, all},
	{PersonRename, no, no, no, all},
	{PostAppoint, no, no, no, all},
	{UnitRead, no, no, no, all},
	{PostEnd, no, no, no, all},
	{PostHandOver, units, no, no, all},
	{HandoverRead, units, all, no, no},
	{TaskAssign, units, no, no, no},
	{ParameterRead, no, all, all, all},
	{ParameterSet, no, no, no, all},
	{RegisterRead, units, all, no, no},
	{RegisterAdd, units, no, no, no},
	{RegisterChange, units, no, no, no},
	{RegisterLeave, units, no, no, no},
	{TransferSend, units, no, no, no},
	{TransferAnswer, units, no, no, no},
	{RunRead, no, no, no, all},
	{RunStart, no, no, no, all},
	{UserList, no, no, no, all},
	{UserAdd, no, no, no, all},
	{UserPassword, no, no, no, all},
	{UserDisable, no, no, no, all},
	{UserEnable, no, no, no, all},
	{SessionStart, all, all, all, all},
	{TokenList, all, all, all, all},
	{TokenAdd, all, all, all, all},
	{TokenRevoke, all, all, all, all},
	{SessionEnd, all, all, all, all},
}

// reachOf looks the role's reach up; an unknown role or action reaches nothing.
func reachOf(role engine.Role, action Action) reach {
	for _, row := range policy {
		if row.action != action {
			continue
		}
		switch role {
		case engine.RoleBranch:
			return row.branch
		case engine.RoleCommittee:
			return row.committee
		case engine.RoleEditor:
			return row.editor
		case engine.RoleAdmin:
			return row.admin
		}
	}
	return no
}
