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

// typedIn takes a record form apart by column, the tapped before those written
// beside. Empty inputs are left out; an input that no form of ours has is
// refused.
func typedIn(form url.Values) (map[string]any, error) {
	typed := map[string]any{}
	for _, prefix := range []string{columnPrefix, othersPrefix} {
		for name, values := range form {
			column, ours := strings.CutPrefix(name, prefix)
			if !ours {
				if !known(name) {
					return nil, engine.Fail(engine.Invalid, "unknown_field", "提交的内容里有这张表没有的栏目，没有保存。请回到原来的页面，刷新后再填。")
				}
				continue
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
	}
	return typed, nil
}

// known says whether a record form has an input of the name.
func known(name string) bool {
	switch name {
	case "token", "form", "version", "done_by", "file":
		return true
	}
	return strings.HasPrefix(name, columnPrefix) || strings.HasPrefix(name, othersPrefix)
}
