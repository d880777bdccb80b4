package handbook

import (
	"path"
	"reflect"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"wubiao/engine/rule"
)

// facts are the keys of a facts file: those of a case without what is expected.
type facts struct {
	Pos        rule.Pos
	Unit       map[string]any              `yaml:"unit"`
	Period     string                      `yaml:"period"`
	Records    map[string][]map[string]any `yaml:"records"`
	Judged     map[string]any              `yaml:"judged"`
	Imports    map[string]any              `yaml:"imports"`
	Parameters map[string]any              `yaml:"parameters"`
	Objects    map[string][]string         `yaml:"objects"`
}

// Facts are the facts of one file, a case without expectations, with the place
// of each.
type Facts struct {
	rule.Case
	places map[string]rule.Pos // by the keys that lead there
}

// Place gives where a fact stands: the keys that lead to it, items of a list
// counted from 0. Where the last keys are not written in the file, it is the
// place of what holds them.
func (f Facts) Place(keys ...string) rule.Pos {
	for n := len(keys); n > 0; n-- {
		if pos, written := f.places[placeKey(keys[:n])]; written {
			return pos
		}
	}
	return f.Pos
}

// placeKey is one string for the way to a fact; no key holds a NUL.
func placeKey(keys []string) string { return strings.Join(keys, "\x00") }

// ReadFacts reads a facts file, YAML or (by the name's ending .json) JSON. Names
// are not checked here: the edition does that when the facts are judged.
func ReadFacts(name string, data []byte) (Facts, []rule.Problem) {
	src := source{file: name, data: data}
	var root *yaml.Node
	var ps []rule.Problem
	if path.Ext(name) == ".json" {
		if ps = refuseBytes(src); len(ps) == 0 {
			root, ps = parseJSON(src, maxFileBytes)
		}
	} else {
		root, ps = parseYAML(src)
	}
	if root == nil {
		return Facts{}, sortProblems(ps)
	}
	var f facts
	d := newDecoder(src)
	d.value(root, reflect.ValueOf(&f).Elem())
	out := Facts{places: map[string]rule.Pos{}, Case: rule.Case{
		Pos: f.Pos, Unit: f.Unit, Period: f.Period, Records: f.Records, Judged: f.Judged,
		Imports: f.Imports, Parameters: f.Parameters, Objects: f.Objects,
	}}
	out.place(d, root, nil)
	return out, sortProblems(append(ps, d.problems...))
}

// place remembers where every key and every item of a list stands.
func (f Facts) place(d *decoder, n *yaml.Node, way []string) {
	for i := range n.Content {
		switch {
		case n.Kind == yaml.MappingNode && i%2 == 0 && i+1 < len(n.Content):
			at := append(way[:len(way):len(way)], strings.TrimSpace(n.Content[i].Value))
			f.places[placeKey(at)] = d.pos(n.Content[i])
			f.place(d, n.Content[i+1], at)
		case n.Kind == yaml.SequenceNode:
			at := append(way[:len(way):len(way)], strconv.Itoa(i))
			f.places[placeKey(at)] = d.pos(n.Content[i])
			f.place(d, n.Content[i], at)
		}
	}
}
