package handbook

import (
	"slices"
	"strings"
)

// maxSuggest bounds, in characters, the words for which a near one is sought.
const maxSuggest = 40

// nearest gives the known word that was probably meant, or "". Ties go to the
// first in the order of the alphabet, so that messages are reproducible.
func nearest(word string, known []string) string {
	w := []rune(strings.ToLower(word))
	if len(w) == 0 || len(w) > maxSuggest {
		return ""
	}
	sorted := slices.Sorted(slices.Values(known))
	best, bestDistance := "", 1+max(1, len(w)/3)
	for _, k := range sorted {
		if d := distance(w, []rune(k)); d < bestDistance && d < len([]rune(k)) {
			best, bestDistance = k, d
		}
	}
	return best
}

// distance counts the letters to insert, drop, replace or swap with a neighbour
// on the way from a to b.
func distance(a, b []rune) int {
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			rows[i][j] = min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(a)][len(b)]
}

// didYouMean is the half sentence added to a message about an unknown word, or
// "".
func didYouMean(word string, known []string) string {
	if near := nearest(word, known); near != "" {
		return "，是不是想写 " + near + "？"
	}
	return ""
}
