package web

import (
	"net/url"
	"strings"

	"wubiao/engine"
)

// The prefixes of a record form's inputs: what was filled in a column, and the
// names written beside those that were tapped.
const (
	columnPrefix = "c."
	othersPrefix = "others."
)

// typedIn takes a record form apart by column. Empty inputs are left out; an
// input that no form of ours has is refused.
func typedIn(form url.Values) (map[string]any, error) {
	typed := map[string]any{}
	for name, values := range form {
		column, ok := strings.CutPrefix(name, columnPrefix)
		if !ok {
			column, ok = strings.CutPrefix(name, othersPrefix)
		}
		if !ok {
			switch name {
			case "token", "form", "version", "task", "duty":
				continue
			}
			return nil, engine.Fail(engine.Invalid, "unknown_field", "提交的内容里有这张表没有的栏目，没有保存。请回到原来的页面，刷新后再填。")
		}
		had, _ := typed[column].([]string)
		for _, v := range values {
			if strings.TrimSpace(v) != "" {
				had = append(had, v)
			}
		}
		if len(had) > 0 {
			typed[column] = had
		}
	}
	return typed, nil
}
