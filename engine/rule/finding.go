package rule

import (
	"wubiao/engine"
)

// Outcome is what came of a rule.
type Outcome string

// The outcomes.
const (
	Kept       Outcome = "kept"        // nothing to deduct
	Deducted   Outcome = "deducted"    // points lost
	Added      Outcome = "added"       // bonus
	Earned     Outcome = "earned"      // points earned from zero
	Scored     Outcome = "scored"      // the item's score is assigned
	Forfeited  Outcome = "forfeited"   // the item gives nothing
	Vetoed     Outcome = "vetoed"      // the grade is capped, the points stay
	NoEvidence Outcome = "no_evidence" // a fact nobody has supplied yet
	NotMet     Outcome = "exempt"      // its condition does not hold for the unit
	NotJudged  Outcome = "not_due"     // its window is not judged on this sheet
)

// Finding is what one rule gives one sheet, with its numbers, the records it
// counted and one Chinese sentence.
type Finding struct {
	Rule      string
	Outcome   Outcome
	Deducted  engine.Points
	Added     engine.Points
	Earned    engine.Points
	Score     *engine.Points
	Forfeit   bool
	Floorless bool // deducted after the floor (倒扣)
	Vetoes    []string
	Need      *Rat
	Have      *Rat
	Records   []int64
	Gaps      []string // what is missing, each in a sentence
	Notes     []string // which windows and objects lack how many
	Reason    string
}

// Status says how a standard stands on a sheet.
type Status string

// The statuses. All but Applies leave both sums.
const (
	Applies    Status = "applies"
	NotApplies Status = "not_applicable" // 不适用
	NotDue     Status = "not_due"        // 未到期
	NoEvent    Status = "no_event"       // 未发生
	NotOnSheet Status = "not_on_sheet"   // scored on other sheets only
)

// Chinese names the status for people.
func (s Status) Chinese() string {
	switch s {
	case NotApplies:
		return "不适用"
	case NotDue:
		return "未到期"
	case NoEvent:
		return "未发生"
	case NotOnSheet:
		return "本期不评"
	}
	return "适用"
}

// Item is a standard's findings on a sheet.
type Item struct {
	Standard *Standard
	Status   Status
	Findings []Finding
	Points   *engine.Points // the standard's, for this unit
	Unvalued string         // why they are not known, where the standard has some
	Marked   *Rat           // the mark of shares or raters, from which the item starts
	Unmarked string         // why the mark is not there yet
}

// Judgement is everything Judge finds about one period of one unit.
type Judgement struct {
	Items  []Item
	Vetoes []VetoFound
	Gaps   []string // questions of vetoes not answered
	Chosen string   // the band a person chose, where bands have no edges
	Unit   UnitFacts
	env    *unitEnv
}

// VetoFound is a veto that was set off, and by what.
type VetoFound struct {
	ID, By string
}
