package handbook

import (
	"encoding/json"
	"errors"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"wubiao/engine/rule"
)

// maxCanonicalBytes bounds an edition kept as JSON.
const maxCanonicalBytes = 32 << 20

// parseJSON turns JSON into the same tree that YAML gives, many times faster.
// What the canonical form and a JSON facts file have in common with YAML is then
// read by the same decoder.
func parseJSON(src source, limit int) (*yaml.Node, []rule.Problem) {
	if len(src.data) > limit {
		return nil, []rule.Problem{problem(src.at(1, 1), "文件太大：最多 %d KB，现在 %d KB", limit>>10, len(src.data)>>10)}
	}
	// encoding/json judges the syntax; the walk below may then trust it.
	j := &jsonTree{text: string(src.data), line: 1, column: 1}
	if !json.Valid(src.data) {
		var syntax *json.SyntaxError
		err := json.Unmarshal(src.data, new(json.RawMessage))
		if errors.As(err, &syntax) && !strings.Contains(err.Error(), "unexpected end") {
			j.advance(max(int(syntax.Offset)-1, 0))
			return nil, []rule.Problem{problem(src.at(j.line, j.column), "JSON 写法不对，请检查这里的逗号、引号和括号")}
		}
		j.advance(len(src.data))
		return nil, []rule.Problem{problem(src.at(j.line, j.column), "JSON 没有写完，请检查括号和引号")}
	}
	root := j.next(1)
	if j.tooDeep != nil {
		return nil, []rule.Problem{problem(src.at(j.tooDeep.Line, j.tooDeep.Column), "嵌套太深，请检查括号")}
	}
	return root, nil
}

// jsonTree walks valid JSON and keeps count of lines and columns.
type jsonTree struct {
	text         string
	at           int // the byte up to which line and column are counted
	line, column int
	free         []yaml.Node // nodes are made many at a time
	tooDeep      *yaml.Node
}

// advance moves to a byte and counts what it passes.
func (j *jsonTree) advance(to int) {
	passed := j.text[j.at:to]
	if i := strings.LastIndexByte(passed, '\n'); i >= 0 {
		j.line += strings.Count(passed, "\n")
		j.column, passed = 1, passed[i+1:]
	}
	j.column += utf8.RuneCountInString(passed)
	j.at = to
}

// peek skips what stands between tokens and gives the next one's first byte.
func (j *jsonTree) peek() byte {
	i := j.at
	for strings.IndexByte(" \t\r\n,:", j.text[i]) >= 0 {
		i++
	}
	j.advance(i)
	return j.text[i]
}

func (j *jsonTree) node() *yaml.Node {
	if len(j.free) == 0 {
		j.free = make([]yaml.Node, 512)
	}
	n := &j.free[0]
	j.free = j.free[1:]
	n.Kind, n.Line, n.Column = yaml.ScalarNode, j.line, j.column
	return n
}

// next reads one value. depth counts the lists and mappings around it.
func (j *jsonTree) next(depth int) *yaml.Node {
	first := j.peek()
	n := j.node()
	switch first {
	case '{':
		n.Kind, n.Tag = yaml.MappingNode, "!!map"
		j.inside(n, '}', depth)
	case '[':
		n.Kind, n.Tag = yaml.SequenceNode, "!!seq"
		j.inside(n, ']', depth)
	case '"':
		n.Tag, n.Style = "!!str", yaml.DoubleQuotedStyle
		n.Value = j.quoted()
	case 't', 'f':
		n.Tag, n.Value = "!!bool", j.word()
	case 'n':
		n.Tag, n.Value = "!!null", j.word()
	default:
		n.Tag, n.Value = "!!float", j.word()
	}
	return n
}

// inside reads the entries of a list or mapping up to its closing bracket.
func (j *jsonTree) inside(n *yaml.Node, end byte, depth int) {
	if depth > maxDepth && j.tooDeep == nil {
		j.tooDeep = n
	}
	j.advance(j.at + 1)
	for j.peek() != end {
		n.Content = append(n.Content, j.next(depth+1))
	}
	j.advance(j.at + 1)
}

// word reads a number, true, false or null.
func (j *jsonTree) word() string {
	from, to := j.at, j.at
	for to < len(j.text) && strings.IndexByte(" \t\r\n,]}", j.text[to]) < 0 {
		to++
	}
	j.advance(to)
	return j.text[from:to]
}

// quoted reads a string; only one with escapes is copied.
func (j *jsonTree) quoted() string {
	from, to, escaped := j.at, j.at+1, false
	for j.text[to] != '"' {
		if j.text[to] == '\\' {
			escaped = true
			to++
		}
		to++
	}
	j.advance(to + 1)
	if !escaped {
		return j.text[from+1 : to]
	}
	var s string
	if err := json.Unmarshal([]byte(j.text[from:to+1]), &s); err != nil {
		return j.text[from+1 : to] // cannot be: the document is valid
	}
	return s
}
