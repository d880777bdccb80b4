package handbook

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"wubiao/engine/rule"
)

// syntaxProblem says in Chinese why a file is no YAML. The parser gives a line
// and an English sentence, sometimes neither.
func syntaxProblem(src source, err error) rule.Problem {
	text := strings.TrimPrefix(err.Error(), "yaml: ")
	line := 1
	if rest, found := strings.CutPrefix(text, "line "); found {
		number, sentence, _ := strings.Cut(rest, ": ")
		if n, convErr := strconv.Atoi(number); convErr == nil {
			line, text = n, sentence
		}
		// The parser (unlike its scanner) counts lines from 0.
		if strings.HasPrefix(text, "did not find expected") {
			line++
		}
	}
	lines := strings.Split(string(src.data), "\n")
	line = min(max(line, 1), len(lines))
	for line > 1 && strings.TrimSpace(lines[line-1]) == "" {
		line-- // what was left open is above the empty end
	}
	if at, column := fullWidthColon(lines, line); column > 0 {
		return problem(src.at(at, column), "这里的冒号是全角的“：”，键后面要用半角冒号加一个空格，如 title: 内容")
	}
	this := strings.TrimPrefix(lines[line-1], "\ufeff")
	if column := leadingTab(this); column > 0 {
		return problem(src.at(line, column), "缩进里有制表符（Tab），请改用空格")
	}
	return problem(src.at(line, culprit(this, text)), "这一行附近的 YAML 写法不对：%s", syntaxChinese(text))
}

// culprit is the column of what the parser's sentence is about, where the line
// shows it, else of the first character.
func culprit(line, text string) int {
	at := -1
	switch {
	case strings.Contains(text, "mapping values"):
		at = strings.LastIndex(line, ": ")
	case strings.Contains(text, "or '}'"):
		at = strings.Index(line, "{")
	case strings.Contains(text, "or ']'"):
		at = strings.Index(line, "[")
	case strings.Contains(text, "node content"):
		at = strings.LastIndexAny(line, "[{,")
	case strings.Contains(text, "end of stream"), strings.Contains(text, "document indicator"):
		at = strings.IndexAny(line, `"'`)
	case strings.Contains(text, "cannot start any token"):
		at = strings.IndexAny(line, "@`%")
	}
	if at < 0 {
		return firstColumn(line)
	}
	return utf8.RuneCountInString(line[:at]) + 1
}

// firstColumn is the column of the first character that is no space.
func firstColumn(line string) int {
	column := 1
	for _, r := range line {
		if !unicode.IsSpace(r) {
			return column
		}
		column++
	}
	return 1
}

func leadingTab(line string) int {
	for i, r := range []rune(line) {
		if r == '\t' {
			return i + 1
		}
		if r != ' ' && r != '-' {
			return 0
		}
	}
	return 0
}

// fullWidthColon looks, on the reported line and the one before, for a key
// that is followed by a full-width colon: the commonest slip of all.
func fullWidthColon(lines []string, line int) (at, column int) {
	for at := line; at >= max(1, line-1); at-- {
		text := []rune(lines[at-1])
		for i, r := range text {
			if r == '：' && i > 0 {
				return at, i + 1
			}
			if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune(" -_{", r) {
				break
			}
		}
	}
	return 0, 0
}

// syntaxChinese translates the parser's sentence into what to do about it.
func syntaxChinese(text string) string {
	for _, s := range []struct{ english, chinese string }{
		{"mapping values are not allowed", "一行里有两个“冒号加空格”，或上一行没写完；文字里有冒号时请给整段文字加引号"},
		{"could not find expected ':'", "这一行像是键，却没有冒号；请写成“键: 内容”，或检查上一行的引号和缩进"},
		{"did not find expected key", "缩进没有对齐，多了一个括号，或引号后面还有文字；请与上一行对齐，文字里有引号时请用另一种引号括起整段"},
		{"did not find expected '-'", "列表没有对齐，每一项都要以“- ”开头并左对齐"},
		{"did not find expected ',' or '}'", "花括号 { } 里缺逗号或没有写完"},
		{"did not find expected ',' or ']'", "方括号 [ ] 里缺逗号或没有写完"},
		{"did not find expected node content", "括号里缺少内容，或多了一个逗号或括号"},
		{"block sequence entries are not allowed", "“- ”要另起一行写"},
		{"found character that cannot start any token", "文字不能以 @ ` % 或制表符开头，请加引号"},
		{"tab character", "缩进里有制表符（Tab），请改用空格"},
		{"found unexpected end of stream", "引号没有写完"},
		{"found unexpected document indicator", "引号没有写完"},
		{"found unknown escape character", "双引号里的反斜杠写法不对，请改用单引号"},
		{"unknown anchor", "不支持用 * 引用别处的内容；文字以 * 开头时请加引号"},
		{"did not find expected alphabetic", "文字以 * 或 & 开头时请加引号"},
		{"exceeded max depth", "嵌套太深，请检查缩进和括号"},
		{"document start", "前面的内容已经结束，后面多出了文字或括号"},
	} {
		if strings.Contains(text, s.english) {
			return s.chinese
		}
	}
	return "请检查缩进、冒号、引号和括号（" + shown(text) + "）"
}
