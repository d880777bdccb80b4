package rule

import (
	"reflect"
	"strings"
)

// Reads says whether an expression of the standard names the name: a parameter,
// an attribute. It looks at every expression there is in it.
func (s *Standard) Reads(name string) bool {
	found := false
	eachExpr(reflect.ValueOf(s), func(x *Expr) { found = found || strings.Contains(x.Source, name) })
	return found
}

// eachExpr hands over every expression below a value.
func eachExpr(v reflect.Value, take func(*Expr)) {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			return
		}
		if x, ok := v.Interface().(*Expr); ok {
			take(x)
			return
		}
		eachExpr(v.Elem(), take)
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				eachExpr(v.Field(i), take)
			}
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			eachExpr(v.Index(i), take)
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			eachExpr(v.MapIndex(key), take)
		}
	}
}
