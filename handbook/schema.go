package handbook

import (
	"encoding/json"
	"reflect"

	"wubiao/engine"
	"wubiao/engine/calendar"
	"wubiao/engine/rule"
)

// schemaID names the schema; nothing is fetched from it.
const schemaID = "urn:wubiao:handbook"

// Schema is a JSON Schema (2020-12) of the handbook's files, made from the same
// structs and tags that the loader reads. It is for editors' completion and
// hints; the loader alone decides what is valid. One schema serves all files: a
// mapping with `edition` is edition.yaml, one with `code` or a list is a file of
// standards, any other mapping a file of ledgers.
func Schema() ([]byte, error) {
	s := schemas{defs: map[string]any{}}
	edition, standard, ledger := s.of(reflect.TypeFor[rule.Edition]()), s.of(reflect.TypeFor[rule.Standard]()), s.of(reflect.TypeFor[rule.Ledger]())
	has := func(key string) any { return map[string]any{"type": "object", "required": []string{key}} }
	root := map[string]any{
		"$schema": "https://json-schema.org/draft/2020-12/schema",
		"$id":     schemaID,
		"title":   "五标手册",
		"if":      has("edition"),
		"then":    edition,
		"else": map[string]any{
			"if":   map[string]any{"type": "array"},
			"then": map[string]any{"type": "array", "items": standard},
			"else": map[string]any{
				"if":   has("code"),
				"then": standard,
				"else": map[string]any{"type": "object", "additionalProperties": ledger},
			},
		},
		"$defs": s.defs,
	}
	return json.MarshalIndent(root, "", "  ")
}

// schemas gathers one definition per struct.
type schemas struct{ defs map[string]any }

func ref(name string) any { return map[string]any{"$ref": "#/$defs/" + name} }

func anyOf(options ...any) any { return map[string]any{"anyOf": options} }

func typed(names ...string) any {
	if len(names) == 1 {
		return map[string]any{"type": names[0]}
	}
	return map[string]any{"type": names}
}

// of gives the schema of a type: a reference for structs, else the thing itself.
func (s schemas) of(t reflect.Type) any {
	switch t {
	case reflect.TypeFor[rule.Expr](), reflect.TypeFor[engine.Points](), reflect.TypeFor[rule.Amount]():
		return typed("number", "string", "boolean")
	case reflect.TypeFor[rule.MonthDay](), reflect.TypeFor[calendar.Date](), reflect.TypeFor[calendar.Span]():
		return typed("string")
	case reflect.TypeFor[rule.NamedSpan]():
		pair := map[string]any{"type": "array", "items": typed("string"), "minItems": 2, "maxItems": 2}
		return map[string]any{"type": "array", "items": pair, "minItems": 1}
	case reflect.TypeFor[rule.Floor]():
		return typed("number", "string")
	case reflect.TypeFor[rule.RankKey]():
		return map[string]any{"type": "object", "minProperties": 1, "maxProperties": 1,
			"additionalProperties": map[string]any{"enum": []string{"desc", "asc"}}}
	case reflect.TypeFor[rule.TypeSpec]():
		return anyOf(map[string]any{"enum": rule.TypeNames()}, map[string]any{"type": "array", "items": scalars(), "minItems": 1})
	case reflect.TypeFor[calendar.Kind]():
		return map[string]any{"enum": []string{"day", "month", "quarter", "half", "year"}}
	case reflect.TypeFor[rule.Levels]():
		return levelsSchema()
	case reflect.TypeFor[rule.Done]():
		return anyOf(map[string]any{"const": "confirm"}, s.definition(t))
	case reflect.TypeFor[calendar.Due]():
		return anyOf(typed("string"), s.definition(t))
	}
	return s.plain(t)
}

func scalars() any { return typed("string", "number", "boolean") }

func (s schemas) plain(t reflect.Type) any {
	switch t.Kind() {
	case reflect.Pointer:
		return s.of(t.Elem())
	case reflect.Struct:
		if key := tagsOf(t).scalar; key != "" {
			return anyOf(scalars(), s.definition(t))
		}
		return s.definition(t)
	case reflect.Map:
		return map[string]any{"type": "object", "additionalProperties": s.of(t.Elem())}
	case reflect.Slice:
		item := s.of(t.Elem())
		return anyOf(map[string]any{"type": "array", "items": item}, item)
	case reflect.Bool:
		return map[string]any{"enum": []any{true, false, "是", "否"}}
	case reflect.Int, reflect.Int32, reflect.Int64:
		return typed("integer")
	case reflect.String:
		return scalars()
	default:
		return map[string]any{} // a fact: anything
	}
}

// definition describes a struct once and refers to it.
func (s schemas) definition(t reflect.Type) any {
	name := t.Name()
	if _, done := s.defs[name]; done {
		return ref(name)
	}
	properties := map[string]any{}
	def := map[string]any{"type": "object", "properties": properties, "additionalProperties": false}
	s.defs[name] = def
	if text := descriptions()[name]; text != "" {
		def["description"] = text
	}
	info := tagsOf(t)
	for _, key := range info.keys {
		properties[key] = s.property(name+"."+key, t.Field(info.byKey[key]).Type)
	}
	return ref(name)
}

// property is a key with its hint and, where the words are a closed list, the
// list.
func (s schemas) property(name string, t reflect.Type) any {
	schema := s.of(t)
	if words := wordLists()[name]; len(words) > 0 {
		schema = map[string]any{"enum": words}
	}
	text := descriptions()[name]
	if text == "" {
		return schema
	}
	with := map[string]any{"description": text}
	for key, value := range schema.(map[string]any) {
		with[key] = value
	}
	return with
}

// levelsSchema describes the two ways of writing levels.
func levelsSchema() any {
	amount := anyOf(typed("number", "string"), map[string]any{"type": "array", "items": typed("number", "string"), "minItems": 2, "maxItems": 2})
	properties := func(keys []string) map[string]any {
		out := map[string]any{}
		for _, key := range keys {
			out[key] = amount
		}
		for _, key := range []string{"name", "window", "veto"} {
			out[key] = typed("string")
		}
		out["forfeit"] = map[string]any{"enum": []any{true, "是"}}
		return out
	}
	one := func(keys []string) any {
		return map[string]any{"type": "object", "properties": properties(keys), "additionalProperties": false}
	}
	return anyOf(
		map[string]any{"type": "object", "minProperties": 1, "additionalProperties": anyOf(amount, one(levelEffects()))},
		map[string]any{"type": "array", "minItems": 1, "items": one(levelKeys())},
	)
}
