package store

import (
	"database/sql"
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"time"

	"gorm.io/gorm/schema"
)

// column is one column of a noun's table.
type column struct {
	*schema.Field
	quoted string
	read   reading
	write  writing

	role     role
	computed string // how it is read, where no row has it
}

// role says what saving a row does with a column.
type role int

const (
	changing role = iota // writes it
	lasting              // asks whether it is still the same: it never changes
	key                  // finds the row by it
	left                 // leaves it alone
)

// roleOf gives the role of a field's column.
func roleOf(f *schema.Field) role {
	switch {
	case f == f.Schema.PrioritizedPrimaryField:
		return key
	case !f.Creatable && !f.Updatable, f.Name == "CreatedAt":
		return left
	case !f.Updatable:
		return lasting
	}
	return changing
}

// computed are the columns that follow from other tables; their fields are marked as
// only read ("->").
var computed = map[string]string{
	"scores.stale": "EXISTS (SELECT 1 FROM stale_scores WHERE score_id = scores.id)",
	"scores.mark":  "coalesce((SELECT mark FROM stale_scores WHERE score_id = scores.id), 0)",
}

// reading puts what the driver gave into the field.
type reading func(field reflect.Value, from any) error

// columnsIn are the columns of a schema in the order of its fields.
func columnsIn(s *schema.Schema) ([]column, error) {
	var all []column
	for _, f := range s.Fields {
		if f.DBName == "" {
			continue
		}
		isJSON := f.Serializer != nil
		read, err := readingOf(f.FieldType, isJSON)
		if err != nil {
			return nil, fmt.Errorf("%s.%s：%w", s.Name, f.Name, err)
		}
		write, err := writingOf(f.FieldType, isJSON)
		if err != nil {
			return nil, fmt.Errorf("%s.%s：%w", s.Name, f.Name, err)
		}
		c := column{f, quoted(f.DBName), read, write, roleOf(f), computed[s.Table+"."+f.DBName]}
		if only := !f.Creatable && !f.Updatable; only != (c.computed != "") {
			return nil, fmt.Errorf("%s.%s：只读的列要写明怎样算出", s.Name, f.Name)
		}
		all = append(all, c)
	}
	return all, nil
}

func quoted(name string) string { return `"` + name + `"` }

// quotedList names columns after one another, each with what its name begins with.
func quotedList(before string, columns []column) string {
	names := make([]string, len(columns))
	for i, c := range columns {
		if names[i] = before + c.quoted; c.computed != "" {
			names[i] = c.computed + " AS " + c.quoted
		}
	}
	return strings.Join(names, ", ")
}

// readingOf chooses how a type is read. Every page and every submission reads a
// dozen rows: what a type needs is decided here, once, and not at each value.
func readingOf(t reflect.Type, isJSON bool) (reading, error) {
	switch {
	case isJSON && t.ConvertibleTo(reflect.TypeFor[map[string]any]()):
		return readObjectField, nil
	case isJSON:
		return readJSON, nil
	case t == reflect.TypeFor[time.Time]():
		return readMoment, nil
	case reflect.PointerTo(t).Implements(reflect.TypeFor[sql.Scanner]()):
		return func(field reflect.Value, from any) error { return field.Addr().Interface().(sql.Scanner).Scan(from) }, nil
	}
	switch t.Kind() {
	case reflect.String:
		return readText, nil
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return readWhole, nil
	case reflect.Bool:
		return readFlag, nil
	case reflect.Pointer:
		inner, err := readingOf(t.Elem(), false)
		return func(field reflect.Value, from any) error {
			if from == nil {
				field.SetZero()
				return nil
			}
			field.Set(reflect.New(t.Elem()))
			return inner(field.Elem(), from)
		}, err
	}
	return nil, fmt.Errorf("没有读取 %s 的办法", t)
}

func unread(field reflect.Value, from any) error {
	return fmt.Errorf("%T 读不成 %s", from, field.Type())
}

func readText(field reflect.Value, from any) error {
	switch v := from.(type) {
	case nil:
		field.SetZero()
	case string:
		field.SetString(v)
	case []byte: // the driver's memory
		field.SetString(string(v))
	default:
		return unread(field, from)
	}
	return nil
}

func readWhole(field reflect.Value, from any) error {
	switch v := from.(type) {
	case nil:
		field.SetZero()
	case int64:
		field.SetInt(v)
	default:
		return unread(field, from)
	}
	return nil
}

// readFlag reads what one driver gives as a number and the other as a bool.
func readFlag(field reflect.Value, from any) error {
	switch v := from.(type) {
	case nil:
		field.SetZero()
	case bool:
		field.SetBool(v)
	case int64:
		field.SetBool(v != 0)
	default:
		return unread(field, from)
	}
	return nil
}

func readJSON(field reflect.Value, from any) error {
	switch v := from.(type) {
	case nil:
		field.SetZero()
		return nil
	case string:
		return json.Unmarshal([]byte(v), field.Addr().Interface())
	case []byte:
		return json.Unmarshal(v, field.Addr().Interface())
	}
	return unread(field, from)
}

// readObjectField reads an object without the detours of encoding/json, where
// there is nothing out of the ordinary in it.
func readObjectField(field reflect.Value, from any) error {
	text, ok := from.(string)
	if !ok {
		return readJSON(field, from)
	}
	object, ok := readObject(text)
	if !ok {
		return readJSON(field, from)
	}
	field.Set(reflect.ValueOf(object).Convert(field.Type()))
	return nil
}

// readAll puts the values of a row into what the targets point to.
func readAll(values []driver.Value, targets ...any) error {
	for i, target := range targets {
		if scanner, ok := target.(sql.Scanner); ok {
			if err := scanner.Scan(values[i]); err != nil {
				return err
			}
			continue
		}
		field := reflect.ValueOf(target).Elem()
		read := readWhole
		switch field.Kind() {
		case reflect.String:
			read = readText
		case reflect.Bool:
			read = readFlag
		}
		if err := read(field, values[i]); err != nil {
			return err
		}
	}
	return nil
}
