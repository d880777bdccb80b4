package handbook

import (
	"encoding"
	"reflect"
	"strings"

	"go.yaml.in/yaml/v3"

	"wubiao/engine/rule"
)

// decoder turns a tree into Go values by their yaml tags and collects every
// problem on the way. What is wrong is left out; what is right is kept, so that
// one slip does not hide the next.
type decoder struct {
	src      source
	types    map[reflect.Type]*fields
	path     []string // keys from the root to where the decoder is
	problems []rule.Problem
}

func newDecoder(src source) *decoder {
	return &decoder{src: src, types: map[reflect.Type]*fields{}}
}

func (d *decoder) pos(n *yaml.Node) rule.Pos { return d.src.at(n.Line, n.Column) }

// bad reports a problem at a node, led by the key it belongs to.
func (d *decoder) bad(n *yaml.Node, format string, args ...any) {
	p := problem(d.pos(n), format, args...)
	if len(d.path) > 0 {
		p.Message = shown(d.path[len(d.path)-1]) + "：" + p.Message
	}
	d.problems = append(d.problems, p)
}

// under decodes with a key added to the path.
func (d *decoder) under(key string, decode func() bool) bool {
	d.path = append(d.path, key)
	ok := decode()
	d.path = d.path[:len(d.path)-1]
	return ok
}

// value decodes a node into v, which must be settable, and reports whether v
// holds something usable afterwards.
func (d *decoder) value(n *yaml.Node, v reflect.Value) bool {
	if n.Kind == 0 {
		return false // refused by the parser, reported there
	}
	if v.Kind() == reflect.Interface {
		fact, ok := d.fact(n)
		if ok && fact != nil {
			v.Set(reflect.ValueOf(fact))
		}
		return ok
	}
	if isNull(n) {
		d.bad(n, "后面没有内容；没有可写的就删去这个键")
		return false
	}
	if v.Kind() == reflect.Pointer {
		return d.pointer(n, v)
	}
	if handled, ok := d.special(n, v); handled {
		return ok
	}
	if text, is := v.Addr().Interface().(encoding.TextUnmarshaler); is && n.Kind == yaml.ScalarNode {
		return d.text(n, text)
	}
	switch v.Kind() {
	case reflect.Struct:
		return d.structure(n, v)
	case reflect.Map:
		return d.mapping(n, v)
	case reflect.Slice:
		return d.list(n, v)
	default:
		return d.scalar(n, v)
	}
}

func (d *decoder) pointer(n *yaml.Node, v reflect.Value) bool {
	to := reflect.New(v.Type().Elem())
	if !d.value(n, to.Elem()) {
		return false
	}
	v.Set(to)
	return true
}

// text hands a scalar's raw text to a value that reads itself.
func (d *decoder) text(n *yaml.Node, to encoding.TextUnmarshaler) bool {
	raw := strings.TrimSpace(n.Value)
	if raw == "" {
		d.bad(n, "内容是空的；没有可写的就删去这个键")
		return false
	}
	if err := to.UnmarshalText([]byte(raw)); err != nil {
		d.bad(n, "%s", err.Error())
		return false
	}
	return true
}

// structure decodes a mapping into a struct, or a scalar into the field that
// `_ struct{} yaml:",scalar=key"` names.
func (d *decoder) structure(n *yaml.Node, v reflect.Value) bool {
	info := d.fieldsOf(v.Type())
	if info.pos >= 0 {
		v.Field(info.pos).Set(reflect.ValueOf(d.pos(n)))
	}
	if i, known := info.byKey[info.scalar]; known && n.Kind == yaml.ScalarNode {
		return d.value(n, v.Field(i))
	}
	if n.Kind != yaml.MappingNode {
		d.bad(n, "应写成若干“键: 内容”，如 %s；现在是%s", strings.Join(info.keys[:min(3, len(info.keys))], "、"), kindName(n))
		return false
	}
	before := len(d.problems)
	d.pairs(n, func(k, value *yaml.Node, key string) {
		i, known := info.byKey[key]
		if !known {
			d.unknown(k, value, key, info.keys)
			return
		}
		d.under(key, func() bool { return d.value(value, v.Field(i)) })
	})
	if check, is := v.Addr().Interface().(interface{ Validate() error }); is && len(d.problems) == before {
		if err := check.Validate(); err != nil {
			d.bad(n, "%s", err.Error())
		}
	}
	return true
}

// unknown reports a key that the mapping does not have, and what was probably
// meant.
func (d *decoder) unknown(k, value *yaml.Node, key string, known []string) {
	message := "不认识的键「" + shown(key) + "」"
	switch {
	case strings.Contains(key, "：") && isNull(value):
		message += "：冒号是全角的，键后面要用半角冒号加一个空格"
	case isNull(value) && value.Value == "":
		message += "：后面没有冒号；如果它是前面文字的一部分，请给整段文字加引号"
	default:
		if meant := didYouMean(key, known); meant != "" {
			message += meant
		} else {
			message += "；这里可写 " + strings.Join(known, "、")
		}
	}
	d.bad(k, "%s", message)
}

// pairs visits the entries of a mapping whose keys are plain text, once each.
func (d *decoder) pairs(n *yaml.Node, visit func(k, value *yaml.Node, key string)) {
	seen := make(map[string]int, len(n.Content)/2)
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, value := n.Content[i], n.Content[i+1]
		key := strings.TrimSpace(k.Value)
		switch {
		case k.Kind == 0:
			continue
		case k.Kind != yaml.ScalarNode || key == "" || k.Tag == "!!null":
			d.bad(k, "键应是一个词")
			continue
		case k.Tag == "!!merge":
			d.bad(k, "不支持 <<，请把内容写在这里")
			continue
		case seen[key] > 0:
			d.bad(k, "「%s」写了两遍，前一处在第 %d 行，请只留一处", shown(key), seen[key])
			continue
		}
		seen[key] = max(k.Line, 1)
		visit(k, value, key)
	}
}

// mapping decodes into a map whose keys are names.
func (d *decoder) mapping(n *yaml.Node, v reflect.Value) bool {
	if n.Kind != yaml.MappingNode {
		d.bad(n, "应写成若干“名称: 内容”，现在是%s", kindName(n))
		return false
	}
	v.Set(reflect.MakeMapWithSize(v.Type(), len(n.Content)/2))
	d.pairs(n, func(_, value *yaml.Node, key string) {
		to := reflect.New(v.Type().Elem()).Elem()
		if d.under(key, func() bool { return d.value(value, to) }) {
			v.SetMapIndex(reflect.ValueOf(key).Convert(v.Type().Key()), to)
		}
	})
	return true
}

// list decodes into a slice; anything that is no list is a list of one.
func (d *decoder) list(n *yaml.Node, v reflect.Value) bool {
	items := []*yaml.Node{n}
	if n.Kind == yaml.SequenceNode {
		items = n.Content
	}
	out := reflect.MakeSlice(v.Type(), 0, len(items))
	for _, item := range items {
		to := reflect.New(v.Type().Elem()).Elem()
		if d.value(item, to) {
			out = reflect.Append(out, to)
		}
	}
	v.Set(out)
	return n.Kind == yaml.SequenceNode || out.Len() > 0
}
