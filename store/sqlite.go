package store

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"

	"gorm.io/gorm"
)

// This file and statements_sqlite.go hold what only SQLite understands.

// noLimit is what must stand before an OFFSET where nothing is limited.
const noLimit = " LIMIT -1"

// shortList is how many values a list may have to be written out: there are not
// more statements than that for the cache, and SQLite need not take JSON apart.
const shortList = 16

// oneOf is "column is one of these". A long list is a single bound value, so that
// the statement is the same however many there are.
func oneOf(p *phrase, c *column, members []driver.Value) error {
	for _, m := range members {
		switch m.(type) {
		case int64, string:
		default:
			return misuse("列 %s 的取值里有 %T，只能是整数或文字", c.DBName, m)
		}
	}
	if len(members) == 1 {
		p.when(c.quoted)
		p.add(" = ?", members[0])
		return nil
	}
	if len(members) > 0 && len(members) <= shortList {
		p.when(c.quoted)
		p.add(" IN ("+marks(len(members))+")", members...)
		return nil
	}
	list, err := json.Marshal(members)
	if err != nil {
		return misuse("列 %s 的取值：%v", c.DBName, err)
	}
	p.when(c.quoted)
	p.add(" IN (SELECT value FROM json_each(?))", string(list))
	return nil
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
