package handbook

import (
	"bytes"
	"errors"
	"io"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"wubiao/engine/rule"
)

// Limits of what is read. A handbook of 52 standards is about 400 KB in all.
const (
	maxFileBytes = 1 << 20 // one file
	maxDepth     = 40      // lists and mappings inside one another
)

// source is one file being read.
type source struct {
	file string
	data []byte
}

// parseYAML turns one file into a tree, refusing what a handbook never needs:
// anchors and aliases, explicit tags, several documents, deep nesting. The tree
// is nil when the text is not YAML; otherwise what was refused has Kind 0 and is
// passed over silently by the decoder, having been reported here.
func parseYAML(src source) (*yaml.Node, []rule.Problem) {
	if ps := refuseBytes(src); len(ps) > 0 {
		return nil, ps
	}
	dec := yaml.NewDecoder(bytes.NewReader(src.data))
	var doc, second yaml.Node
	err := dec.Decode(&doc)
	if errors.Is(err, io.EOF) || err == nil && len(doc.Content) == 0 {
		return nil, []rule.Problem{problem(src.at(1, 1), "文件是空的，请写上内容或删去这个文件")}
	}
	if err != nil {
		return nil, []rule.Problem{syntaxProblem(src, err)}
	}
	root := doc.Content[0]
	t := tree{src: src}
	t.refuse(root, 1)
	switch err := dec.Decode(&second); {
	case err == nil:
		t.bad(&second, "一个文件只能有一份内容，请去掉分隔线 --- 或分成两个文件")
	case !errors.Is(err, io.EOF):
		t.problems = append(t.problems, syntaxProblem(src, err))
	}
	return root, t.problems
}

func (s source) at(line, column int) rule.Pos {
	return rule.Pos{File: s.file, Line: line, Column: column}
}

// refuseBytes looks at the bytes before any parser does: size, encoding,
// invisible characters.
func refuseBytes(src source) []rule.Problem {
	if len(src.data) > maxFileBytes {
		return []rule.Problem{problem(src.at(1, 1), "文件太大：最多 %d KB，现在 %d KB，请分成几个文件", maxFileBytes>>10, len(src.data)>>10)}
	}
	var ps []rule.Problem
	line, column := 1, 1
	for i := 0; i < len(src.data); {
		r, size := utf8.DecodeRune(src.data[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			return append(ps, problem(src.at(line, column), "这里不是 UTF-8 文字，请用 UTF-8 编码另存这个文件"))
		case r == '\n':
			line, column = line+1, 0
		case r == '\ufeff' && i == 0:
			column = 0 // the mark that some editors put first
		case invisible(r):
			ps = append(ps, problem(src.at(line, column), "这里有一个看不见的控制字符（U+%04X），请删去", r))
		}
		if len(ps) == 20 {
			return ps
		}
		i, column = i+size, column+1
	}
	return ps
}

// invisible reports characters that YAML refuses or takes for the end of a line
// though no editor shows them so.
func invisible(r rune) bool {
	switch {
	case r == '\t' || r == '\r' || r == '\n':
		return false
	case r < 0x20 || r >= 0x7f && r < 0xa0:
		return true
	case r == '\u2028' || r == '\u2029' || r == '\ufeff' || r == '\ufffe' || r == '\uffff':
		return true
	default:
		return false
	}
}

// tree walks a parsed file once and takes out what is refused.
type tree struct {
	src      source
	problems []rule.Problem
}

func (t *tree) bad(n *yaml.Node, message string) {
	t.problems = append(t.problems, problem(t.src.at(max(n.Line, 1), max(n.Column, 1)), "%s", message))
}

func (t *tree) refuse(n *yaml.Node, depth int) {
	switch {
	case n.Kind == yaml.AliasNode:
		t.bad(n, "不支持用 * 引用别处的内容，请把内容写在这里；文字以 * 开头时请加引号")
		*n = yaml.Node{Line: n.Line, Column: n.Column}
		return
	case depth > maxDepth:
		t.bad(n, "嵌套太深，请检查缩进和括号")
		*n = yaml.Node{Line: n.Line, Column: n.Column}
		return
	}
	if n.Anchor != "" {
		t.bad(n, "不支持用 & 起名，请删去；文字以 & 开头时请加引号")
	}
	if n.Style&yaml.TaggedStyle != 0 {
		t.bad(n, "不支持以 ! 开头的类型标记，请删去；文字以 ! 开头时请加引号")
		n.Tag = "!!str"
	}
	for _, c := range n.Content {
		t.refuse(c, depth+1)
	}
}
