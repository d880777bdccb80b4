package rest

import (
	"encoding"
	"encoding/json"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"time"

	"wubiao/api/request"
	"wubiao/engine"
	"wubiao/engine/calendar"
	"wubiao/engine/rule"
)

// schemas writes JSON Schema from Go types; structs become components.
type schemas struct{ all object }

// fixed are the types that write themselves.
var fixed = map[reflect.Type]object{
	reflect.TypeFor[engine.Points]():   {"type": "number", "multipleOf": 0.01},
	reflect.TypeFor[rule.Amount]():     {"type": []string{"number", "string"}, "description": "分值；由参数给出时是参数名或算式"},
	reflect.TypeFor[calendar.Date]():   {"type": "string", "pattern": `^(\d{4}-\d{2}-\d{2})?$`, "description": "空：没有"},
	reflect.TypeFor[calendar.Period](): {"type": "string", "pattern": `^(\d{4}(-\d{2}(-\d{2})?|Q[1-4]|H[12])?)?$`},
	reflect.TypeFor[time.Time]():       {"type": "string", "format": "date-time"},
}

// of gives the schema of a type as an answer has it, or as a request may send it.
func (s *schemas) of(t reflect.Type, in bool) object {
	if f, ok := fixed[t]; ok {
		return copyOf(f)
	}
	if t.Kind() != reflect.Pointer && (writes[json.Marshaler](t) || writes[encoding.TextMarshaler](t)) {
		return object{"type": "string"}
	}
	switch t.Kind() {
	case reflect.Pointer:
		return nullable(s.of(t.Elem(), in))
	case reflect.Struct:
		return s.component(t, in)
	case reflect.Slice:
		return object{"type": "array", "items": s.of(t.Elem(), in)}
	case reflect.Map:
		return object{"type": "object", "additionalProperties": s.of(t.Elem(), in)}
	case reflect.String:
		return object{"type": "string"}
	case reflect.Bool:
		return object{"type": "boolean"}
	case reflect.Float64:
		return object{"type": "number"}
	case reflect.Interface:
		return object{}
	}
	return object{"type": "integer"}
}

func writes[I any](t reflect.Type) bool { return t.Implements(reflect.TypeFor[I]()) }

func nullable(schema object) object {
	if kind, ok := schema["type"].(string); ok {
		schema["type"] = []string{kind, "null"}
		return schema
	}
	return object{"anyOf": []object{schema, {"type": "null"}}}
}

// component writes a struct once and refers to it.
func (s *schemas) component(t reflect.Type, in bool) object {
	name := componentName(t)
	if in {
		name += ".in"
	}
	ref := object{"$ref": "#/components/schemas/" + name}
	if s.all[name] != nil {
		return ref
	}
	properties := object{}
	schema := object{"type": "object", "properties": properties}
	s.all[name] = schema // before its fields, which may refer to it
	var required []string
	for _, f := range request.Fields(t) {
		if in {
			field, wanted := s.constrained(f)
			properties[f.Name] = field
			if wanted {
				required = append(required, f.Name)
			}
			continue
		}
		properties[f.Name] = s.of(f.Type, false)
		if !f.Omit {
			required = append(required, f.Name)
		}
	}
	if in {
		schema["additionalProperties"] = false
	}
	if len(required) > 0 {
		schema["required"] = required
	}
	return ref
}

var packagePath = regexp.MustCompile(`[a-z0-9_/.]*/`)

// componentName is practise.Line, and rest.Page-admin.UserLine of a list of them.
func componentName(t reflect.Type) string {
	name := packagePath.ReplaceAllString(t.String(), "")
	return strings.NewReplacer("[", "-", "]", "", "*", "").Replace(name)
}

// constrained is the schema of a request's field with what its validate tag
// wants, and whether the field must be there.
func (s *schemas) constrained(f request.Field) (schema object, required bool) {
	schema = s.of(f.Type, true)
	target, t := schema, f.Type
	optional, keys := false, false
	for rule := range strings.SplitSeq(f.Tag.Get("validate"), ",") {
		name, value, _ := strings.Cut(rule, "=")
		switch name {
		case "dive":
			if items, ok := target["items"].(object); ok {
				target, t = items, t.Elem()
			}
			continue
		case "keys", "endkeys":
			keys = name == "keys"
			continue
		case "omitempty":
			optional = true
			continue
		}
		if keys {
			continue
		}
		if name == "required" || name == "gt" {
			required = required || reflect.DeepEqual(target, schema)
		}
		constrain(target, t, name, value, optional)
	}
	return schema, required
}

// constrain writes one rule of a validate tag into a schema.
func constrain(schema object, t reflect.Type, name, value string, optional bool) {
	n, _ := strconv.ParseFloat(value, 64)
	text, list := t.Kind() == reflect.String, t.Kind() == reflect.Slice
	table := t.Kind() == reflect.Map
	switch {
	case name == "required" && text:
		schema["minLength"] = 1
	case name == "required" && list:
		schema["minItems"] = 1
	case name == "max" && text:
		schema["maxLength"] = n
	case name == "min" && text:
		schema["minLength"] = n
	case name == "max" && list:
		schema["maxItems"] = n
	case name == "min" && list:
		schema["minItems"] = n
	case name == "max" && table:
		schema["maxProperties"] = n
	case (name == "lte" || name == "max") && !text:
		schema["maximum"] = n
	case (name == "gte" || name == "min") && !text:
		schema["minimum"] = n
	case name == "gt":
		schema["exclusiveMinimum"] = n
	case name == "lt":
		schema["exclusiveMaximum"] = n
	case name == "oneof":
		choices := strings.Fields(value)
		if optional {
			choices = append(choices, "")
		}
		schema["enum"] = choices
	case name == "alphanum":
		schema["pattern"] = "^[A-Za-z0-9]*$"
	}
}

func copyOf(o object) object {
	out := object{}
	for k, v := range o {
		out[k] = v
	}
	return out
}
