package request

import (
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/go-playground/validator/v10"

	"wubiao/engine"
)

// Checker checks request structs. It is safe for concurrent use.
type Checker struct{ tags *validator.Validate }

// New makes a checker that calls a field by its name in JSON.
func New() *Checker {
	v := validator.New(validator.WithRequiredStructEnabled())
	v.RegisterTagNameFunc(func(f reflect.StructField) string {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "-" { // only pages fill it in
			return strings.ToLower(f.Name)
		}
		return name
	})
	return &Checker{tags: v}
}

// Check gives engine.Invalid with a sentence for every field whose tags do not
// hold, or nil. r is a pointer to a request struct.
func (c *Checker) Check(r any) error {
	err := c.tags.Struct(r)
	var wrong validator.ValidationErrors
	switch {
	case err == nil:
		return nil
	case !errors.As(err, &wrong):
		return fmt.Errorf("check %T: %w", r, err) // a tag that does not exist: ours to mend
	}
	refusal := engine.Fail(engine.Invalid, "shape", "提交的内容不完整或写法不对，请改正标出的地方后再试")
	for _, w := range wrong {
		refusal = refusal.With(fieldName(w), sentence(w))
	}
	return refusal
}

// fieldName is the path of the field without the struct's name: unit, and for
// something inside a list or a map the list or map itself, so that nothing typed
// is repeated.
func fieldName(w validator.FieldError) string {
	_, path, _ := strings.Cut(w.Namespace(), ".")
	name, _, _ := strings.Cut(path, "[")
	return name
}

// sentences says in Chinese what each tag wants. %s is the tag's parameter.
var sentences = map[string]string{
	"required": "这一项要填",
	"alphanum": "只能是字母和数字，请重新打开这一页再试",
	"gt":       "要大于%s",
	"gte":      "不能小于%s",
	"lt":       "要小于%s",
	"lte":      "不能大于%s",
	"oneof":    "只能是：%s",
}

// lengths says what a bound means by the kind of what it bounds.
var lengths = map[string]map[string]string{
	"min": {"text": "太短了，至少%s个字", "list": "至少要有%s项", "number": "不能小于%s"},
	"max": {"text": "太长了，最多%s个字", "list": "太多了，最多%s项", "number": "不能大于%s"},
}

func sentence(w validator.FieldError) string {
	form, ok := sentences[w.Tag()]
	if !ok {
		form, ok = lengths[w.Tag()][kindWord(w.Kind())]
	}
	if !ok {
		return "这一项写得不对，请检查"
	}
	if !strings.Contains(form, "%s") {
		return form
	}
	return fmt.Sprintf(form, strings.Join(strings.Fields(w.Param()), "、"))
}

func kindWord(k reflect.Kind) string {
	switch k {
	case reflect.String:
		return "text"
	case reflect.Slice, reflect.Map, reflect.Array:
		return "list"
	}
	return "number"
}
