package main

import (
	"testing"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/use/org"
)

// The ledgers of the embedded edition take what the register writes into them: with
// a column renamed or a word gone, a change would count nowhere and nobody would know.
func TestTheEditionsLedgersTakeWhatTheRegisterKeeps(t *testing.T) {
	t.Parallel()
	dir := sampleDir(t)
	p, unit := openSample(t, dir)
	_, err := p.org.Enrol(t.Context(), access.System(), org.EnrolRequest{Unit: unit, Whence: "外公司第二党支部",
		PersonFields: org.PersonFields{Name: "吴起重", Standing: engine.FullMember}})
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	for _, ledger := range []string{"花名册变动", "组织关系"} {
		if n := look(t, dir).number("SELECT count(*) FROM records WHERE ledger = '" + ledger + "' AND fields LIKE '%吴起重%转入%' OR ledger = '" + ledger + "' AND fields LIKE '%转入%吴起重%'"); n != 1 {
			t.Errorf("%s has %d records of it, want 1", ledger, n)
		}
	}
}
