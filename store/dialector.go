package store

import (
	"errors"

	"gorm.io/driver/sqlite"
	"gorm.io/gorm"
)

// SQLite's extended result codes that mean something to a caller.
const (
	codeBusy       = 5
	codeUnique     = 2067
	codePrimaryKey = 1555
	codeForeignKey = 787
	codeCheck      = 275
)

// dialector is gorm's SQLite dialect over either driver. The stock translation
// of errors reads only the C driver's.
type dialector struct{ sqlite.Dialector }

// Translate turns a driver's error into gorm's.
func (d dialector) Translate(err error) error {
	switch resultCode(err) {
	case codeUnique, codePrimaryKey:
		return gorm.ErrDuplicatedKey
	case codeForeignKey:
		return gorm.ErrForeignKeyViolated
	case codeCheck:
		return errors.Join(gorm.ErrCheckConstraintViolated, err)
	}
	return err
}

// resultCode gives SQLite's extended result code behind an error, 0 when there
// is none. The Go driver tells it by a method, the C driver by its own type.
func resultCode(err error) int {
	var coded interface{ Code() int }
	if errors.As(err, &coded) {
		return coded.Code()
	}
	return nativeCode(err)
}

// fatal says whether an error may have cost the whole transaction: SQLite rolls
// back by itself when the disk is full or fails, so nothing may follow it.
// Errors of a single statement (a broken constraint, wrong SQL, a write through
// a reader) leave the transaction as it was.
func fatal(err error) bool {
	switch resultCode(err) & 0xff {
	case 0, 1, 8, 19, 20, 25:
		return false
	}
	return true
}
