package api_test

import (
	"fmt"
	"io"
	"reflect"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
)

// nouns are the tables that tests look at as a whole.
func nouns() []any {
	return []any{&[]engine.Unit{}, &[]engine.Person{}, &[]engine.Post{}, &[]engine.Account{}, &[]engine.Session{},
		&[]engine.Task{}, &[]engine.Notice{}, &[]engine.Record{}, &[]engine.RecordVersion{}, &[]engine.Token{},
		&[]engine.Submission{}, &[]engine.AuditEntry{}}
}

// dumpAll writes every row, one a line.
func dumpAll(tx port.Tx, out io.Writer) error {
	for _, list := range nouns() {
		if err := tx.List(list, access.Everything(), port.Query{}); err != nil {
			return err
		}
		rows := reflect.ValueOf(list).Elem()
		for i := range rows.Len() {
			fmt.Fprintf(out, "%T %+v\n", rows.Index(i).Interface(), rows.Index(i).Interface())
		}
	}
	return nil
}
