package handbook

import (
	"path"
	"reflect"

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

// ReadFacts reads a facts file, YAML or (by the name's ending .json) JSON, into
// a case without expectations. Names are not checked here: the edition does
// that when the case is judged.
func ReadFacts(name string, data []byte) (rule.Case, []rule.Problem) {
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
		return rule.Case{}, sortProblems(ps)
	}
	var f facts
	d := newDecoder(src)
	d.value(root, reflect.ValueOf(&f).Elem())
	return rule.Case{
		Pos: f.Pos, Unit: f.Unit, Period: f.Period, Records: f.Records, Judged: f.Judged,
		Imports: f.Imports, Parameters: f.Parameters, Objects: f.Objects,
	}, sortProblems(append(ps, d.problems...))
}
