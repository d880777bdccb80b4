package store

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"reflect"
	"time"
)

// writing gives what the database keeps of a field.
type writing func(field reflect.Value) (driver.Value, error)

// of gives what the database keeps of the column in a row.
func (c *column) of(row reflect.Value) (driver.Value, error) {
	v, err := c.write(row.FieldByIndex(c.StructField.Index))
	if err != nil {
		return nil, fmt.Errorf("列 %s：%w", c.DBName, err)
	}
	return v, nil
}

// writingOf chooses how a type is written: the other way round of readingOf, and
// decided once for the same reason.
func writingOf(t reflect.Type, isJSON bool) (writing, error) {
	switch {
	case isJSON:
		return writeJSON, nil
	case t == reflect.TypeFor[time.Time]():
		return func(field reflect.Value) (driver.Value, error) {
			return millis(*field.Addr().Interface().(*time.Time)), nil
		}, nil
	case t.Implements(reflect.TypeFor[driver.Valuer]()):
		return func(field reflect.Value) (driver.Value, error) {
			return field.Addr().Interface().(driver.Valuer).Value()
		}, nil
	}
	switch t.Kind() {
	case reflect.String:
		return func(field reflect.Value) (driver.Value, error) { return field.String(), nil }, nil
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return func(field reflect.Value) (driver.Value, error) { return field.Int(), nil }, nil
	case reflect.Bool:
		return func(field reflect.Value) (driver.Value, error) { return field.Bool(), nil }, nil
	case reflect.Pointer:
		inner, err := writingOf(t.Elem(), false)
		return func(field reflect.Value) (driver.Value, error) {
			if field.IsNil() {
				return nil, nil
			}
			return inner(field.Elem())
		}, err
	}
	return nil, fmt.Errorf("没有写入 %s 的办法", t)
}

// writeJSON writes nothing for what is nothing.
func writeJSON(field reflect.Value) (driver.Value, error) {
	text, err := json.Marshal(field.Interface())
	if err != nil || string(text) == "null" {
		return nil, err
	}
	return string(text), nil
}
