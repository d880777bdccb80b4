package handbook

import (
	"reflect"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// wholeNumber is an integer as people write it: 3, -2; not 03, +3 or 1_000.
var wholeNumber = regexp.MustCompile(`^(0|-?[1-9][0-9]{0,8})$`)

func (d *decoder) scalar(n *yaml.Node, v reflect.Value) bool {
	if n.Kind != yaml.ScalarNode {
		d.bad(n, "应是%s，现在是%s", wanted(v.Kind()), kindName(n))
		return false
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(strings.TrimRight(n.Value, "\n"))
		return true
	case reflect.Bool:
		switch strings.TrimSpace(n.Value) {
		case "true", "是":
			v.SetBool(true)
			return true
		case "false", "否":
			return true
		}
	case reflect.Int, reflect.Int64, reflect.Int32:
		if raw := strings.TrimSpace(n.Value); wholeNumber.MatchString(raw) {
			if i, err := strconv.ParseInt(raw, 10, 64); err == nil && !v.OverflowInt(i) {
				v.SetInt(i)
				return true
			}
		}
	}
	d.bad(n, "应是%s，现在是「%s」", wanted(v.Kind()), shown(n.Value))
	return false
}

// wanted names a kind of scalar in a message.
func wanted(k reflect.Kind) string {
	switch k {
	case reflect.String:
		return "一段文字"
	case reflect.Bool:
		return " true 或 false"
	default:
		return "整数（最多九位）"
	}
}

// kindName names what was found instead.
func kindName(n *yaml.Node) string {
	switch n.Kind {
	case yaml.MappingNode:
		return "一组“键: 内容”"
	case yaml.SequenceNode:
		return "一个列表"
	default:
		return "「" + shown(n.Value) + "」"
	}
}

func isNull(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.Tag == "!!null" }
