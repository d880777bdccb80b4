package handbook

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"wubiao/engine/rule"
)

// problem makes an error at a place.
func problem(pos rule.Pos, format string, args ...any) rule.Problem {
	return rule.Problem{Pos: pos, Message: fmt.Sprintf(format, args...)}
}

// sortProblems orders problems by file, line and column, and drops those said
// twice.
func sortProblems(ps []rule.Problem) []rule.Problem {
	slices.SortStableFunc(ps, func(a, b rule.Problem) int {
		return cmp.Or(
			cmp.Compare(a.Pos.File, b.Pos.File),
			cmp.Compare(a.Pos.Line, b.Pos.Line),
			cmp.Compare(a.Pos.Column, b.Pos.Column),
			cmp.Compare(a.Message, b.Message),
		)
	})
	return slices.Compact(ps)
}

// hasError reports whether any problem is more than a warning.
func hasError(ps []rule.Problem) bool {
	return slices.ContainsFunc(ps, func(p rule.Problem) bool { return !p.Warning })
}

// maxListed bounds the problems of one message; nobody reads more at a time.
const maxListed = 200

// listed writes problems one per line.
func listed(ps []rule.Problem) string {
	var lines []string
	for i, p := range ps {
		if i == maxListed {
			lines = append(lines, fmt.Sprintf("……另有 %d 处，改正以上各处后再查", len(ps)-i))
			break
		}
		lines = append(lines, p.String())
	}
	return strings.Join(lines, "\n")
}

// shownRunes bounds how much of a wrong value a message repeats.
const shownRunes = 40

// shown is a value as a message repeats it: on one line and not too long.
func shown(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if utf8.RuneCountInString(s) <= shownRunes {
		return s
	}
	return string([]rune(s)[:shownRunes]) + "…"
}
