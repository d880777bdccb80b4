package rule

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"wubiao/engine/calendar"
)

// valueKind is what a Value holds.
type valueKind uint8

const (
	empty valueKind = iota // not filled in, not answered, not delivered
	number
	text
	boolean
	date
	span
	list
	anyKind // at compile time only: known by use
)

func (k valueKind) String() string {
	return [...]string{"空值", "数字", "文字", "是/否", "日期", "时长", "名单", "没有声明类型的内容"}[k]
}

// Value is one thing an expression can speak of. It is kept small: a judgement
// reads thousands of them.
type Value struct {
	kind valueKind
	day  calendar.Date
	rat  Rat
	text string
	list *[]string
}

func listValue(names []string) Value { return Value{kind: list, list: &names} }

// names gives what a list holds.
func (v Value) names() []string {
	if v.list == nil {
		return nil
	}
	return *v.list
}

func numberValue(r Rat) Value {
	if !r.Exists() {
		return Value{}
	}
	return Value{kind: number, rat: r}
}

func boolValue(b bool) Value {
	if b {
		return Value{kind: boolean, rat: Rat{1, 1}}
	}
	return Value{kind: boolean, rat: Rat{0, 1}}
}

func dateValue(d calendar.Date) Value {
	if d.IsZero() {
		return Value{}
	}
	return Value{kind: date, day: d}
}

// truth says whether a yes/no is yes.
func (v Value) truth() bool { return v.kind == boolean && v.rat.num != 0 }

// String shows the value to a person.
func (v Value) String() string {
	switch v.kind {
	case number:
		return v.rat.String()
	case text:
		return v.text
	case boolean:
		if v.truth() {
			return "是"
		}
		return "否"
	case date:
		return v.day.String()
	case list:
		return strings.Join(v.names(), "、")
	}
	return "（空）"
}

// kindOf gives the value kind of a declared type.
func (t TypeSpec) kindOf() valueKind {
	switch t.Name {
	case TypeInt, TypeNumber:
		return number
	case TypeDate:
		return date
	case TypeBool:
		return boolean
	case TypeList, TypePersons, TypeChoices:
		return list
	case "":
		return anyKind
	}
	return text
}

// Read turns a raw fact into a value of the declared type. An absent fact is
// empty; an empty yes/no is 否.
func (t TypeSpec) Read(raw any) (Value, error) { return t.readAs(t.kindOf(), raw) }

// blank is what a column of the kind holds when nothing is filled in.
func (k valueKind) blank() Value {
	if k == boolean {
		return boolValue(false)
	}
	return Value{}
}

// readAs is Read with the kind worked out before.
func (t *TypeSpec) readAs(kind valueKind, raw any) (Value, error) {
	s, written := raw.(string)
	if raw == nil || written && s == "" {
		return kind.blank(), nil
	}
	switch kind {
	case number:
		return readNumber(raw, t.Name == TypeInt)
	case date:
		return readDate(raw)
	case boolean:
		return readBool(raw)
	case list:
		v, err := readList(raw)
		for _, item := range v.names() {
			if err == nil && t.Name == TypeChoices && !contains(t.Choices, item) {
				err = fmt.Errorf("只能是%s", strings.Join(t.Choices, "、"))
			}
		}
		return v, err
	case anyKind:
		return readAny(raw), nil
	}
	if !written {
		s = plainText(raw)
	}
	if t.Name == TypeChoice && !contains(t.Choices, s) {
		return Value{}, fmt.Errorf("只能是%s", strings.Join(t.Choices, "、"))
	}
	return Value{kind: text, text: s}, nil
}

// plainText writes a raw fact as it was filled in.
func plainText(raw any) string {
	switch v := raw.(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	case int:
		return strconv.Itoa(v)
	case float64: // what a number comes back as from stored JSON; never 1e+06
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return fmt.Sprint(raw)
}

func readNumber(raw any, whole bool) (Value, error) {
	switch n := raw.(type) {
	case Rat:
		return numberValue(n), nil
	case int:
		return numberValue(Whole(int64(n))), nil
	}
	r, ok := ParseRat(strings.TrimSpace(plainText(raw)))
	if !ok {
		return Value{}, fmt.Errorf("应填数字")
	}
	if whole && r.den != 1 {
		return Value{}, fmt.Errorf("应填整数")
	}
	return numberValue(r), nil
}

func readDate(raw any) (Value, error) {
	if d, ok := raw.(calendar.Date); ok {
		return dateValue(d), nil
	}
	s, written := raw.(string)
	if !written {
		s = plainText(raw)
	}
	if len(s) != len("2026-11-20") {
		s = strings.TrimSpace(s)
	}
	d, err := calendar.ParseDate(s)
	if err != nil {
		return Value{}, fmt.Errorf("应填日期，如 2026-03-01")
	}
	return dateValue(d), nil
}

func readBool(raw any) (Value, error) {
	switch s := raw.(type) {
	case bool:
		return boolValue(s), nil
	case string:
		switch s {
		case "是", "有", "true":
			return boolValue(true), nil
		case "否", "无", "没有", "false":
			return boolValue(false), nil
		}
	}
	return Value{}, fmt.Errorf("应填是或否")
}

func readList(raw any) (Value, error) {
	switch items := raw.(type) {
	case []string:
		return listValue(items), nil
	case []any:
		out := make([]string, len(items))
		for i, it := range items {
			out[i] = plainText(it)
		}
		return listValue(out), nil
	case string:
		return listValue(strings.FieldsFunc(items, func(r rune) bool { return r == '、' || r == '，' || r == ',' })), nil
	}
	return Value{}, fmt.Errorf("应填名单")
}

// readAny reads a fact whose column was not declared.
func readAny(raw any) Value {
	switch v := raw.(type) {
	case bool:
		return boolValue(v)
	case json.Number:
		if r, ok := ParseRat(v.String()); ok {
			return numberValue(r)
		}
		return Value{kind: text, text: v.String()}
	case int:
		return numberValue(Whole(int64(v)))
	case float64:
		if r, ok := ParseRat(plainText(v)); ok {
			return numberValue(r)
		}
	case string:
		if len(v) == len("2026-11-20") { // else an error would be made for nothing
			if d, err := calendar.ParseDate(v); err == nil {
				return dateValue(d)
			}
		}
		switch v {
		case "是":
			return boolValue(true)
		case "否":
			return boolValue(false)
		}
		return Value{kind: text, text: v}
	case []any, []string:
		l, _ := readList(v)
		return l
	}
	return Value{kind: text, text: fmt.Sprint(raw)}
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}
