package access

import (
	"testing"

	"wubiao/engine"
)

// The matrix is written a second time, by hand, in letters: - denied, u own
// units, a all. Whoever changes the policy changes two tables on purpose.
const matrix = `
home.read     a a a a
desk.read     u a - -
week.read     u - - -
task.read     u a - -
task.done     u - - -
sheet.read    u a - -
month.read    u a - -
notice.read   u a - -
handbook.read a a a -
record.read   u a - -
record.add    u - - -
record.edit   u - - -
record.import u - - -
record.export u a - -
record.remove u - - -
evidence.read u a - -
evidence.add  u - - -
evidence.change u - - -
evidence.remove u - - -
score.read    u a - -
selfcheck.read   u a - -
selfcheck.fill   u - - -
selfcheck.submit u - - -
selfcheck.decide - a - -
unit.import   - - - a
unit.export   - a - a
people.import - - - a
people.export - - - a
late.read     u a - -
task.rate     u a - -
supervision.read  u a - -
supervision.issue u a - -
supervision.reply u - - -
supervision.judge u a - -
extension.read    u a - -
extension.ask     u - - -
extension.decide  u a - -
order.read    u a - -
order.draft   - a - -
order.issue   - a - -
order.answer  u - - -
unit.add      - - - a
unit.change   - - - a
person.add    - - - a
person.rename - - - a
post.appoint  - - - a
unit.read      - - - a
post.end       - - - a
post.hand_over u - - a
handover.read  u a - -
task.assign    u - - -
parameter.read - a a a
parameter.set  - - - a
register.read   u a - -
register.add    u - - -
register.change u - - -
register.leave  u - - -
transfer.send   u - - -
transfer.answer u - - -
run.read      - - - a
run.start     - - - a
user.list     - - - a
user.add      - - - a
user.password - - - a
user.disable  - - - a
user.enable   - - - a
session.start a a a a
token.list    a a a a
token.add     a a a a
token.revoke  a a a a
session.end   a a a a
`

// S20
func TestPolicyIsTheReviewedMatrix(t *testing.T) {
	t.Parallel()
	rows := parseMatrix(t)
	if len(rows) != len(Actions()) {
		t.Fatalf("the reviewed matrix has %d actions, the policy %d", len(rows), len(Actions()))
	}
	for _, action := range Actions() {
		want, ok := rows[action]
		if !ok {
			t.Errorf("%s is in the policy but was not reviewed", action)
			continue
		}
		for i, role := range engine.Roles() {
			t.Run(string(action)+" as "+string(role), func(t *testing.T) {
				t.Parallel()
				checkCell(t, role, action, want[i])
			})
		}
	}
}

func checkCell(t *testing.T, role engine.Role, action Action, want byte) {
	actor := Actor{Account: 1, Role: role, Posts: []HeldPost{{Unit: 17, Path: "/1/4/17/", Name: "支部书记"}}}
	scope, err := Authorize(actor, action)
	switch want {
	case '-':
		if engine.CodeOf(err) != engine.Forbidden {
			t.Errorf("got %v, want a denial", err)
		}
		if scope.All() || scope.Holds("/1/4/17/") {
			t.Error("a denial came with a scope")
		}
		if May(role, action) {
			t.Error("pages would offer what is denied")
		}
	case 'u':
		if err != nil || scope.All() || !scope.Holds("/1/4/17/") || !scope.Holds("/1/4/17/9/") {
			t.Errorf("own unit and below are out of reach: %v", err)
		}
		for _, foreign := range []string{"/1/", "/1/4/", "/1/4/1/", "/1/4/170/", "/1/4/18/", ""} {
			if scope.Holds(foreign) {
				t.Errorf("%q is within reach", foreign)
			}
		}
	case 'a':
		if err != nil || !scope.All() {
			t.Errorf("the whole company is out of reach: %v", err)
		}
	}
}

func parseMatrix(t *testing.T) map[Action][4]byte {
	t.Helper()
	out := map[Action][4]byte{}
	for _, f := range fieldsOfLines(matrix) {
		if len(f) != 5 {
			t.Fatalf("row %v has not four cells", f)
		}
		out[Action(f[0])] = [4]byte{f[1][0], f[2][0], f[3][0], f[4][0]}
	}
	return out
}
