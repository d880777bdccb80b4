package handbook

import (
	"fmt"
	"strings"
	"unicode"

	"wubiao/engine/rule"
)

// Lint finds what burdens people twice: the same sentence in two standards (a
// problem: every standard answers in its own words), and the same column asked
// in two ledgers (a warning).
func Lint(e *rule.Edition) []rule.Problem {
	var out []rule.Problem
	if e.Asks != nil && len(*e.Asks) > 0 {
		out = append(out, twiceSaid(e)...)
	}
	return append(out, twiceAsked(e)...)
}

// minSentence is the length, in characters, from which a sentence may stand in
// one standard only.
const minSentence = 10

func twiceSaid(e *rule.Edition) []rule.Problem {
	var out []rule.Problem
	first := map[string]*rule.Standard{}
	for _, s := range e.Standards {
		own := map[string]bool{}
		for _, text := range append([]string{s.What, s.Why, s.When, s.Degree, s.Instead, s.Who.Text}, s.How...) {
			for _, sentence := range sentences(text) {
				if len([]rune(sentence)) < minSentence || own[sentence] {
					continue
				}
				own[sentence] = true
				if other := first[sentence]; other != nil {
					out = append(out, rule.Problem{Pos: s.Pos, Message: fmt.Sprintf("%s 和 %s 写了同一句话「%s」，每项标准要用自己的话", other.Code, s.Code, sentence)})
					continue
				}
				first[sentence] = s
			}
		}
	}
	return out
}

// sentences splits at Chinese and Latin sentence marks and keeps what is said.
func sentences(text string) []string {
	parts := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("。；;！!？?\n", r) })
	for i, p := range parts {
		parts[i] = strings.TrimFunc(p, unicode.IsSpace)
	}
	return parts
}

// commonColumns may stand in any ledger: they say when, where and who.
var commonColumns = map[string]bool{"日期": true, "姓名": true, "地点": true, "备注": true, "类别": true, "时限": true, "责任人": true}

// twiceAsked warns where two ledgers ask for the same thing, so that somebody
// would type it twice.
func twiceAsked(e *rule.Edition) []rule.Problem {
	var out []rule.Problem
	first := map[string]string{}
	for _, name := range keysOf(e.Ledgers) {
		for _, col := range e.Ledgers[name].Columns {
			if commonColumns[col.ID] || len([]rune(col.ID)) < 4 {
				continue
			}
			if other, twice := first[col.ID]; twice {
				out = append(out, rule.Problem{Pos: col.Pos, Warning: true, Message: fmt.Sprintf("台账「%s」和「%s」都要填「%s」，能不能只填一处", other, name, col.ID)})
				continue
			}
			first[col.ID] = name
		}
	}
	return out
}
