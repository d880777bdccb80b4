package store

import (
	"fmt"
	"reflect"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/schema"

	"wubiao/engine"
)

// reach says how a scope bounds the rows of a noun.
type reach int

const (
	byUnit    reach = iota // the row's unit lies within the scope
	byPath                 // the row is itself a unit
	wholeOnly              // rows belong to no unit: the whole company or nothing
)

// noun is what the store knows of one struct of the engine.
type noun struct {
	*schema.Schema
	reach   reach
	version *schema.Field // nil: rows have no version
	removed bool          // rows are marked as removed and then absent unless asked for
	columns []column
	stored  []column // those that a row has
	fresh   []column // those that a new row is given: all but its id

	keyAt, versionAt int // where they stand among the columns

	named   map[string]*column // those that a condition may name
	moments [][]int            // where the moments stand in the struct

	quoted, everyColumn, qualified, from, keyQuoted, insertWhole, insertFresh, updateOf string
}

type nouns map[reflect.Type]*noun

// known lists every noun that has a table.
func known() []any {
	return []any{
		engine.Unit{}, engine.Person{}, engine.Transfer{}, engine.PersonChange{}, engine.Handover{}, engine.Assignment{}, engine.Post{}, engine.Account{}, engine.Session{},
		engine.LoginFailure{}, engine.Task{}, engine.Sheet{}, engine.Issued{}, engine.Notice{},
		engine.Record{}, engine.RecordVersion{}, engine.Evidence{}, engine.ParameterValue{}, engine.EditionRow{}, engine.AuditEntry{}, engine.Run{},
		engine.Score{}, engine.StaleScore{}, engine.ScoreLines{}, engine.Answer{}, engine.AnswerVersion{},
		engine.SelfCheck{}, engine.SelfCheckStep{}, engine.Remark{},
		engine.Appraisal{}, engine.Extension{}, engine.Supervision{}, engine.SupervisionTask{}, engine.SupervisionStep{}, engine.Counter{},
		engine.Token{}, engine.Submission{}, engine.Import{},
		engine.Order{}, engine.OrderReply{}, engine.OrderReplyVersion{},
	}
}

func parseNouns(db *gorm.DB) (nouns, error) {
	all := nouns{}
	for _, zero := range known() {
		stmt := &gorm.Statement{DB: db}
		if err := stmt.Parse(zero); err != nil {
			return nil, fmt.Errorf("解析 %T：%w", zero, err)
		}
		n := &noun{Schema: stmt.Schema, version: stmt.Schema.LookUpField("version"),
			removed: stmt.Schema.LookUpField("removed_at") != nil}
		for _, f := range n.Fields {
			storeMoments(f)
			if f.IndirectFieldType == reflect.TypeFor[time.Time]() {
				n.moments = append(n.moments, f.StructField.Index)
			}
		}
		switch {
		case n.ModelType == reflect.TypeFor[engine.Unit]():
			n.reach = byPath
		case n.ModelType == reflect.TypeFor[engine.AuditEntry](), n.LookUpField("unit_id") == nil:
			// The trail has a unit, but what others did is for auditors only.
			n.reach = wholeOnly
		}
		var err error
		if n.columns, err = columnsIn(n.Schema); err != nil {
			return nil, err
		}
		n.quoted = quoted(n.Table)
		n.everyColumn, n.qualified, n.from = quotedList("", n.columns), quotedList(n.quoted+".", n.columns), " FROM "+n.quoted
		n.named = make(map[string]*column, len(n.columns))
		for i := range n.columns {
			if c := &n.columns[i]; c.Serializer == nil && c.computed == "" {
				n.named[c.DBName] = c
			}
		}
		if err := n.statements(); err != nil {
			return nil, err
		}
		all[n.ModelType] = n
	}
	return all, nil
}

// must gives a noun that known lists.
func (all nouns) must(zero any) *noun { return all[reflect.TypeOf(zero)] }

// table gives the noun of a table that known lists.
func (all nouns) table(name string) *noun {
	for _, n := range all {
		if n.Table == name {
			return n
		}
	}
	return nil
}

// of finds the noun of a pointer to a struct, and the struct itself.
func (all nouns) of(pointer any) (*noun, reflect.Value, error) {
	v := reflect.ValueOf(pointer)
	if v.Kind() == reflect.Pointer && !v.IsNil() {
		if n := all[v.Elem().Type()]; n != nil {
			return n, v.Elem(), nil
		}
	}
	return nil, v, misuse("%T 不是指向已知名词的指针", pointer)
}

// ofSlice finds the noun of a pointer to a slice of structs.
func (all nouns) ofSlice(pointer any) (*noun, error) {
	t := reflect.TypeOf(pointer)
	if t != nil && t.Kind() == reflect.Pointer && t.Elem().Kind() == reflect.Slice && !reflect.ValueOf(pointer).IsNil() {
		if n := all[t.Elem().Elem()]; n != nil {
			return n, nil
		}
	}
	return nil, misuse("%T 不是指向已知名词切片的指针", pointer)
}

// column finds a column by its exact name.
func (n *noun) column(name string) (*column, error) {
	c := n.named[name]
	if c == nil {
		return nil, misuse("%s 没有可查询的列「%s」", n.Table, name)
	}
	return c, nil
}

// misuse is a mistake of the program, not of a person.
func misuse(format string, args ...any) error {
	return engine.Fail(engine.Internal, "store_misuse", "程序错误：对数据库的调用不正确").
		Because(fmt.Errorf(format, args...))
}
