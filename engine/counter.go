package engine

import "strconv"

// Counter counts the 文号 of one series of papers in one year. A number is drawn
// in the transaction that issues the paper, so none is lost or given twice.
type Counter struct {
	ID      int64  `gorm:"primaryKey" json:"id"`
	Series  string `json:"series"` // "督办/1": the kind of paper and the unit that issues it
	Year    int    `json:"year"`
	Last    int    `json:"last"`
	Version int64  `json:"version"`
}

// PaperNumber writes a 文号: 督〔2026〕12号, with the issuer's name before it
// where it is not the company.
func PaperNumber(word string, year, n int) string {
	return word + "〔" + strconv.Itoa(year) + "〕" + strconv.Itoa(n) + "号"
}
