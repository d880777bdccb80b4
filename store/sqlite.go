package store

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// This file and statements_sqlite.go hold what only SQLite understands.

// noLimit is what must stand before an OFFSET where nothing is limited.
const noLimit = " LIMIT -1"

// oneOf is "column is one of these" with a single bound value, so that the
// statement is the same however many there are.
func oneOf(column string, members []driver.Value) (clause.Expr, error) {
	for _, m := range members {
		switch m.(type) {
		case int64, string:
		default:
			return clause.Expr{}, misuse("列 %s 的取值里有 %T，只能是整数或文字", column, m)
		}
	}
	list, err := json.Marshal(members)
	if err != nil {
		return clause.Expr{}, misuse("列 %s 的取值：%v", column, err)
	}
	return clause.Expr{SQL: quoted(column) + " IN (SELECT value FROM json_each(?))", Vars: []any{string(list)}}, nil
}

// highestAuditID is the highest id the audit trail ever gave, whether or not
// its row is still there.
func highestAuditID(db *gorm.DB) (int64, error) {
	var highest []int64
	err := db.Raw("SELECT seq FROM sqlite_sequence WHERE name = 'audit_entries'").Scan(&highest).Error
	if err != nil {
		return 0, fmt.Errorf("读取审计记录的最大编号：%w", err)
	}
	if len(highest) == 0 {
		return 0, nil
	}
	return highest[0], nil
}
